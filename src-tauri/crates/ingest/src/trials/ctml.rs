//! CTML, the Clinical Trial Markup Language of MatchMiner (Lindsay 2017, doi 10.1101/199489): a trial with steps,
//! arms and dose levels, each with a tree of criteria.

use attune_clinical::{Criterion, CriterionField, CriterionKind, Trial, TrialArm, TrialStatus};

use super::{texts, words};
use crate::Severity;
use crate::finding::Findings;
use crate::json::{At, Mark, Node};

/// Reads a trial. What is missing is left open.
pub(super) fn trial(at: &At<'_, '_>, findings: &mut Findings) -> Trial {
    let numbers: Vec<String> =
        ["nct_id", "protocol_no", "protocol_id"].iter().filter_map(|k| words(&at.get(k))).collect();
    let status = words(&at.get("status"))
        .or_else(|| words(&at.get("_summary").get("status").first().get("value")))
        .unwrap_or_default();
    let title = ["long_title", "short_title", "title"].iter().find_map(|k| words(&at.get(k)));
    let mut criteria = matched(&at.get("match"), findings);
    let requirements = texts(&at.get("prior_treatment_requirements"));
    criteria.extend(requirements.into_iter().map(|text| Criterion::Words { text, excludes: false }));
    let mut arms = Vec::new();
    for step in at.get("treatment_list").get("step").items().filter(At::exists) {
        let common = matched(&step.get("match"), findings);
        let list: Vec<TrialArm> =
            step.get("arm").items().filter(At::exists).map(|a| arm(&a, "arm", findings)).collect();
        if list.is_empty() {
            criteria.extend(common);
            continue;
        }
        arms.extend(list.into_iter().map(|mut arm| {
            arm.criteria.splice(0..0, common.iter().cloned());
            arm
        }));
    }
    let list = at.get("drug_list");
    let drugs = list.get("drug");
    Trial {
        id: numbers.first().cloned().unwrap_or_else(|| "number not stated".to_owned()),
        other_ids: numbers.into_iter().skip(1).collect(),
        title: title.unwrap_or_default(),
        status: TrialStatus::read(&status),
        status_words: status,
        phase: words(&at.get("phase")),
        interventions: drugs.items().filter_map(|d| words(&d.get("drug_name"))).collect(),
        keywords: Vec::new(),
        criteria,
        arms,
        updated: ["last_updated", "curated_on"].iter().find_map(|k| words(&at.get(k))),
    }
}

/// An arm, or a dose level: their fields have the same names behind `arm_` and `level_`.
fn arm(at: &At<'_, '_>, what: &str, findings: &mut Findings) -> TrialArm {
    let field = |name: &str| words(&at.get(&format!("{what}_{name}")));
    let open = match field("suspended").as_deref().map(str::to_lowercase).as_deref() {
        Some("n" | "no" | "false") => Some(true),
        Some("y" | "yes" | "true") => Some(false),
        _ => None,
    };
    let levels = at.get("dose_level");
    TrialArm {
        code: field("code").unwrap_or_default(),
        name: field("description").unwrap_or_default(),
        open,
        criteria: matched(&at.get("match"), findings),
        levels: levels.items().filter(At::exists).map(|l| arm(&l, "level", findings)).collect(),
    }
}

/// The elements of a `match` list: all of them are needed.
fn matched(at: &At<'_, '_>, findings: &mut Findings) -> Vec<Criterion> {
    at.items().filter(At::exists).map(|part| tree(&part, findings)).collect()
}

fn tree(at: &At<'_, '_>, findings: &mut Findings) -> Criterion {
    let Some(Node::Object(object)) = at.node() else { return unread(at, findings) };
    let mut parts = Vec::new();
    for (key, _) in &object.members {
        let below = at.get(key);
        // Some curators number the keys: `or_1`, `and2`.
        let bare = key.to_lowercase();
        let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        parts.push(match bare {
            "and" => Criterion::All(matched(&below, findings)),
            "or" => Criterion::AnyOf(matched(&below, findings)),
            "not" => Criterion::Not(Box::new(Criterion::All(matched(&below, findings)))),
            "genomic" => node(&below, CriterionKind::Genomic, findings),
            "clinical" => node(&below, CriterionKind::Clinical, findings),
            "prior_treatment" | "prior_treatments" | "treatment" | "treatments" => {
                node(&below, CriterionKind::PriorTreatment, findings)
            }
            _ => unread(&below, findings),
        });
    }
    match parts.len() {
        0 => unread(at, findings),
        1 => parts.remove(0),
        _ => Criterion::All(parts),
    }
}

fn node(at: &At<'_, '_>, kind: CriterionKind, findings: &mut Findings) -> Criterion {
    let Some(Node::Object(object)) = at.node() else { return unread(at, findings) };
    let mut fields = Vec::new();
    for (key, value) in &object.members {
        let below = at.get(key);
        let flat = match value {
            Node::Scalar(_) => true,
            Node::Array(list) => list.iter().all(|n| matches!(n, Node::Scalar(_))),
            Node::Object(_) | Node::TooDeep(_) => false,
        };
        if !flat {
            return unread(&below, findings);
        }
        let values = texts(&below);
        if !values.is_empty() {
            fields.push(CriterionField { name: key.to_lowercase(), values });
        }
    }
    if fields.is_empty() { unread(at, findings) } else { Criterion::Node { kind, fields } }
}

/// What cannot be taken apart stays a criterion, for a person to read.
fn unread(at: &At<'_, '_>, findings: &mut Findings) -> Criterion {
    let path = at.path();
    findings.add(
        Severity::Warning,
        "trials.criterion_unread",
        || path.clone(),
        || "This criterion could not be taken apart; it is shown for a person to read.".to_owned(),
    );
    let mut found = Vec::new();
    if let Some(node) = at.node() {
        gather(node, &mut found);
    }
    at.mark(Mark::Unusable);
    let words = if found.is_empty() { "nothing stands there".to_owned() } else { found.join(", ") };
    let name = path.rsplit('.').next().unwrap_or(&path);
    Criterion::Unread { text: format!("{name}: {words}") }
}

/// The first leaves, with their keys.
fn gather(node: &Node<'_>, into: &mut Vec<String>) {
    if into.len() >= 12 {
        return;
    }
    match node {
        Node::Scalar(leaf) => into.push(leaf.text.to_string()),
        Node::Array(list) => list.iter().for_each(|n| gather(n, into)),
        Node::Object(object) => {
            for (key, n) in &object.members {
                if let Node::Scalar(leaf) = n {
                    into.push(format!("{key} {}", leaf.text));
                } else {
                    gather(n, into);
                }
            }
        }
        Node::TooDeep(_) => {}
    }
}
