//! The germline criteria that a file and the pack can answer.

use super::known::{cite, of_change, of_residue};
use super::null_variant;
use super::tables::{ClassificationTables, GermlineGene, KnownKind};
use crate::{AlterationKind, CalledVariant, Consequence, Criterion};

/// Frequencies: BA1 alone benign; BS1 more than a predisposition of high penetrance can have; PM2 next to absent
/// (ClinGen SVI recommendation for PM2, version 1.0 of 2020: supporting strength).
const STANDS_ALONE: f64 = 0.05;
const TOO_COMMON: f64 = 0.01;
const RARE: f64 = 0.000_01;
/// For a recessive gene carriers are allowed.
const RARE_RECESSIVE: f64 = 0.000_1;

pub(super) struct Rules<'a> {
    pub(super) variant: &'a CalledVariant,
    pub(super) tables: &'a ClassificationTables,
    pub(super) gene: &'a str,
    pub(super) change: Option<&'a AlterationKind>,
}

impl Rules<'_> {
    fn mechanism(&self) -> Option<&GermlineGene> {
        self.tables.germline_gene(self.gene)
    }

    fn is_missense(&self) -> bool {
        matches!(self.change, Some(AlterationKind::Substitution { reference, alternate, .. })
            if *alternate != '*' && *reference != '*')
    }

    pub(super) fn pvs1(&self) -> Criterion {
        let critical = |a, b| (a..=b).any(|r| self.tables.site(self.gene, r).is_some());
        let Some(null) = null_variant::strength(self.variant, critical) else {
            return Criterion::not_met("PVS1", "not a null variant");
        };
        match self.mechanism().map(|g| g.loss_of_function) {
            Some(Some(true)) => Criterion::met(
                null.code("PVS1"),
                null.points,
                format!("{}; loss of {} causes the disease (CPSR panel)", null.fact, self.gene),
            ),
            Some(Some(false)) => Criterion::not_met(
                "PVS1",
                format!(
                    "null variant, but gain and not loss of {} causes the disease (CPSR panel)",
                    self.gene
                ),
            ),
            _ => Criterion::not_assessable(
                "PVS1",
                format!("null variant; whether loss of {} causes disease is not in the pack", self.gene),
            ),
        }
    }

    /// The same amino-acid change by another base change. Of a change that the source knows by the same bases it is no
    /// new evidence; the source does not always say, so the strength stays at moderate.
    pub(super) fn ps1(&self) -> Criterion {
        if !self.is_missense() {
            return Criterion::not_met("PS1", "not a missense change");
        }
        let known = self.change.and_then(|c| of_change(self.tables, self.gene, c, KnownKind::Pathogenic));
        match known {
            Some(fact) if self.same_bases(&fact.fact.change) => Criterion::not_met(
                "PS1",
                format!(
                    "this very variant is known as pathogenic ({}); that is no second variant",
                    cite(fact)
                ),
            ),
            Some(fact) => Criterion::met(
                "PS1_Moderate",
                2,
                format!("the same change of the protein is known as pathogenic: {}", cite(fact)),
            ),
            None => self.unknown("PS1", "the pack knows no pathogenic variant with this change"),
        }
    }

    /// "Not met" only where the pack has a list of pathogenic variants of the gene to look in.
    fn unknown(&self, code: &'static str, looked: &'static str) -> Criterion {
        if self.tables.facts(self.gene).iter().any(|f| f.fact.kind == KnownKind::Pathogenic) {
            Criterion::not_met(code, looked)
        } else {
            Criterion::not_assessable(
                code,
                "needs a list of pathogenic variants of the gene, which the pack has not",
            )
        }
    }

    fn same_bases(&self, change: &str) -> bool {
        let stated = change.split(['(', ')']).find(|p| p.starts_with("c."));
        stated.is_some() && stated == self.variant.hgvs_c.as_deref()
    }

    /// Functional studies. Their validation is not in the pack, so they give supporting strength only (Brnich 2019,
    /// doi 10.1186/s13073-019-0690-2).
    pub(super) fn ps3(&self) -> Criterion {
        let known =
            self.change.and_then(|c| of_change(self.tables, self.gene, c, KnownKind::FunctionChanged));
        match known {
            Some(fact) => Criterion::met("PS3_Supporting", 1, format!("functional study: {}", cite(fact))),
            None => Criterion::not_assessable("PS3", "the pack has no functional study of this change"),
        }
    }

    pub(super) fn bs3(&self) -> Criterion {
        let known =
            self.change.and_then(|c| of_change(self.tables, self.gene, c, KnownKind::FunctionUnaltered));
        match known {
            Some(fact) => Criterion::met("BS3_Supporting", -1, format!("function unaltered: {}", cite(fact))),
            None => Criterion::not_assessable("BS3", "the pack has no functional study of this change"),
        }
    }

    pub(super) fn pm1(&self) -> Criterion {
        let Some(AlterationKind::Substitution { reference, residue, alternate }) = self.change else {
            return Criterion::not_met("PM1", "not a missense change");
        };
        if *alternate == '*' || *reference == '*' {
            return Criterion::not_met("PM1", "not a missense change");
        }
        // Samples with the same somatic change, after the TP53 panel of ClinGen (Fortuno 2021, doi
        // 10.1002/humu.24152).
        if self.gene == "TP53"
            && let Some(hotspot) = self.tables.hotspot(self.gene, *reference, *residue)
        {
            let same =
                hotspot.changes.iter().find(|(c, _)| *c == alternate.to_string()).map_or(0, |(_, n)| *n);
            let fact = format!("{same} tumours with this change ({})", self.tables.hotspot_source());
            if same >= 10 {
                return Criterion::met("PM1", 2, fact);
            }
            if same >= 2 {
                return Criterion::met("PM1_Supporting", 1, fact);
            }
        }
        match self.tables.site(self.gene, *residue) {
            Some(site) => {
                Criterion::met("PM1_Supporting", 1, format!("{}-{}: {}", site.first, site.last, site.site))
            }
            None => Criterion::not_met("PM1", "not in a critical site that the pack lists"),
        }
    }

    pub(super) fn pm4(&self) -> Criterion {
        match self.variant.consequence {
            Some(Consequence::InframeDeletion | Consequence::InframeInsertion) => Criterion::met(
                "PM4_Supporting",
                1,
                "in-frame change of length; whether the place is a repeat is not looked at",
            ),
            Some(Consequence::StopLost) => {
                Criterion::met("PM4", 2, "the stop is lost and the protein longer")
            }
            _ => Criterion::not_met("PM4", "the length of the protein does not change in frame"),
        }
    }

    pub(super) fn pm5(&self) -> Criterion {
        if !self.is_missense() {
            return Criterion::not_met("PM5", "not a missense change");
        }
        match self.change.and_then(|c| of_residue(self.tables, self.gene, c, KnownKind::Pathogenic)) {
            Some(fact) => Criterion::met(
                "PM5",
                2,
                format!(
                    "another change of the residue is pathogenic: {} {}, {}",
                    self.gene,
                    fact.fact.change,
                    cite(fact)
                ),
            ),
            None => self.unknown("PM5", "the pack knows no pathogenic missense change of this residue"),
        }
    }

    /// Missense where truncation is the mechanism: the pack says which genes are lost, not that missense is never the
    /// cause, so this stays open.
    pub(super) fn bp1(&self) -> Criterion {
        if self.is_missense() {
            Criterion::not_assessable("BP1", "needs to be known that only truncation causes the disease")
        } else {
            Criterion::not_met("BP1", "not a missense change")
        }
    }

    pub(super) fn bp3(&self) -> Criterion {
        match self.variant.consequence {
            Some(Consequence::InframeDeletion | Consequence::InframeInsertion) => Criterion::not_assessable(
                "BP3",
                "whether the place is a repeat without function is not in the pack",
            ),
            _ => Criterion::not_met("BP3", "no in-frame change of length"),
        }
    }

    pub(super) fn bp7(&self) -> Criterion {
        match self.variant.consequence {
            Some(Consequence::SynonymousVariant) => {
                Criterion::met("BP7", -1, "silent and not beside a splice site; conservation not looked at")
            }
            _ => Criterion::not_met("BP7", "not silent"),
        }
    }

    /// PM2, BA1 and BS1, from the file's own annotation.
    pub(super) fn population(&self) -> Vec<Criterion> {
        let Some(p) = &self.variant.file.population else {
            let why = "the file gives no population frequency of this variant";
            return ["PM2", "BA1", "BS1"].map(|c| Criterion::not_assessable(c, why)).to_vec();
        };
        let recessive = self.mechanism().is_some_and(|g| g.inheritance == "AR");
        let limit = if recessive { RARE_RECESSIVE } else { RARE };
        let fact = format!("frequency {} ({})", p.frequency, p.source);
        let answer = |code: &'static str, full: &'static str, points, met| {
            if met {
                Criterion::met(full, points, fact.clone())
            } else {
                Criterion::not_met(code, fact.clone())
            }
        };
        vec![
            answer("PM2", "PM2_Supporting", 1, p.frequency <= limit),
            answer("BA1", "BA1", -8, p.frequency > STANDS_ALONE),
            answer("BS1", "BS1", -4, p.frequency > TOO_COMMON && p.frequency <= STANDS_ALONE),
        ]
    }
}
