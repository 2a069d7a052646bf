//! Studies of ClinicalTrials.gov, second interface (JSON, `protocolSection`).

use attune_clinical::{Criterion, CriterionField, CriterionKind, Trial, TrialArm, TrialStatus};

use super::{eligibility, texts, words};
use crate::Severity;
use crate::finding::Findings;
use crate::json::At;

/// A study; `None` where it has no number, which a finding tells.
pub(super) fn trial(at: &At<'_, '_>, findings: &mut Findings) -> Option<Trial> {
    let identity = at.get("identificationModule");
    let Some(id) = words(&identity.get("nctId")) else {
        findings.add(
            Severity::Error,
            "trials.no_number",
            || at.path(),
            || "The study has no NCT number; it was not read.".to_owned(),
        );
        return None;
    };
    let title = words(&identity.get("briefTitle")).or_else(|| words(&identity.get("officialTitle")));
    let status = at.get("statusModule");
    let status_words = words(&status.get("overallStatus")).unwrap_or_default();
    let design = at.get("designModule");
    let phases = texts(&design.get("phases"));
    let conditions = at.get("conditionsModule");
    let arms = at.get("armsInterventionsModule");
    let wanted = at.get("eligibilityModule");
    let mut criteria = population(
        &texts(&conditions.get("conditions")),
        words(&wanted.get("minimumAge")).as_deref(),
        words(&wanted.get("maximumAge")).as_deref(),
        words(&wanted.get("sex")).as_deref(),
    );
    match words(&wanted.get("eligibilityCriteria")) {
        Some(text) => criteria.extend(eligibility::criteria(&text)),
        None => {
            criteria.push(Criterion::Unread { text: "The file holds no eligibility criteria".to_owned() })
        }
    }
    let groups = arms.get("armGroups");
    let interventions = arms.get("interventions");
    Some(Trial {
        id,
        other_ids: texts(&identity.get("orgStudyIdInfo").get("id")),
        title: title.unwrap_or_default(),
        status: TrialStatus::read(&status_words),
        status_words,
        phase: (!phases.is_empty()).then(|| phases.join(", ")),
        interventions: interventions.items().filter_map(|i| words(&i.get("name"))).collect(),
        keywords: texts(&conditions.get("keywords")),
        criteria,
        arms: groups.items().filter(At::exists).map(|g| arm(&g)).collect(),
        updated: words(&status.get("lastUpdatePostDateStruct").get("date")),
    })
}

fn arm(at: &At<'_, '_>) -> TrialArm {
    TrialArm {
        code: words(&at.get("label")).unwrap_or_default(),
        name: words(&at.get("description")).unwrap_or_default(),
        ..TrialArm::default()
    }
}

/// The criteria that the register holds in fields.
pub(super) fn population(
    conditions: &[String],
    least_age: Option<&str>,
    most_age: Option<&str>,
    sex: Option<&str>,
) -> Vec<Criterion> {
    let clinical = |name: &str, values: Vec<String>| Criterion::Node {
        kind: CriterionKind::Clinical,
        fields: vec![CriterionField { name: name.to_owned(), values }],
    };
    let mut out = Vec::new();
    if !conditions.is_empty() {
        out.push(clinical("condition", conditions.to_vec()));
    }
    for (words, sign) in [(least_age, ">="), (most_age, "<=")] {
        // `N/A` says that there is no limit.
        let Some(words) = words.filter(|w| !w.eq_ignore_ascii_case("n/a")) else { continue };
        out.push(clinical("age", vec![format!("{sign} {words}")]));
    }
    if let Some(sex) = sex.filter(|s| !s.eq_ignore_ascii_case("all") && !s.eq_ignore_ascii_case("both")) {
        out.push(clinical("gender", vec![sex.to_owned()]));
    }
    out
}
