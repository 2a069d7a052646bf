//! The setting of a fact: its line of treatment, and the alterations that its label excepts.

use attune_genome::AlterationKind;

use crate::observed::Observed;

/// Whether the patient had systemic treatment of the tumour before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PriorTherapy {
    /// The record shows some.
    Yes,
    /// The record states that there was none.
    No,
    /// The record does not say.
    Unknown,
}

/// For which lines a fact was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    first: bool,
    later: bool,
}

const FIRST: [&str; 9] = [
    "first-line",
    "first line",
    "first or second line",
    "1st line",
    "untreated",
    "treatment-naive",
    "treatment naive",
    "newly diagnosed",
    "first endocrine",
];
const LATER: [&str; 11] = [
    "after",
    "and later",
    "previously treated",
    "prior",
    "progress",
    "second-line",
    "second line",
    "later line",
    "refractory",
    "relapse",
    "resistant to",
];
/// Words that hold one of the above and say something else.
const NEITHER: [&str; 4] = [
    "without progression after chemoradiotherapy",
    "without progression",
    "adjuvant after",
    "recurrent after surgery",
];

impl Line {
    /// Reads the words of a setting.
    pub(crate) fn of(text: Option<&str>) -> Self {
        let mut text = text.unwrap_or_default().to_lowercase();
        for phrase in NEITHER {
            text = text.replace(phrase, "");
        }
        let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
        Self { first: has(&FIRST), later: has(&LATER) }
    }

    /// True where the setting names a line.
    pub(crate) fn is_named(self) -> bool {
        self.first || self.later
    }

    /// How the line fits the patient, from -1 to 1, in words.
    pub(crate) fn fit(self, prior: PriorTherapy) -> (f64, &'static str) {
        match (self.first, self.later, prior) {
            (false, false, _) => (0.0, "no line of treatment named"),
            (true, _, PriorTherapy::No) => (1.0, "stated for first treatment, and there was none before"),
            (_, true, PriorTherapy::Yes) => (1.0, "stated for use after earlier treatment"),
            (true, _, PriorTherapy::Unknown) => {
                (0.4, "stated for first treatment; earlier treatment not recorded")
            }
            (false, true, PriorTherapy::Unknown) => (0.0, "stated for later treatment"),
            (false, true, PriorTherapy::No) => {
                (-1.0, "stated for use after earlier treatment, and there was none")
            }
            (true, false, PriorTherapy::Yes) => {
                (-1.0, "stated for first treatment, and there was treatment before")
            }
        }
    }
}

/// Alterations of the tumour that the words of a label except: `no EGFR, ALK or ROS1 alteration`.
pub(crate) fn excepted<'o>(line: Option<&str>, observed: &'o Observed) -> Vec<&'o attune_genome::Alteration> {
    let Some(line) = line else { return Vec::new() };
    let Some(genes) = excepted_genes(line) else { return Vec::new() };
    observed
        .all()
        .iter()
        .filter(|a| a.genes().iter().any(|g| genes.contains(g)))
        .filter(|a| !matches!(a.kind, AlterationKind::WildType | AlterationKind::Expression { .. }))
        .collect()
}

/// The genes that a label excepts, whether tested or not.
pub(crate) fn excepted_genes(line: &str) -> Option<Vec<&str>> {
    let (_, rest) = line.split_once("without known ").or_else(|| line.split_once("no "))?;
    let (list, _) = rest.split_once(" alteration")?;
    let genes: Vec<&str> = list.split([',', ' ']).filter(|w| !w.is_empty() && *w != "or").collect();
    let symbols = genes.iter().all(|g| g.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    symbols.then_some(genes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let rows = [
            ("first line, metastatic", true, false),
            ("first line and later", true, true),
            ("first or second line, metastatic", true, true),
            ("after platinum chemotherapy", false, true),
            ("unresectable, without progression after chemoradiotherapy", false, false),
            ("adjuvant after resection", false, false),
            ("relapsed or refractory", false, true),
            ("newly diagnosed, unfit", true, false),
            ("metastatic", false, false),
        ];
        for (text, first, later) in rows {
            assert_eq!(Line::of(Some(text)), Line { first, later }, "{text}");
        }
        assert!(!Line::of(None).is_named());
    }

    #[test]
    fn excepted_genes_are_read() {
        assert_eq!(
            excepted_genes("first line, metastatic, no EGFR or ALK alteration"),
            Some(vec!["EGFR", "ALK"])
        );
        assert_eq!(
            excepted_genes("advanced, no EGFR, ALK or ROS1 alteration"),
            Some(vec!["EGFR", "ALK", "ROS1"])
        );
        assert_eq!(
            excepted_genes("neoadjuvant, resectable, without known EGFR or ALK alteration"),
            Some(vec!["EGFR", "ALK"])
        );
        for text in ["no prior therapy", "metastatic", "without progression on platinum"] {
            assert_eq!(excepted_genes(text), None, "{text}");
        }
    }
}
