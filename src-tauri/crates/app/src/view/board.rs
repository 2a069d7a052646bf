//! Beside the list of options: comparison, "what if", the tumour board, re-analysis, trial files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::document::{OptionsDocument, PreferencesDoc};
use crate::view::Banner;

/// A decision about one option, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BoardEntryView {
    /// Treatment or trial.
    pub treatment: String,
    /// `chosen`, `deferred` or `rejected`.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// `rank 1, I-A` when it was decided, or `not ranked`.
    pub stood: String,
}

/// A note of a tumour board, as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BoardNoteView {
    /// `20-Nov-2026 11:42 CET`.
    pub when: String,
    /// Who wrote it down.
    pub by: String,
    /// Who took part.
    pub participants: Vec<String>,
    /// Free text.
    pub note: String,
    /// Decisions.
    pub entries: Vec<BoardEntryView>,
    /// Versions that the list rested on.
    pub versions: Vec<String>,
}

/// A decision about one option, to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct BoardEntryInput {
    /// Treatment or trial, as the list names it.
    pub treatment: String,
    /// `chosen`, `deferred` or `rejected`.
    pub verdict: String,
    /// Why.
    pub reason: String,
}

/// A note of a tumour board, to be stored.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct BoardNoteInput {
    /// Who took part.
    pub participants: Vec<String>,
    /// Free text.
    pub note: String,
    /// Decisions.
    pub entries: Vec<BoardEntryInput>,
}

/// A difference between two lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ListChangeRow {
    /// `new`, `gone`, `level`, `moved` or `cautions`.
    pub kind: String,
    /// Treatment.
    pub treatment: String,
    /// Where it stood.
    pub before: String,
    /// Where it stands.
    pub after: String,
    /// Why, one sentence each.
    pub why: Vec<String>,
}

/// The list of now against the one that a person last took note of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ReanalysisView {
    /// When the earlier list stood, and why it was kept.
    pub since: String,
    /// What changed: packs with versions, the record, the day.
    pub causes: Vec<String>,
    /// Differences; empty where the list is the same.
    pub changes: Vec<ListChangeRow>,
}

/// One row of a comparison; a cell for each option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CompareRow {
    /// What is compared.
    pub label: String,
    /// `text`, `level` or `number`.
    pub kind: String,
    /// Lines of each option; never empty, unknown is said.
    pub cells: Vec<Vec<String>>,
    /// Whether the options differ in it.
    pub differs: bool,
}

/// Two to four options side by side.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CompareView {
    /// Banner.
    pub banner: Banner,
    /// Options, in the order of the list.
    pub options: Vec<String>,
    /// Rows.
    pub rows: Vec<CompareRow>,
    /// What the comparison does not say.
    pub caveat: String,
}

/// What matters to the patient, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WishesView {
    /// Weights; all 0 where none are set.
    pub weights: PreferencesDoc,
    /// `set on 20-Nov-2026 11:42 CET by ...`, or `reset on ...`; none where nobody ever set them.
    pub recorded: Option<String>,
}

/// A region that a site can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RegionChoice {
    /// `US`, `EU`.
    pub code: String,
    /// With its regulator, for people.
    pub name: String,
}

/// Settings of the site. They hold nothing of any patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SiteView {
    /// The region whose approvals count.
    pub region: Option<String>,
    /// What can be chosen.
    pub choices: Vec<RegionChoice>,
}

/// A measurement that can be varied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AnalyteRow {
    /// Name in the rules.
    pub name: String,
    /// Words.
    pub words: String,
    /// Unit.
    pub unit: String,
    /// Latest value with its day, or `not recorded`.
    pub current: String,
}

/// A value for a measurement.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct LabAssumption {
    /// Name in the rules.
    pub analyte: String,
    /// Value, in the unit of the row.
    pub value: f64,
}

/// What is assumed. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Deserialize, TS)]
pub struct WhatIfInput {
    /// Values of measurements.
    pub labs: Vec<LabAssumption>,
    /// ECOG performance status.
    pub ecog: Option<u8>,
    /// Alterations as a pathologist writes them.
    pub add: Vec<String>,
    /// Alterations of the list that are left out.
    pub remove: Vec<String>,
    /// Scopes that are assumed to be denied. A consent that the patient did not give is never assumed.
    pub deny: Vec<String>,
    /// Drugs given before; the record then counts as previously treated.
    pub earlier: Vec<String>,
    /// No systemic treatment before.
    pub untreated: bool,
    /// What matters to the patient.
    pub preferences: Option<PreferencesDoc>,
}

/// The answer to "what if". It is computed by the same ranking and stored nowhere.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct WhatIfView {
    /// Banner.
    pub banner: Banner,
    /// The label of the panel.
    pub label: String,
    /// What was assumed, one sentence each.
    pub assumed: Vec<String>,
    /// Texts that were not understood and therefore changed nothing.
    pub not_understood: Vec<String>,
    /// Differences to the list of the record.
    pub changes: Vec<ListChangeRow>,
    /// The list under the assumptions.
    pub document: OptionsDocument,
}

/// A trial file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TrialFileRow {
    /// Name.
    pub name: String,
    /// Format in words.
    pub format: String,
    /// Number of trials.
    pub trials: u32,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Where its values went, or why it was not read.
    pub verdict: String,
    /// What a person should know.
    pub findings: Vec<String>,
}

/// The trial files of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TrialFilesView {
    /// Folder that they lie in.
    pub folder: String,
    /// All trials.
    pub total: u32,
    /// Files.
    pub rows: Vec<TrialFileRow>,
}
