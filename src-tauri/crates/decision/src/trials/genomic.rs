//! Genomic criteria: the fields describe one alteration. A gene that was not reported on is not known.

use attune_clinical::CriterionField;
use attune_genome::{Alteration, AlterationKind as K, ExonEvent, FusionPartner, Origin};
use attune_knowledge::BiomarkerExpr;

use super::Asked;
use super::answer::{CriterionAnswer, Eligibility, Verdict4, all, any, leaf, negated};
use super::limits::{self, Limit};
use crate::Facts;
use crate::matching::{Truth, evaluate};

/// What the fields of one node ask.
#[derive(Debug, Default)]
struct Wanted {
    gene: Option<String>,
    category: Option<String>,
    protein: Vec<String>,
    exon: Option<u16>,
    classes: Vec<String>,
    copy_number: Vec<String>,
    partner: Option<String>,
    function: Option<String>,
    wild_type: Option<bool>,
    /// Fields of the whole tumour: `mmr_status`, `tmb_numerical` ...
    wide: Vec<(String, Vec<String>)>,
    negated: bool,
    unknown: Vec<String>,
}

impl Wanted {
    fn of(fields: &[CriterionField]) -> Self {
        let mut wanted = Self::default();
        for field in fields {
            let negated = field.values.iter().filter(|v| v.starts_with('!')).count();
            if negated > 0 && negated < field.values.len() {
                wanted.unknown.push(format!("{}: values to have and not to have are mixed", field.name));
                continue;
            }
            wanted.negated |= negated > 0;
            let values: Vec<String> =
                field.values.iter().map(|v| v.trim_start_matches('!').trim().to_owned()).collect();
            let first = || values.first().cloned();
            match field.name.as_str() {
                "hugo_symbol" | "gene" | "hugo_gene_symbol" => wanted.gene = first(),
                "variant_category" => wanted.category = first().map(|c| c.to_lowercase()),
                "protein_change" | "wildcard_protein_change" => wanted.protein = values,
                "exon" => match first().and_then(|v| v.parse().ok()) {
                    Some(exon) => wanted.exon = Some(exon),
                    None => wanted.unknown.push("exon is no number".to_owned()),
                },
                "variant_classification" => wanted.classes = values,
                "cnv_call" => wanted.copy_number = values,
                "fusion_partner_hugo_symbol" | "fusion_partner" => wanted.partner = first(),
                "molecular_function" => wanted.function = first().map(|f| f.to_lowercase()),
                "wildtype" => wanted.wild_type = first().map(|v| v.eq_ignore_ascii_case("true")),
                "mmr_status"
                | "ms_status"
                | "msi_status"
                | "tmb_numerical"
                | "tmb"
                | "tobacco_signature"
                | "tobacco_status"
                | "temozolomide_signature"
                | "uva_signature"
                | "pole_signature"
                | "apobec_signature" => wanted.wide.push((field.name.clone(), values)),
                // A name for the screen asks for nothing.
                "display_name" => {}
                other => wanted.unknown.push(format!("the field {other} is not known here")),
            }
        }
        wanted
    }

    fn label(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.gene.clone());
        words.extend(self.partner.as_ref().map(|p| format!("with {p}")));
        words.extend((!self.protein.is_empty()).then(|| self.protein.join(" or ")));
        words.extend(self.exon.map(|e| format!("exon {e}")));
        words.extend((!self.classes.is_empty()).then(|| self.classes.join(" or ").replace('_', " ")));
        words.extend((!self.copy_number.is_empty()).then(|| self.copy_number.join(" or ")));
        words.extend(self.function.clone());
        match self.wild_type {
            Some(true) => words.push("wild type".to_owned()),
            _ if self.protein.is_empty() && self.copy_number.is_empty() => {
                words.extend(self.category.clone())
            }
            _ => {}
        }
        for (name, values) in &self.wide {
            words.push(format!("{} {}", name.replace('_', " "), values.join(" or ")));
        }
        let text = words.join(" ");
        if self.negated { format!("Not: {text}") } else { text }
    }
}

impl<F: Facts> Asked<'_, F> {
    pub(super) fn genomic(&self, fields: &[CriterionField]) -> CriterionAnswer {
        let wanted = Wanted::of(fields);
        let text = wanted.label();
        if !wanted.unknown.is_empty() {
            return leaf(&text, Eligibility::Undetermined, true, wanted.unknown);
        }
        let mut parts: Vec<(Verdict4, Vec<String>)> =
            wanted.wide.iter().map(|(name, values)| self.wide(name, values)).collect();
        match (&wanted.gene, parts.is_empty()) {
            (Some(gene), _) => parts.push(self.of_gene(gene, &wanted)),
            (None, true) => {
                return leaf(&text, Eligibility::Undetermined, true, vec!["No gene is named".to_owned()]);
            }
            (None, false) => {}
        }
        let mut verdict = all(parts.iter().map(|p| p.0));
        if wanted.negated {
            verdict = negated(verdict);
        }
        let facts = parts.into_iter().flat_map(|p| p.1).collect();
        leaf(&text, verdict.answer, verdict.recoverable, facts)
    }

    fn of_gene(&self, gene: &str, wanted: &Wanted) -> (Verdict4, Vec<String>) {
        if wanted.wild_type == Some(true) {
            return self.has(&[alteration(gene, K::WildType)]);
        }
        let mut parts = Vec::new();
        if !wanted.protein.is_empty() {
            let read: Option<Vec<Alteration>> =
                wanted.protein.iter().map(|p| Alteration::parse(&format!("{gene} {p}"))).collect();
            match read {
                Some(read) => parts.push(self.has(&read)),
                None => return unknown(format!("{gene} {} cannot be read", wanted.protein.join(", "))),
            }
        }
        let event = match wanted.classes.as_slice() {
            [one] if one.eq_ignore_ascii_case("in_frame_del") => Some(ExonEvent::Deletion),
            [one] if one.eq_ignore_ascii_case("in_frame_ins") => Some(ExonEvent::Insertion),
            _ => None,
        };
        if let Some(exon) = wanted.exon {
            let event = event.unwrap_or(ExonEvent::Mutation);
            parts.push(self.has(&[alteration(gene, K::Exon { exon, event })]));
        }
        if !wanted.classes.is_empty() && (wanted.exon.is_none() || event.is_none()) {
            parts.push(self.of_class(gene, &wanted.classes));
        }
        let category = wanted.category.as_deref().unwrap_or_default();
        match category {
            "copy number variation" | "cnv" | "copy number" => {
                parts.push(self.copies(gene, &wanted.copy_number));
            }
            "structural variation" | "sv" | "fusion" => {
                let partner = wanted.partner.clone().map_or(FusionPartner::Any, FusionPartner::Gene);
                parts.push(self.has(&[alteration(gene, K::Fusion { partner })]));
            }
            "any variation" | "any" => parts.push(self.has(&[
                alteration(gene, K::AnyMutation),
                alteration(gene, K::Amplification),
                alteration(gene, K::Deletion),
                alteration(gene, K::Fusion { partner: FusionPartner::Any }),
            ])),
            "mutation" | ""
                if parts.is_empty() && wanted.copy_number.is_empty() && wanted.partner.is_none() =>
            {
                let kind = match wanted.function.as_deref() {
                    Some("activating") => K::Activating,
                    Some("inactivating") => K::LossOfFunction,
                    _ => K::AnyMutation,
                };
                parts.push(self.has(&[alteration(gene, kind)]));
            }
            "mutation" | "" => {}
            other => return unknown(format!("the category {other} is not known here")),
        }
        // A function beside a copy number or fusion is not told by reports.
        if parts.is_empty() {
            return unknown(format!("{gene}: what is asked could not be read"));
        }
        let verdict = all(parts.iter().map(|p| p.0));
        let mut facts: Vec<String> = parts.into_iter().flat_map(|p| p.1).collect();
        facts.dedup();
        (verdict, facts)
    }

    /// Whether one of these alterations was found.
    pub(super) fn has(&self, wanted: &[Alteration]) -> (Verdict4, Vec<String>) {
        let mut facts = Vec::new();
        let verdict = any(wanted.iter().map(|criterion| {
            match evaluate(&BiomarkerExpr::Is(criterion.clone()), &self.observed) {
                Truth::Met(met) => {
                    facts.extend(met.by.iter().filter_map(|i| self.found(*i)));
                    if met.by.is_empty() {
                        facts.push(format!("{}: tested, nothing found", criterion.label()));
                    }
                    verdict(Eligibility::Pass, false)
                }
                Truth::NotMet => {
                    facts.extend(self.beside(criterion));
                    verdict(Eligibility::Fail, false)
                }
                // A report that names another small variant of the gene has looked at the gene.
                Truth::Unknown if self.observed.was_sequenced(criterion) => {
                    facts.extend(self.beside(criterion));
                    verdict(Eligibility::Fail, false)
                }
                Truth::Unknown => {
                    facts.push(format!("{}: not reported, not known", criterion.label()));
                    verdict(Eligibility::Undetermined, true)
                }
            }
        }));
        facts.dedup();
        (verdict, facts)
    }

    /// What was found, as the report names it, with its detail.
    fn found(&self, index: usize) -> Option<String> {
        let label = self.observed.get(index)?.label();
        let stated = self
            .case
            .alterations
            .iter()
            .find(|a| a.alteration.as_ref().is_some_and(|x| x.label() == label) && a.detail.is_some());
        let detail = stated.and_then(|s| s.detail.clone()).map_or(String::new(), |d| format!(" ({d})"));
        Some(format!("{label} found{detail}"))
    }

    /// What was found of the gene instead.
    fn beside(&self, criterion: &Alteration) -> Vec<String> {
        let mut found: Vec<String> = self
            .observed
            .beside(criterion)
            .filter(|i| self.observed.get(*i).is_some_and(|a| a.gene == criterion.gene))
            .filter_map(|i| self.found(i))
            .collect();
        found.truncate(4);
        if found.is_empty() {
            found.push(format!("{}: tested, not found", criterion.label()));
        }
        found
    }

    fn of_class(&self, gene: &str, classes: &[String]) -> (Verdict4, Vec<String>) {
        let any_variant = alteration(gene, K::AnyMutation);
        let mut open = false;
        for index in self.observed.beside(&any_variant) {
            let Some(seen) = self.observed.get(index).filter(|a| a.gene.as_deref() == Some(gene)) else {
                continue;
            };
            match classes.iter().map(|c| in_class(c, &seen.kind)).reduce(|a, b| match (a, b) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (None, _) | (_, None) => None,
                _ => Some(false),
            }) {
                Some(Some(true)) => {
                    return (verdict(Eligibility::Pass, false), self.found(index).into_iter().collect());
                }
                Some(None) => open = true,
                _ => {}
            }
        }
        let (base, facts) = self.has(&[any_variant]);
        match (open, base.answer) {
            (true, _) => (verdict(Eligibility::Undetermined, true), facts),
            // The gene has other variants, or none.
            (false, Eligibility::Pass | Eligibility::Fail) => (verdict(Eligibility::Fail, false), facts),
            (false, _) => (base, facts),
        }
    }

    fn copies(&self, gene: &str, calls: &[String]) -> (Verdict4, Vec<String>) {
        if calls.is_empty() {
            return self.has(&[alteration(gene, K::Amplification), alteration(gene, K::Deletion)]);
        }
        let mut kinds = Vec::new();
        for call in calls {
            match call.to_lowercase().replace(['_', '-'], " ").as_str() {
                "high level amplification" | "high amplification" | "high amplication" | "amplification" => {
                    kinds.push(alteration(gene, K::Amplification));
                }
                "homozygous deletion" | "deep deletion" => kinds.push(alteration(gene, K::Deletion)),
                // Reports that name amplifications and losses do not name every gain: absence says nothing.
                other => return unknown(format!("{gene}: {other} is not among what is read of reports")),
            }
        }
        self.has(&kinds)
    }

    fn wide(&self, name: &str, values: &[String]) -> (Verdict4, Vec<String>) {
        match name {
            "mmr_status" | "ms_status" | "msi_status" => {
                let read: Option<Vec<Alteration>> = values.iter().map(|v| microsatellites(v)).collect();
                read.map_or_else(
                    || unknown(format!("{} cannot be read", values.join(", "))),
                    |r| self.has(&r),
                )
            }
            "tmb_numerical" | "tmb" => {
                match values.iter().map(|v| Limit::bare(v)).collect::<Option<Vec<_>>>() {
                    Some(limits) => self.burden(&limits),
                    None => unknown(format!("{} cannot be read", values.join(", "))),
                }
            }
            _ => unknown(format!("{}: not reported, not known", name.replace('_', " "))),
        }
    }

    /// Tumour mutational burden against limits. Where its interval lies on both sides, a person should look.
    fn burden(&self, limits: &[Limit]) -> (Verdict4, Vec<String>) {
        let value = self.observed.all().iter().find_map(|a| match a.kind {
            K::Tmb { value } => value,
            _ => None,
        });
        let Some(value) = value else {
            return unknown("Tumour mutational burden not reported".to_owned());
        };
        let held = limits.iter().all(|l| l.holds(value, value) == Some(true));
        let interval = self.case.tmb.as_ref().and_then(|t| t.low.zip(t.high));
        let sure = interval.is_none_or(|(low, high)| limits.iter().all(|l| l.holds(low, high).is_some()));
        let range = interval.map_or(String::new(), |(l, h)| format!(" ({l} to {h})"));
        let asked: Vec<String> = limits.iter().map(|l| limits::words(*l)).collect();
        let fact = format!("TMB {value} mut/Mb{range}; asked: {}", asked.join(", "));
        let answer = match (held, sure) {
            (true, true) => Eligibility::Pass,
            (true, false) => Eligibility::Warn,
            (false, _) => Eligibility::Fail,
        };
        (verdict(answer, false), vec![fact])
    }
}

fn alteration(gene: &str, kind: K) -> Alteration {
    Alteration { gene: Some(gene.to_owned()), kind, origin: Origin::Unknown, text: gene.to_owned() }
}

fn verdict(answer: Eligibility, recoverable: bool) -> Verdict4 {
    Verdict4 { answer, recoverable }
}

fn unknown(why: String) -> (Verdict4, Vec<String>) {
    (verdict(Eligibility::Undetermined, true), vec![why])
}

fn microsatellites(value: &str) -> Option<Alteration> {
    let plain = value.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| plain.contains(w));
    let kind = if says(&["deficien", "msi-h", "mmr-d", "dmmr", "instability high"]) {
        K::MsiHigh
    } else if says(&["proficien", "mss", "mmr-p", "pmmr", "stable"]) {
        K::MsiStable
    } else {
        return None;
    };
    Some(Alteration { gene: None, kind, origin: Origin::Unknown, text: value.to_owned() })
}

/// Whether a variant is of a class of the Mutation Annotation Format; `None` where its name does not tell.
fn in_class(class: &str, kind: &K) -> Option<bool> {
    let in_frame = |grows: bool| match kind {
        K::Inframe { name, .. } if name.contains("delins") => None,
        K::Inframe { name, .. } => Some((name.contains("ins") || name.contains("dup")) == grows),
        K::Exon { event: ExonEvent::Deletion, .. } => Some(!grows),
        K::Exon { event: ExonEvent::Insertion, .. } => Some(grows),
        K::Exon { event: ExonEvent::Mutation, .. } => None,
        _ => Some(false),
    };
    let said = match class.to_lowercase().replace(['_', '-', ' '], "").as_str() {
        "missensemutation" | "missense" => match kind {
            K::Substitution { alternate, .. } => Some(*alternate != '*'),
            K::Residue { .. } => None,
            _ => Some(false),
        },
        "nonsensemutation" | "nonsense" => match kind {
            K::Substitution { alternate, .. } => Some(*alternate == '*'),
            K::Truncating => None,
            _ => Some(false),
        },
        "frameshiftdel" | "frameshiftins" | "frameshift" => match kind {
            K::Frameshift { .. } => Some(true),
            K::Truncating => None,
            _ => Some(false),
        },
        "inframedel" => in_frame(false),
        "inframeins" => in_frame(true),
        "splicesite" | "spliceregion" | "splice" => Some(matches!(kind, K::Splice { .. })),
        _ => None,
    };
    // A class that the laboratory wrote instead of a variant tells nothing of the variant.
    match kind {
        K::AnyMutation | K::Oncogenic | K::Activating | K::LossOfFunction | K::Named { .. } => None,
        _ => said,
    }
}
