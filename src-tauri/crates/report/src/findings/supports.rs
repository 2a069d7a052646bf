//! Which options and resistances rest on an alteration.

use std::collections::{BTreeMap, HashMap};

use attune_decision::{Level, RankedOptions};
use attune_genome::GenomeReport;

/// What rests on one finding.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Support {
    /// Places in `RankedOptions::options`, best first.
    pub options: Vec<usize>,
    /// Places in `RankedOptions::resistance`.
    pub resistance: Vec<usize>,
    /// Best level of them.
    pub level: Option<Level>,
    /// Evidence rows of them.
    pub evidence: usize,
}

impl Support {
    fn join(&mut self, other: &Self) {
        self.options.extend(&other.options);
        self.options.sort_unstable();
        self.options.dedup();
        self.resistance.extend(&other.resistance);
        self.resistance.sort_unstable();
        self.resistance.dedup();
        self.level = self.level.into_iter().chain(other.level).min();
    }
}

/// Support of every alteration that a ranked answer names.
#[derive(Debug, Clone, Default)]
pub struct Supports {
    by_text: BTreeMap<String, Support>,
}

impl Supports {
    /// Of a ranked answer.
    #[must_use]
    pub fn of(ranked: &RankedOptions) -> Self {
        let mut by_text: BTreeMap<String, Support> = BTreeMap::new();
        for (place, option) in ranked.options.iter().enumerate() {
            for text in &option.because {
                let support = by_text.entry(text.clone()).or_default();
                support.options.push(place);
                support.level = support.level.into_iter().chain([option.level]).min();
            }
        }
        for (place, entry) in ranked.resistance.iter().enumerate() {
            for text in &entry.because {
                let support = by_text.entry(text.clone()).or_default();
                support.resistance.push(place);
                support.level = support.level.into_iter().chain([entry.level]).min();
            }
        }
        Self { by_text }
    }

    /// Of one alteration by its name.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<&Support> {
        self.by_text.get(text)
    }

    /// The names of all alterations that something rests on.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_text.keys().map(String::as_str)
    }

    /// Support of the variants of a report, by their place, with the names under which the answer knows them.
    #[must_use]
    pub fn of_variants(
        &self,
        report: &GenomeReport,
        ranked: &RankedOptions,
    ) -> HashMap<usize, (Support, Vec<String>)> {
        let mut found: HashMap<usize, (Support, Vec<String>)> = HashMap::new();
        if self.by_text.is_empty() {
            return found;
        }
        for observed in report.observed() {
            let Some(at) = observed.variant else { continue };
            let text = observed.alteration.label();
            if let Some(support) = self.get(&text) {
                let slot = found.entry(at).or_default();
                slot.0.join(support);
                slot.1.push(text);
            }
        }
        for (support, _) in found.values_mut() {
            let options =
                support.options.iter().filter_map(|o| ranked.options.get(*o)).map(|o| o.evidence.len());
            let against = support.resistance.iter().filter_map(|r| ranked.resistance.get(*r));
            support.evidence = options.chain(against.map(|r| r.evidence.len())).sum();
        }
        found
    }
}
