//! What is not in the ranked list, and why: counted, named, never dropped without a word.

use std::collections::{BTreeMap, HashSet};

use attune_genome::{Alteration, AlterationKind, Origin};

use crate::dossier::{Dossier, Untested};
use crate::treatment::Treatment;
use crate::{Abstention, Blocked, BlockedReason, Case, Level, TumourType};

/// The options of level II-D beyond those that are written out, counted and named.
pub(crate) fn preclinical(beyond: &[Treatment]) -> Blocked {
    let names: Vec<String> = beyond.iter().map(Treatment::name).collect();
    Blocked {
        treatment: format!("{} further treatments of level II-D", beyond.len()),
        drugs: unique(beyond.iter().flat_map(|t| t.drugs.iter().cloned())),
        reason: BlockedReason::InsufficientEvidence,
        detail: format!("Case reports or preclinical work only: {}", names.join("; ")),
        becomes_possible: None,
        level: Some(Level::IID),
        safety: Vec::new(),
        gates: Vec::new(),
        evidence: Vec::new(),
    }
}

/// Labels of this tumour whose biomarker was not tested, one entry for each test that is missing.
pub(crate) fn untested(labels: &[Untested<'_>], shown: &HashSet<String>) -> Vec<Blocked> {
    let mut groups: BTreeMap<String, (Vec<String>, Vec<&Treatment>)> = BTreeMap::new();
    for label in labels {
        let mut tests: Vec<String> = label.missing.iter().map(|a| assay(a)).collect();
        tests.sort();
        tests.dedup();
        let (markers, treatments) = groups.entry(tests.join(", ")).or_default();
        for marker in label.missing.iter().map(|a| a.label()) {
            if !markers.contains(&marker) {
                markers.push(marker);
            }
        }
        for treatment in &label.treatments {
            if !shown.contains(&treatment.name()) && !treatments.contains(&treatment) {
                treatments.push(treatment);
            }
        }
    }
    // NTRK1, NTRK2 and NTRK3 open the same treatments: one entry with three tests.
    let mut merged: Vec<Waiting> = Vec::new();
    for (tests, (markers, treatments)) in groups.into_iter().filter(|(_, (_, t))| !t.is_empty()) {
        let drugs = unique(treatments.iter().flat_map(|t| t.drugs.iter().cloned()));
        let mut names: Vec<String> = treatments.iter().map(|t| t.name()).collect();
        names.sort();
        match merged.iter_mut().find(|w| w.names == names) {
            Some(same) => {
                same.tests.push(tests);
                same.markers.extend(markers);
            }
            None => merged.push(Waiting { tests: vec![tests], markers, names, drugs }),
        }
    }
    merged.into_iter().map(Waiting::entry).collect()
}

/// Treatments that wait for one of some tests.
struct Waiting {
    tests: Vec<String>,
    markers: Vec<String>,
    names: Vec<String>,
    drugs: Vec<String>,
}

impl Waiting {
    fn entry(self) -> Blocked {
        let tests = self.tests.join(" or ");
        Blocked {
            treatment: self.names.join("; "),
            drugs: self.drugs,
            reason: BlockedReason::InsufficientEvidence,
            detail: format!(
                "{tests} not tested or not recorded. Labelled for this tumour with {}",
                self.markers.join(", ")
            ),
            becomes_possible: Some(format!("{tests} is tested, and what the label asks for is found")),
            level: Some(Level::IA),
            safety: Vec::new(),
            gates: Vec::new(),
            evidence: Vec::new(),
        }
    }
}

/// The test that would answer a criterion: `ALK fusion`, `EGFR sequence`, `CD274 expression`, `MSI`.
pub(crate) fn assay(criterion: &Alteration) -> String {
    let gene = criterion.gene.as_deref().unwrap_or_default();
    let germline = if criterion.origin == Origin::Germline { "germline " } else { "" };
    let test = match criterion.kind {
        AlterationKind::Fusion { .. } => "fusion",
        AlterationKind::Amplification | AlterationKind::Deletion => "copy number",
        AlterationKind::Expression { .. } => "expression",
        AlterationKind::MsiHigh | AlterationKind::MsiStable => return "MSI or mismatch repair".to_owned(),
        AlterationKind::Tmb { .. } => return "Tumour mutational burden".to_owned(),
        AlterationKind::HrdPositive | AlterationKind::HrdNegative => {
            return "Homologous recombination deficiency".to_owned();
        }
        _ => "sequence",
    };
    format!("{gene} {germline}{test}").trim().to_owned()
}

fn unique(drugs: impl Iterator<Item = String>) -> Vec<String> {
    let mut drugs: Vec<String> = drugs.collect();
    drugs.sort();
    drugs.dedup();
    drugs
}

/// The answer where no option is left.
pub(crate) fn abstention(blocked: &[Blocked], defeated: bool, tumour: &TumourType) -> Option<Abstention> {
    let say = |code: &str, reason: &str, would_help: &str| {
        Some(Abstention {
            code: code.to_owned(),
            reason: reason.to_owned(),
            would_help: would_help.to_owned(),
        })
    };
    let stopped = blocked.iter().any(|b| b.reason == BlockedReason::Contraindicated);
    if stopped || defeated {
        say(
            "all_blocked",
            "Every treatment with evidence is contraindicated for this patient or defeated by this tumour",
            "The reasons stand beside each treatment; some can be lifted. A trial or a tumour board may help",
        )
    } else if !tumour.recognised {
        say(
            "tumour_type_unknown",
            "The tumour type is not known, and no evidence for any tumour matches",
            "Name the tumour type as an OncoTree code or in usual words",
        )
    } else {
        say(
            "no_evidence",
            "No fact of the pack matches this tumour type and these alterations",
            "Further biomarkers of this tumour; the treatments that wait for a test are listed",
        )
    }
}

/// What the ranking did not look at, one sentence each.
pub(crate) fn not_considered(dossier: &Dossier<'_>, class_only: usize, case: &Case) -> Vec<String> {
    let left = dossier.left_out;
    let mut sentences = vec![
        "Clinical trials: no trial file is at hand.".to_owned(),
        "Local formulary, cost and reimbursement.".to_owned(),
    ];
    if case.preferences.is_none() {
        sentences.push("The patient's preferences: no weights are set.".to_owned());
    }
    if case.region.is_none() {
        sentences.push("Regional approval: no region of the site is set.".to_owned());
    }
    let mut count = |n: usize, one: &str, many: &str| match n {
        0 => {}
        1 => sentences.push(format!("1 {one}.")),
        n => sentences.push(format!("{n} {many}.")),
    };
    count(
        left.unreadable,
        "fact on these genes whose condition could not be read",
        "facts on these genes whose conditions could not be read",
    );
    count(
        class_only,
        "fact that names a class of drugs and no drug",
        "facts that name a class of drugs and no drug",
    );
    count(left.prognostic, "prognostic fact that is met", "prognostic facts that are met");
    count(left.diagnostic, "diagnostic fact that is met", "diagnostic facts that are met");
    count(left.predisposing, "fact on inherited risk that is met", "facts on inherited risk that are met");
    let unread = case.alterations.iter().filter(|a| a.alteration.is_none()).count();
    count(unread, "alteration whose text could not be read", "alterations whose text could not be read");
    sentences
}
