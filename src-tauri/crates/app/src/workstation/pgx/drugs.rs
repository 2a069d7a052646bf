//! Advice by drug in the words of the window.

use attune_clinical::MedicationStatus;
use attune_knowledge::Verification;
use attune_pharmacogenomics::{
    DrugAction, DrugOverview, Overview, OwnMedication, PgxSample, Recommendation, SourceConflict, Standing,
    Strength,
};

use crate::view::{PgxAdvice, PgxDrug, PgxOwnMedication};

/// The medication list, and all drugs.
pub(super) fn rows(overview: &Overview, sample: &PgxSample) -> (Vec<PgxOwnMedication>, Vec<PgxDrug>) {
    let taken = |d: &DrugOverview| overview.own.iter().any(|m| m.drugs.iter().any(|o| o.drug == d.drug));
    let own = overview.own.iter().map(|m| medication(m, sample)).collect();
    (own, overview.drugs.iter().map(|d| drug(d, sample, taken(d))).collect())
}

fn medication(m: &OwnMedication, sample: &PgxSample) -> PgxOwnMedication {
    let standing = m.standing();
    let (severity, word) = standing_words(standing);
    PgxOwnMedication {
        written: m.dosage.as_ref().map_or_else(|| m.written.clone(), |d| format!("{}, {d}", m.written)),
        course: match m.course {
            MedicationStatus::Current => "current",
            MedicationStatus::Planned => "planned",
            MedicationStatus::Past => "past",
            MedicationStatus::Unknown => "not said whether taken",
        }
        .to_owned(),
        severity: severity.to_owned(),
        word: word.to_owned(),
        drugs: m.drugs.iter().map(|d| drug(d, sample, true)).collect(),
    }
}

fn drug(d: &DrugOverview, sample: &PgxSample, own: bool) -> PgxDrug {
    let (severity, word) = standing_words(d.standing);
    let genes = d.open_genes.join(", ");
    let open = match (d.open_genes.is_empty(), d.rows.is_empty()) {
        (true, _) => None,
        (false, true) => Some(format!("Not known: {genes} has no result. Not tested is not normal.")),
        (false, false) => Some(format!("A source also asks for {genes}: no result.")),
    };
    PgxDrug {
        drug: d.drug.clone(),
        severity: severity.to_owned(),
        word: word.to_owned(),
        acts: d.standing.acts(),
        own,
        advice: d.rows.iter().map(advice).collect(),
        conflict: sample.conflicts.iter().find(|c| c.drug == d.drug).map(conflict),
        open,
    }
}

/// `CPIC: Lower dose; FDA: Monitor. Most cautious: CPIC. The sources ...`
fn conflict(c: &SourceConflict) -> String {
    let stand = |s: &attune_pharmacogenomics::Stand| {
        let actions: Vec<&str> = s.actions.iter().map(|a| action_words(*a).1).collect();
        format!("{}: {}", s.source, actions.join(" or "))
    };
    let stands: Vec<String> = c.stands.iter().map(stand).collect();
    format!("The sources differ. {}. Most cautious: {}. {}", stands.join("; "), c.most_cautious, c.reason)
}

/// For whom a row is, and under which result it holds.
fn applies(r: &Recommendation) -> Option<String> {
    let population = r.population.as_ref().map(|p| match r.population_applies {
        Some(false) => format!("For {p}: not this patient"),
        _ => format!("For {p}"),
    });
    let condition = r.condition.as_ref().map(|c| match r.most_cautious {
        true => format!("Not settled, {c}: the most cautious, to follow until a test settles it"),
        false => format!("Not settled, {c}"),
    });
    let words: Vec<String> = [population, condition].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(". "))
}

pub(super) fn advice(r: &Recommendation) -> PgxAdvice {
    let (severity, word) = action_words(r.action);
    let unchecked =
        (r.verification == Verification::Recalled).then(|| "not checked against the source".to_owned());
    let reference =
        r.citations.iter().cloned().chain([r.dated()]).chain([r.version.clone()]).chain(unchecked);
    let reference = reference.filter(|s| !s.is_empty());
    PgxAdvice {
        source: r.source.clone(),
        action: dose_words(word, r.dose_factor),
        severity: severity.to_owned(),
        strength: match r.strength {
            Strength::Strong => "strong",
            Strength::Moderate => "moderate",
            Strength::Optional => "optional",
            Strength::None => "no strength given",
        }
        .to_owned(),
        applies: applies(r),
        because: r
            .because
            .iter()
            .map(|b| format!("{} {}", b.gene, b.phenotype))
            .collect::<Vec<_>>()
            .join(", "),
        text: r.text.clone(),
        reference: reference.collect::<Vec<_>>().join("; "),
    }
}

/// `Lower dose, 50 % of the usual dose`.
pub(super) fn dose_words(word: &str, factor: Option<f64>) -> String {
    factor.map_or_else(|| word.to_owned(), |f| format!("{word}, {:.0} % of the usual dose", f * 100.0))
}

fn standing_words(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Advised(action) => action_words(action),
        Standing::NotKnown => ("unknown", "Not known"),
        Standing::NotInGuidelines => ("none", "Not in any guideline"),
    }
}

/// Severity and word of an action. Only "avoid" stops.
pub(super) fn action_words(action: DrugAction) -> (&'static str, &'static str) {
    match action {
        DrugAction::Avoid => ("block", "Avoid"),
        DrugAction::Alternative => ("caution", "Other drug"),
        DrugAction::DecreaseDose => ("caution", "Lower dose"),
        DrugAction::IncreaseDose => ("caution", "Higher dose"),
        DrugAction::Monitor => ("info", "Monitor"),
        DrugAction::Standard => ("pass", "Usual dose"),
        DrugAction::None => ("none", "No recommendation"),
    }
}
