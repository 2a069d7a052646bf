//! Events that reports name by exon or promoter and not by residue.

use std::sync::OnceLock;

use crate::observed::kind;
use crate::{Alteration, CalledVariant};

/// Named events, in the words that biomarkers use. The residues of the exons are in `alteration/exons.rs`.
const EVENTS: [&str; 17] = [
    "EGFR exon 19 deletion",
    "EGFR exon 19 insertion",
    "EGFR exon 20 insertion",
    "ERBB2 exon 20 insertion",
    "MET exon 14 skipping",
    "KIT exon 11 deletion",
    "KIT exon 11 mutation",
    "KIT exon 9 mutation",
    "KIT exon 17 mutation",
    "FLT3 ITD",
    "TERT promoter C228T",
    "TERT promoter C250T",
    "TERT promoter mutation",
    "CALR exon 9 mutation",
    "JAK2 exon 12 mutation",
    "NPM1 exon 12 mutation",
    "PDGFRA exon 18 mutation",
];

/// The named event that a variant is, if it is one.
#[must_use]
pub fn named_event(variant: &CalledVariant) -> Option<String> {
    static READ: OnceLock<Vec<(&str, Alteration)>> = OnceLock::new();
    let events =
        READ.get_or_init(|| EVENTS.iter().filter_map(|e| Some((*e, Alteration::parse(e)?))).collect());
    let gene = variant.gene.as_deref()?;
    if !events.iter().any(|(_, a)| a.gene.as_deref() == Some(gene)) {
        return None;
    }
    let observed = Alteration {
        gene: Some(gene.to_owned()),
        kind: kind(variant)?,
        origin: variant.origin,
        text: String::new(),
    };
    events.iter().find(|(_, event)| event.met_by(&observed).is_some()).map(|(name, _)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assembly, Consequence, Contig, Origin, Position, Variant};

    fn of(gene: &str, c: &str, p: Option<&str>, consequence: Consequence) -> Option<String> {
        let variant = Variant {
            assembly: Assembly::GRCh38,
            contig: Contig::new("7"),
            position: Position::new(1).expect("not zero"),
            reference: "A".into(),
            alternate: "T".into(),
        };
        let mut called = CalledVariant::new(variant, Origin::Somatic, 1);
        called.gene = Some(gene.into());
        called.hgvs_c = Some(c.into());
        called.hgvs_p = p.map(Into::into);
        called.consequence = Some(consequence);
        named_event(&called)
    }

    #[test]
    fn every_event_can_be_read() {
        for event in EVENTS {
            assert!(Alteration::parse(event).is_some(), "{event}");
        }
    }

    #[test]
    fn events_by_exon_splice_site_and_promoter() {
        use Consequence as C;
        let some = |e: &str| Some(e.to_owned());
        for (gene, c, p, consequence, want) in [
            (
                "EGFR",
                "c.2235_2249del",
                Some("p.Glu746_Ala750del"),
                C::InframeDeletion,
                some("EGFR exon 19 deletion"),
            ),
            (
                "EGFR",
                "c.2303_2311dup",
                Some("p.Ser768_Asp770dup"),
                C::InframeInsertion,
                some("EGFR exon 20 insertion"),
            ),
            ("EGFR", "c.2573T>G", Some("p.Leu858Arg"), C::MissenseVariant, None),
            ("MET", "c.3028+1G>T", None, C::SpliceDonorVariant, some("MET exon 14 skipping")),
            ("MET", "c.3028G>A", Some("p.Asp1010Asn"), C::MissenseVariant, some("MET exon 14 skipping")),
            ("MET", "c.3008A>G", Some("p.Tyr1003Cys"), C::MissenseVariant, some("MET exon 14 skipping")),
            ("TERT", "c.-124C>T", None, C::UpstreamGeneVariant, some("TERT promoter C228T")),
            ("KIT", "c.1669T>C", Some("p.Trp557Arg"), C::MissenseVariant, some("KIT exon 11 mutation")),
            ("FLT3", "c.1780_1800dup", Some("p.Phe594_Asp600dup"), C::InframeInsertion, some("FLT3 ITD")),
            ("BRAF", "c.1799T>A", Some("p.Val600Glu"), C::MissenseVariant, None),
        ] {
            assert_eq!(of(gene, c, p, consequence), want, "{gene} {c}");
        }
    }
}
