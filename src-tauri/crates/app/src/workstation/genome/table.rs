//! All findings of a patient's genome reports, made once and kept while their screen is open.

use std::collections::HashMap;
use std::sync::Arc;

use attune_decision::RankedOptions;
use attune_genome::{CalledVariant, Consequence, GenomeReport, NamedVariant, Origin};
use attune_report::findings::{
    ClassWords, NOT_STATED, Support, Supports, VariantWords, class_of, consequence_words, origin_word,
    percent, without_protein,
};

use super::super::patient::PatientCase;
use crate::error::AppError;
use crate::reclassify::key;
use crate::view::{VariantCounts, VariantRow};

/// The findings of one patient at one moment.
pub(in crate::workstation) struct GenomeTable {
    pub(in crate::workstation) case: Arc<PatientCase>,
    pub(super) ranked: RankedOptions,
    pub(super) supports: Supports,
    pub(super) entries: Vec<Entry>,
}

/// Where an entry stands in the reports.
#[derive(Debug, Clone, Copy)]
enum At {
    Variant(usize, usize),
    Named,
}

/// A variant with its words and what the table sorts by.
pub(super) struct Entry {
    at: At,
    pub(super) key: String,
    pub(super) words: VariantWords,
    pub(super) class: ClassWords,
    pub(super) origin: Origin,
    pub(super) vaf: Option<f64>,
    pub(super) depth: Option<u32>,
    pub(super) passed: bool,
    pub(super) interpreted: bool,
    /// True where the protein or a splice site changes.
    pub(super) effect: bool,
    pub(super) support: Option<Support>,
    /// Names under which the ranked answer knows it.
    pub(super) names: Vec<String>,
}

impl GenomeTable {
    pub(in crate::workstation) fn new(case: Arc<PatientCase>, ranked: RankedOptions) -> Self {
        let supports = Supports::of(&ranked);
        let mut entries = Vec::new();
        for (number, report) in case.intake.genomes.iter().enumerate() {
            let mut found = supports.of_variants(report, &ranked);
            add_variants(&mut entries, number, report, &mut found);
            entries.extend(report.named.iter().enumerate().map(|(i, n)| named(number, i, n, &supports)));
        }
        // Default order: what options rest on, then harmful classes, then changes of a protein, rejected calls last.
        entries.sort_by_cached_key(|e| {
            let level = e.support.as_ref().and_then(|s| s.level);
            (
                level.is_none(),
                level,
                !e.class.harmful(),
                !e.passed,
                !e.effect,
                e.words.gene == "no gene",
                e.words.gene.clone(),
            )
        });
        Self { case, ranked, supports, entries }
    }

    /// The entry of a key.
    pub(super) fn find(&self, key: &str) -> Result<&Entry, AppError> {
        self.entries.iter().find(|e| e.key == key).ok_or_else(|| {
            AppError::new(
                "genome.unknown_variant",
                "this variant is not among those that may be shown",
                "go back to the genome screen and choose it again",
            )
        })
    }

    /// The variant of an entry, unless it is known by its name only.
    pub(super) fn variant(&self, entry: &Entry) -> Option<&CalledVariant> {
        match entry.at {
            At::Variant(report, variant) => self.case.intake.genomes.get(report)?.variants.get(variant),
            At::Named => None,
        }
    }

    pub(super) fn counts(&self) -> VariantCounts {
        let of = |origin: Origin| n(self.entries.iter().filter(|e| e.origin == origin).count());
        VariantCounts {
            all: n(self.entries.len()),
            somatic: of(Origin::Somatic),
            germline: of(Origin::Germline),
            unknown: of(Origin::Unknown),
        }
    }

    /// What rests on a finding, in words, and the treatment of the best option.
    pub(super) fn told(&self, support: Option<&Support>) -> (String, Option<String>) {
        let Some(s) = support else { return ("none".to_owned(), None) };
        let best = s.options.first().and_then(|o| self.ranked.options.get(*o));
        let words = match (s.options.len(), s.resistance.len(), best) {
            (0, 0, _) => "none".to_owned(),
            (0, against, _) => format!("resistance to {against}"),
            (1, 0, Some(best)) => format!("rank {}", best.rank),
            (1, against, Some(best)) => format!("rank {}, resistance to {against}", best.rank),
            (options, 0, _) => format!("{options} options"),
            (options, against, _) => format!("{options} options, resistance to {against}"),
        };
        (words, best.map(|o| o.treatment.clone()))
    }

    pub(super) fn row(&self, e: &Entry) -> VariantRow {
        let (supports, option) = self.told(e.support.as_ref());
        VariantRow {
            key: e.key.clone(),
            gene: e.words.gene.clone(),
            protein: e.words.protein.clone(),
            coding: e.words.coding.clone(),
            consequence: e.words.consequence.to_owned(),
            vaf: e.words.vaf.clone(),
            depth: e.words.depth.clone(),
            origin: e.words.origin.clone(),
            filter: e.words.filter.clone(),
            rejected: !e.passed,
            class: e.class.class.clone(),
            class_by: e.class.by.to_owned(),
            laboratory_differs: e.class.laboratory.clone().filter(|_| e.class.differs),
            tier: e.support.as_ref().and_then(|s| s.level).map(|l| l.to_string()),
            supports,
            option,
        }
    }
}

/// A count for the window.
pub(super) fn n(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn add_variants(
    entries: &mut Vec<Entry>,
    number: usize,
    report: &GenomeReport,
    found: &mut HashMap<usize, (Support, Vec<String>)>,
) {
    for (place, v) in report.variants.iter().enumerate() {
        let (support, names) = found.remove(&place).map_or((None, Vec::new()), |(s, n)| (Some(s), n));
        entries.push(Entry {
            at: At::Variant(number, place),
            key: key(v),
            words: VariantWords::of(v),
            class: class_of(v),
            origin: v.origin,
            vaf: v.vaf,
            depth: v.depth,
            passed: v.passed(),
            interpreted: v.consequence.is_some() && v.interpretation.not_interpreted.is_none(),
            effect: changes(v.consequence),
            support,
            names,
        });
    }
}

fn changes(consequence: Option<Consequence>) -> bool {
    use Consequence::{InframeDeletion, InframeInsertion, MissenseVariant, ProteinAlteringVariant, StopLost};
    consequence.is_some_and(|c| {
        let altered = matches!(
            c,
            InframeDeletion | InframeInsertion | MissenseVariant | ProteinAlteringVariant | StopLost
        );
        c.is_truncating() || altered
    })
}

/// A finding that its source gives by name only.
fn named(number: usize, place: usize, v: &NamedVariant, supports: &Supports) -> Entry {
    let or = |text: Option<&String>, otherwise: &str| text.cloned().unwrap_or_else(|| otherwise.to_owned());
    let words = VariantWords {
        gene: v.gene.clone(),
        protein: or(v.hgvs_p.as_ref(), without_protein(v.consequence)),
        coding: or(v.hgvs_c.as_ref(), "none"),
        consequence: consequence_words(v.consequence),
        vaf: v.vaf.map_or_else(|| NOT_STATED.to_owned(), percent),
        depth: v.depth.map_or_else(|| NOT_STATED.to_owned(), |d| d.to_string()),
        origin: origin_word(v.origin).to_owned(),
        filter: NOT_STATED.to_owned(),
        place: format!("by name only, {}", v.source),
    };
    let stated = v.classification.clone();
    let class = ClassWords {
        class: stated.clone().unwrap_or_else(|| "not classified".to_owned()),
        by: if stated.is_some() { "laboratory" } else { "" },
        ours: None,
        points: None,
        points_in_force: None,
        laboratory: stated,
        differs: false,
        differs_from_ours: false,
        changed: Vec::new(),
        guideline: "",
    };
    let change = v.hgvs_p.as_ref().or(v.hgvs_c.as_ref());
    let read = change.and_then(|c| attune_genome::Alteration::parse(&format!("{} {c}", v.gene)));
    let name = read.map(|a| attune_genome::Alteration { origin: v.origin, ..a }.label());
    let support = name.as_deref().and_then(|n| supports.get(n)).cloned();
    let names = name.filter(|_| support.is_some()).into_iter().collect();
    Entry {
        at: At::Named,
        key: format!("named-{number}-{place}"),
        words,
        class,
        origin: v.origin,
        vaf: v.vaf,
        depth: v.depth,
        passed: true,
        interpreted: v.consequence.is_some() || v.hgvs_p.is_some(),
        effect: changes(v.consequence) || v.hgvs_p.is_some(),
        support,
        names,
    }
}
