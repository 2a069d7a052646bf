//! What a report found, in the vocabulary of biomarkers.

use serde::{Deserialize, Serialize};

use crate::alteration::{TERT_PROMOTER, coding_positions, exon_of, parse_protein_change};
use crate::{
    Alteration, AlterationKind, CalledVariant, Consequence, CopyNumber, ExonEvent, Fusion, FusionPartner,
    GenomeReport, MsiStatus, NamedVariant, Origin, Zygosity, class_direction,
};

/// Why an observation must not be matched without a person's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caveat {
    /// The caller's FILTER says that the call failed.
    FailedFilter,
    /// The laboratory classified the variant as benign or likely benign.
    StatedBenign,
}

/// An alteration found in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObservedAlteration {
    /// The alteration.
    pub alteration: Alteration,
    /// What is known beside it: `VAF 31 %, depth 120`, `12 copies`, the name of a failed filter.
    pub detail: Option<String>,
    /// Index of the variant in the report, where it comes from one.
    pub variant: Option<usize>,
    /// Why it must not count, if it must not.
    pub caveat: Option<Caveat>,
}

impl ObservedAlteration {
    /// True where nothing speaks against matching it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.caveat.is_none()
    }
}

impl GenomeReport {
    /// The alterations of the report. Silent, intronic, UTR and intergenic variants and variants without a
    /// gene are not alterations and are left out; calls that failed their filter are kept with a caveat.
    #[must_use]
    pub fn observed(&self) -> Vec<ObservedAlteration> {
        let mut out = Vec::new();
        for (index, variant) in self.variants.iter().enumerate() {
            of_variant(index, variant, &mut out);
        }
        for variant in &self.named {
            of_named(variant, &mut out);
        }
        out.extend(self.fusions.iter().filter_map(of_fusion));
        // Copies of the germline are no event of the tumour.
        if self.origin != Origin::Germline {
            out.extend(self.copy_number.iter().filter_map(of_copy_number));
        }
        if let Some(tmb) = &self.tmb {
            let kind = AlterationKind::Tmb { value: Some(tmb.value) };
            out.push(plain(None, kind, format!("TMB {} mut/Mb", tmb.value), Some(tmb.source.clone())));
        }
        if let Some(msi) = self.msi {
            let (kind, text) = match msi {
                MsiStatus::High => (AlterationKind::MsiHigh, "MSI-H"),
                MsiStatus::Low => (AlterationKind::Named { name: "MSI-L".into() }, "MSI-L"),
                MsiStatus::Stable => (AlterationKind::MsiStable, "MSS"),
            };
            out.push(plain(None, kind, text.into(), None));
        }
        for text in &self.stated {
            out.extend(Alteration::parse_observed(text).into_iter().map(|alteration| ObservedAlteration {
                alteration,
                detail: None,
                variant: None,
                caveat: None,
            }));
        }
        out
    }
}

fn plain(
    gene: Option<String>,
    kind: AlterationKind,
    text: String,
    detail: Option<String>,
) -> ObservedAlteration {
    ObservedAlteration {
        alteration: Alteration { gene, kind, origin: Origin::Unknown, text },
        detail,
        variant: None,
        caveat: None,
    }
}

fn of_variant(index: usize, variant: &CalledVariant, out: &mut Vec<ObservedAlteration>) {
    let (Some(gene), Some(kind)) = (&variant.gene, kind(variant)) else { return };
    let observed = |kind: AlterationKind, text: String| ObservedAlteration {
        alteration: Alteration { gene: Some(gene.clone()), kind, origin: variant.origin, text },
        detail: detail(variant),
        variant: Some(index),
        caveat: caveat(variant),
    };
    let name = match (&variant.hgvs_p, &variant.hgvs_c) {
        (Some(p), Some(c)) => format!("{gene} {p} ({c})"),
        (Some(name), None) | (None, Some(name)) => format!("{gene} {name}"),
        (None, None) => variant.label(),
    };
    out.push(observed(kind, name.clone()));
    // A class that a laboratory or a classification gave is an observation of its own.
    let stated = variant.effective_class().filter(|_| variant.has_pathogenic_class());
    let class = stated.or_else(|| {
        let class = variant.oncogenicity.as_ref().map(|o| o.class.as_str())?;
        matches!(class, "Oncogenic" | "Likely oncogenic").then_some(class)
    });
    if let Some(class) = class {
        out.push(observed(AlterationKind::Oncogenic, format!("{name}, {}", class.to_lowercase())));
    }
}

/// The names that a kind of alteration is told from.
struct Names<'a> {
    gene: Option<&'a str>,
    hgvs_c: Option<&'a str>,
    hgvs_p: Option<&'a str>,
    consequence: Option<Consequence>,
}

pub(crate) fn kind(variant: &CalledVariant) -> Option<AlterationKind> {
    kind_of(&Names {
        gene: variant.gene.as_deref(),
        hgvs_c: variant.hgvs_c.as_deref(),
        hgvs_p: variant.hgvs_p.as_deref(),
        consequence: variant.consequence,
    })
}

/// The kind of alteration, or `None` for a variant that is none.
fn kind_of(variant: &Names<'_>) -> Option<AlterationKind> {
    let consequence = variant.consequence;
    let splice =
        matches!(consequence, Some(Consequence::SpliceAcceptorVariant | Consequence::SpliceDonorVariant));
    if splice {
        return Some(AlterationKind::Splice { name: variant.hgvs_c.map(str::to_owned) });
    }
    if let Some(read) = variant.hgvs_p.and_then(parse_protein_change) {
        return match &read {
            // p.Leu10= changes nothing; p.Met1? does.
            AlterationKind::Named { name } if name.ends_with('=') => None,
            _ => Some(read),
        };
    }
    if variant.gene == Some("TERT")
        && let Some(name) = variant.hgvs_c
        && TERT_PROMOTER.iter().any(|(_, c)| *c == name)
    {
        return Some(AlterationKind::Named { name: name.to_owned() });
    }
    // No protein name: only what the consequence itself says.
    match consequence? {
        Consequence::StopGained | Consequence::FrameshiftVariant => Some(AlterationKind::Truncating),
        Consequence::StartLost => Some(AlterationKind::Named { name: "p.M1?".into() }),
        Consequence::InframeDeletion => Some(in_exon(variant, ExonEvent::Deletion)),
        Consequence::InframeInsertion => Some(in_exon(variant, ExonEvent::Insertion)),
        Consequence::MissenseVariant | Consequence::StopLost | Consequence::ProteinAlteringVariant => {
            Some(AlterationKind::AnyMutation)
        }
        _ => None,
    }
}

/// An in-frame change without a protein name is an event of its exon where the coding name tells the exon.
fn in_exon(variant: &Names<'_>, event: ExonEvent) -> AlterationKind {
    let exon = || {
        let places = coding_positions(variant.hgvs_c?);
        let exonic = places.iter().all(|(_, offset)| *offset == 0);
        let residue = |base: u32| base.div_ceil(3);
        let (first, last) = (residue(places.first()?.0), residue(places.last()?.0));
        exonic.then(|| exon_of(variant.gene?, first, last)).flatten()
    };
    exon().map_or(AlterationKind::AnyMutation, |exon| AlterationKind::Exon { exon, event })
}

fn failed_filter(variant: &CalledVariant) -> Option<&str> {
    variant.filter.as_deref().filter(|f| !matches!(*f, "PASS" | "." | ""))
}

fn caveat(variant: &CalledVariant) -> Option<Caveat> {
    let benign = variant.has_benign_class();
    if failed_filter(variant).is_some() {
        Some(Caveat::FailedFilter)
    } else {
        benign.then_some(Caveat::StatedBenign)
    }
}

fn detail(variant: &CalledVariant) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(vaf) = variant.vaf {
        let percent = vaf * 100.0;
        parts.push(if percent < 10.0 {
            format!("VAF {percent:.1} %")
        } else {
            format!("VAF {percent:.0} %")
        });
    }
    if let Some(depth) = variant.depth {
        parts.push(format!("depth {depth}"));
    }
    if let Some(zygosity) = variant.zygosity {
        parts.push(
            match zygosity {
                Zygosity::Heterozygous => "heterozygous",
                Zygosity::Homozygous => "homozygous",
                Zygosity::Hemizygous => "hemizygous",
            }
            .into(),
        );
    }
    if let Some(class) = variant.effective_class() {
        parts.push(format!("classified {class}"));
    }
    if let Some(filter) = failed_filter(variant) {
        parts.push(format!("failed filter {filter}"));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A variant known by its names alone.
fn of_named(variant: &NamedVariant, out: &mut Vec<ObservedAlteration>) {
    let NamedVariant { gene, hgvs_p, hgvs_c, .. } = variant;
    let names = Names {
        gene: Some(gene),
        hgvs_c: hgvs_c.as_deref(),
        hgvs_p: hgvs_p.as_deref(),
        consequence: variant.consequence,
    };
    let Some(kind) = kind_of(&names) else { return };
    let text = match (hgvs_p, hgvs_c) {
        (Some(p), Some(c)) => format!("{gene} {p} ({c})"),
        (Some(name), None) | (None, Some(name)) => format!("{gene} {name}"),
        (None, None) => gene.clone(),
    };
    let class = variant.classification.as_deref();
    let observed = |kind, text| ObservedAlteration {
        alteration: Alteration { gene: Some(gene.clone()), kind, origin: variant.origin, text },
        detail: variant.vaf.map(|vaf| format!("VAF {:.0} %", vaf * 100.0)),
        variant: None,
        caveat: class.is_some_and(|c| class_direction(c) == Some(-1)).then_some(Caveat::StatedBenign),
    };
    out.push(observed(kind, text.clone()));
    if let Some(class) = class.filter(|c| class_direction(c) == Some(1)) {
        out.push(observed(AlterationKind::Oncogenic, format!("{text}, {}", class.to_lowercase())));
    }
}

fn of_fusion(fusion: &Fusion) -> Option<ObservedAlteration> {
    let (gene, partner, text) = match (&fusion.five_prime, &fusion.three_prime) {
        (Some(a), Some(b)) => (a, FusionPartner::Gene(b.clone()), format!("{a}::{b} fusion")),
        (Some(g), None) | (None, Some(g)) => (g, FusionPartner::Any, format!("{g} fusion")),
        (None, None) => return None,
    };
    let reads = fusion.reads.map(|n| format!("{n} reads"));
    let detail = fusion.support.clone().or(reads).map(|d| match &fusion.doubt {
        Some(doubt) => format!("{d}; {doubt}"),
        None => d,
    });
    let mut seen = plain(Some(gene.clone()), AlterationKind::Fusion { partner }, text, detail);
    seen.caveat = fusion.doubt.is_some().then_some(Caveat::FailedFilter);
    Some(seen)
}

/// Only the two events that biomarkers ask for; a gain or a single-copy loss is neither.
fn of_copy_number(event: &CopyNumber) -> Option<ObservedAlteration> {
    let kind = match event.event.to_ascii_lowercase().as_str() {
        "amplification" => AlterationKind::Amplification,
        "deletion" | "homozygous deletion" | "deep deletion" => AlterationKind::Deletion,
        _ => return None,
    };
    let text = format!("{} {}", event.gene, event.event);
    Some(plain(Some(event.gene.clone()), kind, text, event.copies.map(|c| format!("{c} copies"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Contig, Position, TumourMutationalBurden, Variant};

    fn variant(p: Option<&str>, consequence: Option<Consequence>) -> CalledVariant {
        CalledVariant {
            variant: Variant {
                assembly: Assembly::GRCh38,
                contig: Contig::new("7"),
                position: Position::new(140_753_336).expect("not zero"),
                reference: "A".into(),
                alternate: "T".into(),
            },
            origin: Origin::Unknown,
            zygosity: None,
            gene: Some("BRAF".into()),
            transcript: None,
            hgvs_c: Some("c.1799T>A".into()),
            hgvs_p: p.map(Into::into),
            consequence,
            annotated_by: None,
            vaf: Some(0.31),
            depth: Some(120),
            filter: Some("PASS".into()),
            ids: vec![],
            oncogenicity: None,
            classification: None,
            line: 1,
            file: Default::default(),
            interpretation: Default::default(),
        }
    }

    fn observed(variant: CalledVariant) -> Vec<ObservedAlteration> {
        GenomeReport { variants: vec![variant], ..GenomeReport::default() }.observed()
    }

    #[test]
    fn a_missense_variant_is_its_protein_change() {
        let seen = observed(variant(Some("p.Val600Glu"), Some(Consequence::MissenseVariant)));
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].alteration.label(), "BRAF V600E");
        assert_eq!(seen[0].alteration.text, "BRAF p.Val600Glu (c.1799T>A)");
        assert_eq!(seen[0].detail.as_deref(), Some("VAF 31 %, depth 120"));
        assert!(seen[0].counts());
    }

    #[test]
    fn what_changes_nothing_is_no_alteration() {
        for (p, consequence) in [
            (Some("p.Val600="), Some(Consequence::SynonymousVariant)),
            (Some("p.="), Some(Consequence::SynonymousVariant)),
            (None, Some(Consequence::IntronVariant)),
            (None, Some(Consequence::UtrVariant)),
            (None, Some(Consequence::SpliceRegionVariant)),
            (None, None),
        ] {
            assert!(observed(variant(p, consequence)).is_empty(), "{p:?} {consequence:?}");
        }
        let mut unnamed = variant(Some("p.Val600Glu"), None);
        unnamed.gene = None;
        assert!(observed(unnamed).is_empty());
    }

    #[test]
    fn consequences_without_a_protein_name() {
        for (consequence, want) in [
            (Consequence::SpliceDonorVariant, AlterationKind::Splice { name: Some("c.1799T>A".into()) }),
            (Consequence::FrameshiftVariant, AlterationKind::Truncating),
            (Consequence::StartLost, AlterationKind::Named { name: "p.M1?".into() }),
            (Consequence::MissenseVariant, AlterationKind::AnyMutation),
        ] {
            assert_eq!(observed(variant(None, Some(consequence)))[0].alteration.kind, want);
        }
    }

    #[test]
    fn a_failed_filter_and_a_benign_class_do_not_count() {
        let mut failed = variant(Some("p.Val600Glu"), None);
        failed.filter = Some("germline_risk".into());
        let seen = observed(failed);
        assert_eq!(seen[0].caveat, Some(Caveat::FailedFilter));
        assert_eq!(seen[0].detail.as_deref(), Some("VAF 31 %, depth 120, failed filter germline_risk"));

        let mut benign = variant(Some("p.Val600Glu"), None);
        benign.classification = Some("Likely benign".into());
        assert!(!observed(benign)[0].counts());

        let mut unfiltered = variant(Some("p.Val600Glu"), None);
        unfiltered.filter = None;
        assert!(observed(unfiltered)[0].counts());
    }

    #[test]
    fn a_stated_pathogenic_class_is_observed_with_its_origin() {
        let mut brca = variant(Some("p.Met1652Ile"), None);
        brca.gene = Some("BRCA1".into());
        brca.origin = Origin::Germline;
        brca.classification = Some("Pathogenic".into());
        let seen = observed(brca.clone());
        let criterion = Alteration::parse("BRCA1 germline pathogenic").expect("read");
        assert!(seen.iter().any(|o| criterion.met_by(&o.alteration).is_some()));
        brca.classification = Some("Conflicting interpretations of pathogenicity".into());
        assert!(!observed(brca).iter().any(|o| criterion.met_by(&o.alteration).is_some()));
    }

    #[test]
    fn copy_number_fusions_and_tumour_wide_biomarkers() {
        let copy = |event: &str| CopyNumber {
            gene: "ERBB2".into(),
            copies: Some(12.0),
            event: event.into(),
            source: "table".into(),
            ..CopyNumber::default()
        };
        let report = GenomeReport {
            copy_number: vec![copy("amplification"), copy("gain"), copy("loss")],
            fusions: vec![Fusion {
                five_prime: Some("EML4".into()),
                three_prime: Some("ALK".into()),
                support: None,
                source: "table".into(),
                ..Fusion::default()
            }],
            tmb: Some(TumourMutationalBurden {
                value: 14.0,
                low: None,
                high: None,
                megabases: None,
                source: "laboratory report".into(),
            }),
            msi: Some(MsiStatus::High),
            ..GenomeReport::default()
        };
        let labels: Vec<String> = report.observed().iter().map(|o| o.alteration.label()).collect();
        assert_eq!(labels, ["EML4::ALK fusion", "ERBB2 amplification", "TMB 14", "MSI-H"]);
    }

    #[test]
    fn findings_by_name_and_stated_findings_are_observed() {
        let named = |gene: &str, p: &str, class: Option<&str>| NamedVariant {
            gene: gene.into(),
            transcript: None,
            hgvs_c: None,
            hgvs_p: Some(p.into()),
            consequence: None,
            origin: Origin::Germline,
            zygosity: None,
            vaf: Some(0.48),
            depth: None,
            classification: class.map(Into::into),
            source: "table line 2".into(),
        };
        let report = GenomeReport {
            named: vec![
                named("BRCA1", "p.Cys61Gly", Some("Pathogenic")),
                named("TP53", "p.Pro72Arg", Some("Benign")),
            ],
            fusions: vec![Fusion {
                five_prime: Some("EML4".into()),
                three_prime: Some("ALK".into()),
                doubt: Some("confidence low".into()),
                reads: Some(3),
                ..Fusion::default()
            }],
            stated: vec!["HRD positive".into()],
            ..GenomeReport::default()
        };
        let seen = report.observed();
        let germline = Alteration::parse("BRCA1 germline pathogenic").expect("read");
        assert!(seen.iter().any(|o| o.counts() && germline.met_by(&o.alteration).is_some()));
        assert!(seen.iter().all(|o| o.alteration.gene.as_deref() != Some("TP53") || !o.counts()));
        assert!(seen.iter().any(|o| o.alteration.label() == "EML4::ALK fusion" && !o.counts()));
        let hrd = Alteration::parse("HRD positive").expect("read");
        assert!(seen.iter().any(|o| hrd.met_by(&o.alteration).is_some()));
    }

    #[test]
    fn an_inframe_change_without_residues_is_an_event_of_its_exon() {
        let mut her2 = variant(None, Some(Consequence::InframeInsertion));
        her2.gene = Some("ERBB2".into());
        her2.hgvs_c = Some("c.2310_2311insGCATACGTGATG".into());
        assert_eq!(observed(her2.clone())[0].alteration.label(), "ERBB2 exon 20 insertion");
        her2.hgvs_c = Some("c.100_101insGCA".into());
        assert_eq!(observed(her2)[0].alteration.kind, AlterationKind::AnyMutation);
    }

    #[test]
    fn the_tert_promoter_is_observed_and_other_upstream_variants_are_not() {
        let mut tert = variant(None, Some(Consequence::UpstreamGeneVariant));
        tert.gene = Some("TERT".into());
        tert.hgvs_c = Some("c.-124C>T".into());
        assert_eq!(observed(tert.clone())[0].alteration.label(), "TERT promoter C228T");
        tert.hgvs_c = Some("c.-300C>T".into());
        assert!(observed(tert).is_empty());
    }
}
