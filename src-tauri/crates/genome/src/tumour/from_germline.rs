//! Calls of a tumour that a germline report of the same person settles.

use std::collections::HashMap;

use crate::{CalledVariant, GenomeReport, Origin, Variant};

/// Least depth of a germline call that settles anything.
const LEAST_DEPTH: u32 = 10;

/// Gives the origin `germline`, the fraction in the normal and the zygosity to the calls of a tumour that were made without
/// a normal and that the germline report has too. What a caller compared with a normal of its own is not overruled. Returns
/// how many were settled. Doing it twice changes nothing.
pub fn settle_by_germline(tumour: &mut GenomeReport, germline: &GenomeReport) -> usize {
    if tumour.assembly != germline.assembly {
        return 0;
    }
    let sure = |v: &&CalledVariant| {
        v.origin == Origin::Germline && v.passed() && v.depth.is_none_or(|d| d >= LEAST_DEPTH)
    };
    let known: HashMap<Variant, &CalledVariant> =
        germline.variants.iter().filter(sure).map(|v| (v.variant.trimmed(), v)).collect();
    let mut settled = 0;
    for call in &mut tumour.variants {
        let open = call.origin == Origin::Unknown || (call.origin == Origin::Somatic && call.file.unmatched);
        let Some(of_person) = known.get(&call.variant.trimmed()).filter(|_| open) else { continue };
        call.origin = Origin::Germline;
        call.zygosity = of_person.zygosity;
        call.file.normal_vaf = call.file.normal_vaf.or(of_person.vaf);
        call.oncogenicity = None;
        settled += 1;
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Contig, Position, Zygosity};

    fn report(origin: Origin, unmatched: bool, vaf: f64, depth: u32) -> GenomeReport {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("13"),
            position: Position::new(32_340_300).expect("not zero"),
            reference: "GT".into(),
            alternate: "G".into(),
        };
        let mut call =
            CalledVariant { vaf: Some(vaf), depth: Some(depth), ..CalledVariant::new(variant, origin, 1) };
        call.zygosity = (origin == Origin::Germline).then_some(Zygosity::Heterozygous);
        call.file.unmatched = unmatched;
        GenomeReport { assembly: Some(Assembly::GRCh38), variants: vec![call], ..GenomeReport::default() }
    }

    #[test]
    fn a_germline_file_settles_what_a_tumour_alone_leaves_open() {
        let blood = report(Origin::Germline, false, 0.5, 40);
        for (origin, unmatched, settled) in
            [(Origin::Unknown, false, 1), (Origin::Somatic, true, 1), (Origin::Somatic, false, 0)]
        {
            let mut tumour = report(origin, unmatched, 0.8, 100);
            assert_eq!(settle_by_germline(&mut tumour, &blood), settled, "{origin:?}");
            let call = &tumour.variants[0];
            assert_eq!(call.origin == Origin::Germline, settled == 1);
            assert_eq!(call.file.normal_vaf.is_some(), settled == 1);
            assert_eq!(settle_by_germline(&mut tumour, &blood), 0);
        }
        let shallow = report(Origin::Germline, false, 0.5, 4);
        assert_eq!(settle_by_germline(&mut report(Origin::Unknown, false, 0.8, 100), &shallow), 0);
        let mut other = report(Origin::Unknown, false, 0.8, 100);
        other.assembly = Some(Assembly::GRCh37);
        assert_eq!(settle_by_germline(&mut other, &blood), 0, "coordinates of another assembly");
    }
}
