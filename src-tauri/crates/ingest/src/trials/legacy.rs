//! Studies of ClinicalTrials.gov, first interface (XML, `clinical_study`).

use attune_clinical::{Criterion, Trial, TrialArm, TrialStatus};

use super::gov::population;
use super::{eligibility, texts, words};
use crate::Severity;
use crate::finding::Findings;
use crate::json::At;

/// A study; `None` where it has no number, which a finding tells.
pub(super) fn trial(at: &At<'_, '_>, findings: &mut Findings) -> Option<Trial> {
    let Some(id) = words(&at.get("id_info").get("nct_id")) else {
        findings.add(
            Severity::Error,
            "trials.no_number",
            || at.path(),
            || "The study has no NCT number; it was not read.".to_owned(),
        );
        return None;
    };
    let status_words = words(&at.get("overall_status")).unwrap_or_default();
    let wanted = at.get("eligibility");
    let mut criteria = population(
        &texts(&at.get("condition")),
        words(&wanted.get("minimum_age")).as_deref(),
        words(&wanted.get("maximum_age")).as_deref(),
        words(&wanted.get("gender")).as_deref(),
    );
    match words(&wanted.get("criteria").get("textblock")) {
        Some(text) => criteria.extend(eligibility::criteria(&text)),
        None => {
            criteria.push(Criterion::Unread { text: "The file holds no eligibility criteria".to_owned() })
        }
    }
    Some(Trial {
        id,
        other_ids: texts(&at.get("id_info").get("org_study_id")),
        title: words(&at.get("brief_title")).or_else(|| words(&at.get("official_title"))).unwrap_or_default(),
        status: TrialStatus::read(&status_words),
        status_words,
        phase: words(&at.get("phase")),
        interventions: at
            .get("intervention")
            .items()
            .filter_map(|i| words(&i.get("intervention_name")))
            .collect(),
        keywords: texts(&at.get("keyword")),
        criteria,
        arms: at
            .get("arm_group")
            .items()
            .filter(At::exists)
            .map(|a| TrialArm {
                code: words(&a.get("arm_group_label")).unwrap_or_default(),
                name: words(&a.get("description")).unwrap_or_default(),
                ..TrialArm::default()
            })
            .collect(),
        updated: words(&at.get("last_update_posted").get("#text"))
            .or_else(|| words(&at.get("last_update_posted"))),
    })
}
