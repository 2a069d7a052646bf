//! The same change on the other assembly, for places in and beside the exons of the pack.

use super::TranscriptPack;
use super::bases::reverse_complement;
use crate::{Assembly, Contig, Position, Variant};

impl TranscriptPack {
    /// The variant on another assembly, in either direction: through its place in the transcript, so only in exons and
    /// the bases beside them. `None` where the pack does not place it, where the assemblies differ in length there, or
    /// where the other assembly has another reference base: the change is then not the same one.
    #[must_use]
    pub fn lift(&self, variant: &Variant, to: Assembly) -> Option<Variant> {
        if variant.assembly == to {
            return Some(variant.clone());
        }
        self.near(variant).into_iter().find_map(|at| {
            let loaded = self.loaded(at)?;
            let (from_layout, to_layout) = (loaded.layout(variant.assembly)?, loaded.layout(to)?);
            let start = variant.position.get();
            let length = u32::try_from(variant.reference.len()).ok()?;
            let places: Vec<(u32, u8)> = (start..start.checked_add(length)?)
                .map(|position| {
                    let (index, window) = from_layout.find(position)?;
                    let point = from_layout.point(index)?;
                    to_layout.of_point(point, window)
                })
                .collect::<Option<_>>()?;
            let turned = from_layout.reverse != to_layout.reverse;
            let ordered = |w: &[(u32, u8)]| {
                if turned { w[0].0 == w[1].0.wrapping_add(1) } else { w[1].0 == w[0].0.wrapping_add(1) }
            };
            places.windows(2).all(ordered).then_some(())?;
            let orient = |bases: &str| {
                let bases = bases.to_ascii_uppercase().into_bytes();
                let bases = if turned { reverse_complement(&bases) } else { bases };
                String::from_utf8(bases).ok()
            };
            let (reference, alternate) = (orient(&variant.reference)?, orient(&variant.alternate)?);
            let lowest = places.iter().map(|(p, _)| *p).min()?;
            for (position, base) in &places {
                let own = if to_layout.reverse { *reverse_complement(&[*base]).first()? } else { *base };
                let stated = *reference.as_bytes().get(usize::try_from(position - lowest).ok()?)?;
                (own == b'N' || own == stated).then_some(())?;
            }
            Some(Variant {
                assembly: to,
                contig: Contig::new(&loaded.gene.placement(to).contig),
                position: Position::new(lowest)?,
                reference,
                alternate,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::pack;
    use super::*;

    fn on(assembly: Assembly, position: u32, reference: &str, alternate: &str) -> Variant {
        Variant {
            assembly,
            contig: Contig::new("9"),
            position: Position::new(position).expect("not zero"),
            reference: reference.into(),
            alternate: alternate.into(),
        }
    }

    #[test]
    fn a_change_goes_there_and_back() {
        let pack = pack();
        // The fixture is on the plus strand of GRCh37 and on the minus strand of GRCh38: 1001 is 5106.
        let here = on(Assembly::GRCh37, 1019, "AA", "GC");
        let there = pack.lift(&here, Assembly::GRCh38).expect("lifted");
        assert_eq!(there, on(Assembly::GRCh38, 5087, "TT", "GC"));
        assert_eq!(pack.lift(&there, Assembly::GRCh37), Some(here));
    }

    #[test]
    fn other_bases_and_unplaced_positions_are_not_lifted() {
        let pack = pack();
        // CAT of His10 is CAC on GRCh38: the last base differs.
        let his = on(Assembly::GRCh37, 1085, "T", "A");
        assert_eq!(pack.lift(&his, Assembly::GRCh38), None);
        assert_eq!(
            pack.lift(&on(Assembly::GRCh37, 1050, "A", "T"), Assembly::GRCh38),
            None,
            "deep in the intron"
        );
        assert_eq!(pack.lift(&on(Assembly::GRCh37, 9, "A", "T"), Assembly::GRCh38), None);
        let same = on(Assembly::GRCh37, 9, "A", "T");
        assert_eq!(pack.lift(&same, Assembly::GRCh37), Some(same.clone()));
    }
}
