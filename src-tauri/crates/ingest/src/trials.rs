//! Readers of clinical trials as a clinic can have them offline: studies of ClinicalTrials.gov (JSON of the
//! second interface, XML of the first) and CTML (YAML or JSON) as MatchMiner uses it.
//!
//! JSON, YAML and XML become one kind of tree whose leaves carry marks, so that the ledger holds for all three.
//! A criterion that cannot be taken apart is kept in words and never left out: a trial with a lost criterion
//! would seem to fit.

mod ctml;
mod eligibility;
mod gov;
mod legacy;
mod xml;
mod yaml;

use std::io::Read;

use attune_clinical::Trial;

use crate::finding::Findings;
use crate::json::{At, Mark, Node, Parser, ScalarKind};
use crate::source::{Limits, Source, empty, read_all, truncated};
use crate::{Finding, Ledger, Refusal, Severity};

/// Findings listed for one code; more are counted.
const LISTED: usize = 50;

/// Form in which a trial file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialFormat {
    /// ClinicalTrials.gov, second interface, JSON.
    GovJson,
    /// ClinicalTrials.gov, first interface, XML.
    GovXml,
    /// CTML as JSON.
    CtmlJson,
    /// CTML as YAML.
    CtmlYaml,
}

impl TrialFormat {
    /// The words for the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::GovJson => "ClinicalTrials.gov JSON",
            Self::GovXml => "ClinicalTrials.gov XML",
            Self::CtmlJson => "CTML (JSON)",
            Self::CtmlYaml => "CTML (YAML)",
        }
    }
}

/// Trials of a file as understood.
#[derive(Debug, Clone)]
pub struct TrialImport {
    /// Format.
    pub format: TrialFormat,
    /// Trials, in the order of the file.
    pub trials: Vec<Trial>,
    /// Where every value went.
    pub ledger: Ledger,
    /// What a person should know.
    pub findings: Vec<Finding>,
    /// SHA-256 of the file as given, hexadecimal.
    pub sha256: String,
}

/// Reads a trial file, plain or gzip.
///
/// # Errors
/// A [`Refusal`] where the file as a whole cannot be used: empty, cut off, damaged, or not a trial.
pub fn read_trials(name: &str, input: impl Read) -> Result<TrialImport, Refusal> {
    let mut source = Source::open(name, input, Limits::TRIALS)?;
    let bytes = read_all(&mut source)?;
    let sha256 = source.sha256();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = String::from_utf8_lossy(bytes);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(empty(name));
    }
    let mut desk = Desk { findings: Findings::new(LISTED), ledger: Ledger::default(), trials: Vec::new() };
    let format = match start.as_bytes()[0] {
        b'{' | b'[' => desk.json(name, &text)?,
        b'<' => desk.xml(name, &text)?,
        _ => desk.yaml(name, &text)?,
    };
    if desk.trials.is_empty() {
        return Err(not_a_trial(name));
    }
    Ok(TrialImport {
        format,
        trials: desk.trials,
        ledger: desk.ledger,
        findings: desk.findings.finish(),
        sha256,
    })
}

fn not_a_trial(name: &str) -> Refusal {
    Refusal::new(
        "trials.not_a_trial",
        format!("{name} holds no trial that is known here"),
        "Give studies of ClinicalTrials.gov (JSON or XML) or CTML (YAML or JSON).",
    )
}

/// What is gathered while a file is read.
struct Desk {
    findings: Findings,
    ledger: Ledger,
    trials: Vec<Trial>,
}

impl Desk {
    fn json(&mut self, name: &str, text: &str) -> Result<TrialFormat, Refusal> {
        let mut parser = Parser::new(text);
        let mut format = TrialFormat::CtmlJson;
        while parser.peek().is_some() {
            let root = parser.document("", &mut |_, _| {}).map_err(|syntax| {
                if syntax.at_end {
                    return truncated(name, &format!("the text ends where {} should stand", syntax.what));
                }
                Refusal::new(
                    "json.syntax",
                    format!("{name} is no JSON: {} expected at byte {}", syntax.what, syntax.offset),
                    "Download the trial again; an edited file may lack a comma or a quote there.",
                )
            })?;
            if self.documents(&root) {
                format = TrialFormat::GovJson;
            }
        }
        Ok(format)
    }

    fn yaml(&mut self, name: &str, text: &str) -> Result<TrialFormat, Refusal> {
        for root in yaml::parse(name, text)? {
            self.documents(&root);
        }
        Ok(TrialFormat::CtmlYaml)
    }

    fn xml(&mut self, name: &str, text: &str) -> Result<TrialFormat, Refusal> {
        let root = xml::parse(name, text)?;
        let at = At::root(&root, "");
        for study in ["clinical_study", "search_results"] {
            for study in at.get(study).items().filter(At::exists) {
                let nested = study.get("clinical_study");
                let list: Vec<At<'_, '_>> =
                    if nested.exists() { nested.items().collect() } else { vec![study] };
                for study in list {
                    self.trials.extend(legacy::trial(&study, &mut self.findings));
                }
            }
        }
        tally(&root, &mut self.ledger);
        Ok(TrialFormat::GovXml)
    }

    /// Reads what one document holds: a trial, or several in a list. True where one was of ClinicalTrials.gov.
    fn documents(&mut self, root: &Node<'_>) -> bool {
        let at = At::root(root, "trial");
        let list = ["studies", "trials"].into_iter().map(|k| at.get(k)).find(At::exists);
        let mut gov = false;
        for one in list.unwrap_or(at).items() {
            if one.get("protocolSection").exists() {
                gov = true;
                self.trials.extend(gov::trial(&one.get("protocolSection"), &mut self.findings));
            } else if ["treatment_list", "match", "protocol_no", "nct_id"].iter().any(|k| one.get(k).exists())
            {
                self.trials.push(ctml::trial(&one, &mut self.findings));
            } else {
                self.findings.add(
                    Severity::Error,
                    "trials.not_a_trial",
                    || one.path(),
                    || "This part holds no trial that is known here; it was not read.".to_owned(),
                );
            }
        }
        tally(root, &mut self.ledger);
        gov
    }
}

/// Counts the leaves by their marks.
fn tally(node: &Node<'_>, ledger: &mut Ledger) {
    match node {
        Node::Scalar(leaf) => match leaf.mark.get() {
            Mark::Mapped => ledger.mapped(1),
            Mark::Unusable => ledger.error(1),
            Mark::Untouched if leaf.kind == ScalarKind::Null => ledger.ignored("json.null", 1),
            Mark::Untouched => ledger.kept_raw(1),
        },
        Node::Array(list) => list.iter().for_each(|n| tally(n, ledger)),
        Node::Object(object) => object.members.iter().for_each(|(_, n)| tally(n, ledger)),
        Node::TooDeep(leaves) => ledger.kept_raw(*leaves),
    }
}

/// The text of a place, as an own value.
fn words(at: &At<'_, '_>) -> Option<String> {
    at.text().map(str::to_owned)
}

/// All texts of a list.
fn texts(at: &At<'_, '_>) -> Vec<String> {
    at.items().filter_map(|a| words(&a)).collect()
}

#[cfg(test)]
mod tests;
