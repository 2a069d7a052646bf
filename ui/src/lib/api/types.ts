// Generated from Rust (src-tauri/crates/app). Do not edit: run `make bindings`.

export type PackRef = { 
/**
 * Pack id.
 */
id: string, 
/**
 * Version.
 */
version: string, };

export type PatientDoc = { 
/**
 * `MARCHETTI, Elena`.
 */
name: string, 
/**
 * Record number.
 */
mrn: string | null, 
/**
 * ISO date, as precise as known.
 */
born: string | null, 
/**
 * `09-Apr-1962 (64y)`.
 */
born_display: string, 
/**
 * Age in years on the day of the answer.
 */
age: number | null, 
/**
 * `Female` ... `Not known`.
 */
sex: string, 
/**
 * Marked synthetic.
 */
synthetic: boolean, };

export type TumourTypeDoc = { 
/**
 * OncoTree code.
 */
code: string | null, 
/**
 * Name, or the text as given.
 */
name: string, 
/**
 * Whether it was recognised.
 */
recognised: boolean, 
/**
 * Types that an unrecognised text may mean.
 */
candidates: Array<string>, };

export type AlterationDoc = { 
/**
 * As written or named.
 */
text: string, 
/**
 * The name under which `because` speaks of it.
 */
name: string | null, 
/**
 * Whether it was understood.
 */
recognised: boolean, 
/**
 * `argument`, `genome` or `ehr`.
 */
source: string, 
/**
 * `VAF 31 %, depth 842`.
 */
detail: string | null, };

export type ContributionDoc = { 
/**
 * Stable factor name.
 */
factor: string, 
/**
 * Words.
 */
label: string, 
/**
 * Points.
 */
points: number, };

export type GateDoc = { 
/**
 * `pass`, `warn`, `fail` or `undetermined`.
 */
verdict: string, 
/**
 * Whether it can change (a laboratory value, a test that is missing) or stays (a genotype); `null` for a pass.
 */
recoverable: boolean | null, 
/**
 * Kind, as in the safety notes.
 */
kind: string, 
/**
 * The fact with its value and date.
 */
message: string, 
/**
 * Source of the rule.
 */
source: string, };

export type SafetyDoc = { 
/**
 * `block`, `caution` or `info`.
 */
severity: string, 
/**
 * `pgx`, `organ_function`, `interaction`, `allergy`, `prior_therapy` or `other`.
 */
kind: string, 
/**
 * One sentence.
 */
message: string, 
/**
 * Source of the rule.
 */
source: string, };

export type EvidenceDoc = { 
/**
 * Identifier in the pack.
 */
id: string, 
/**
 * Source name.
 */
source: string, 
/**
 * Level it supports here.
 */
level: string, 
/**
 * The source's own level.
 */
source_level: string | null, 
/**
 * `sensitivity`, `resistance` ...
 */
significance: string, 
/**
 * Condition of the row.
 */
biomarker: string, 
/**
 * Disease of the row.
 */
disease: string, 
/**
 * The finding.
 */
statement: string, 
/**
 * `PMID:...`.
 */
citation: string, 
/**
 * Author and year.
 */
citation_text: string, 
/**
 * ISO date, empty where the source gives none.
 */
date: string, 
/**
 * Region of a label.
 */
region: string | null, 
/**
 * `checked` or `recalled`.
 */
verification: string, };

export type WouldChangeDoc = { 
/**
 * The change.
 */
if: string, 
/**
 * What happens then.
 */
then: string, 
/**
 * The score then, if still ranked.
 */
score: number | null, };

export type PredictionContributionDoc = { 
/**
 * Input name.
 */
input: string, 
/**
 * Words.
 */
label: string, 
/**
 * Value with unit.
 */
value: string, 
/**
 * Reference with unit.
 */
reference: string, 
/**
 * Points on the additive scale.
 */
points: number, };

export type PredictionDoc = { 
/**
 * Model id.
 */
model: string, 
/**
 * Version.
 */
version: string, 
/**
 * What the number is.
 */
quantity: string, 
/**
 * The number, or none with reasons.
 */
prediction: number | null, 
/**
 * Lower limit.
 */
low: number | null, 
/**
 * Upper limit.
 */
high: number | null, 
/**
 * Whether the model may speak.
 */
applicable: boolean, 
/**
 * Why not, or warnings.
 */
reasons: Array<string>, 
/**
 * The answer in words, with its interval where there is one.
 */
summary: Array<string>, 
/**
 * Further outputs.
 */
outputs: { [key in string]: number }, 
/**
 * Additive scale.
 */
scale: string, 
/**
 * Value of the scale at the reference.
 */
base: number | null, 
/**
 * Shares.
 */
contributions: Array<PredictionContributionDoc>, };

export type OptionDoc = { 
/**
 * Rank.
 */
rank: number, 
/**
 * Treatment.
 */
treatment: string, 
/**
 * Drugs.
 */
drugs: Array<string>, 
/**
 * Tier of the link between an alteration and the treatment; `III` for standard care without such a link.
 */
level: string, 
/**
 * `established`, `standard_care`, `off_label` or `investigational`.
 */
group: string, 
/**
 * Where it stands in the list: its level, or `standard_care` between `I-B` and `II-C`.
 */
place: string, 
/**
 * ESCAT tier, where the facts tell it.
 */
escat: string | null, 
/**
 * Regions with a label for what was observed.
 */
approved_in: Array<string>, 
/**
 * `label`, `guideline`, `trial`, `case` or `preclinical`.
 */
basis: string, 
/**
 * Short words for the basis.
 */
basis_text: string, 
/**
 * Score.
 */
score: number, 
/**
 * Signed shares.
 */
contributions: Array<ContributionDoc>, 
/**
 * For.
 */
for: Array<string>, 
/**
 * Against.
 */
against: Array<string>, 
/**
 * Unknown.
 */
unknown: Array<string>, 
/**
 * Safety.
 */
safety: Array<SafetyDoc>, 
/**
 * Gates passed.
 */
passed: Array<string>, 
/**
 * All answers of the gates.
 */
gates: Array<GateDoc>, 
/**
 * Alterations.
 */
because: Array<string>, 
/**
 * Evidence.
 */
evidence: Array<EvidenceDoc>, 
/**
 * Model estimate.
 */
prediction: PredictionDoc | null, 
/**
 * What would change the rank.
 */
would_change: Array<WouldChangeDoc>, };

export type ResistanceDoc = { 
/**
 * Treatment.
 */
treatment: string, 
/**
 * Drugs.
 */
drugs: Array<string>, 
/**
 * Alterations.
 */
because: Array<string>, 
/**
 * Level.
 */
level: string, 
/**
 * Evidence.
 */
evidence: Array<EvidenceDoc>, };

export type BlockedDoc = { 
/**
 * Treatment.
 */
treatment: string, 
/**
 * Drugs.
 */
drugs: Array<string>, 
/**
 * `contraindicated`, `resistance`, `tumour_type`, `consent` or `insufficient_evidence`.
 */
reason: string, 
/**
 * In words.
 */
detail: string, 
/**
 * What could make it possible.
 */
becomes_possible: string | null, 
/**
 * Level it would have had.
 */
level: string | null, 
/**
 * Safety notes.
 */
safety: Array<SafetyDoc>, 
/**
 * All answers of the gates, where they were asked.
 */
gates: Array<GateDoc>, 
/**
 * Evidence.
 */
evidence: Array<EvidenceDoc>, };

export type AbstentionDoc = { 
/**
 * Stable code.
 */
code: string, 
/**
 * Why.
 */
reason: string, 
/**
 * What would help.
 */
would_help: string, };

export type ConsentDoc = { 
/**
 * Treatment planning.
 */
treatment_planning: string, 
/**
 * AI models.
 */
ai_models: string, 
/**
 * Secondary findings.
 */
secondary_findings: string, 
/**
 * Family sharing.
 */
family_sharing: string, 
/**
 * Research export.
 */
research_export: string, };

export type EvidenceFindingDoc = { 
/**
 * `diagnostic`, `prognostic` or `predisposing`.
 */
kind: string, 
/**
 * Identifier in the pack.
 */
id: string, 
/**
 * Source.
 */
source: string, 
/**
 * `label`, `guideline`, `trial`, `case` or `preclinical`.
 */
basis: string, 
/**
 * The source's own level.
 */
source_level: string | null, 
/**
 * `positive`, `negative` ...
 */
significance: string, 
/**
 * `supports` or `does_not_support`.
 */
direction: string, 
/**
 * Alterations of this patient.
 */
because: Array<string>, 
/**
 * Condition of the row.
 */
biomarker: string, 
/**
 * Disease of the row.
 */
disease: string, 
/**
 * True where it was stated for this tumour type.
 */
this_tumour: boolean, 
/**
 * The finding.
 */
statement: string, 
/**
 * `PMID:...`.
 */
citation: string, 
/**
 * Author and year.
 */
citation_text: string, 
/**
 * ISO date, empty where the source gives none.
 */
date: string, };

export type ConflictDoc = { 
/**
 * Treatment.
 */
treatment: string, 
/**
 * Its rank, where it is ranked.
 */
rank: number | null, 
/**
 * Rows for it.
 */
supports: Array<EvidenceDoc>, 
/**
 * Rows against it.
 */
opposes: Array<EvidenceDoc>, 
/**
 * Newest ISO date for it, empty where none is dated.
 */
newest_support: string, 
/**
 * Newest ISO date against it, empty where none is dated.
 */
newest_opposing: string, };

export type TestNextDoc = { 
/**
 * The test.
 */
test: string, 
/**
 * The result that was tried.
 */
if: string, 
/**
 * What would happen.
 */
then: string, 
/**
 * How far the list would change.
 */
change: number, };

export type PreferencesDoc = { 
/**
 * Efficacy.
 */
efficacy: number, 
/**
 * Few side effects.
 */
toxicity: number, 
/**
 * By mouth.
 */
route: number, 
/**
 * Few visits.
 */
visits: number, };

export type CriterionDoc = { 
/**
 * What is asked: the words of the file, or the name of a group.
 */
text: string, 
/**
 * True where the text stands in the file exactly so.
 */
verbatim: boolean, 
/**
 * True where it stands among the reasons that exclude; `fail` then means excluded.
 */
excludes: boolean, 
/**
 * `pass`, `warn`, `fail` or `undetermined`.
 */
answer: string, 
/**
 * Whether the answer can change.
 */
recoverable: boolean, 
/**
 * Facts used, with value and date, or what is missing.
 */
facts: Array<string>, 
/**
 * Parts of a group.
 */
parts: Array<CriterionDoc>, };

export type TrialArmDoc = { 
/**
 * Short name.
 */
code: string, 
/**
 * What it is.
 */
name: string, 
/**
 * Whether it takes patients, where the file says so.
 */
open: boolean | null, 
/**
 * `pass`, `warn`, `fail` or `undetermined`.
 */
answer: string, 
/**
 * Whether the answer can change.
 */
recoverable: boolean, 
/**
 * Criteria.
 */
criteria: Array<CriterionDoc>, 
/**
 * Dose levels.
 */
levels: Array<TrialArmDoc>, };

export type EligibilityCountsDoc = { 
/**
 * Met.
 */
pass: number, 
/**
 * Met with a caution.
 */
warn: number, 
/**
 * Not met.
 */
fail: number, 
/**
 * Not known.
 */
undetermined: number, };

export type TrialDoc = { 
/**
 * Register number, else the number of the protocol.
 */
id: string, 
/**
 * Further numbers.
 */
other_ids: Array<string>, 
/**
 * Title.
 */
title: string, 
/**
 * `recruiting`, `not_yet_recruiting`, `by_invitation`, `paused`, `ended` or `unknown`.
 */
status: string, 
/**
 * The status as written.
 */
status_words: string, 
/**
 * Phase, as written.
 */
phase: string | null, 
/**
 * Treatments under study.
 */
interventions: Array<string>, 
/**
 * Key words that name the patient's tumour or alteration.
 */
keywords_met: Array<string>, 
/**
 * `pass`, `warn`, `fail` or `undetermined`.
 */
verdict: string, 
/**
 * The verdict in words.
 */
verdict_words: string, 
/**
 * Whether the verdict can change.
 */
recoverable: boolean, 
/**
 * Single criteria by answer.
 */
counts: EligibilityCountsDoc, 
/**
 * Criteria of the whole trial.
 */
criteria: Array<CriterionDoc>, 
/**
 * Arms.
 */
arms: Array<TrialArmDoc>, 
/**
 * Day of the last update, as written.
 */
updated: string | null, 
/**
 * File that it was read from.
 */
source_file: string, };

export type OptionsDocument = { 
/**
 * `attune/options/1`.
 */
schema: string, 
/**
 * Version of Attune.
 */
attune: string, 
/**
 * Packs.
 */
packs: Array<PackRef>, 
/**
 * ISO day for which it holds.
 */
as_of: string, 
/**
 * Version of the ranking rules.
 */
rules_version: string, 
/**
 * Patient, if a record was given.
 */
patient: PatientDoc | null, 
/**
 * Tumour type.
 */
tumour_type: TumourTypeDoc, 
/**
 * Alterations.
 */
alterations: Array<AlterationDoc>, 
/**
 * Ranked options.
 */
options: Array<OptionDoc>, 
/**
 * Resistance.
 */
resistance: Array<ResistanceDoc>, 
/**
 * Not ranked.
 */
not_ranked: Array<BlockedDoc>, 
/**
 * Trials of the files at hand, what fits best first. They are never ranked among the options.
 */
trials: Array<TrialDoc>, 
/**
 * Predictions.
 */
predictions: Array<PredictionDoc>, 
/**
 * Diagnosis, outcome and inherited risk.
 */
evidence_findings: Array<EvidenceFindingDoc>, 
/**
 * Where sources disagree.
 */
conflicts: Array<ConflictDoc>, 
/**
 * The missing values that would change the list most.
 */
test_next: Array<TestNextDoc>, 
/**
 * Region of the site, `US` or `EU`.
 */
region: string | null, 
/**
 * Preference weights.
 */
preferences: PreferencesDoc, 
/**
 * Set where there is no ranking.
 */
abstained: AbstentionDoc | null, 
/**
 * Consent.
 */
consent: ConsentDoc, 
/**
 * What missing consent withheld.
 */
withheld: Array<string>, 
/**
 * What was not considered.
 */
not_considered: Array<string>, };

export type ErrorView = { 
/**
 * Stable code, for example `vault.wrong_passphrase`.
 */
code: string, 
/**
 * What happened.
 */
message: string, 
/**
 * What to do.
 */
hint: string, };

export type SessionView = { 
/**
 * Version of Attune.
 */
version: string, 
/**
 * Whether a vault exists in the chosen folder.
 */
vault_exists: boolean, 
/**
 * Whether it is open.
 */
unlocked: boolean, 
/**
 * Name of the vault's folder.
 */
vault_name: string, 
/**
 * Whether this vault can be opened with the key in the OS keyring.
 */
keyring: boolean, 
/**
 * Why the keyring cannot be used, if it cannot.
 */
keyring_reason: string | null, 
/**
 * Local display time of the last successful unlock, `None` before the first.
 */
last_unlocked: string | null, 
/**
 * Minutes without input until the vault is locked.
 */
auto_lock_minutes: number, 
/**
 * Version of the knowledge pack, with its validity, for the status bar.
 */
knowledge: string, 
/**
 * Version of the ranking rules.
 */
rules: string, 
/**
 * Name of the user, as typed at unlock.
 */
user: string | null, 
/**
 * Whether this is the demonstration vault.
 */
demo: boolean, 
/**
 * Intended use, one sentence.
 */
intended_use: string, };

export type RecoveryCode = { 
/**
 * Code in groups.
 */
code: string, };

export type FileVerdict = { 
/**
 * File name without folder.
 */
name: string, 
/**
 * Format in words, for example `VCF 4.2`.
 */
format: string, 
/**
 * Assembly, or `none`.
 */
assembly: string, 
/**
 * Sample, or `none`.
 */
sample: string, 
/**
 * Size in words.
 */
size: string, 
/**
 * SHA-256, hexadecimal.
 */
sha256: string, 
/**
 * `read`, `findings` or `refused`.
 */
state: string, 
/**
 * Verdict in words.
 */
verdict: string, 
/**
 * What to do, where refused.
 */
hint: string | null, 
/**
 * True where the same file was imported before.
 */
already_imported: boolean, 
/**
 * What a person has to choose before it can be read: `sample`, `assembly`, or empty.
 */
asks: string, 
/**
 * The samples of a file with several; another one than was read may be chosen.
 */
samples: Array<SampleChoice>, };

export type IdentityRow = { 
/**
 * Field.
 */
field: string, 
/**
 * Value in the record that is open.
 */
record: string, 
/**
 * Value in the file, with its place.
 */
file: string, 
/**
 * `same`, `differs` or `not_stated`.
 */
verdict: string, };

export type FindingRow = { 
/**
 * `error`, `warning` or `info`.
 */
severity: string, 
/**
 * File name and line or path.
 */
location: string, 
/**
 * Stable code.
 */
code: string, 
/**
 * One sentence.
 */
message: string, };

export type LedgerView = { 
/**
 * All values.
 */
total: number, 
/**
 * Mapped.
 */
mapped: number, 
/**
 * Kept raw.
 */
kept_raw: number, 
/**
 * Ignored by a named rule.
 */
ignored: number, 
/**
 * Errors.
 */
error: number, 
/**
 * Rules with their counts.
 */
rules: Array<[string, number]>, };

export type UnitConversionRow = { 
/**
 * Test.
 */
test: string, 
/**
 * As in the file.
 */
written: string, 
/**
 * As stored.
 */
stored: string, 
/**
 * Number of values.
 */
count: number, };

export type ImportPreview = { 
/**
 * Handle for commit or cancel.
 */
token: string, 
/**
 * Name of the person of the record file, for the banner of the screen.
 */
person: string | null, 
/**
 * Patient that the files would be added to, if one matched.
 */
existing_patient: string | null, 
/**
 * Files.
 */
files: Array<FileVerdict>, 
/**
 * Identity comparison, empty for a new patient.
 */
identity: Array<IdentityRow>, 
/**
 * True where the identity differs and a typed reason is needed.
 */
identity_blocks: boolean, 
/**
 * Findings, errors first.
 */
findings: Array<FindingRow>, 
/**
 * Ledger.
 */
ledger: LedgerView, 
/**
 * Conversions.
 */
conversions: Array<UnitConversionRow>, 
/**
 * How many facts would be stored, by kind.
 */
read: Array<[string, number]>, 
/**
 * Whether a commit is possible.
 */
can_commit: boolean, };

export type ImportProgress = { 
/**
 * The token that the window chose.
 */
token: string, 
/**
 * Bytes read of all files.
 */
done: number, 
/**
 * Bytes of all files.
 */
total: number, 
/**
 * `Reading tumour.vcf, 1.2 MB of 40.0 MB`.
 */
message: string, };

export type ImportOutcome = { 
/**
 * Patient.
 */
patient_id: string, 
/**
 * One sentence with counts.
 */
message: string, };

export type DemoSet = { 
/**
 * Folder name, handed back to choose it.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * One sentence.
 */
summary: string, 
/**
 * File names.
 */
files: Array<string>, };

export type Banner = { 
/**
 * Patient id in the vault.
 */
patient_id: string, 
/**
 * `MARCHETTI, Elena`.
 */
name: string, 
/**
 * `09-Apr-1962 (64y)` or `Not recorded`.
 */
born: string, 
/**
 * Sex as a word.
 */
sex: string, 
/**
 * Record number or `Not recorded`.
 */
mrn: string, 
/**
 * `Oxaliplatin: anaphylaxis; Penicillin: rash`, `No known allergies` or `Allergies not recorded`.
 */
allergies: string, 
/**
 * `listed`, `none_known` or `not_recorded`.
 */
allergy_state: string, 
/**
 * Diagnosis with stage, or `Not recorded`.
 */
diagnosis: string, 
/**
 * `1 (18-Nov-2026)` or `Not recorded`.
 */
ecog: string, 
/**
 * `Consent: 3 of 5 permitted`.
 */
consent: string, 
/**
 * Marked synthetic.
 */
synthetic: boolean, 
/**
 * `Died 01-Feb-2026`, if so.
 */
deceased: string | null, };

export type WorklistRow = { 
/**
 * Patient id.
 */
patient_id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Record number or `Not recorded`.
 */
mrn: string, 
/**
 * Born with age.
 */
born: string, 
/**
 * Sex.
 */
sex: string, 
/**
 * Diagnosis.
 */
diagnosis: string, 
/**
 * Day of the last import.
 */
last_import: string, 
/**
 * Findings of the last import.
 */
findings: number, 
/**
 * Consent in words.
 */
consent: string, 
/**
 * Status in words.
 */
status: string, 
/**
 * Why the list should be looked at again, if it should.
 */
reanalysis: string | null, 
/**
 * Marked synthetic.
 */
synthetic: boolean, };

export type WorklistView = { 
/**
 * All patients of the vault.
 */
total: number, 
/**
 * Rows that meet the search, by name.
 */
rows: Array<WorklistRow>, };

export type FigureView = { 
/**
 * `contributions-1`, `prediction-loris-pan-cancer` ...
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Inline SVG without scripts or external references.
 */
svg: string, 
/**
 * Text alternative.
 */
alt: string, 
/**
 * Head of the same data as a table.
 */
columns: Array<string>, 
/**
 * Rows of the same data as a table.
 */
rows: Array<Array<string>>, };

export type AlertRow = { 
/**
 * `block`, `caution` or `info`.
 */
severity: string, 
/**
 * What it is about.
 */
subject: string, 
/**
 * One sentence.
 */
message: string, 
/**
 * Day of the fact.
 */
date: string, };

export type KeyAlteration = { 
/**
 * Gene or biomarker.
 */
name: string, 
/**
 * What, with VAF and depth.
 */
detail: string, 
/**
 * `somatic`, `germline`, `unknown origin`, `reported`.
 */
origin: string, 
/**
 * Level of the best option that rests on it, if any.
 */
level: string | null, };

export type LabRow = { 
/**
 * Test.
 */
name: string, 
/**
 * Value as written.
 */
value: string, 
/**
 * Unit, or `no unit`.
 */
unit: string, 
/**
 * `L`, `H`, `LL`, `HH`, `A` or `in range`, or empty where there is no range to judge by.
 */
flag: string, 
/**
 * Reference range as given, or `no range given`.
 */
range: string, 
/**
 * Day.
 */
date: string, };

export type PgxGeneRow = { 
/**
 * Gene.
 */
gene: string, 
/**
 * Diplotypes, `not called`.
 */
diplotype: string, 
/**
 * Phenotype, or why there is none.
 */
phenotype: string, 
/**
 * `called`, `ambiguous`, `not_called` or `outside`.
 */
status: string, 
/**
 * What could not be excluded and other remarks.
 */
remarks: Array<string>, };

export type PgxRow = { 
/**
 * Drug.
 */
drug: string, 
/**
 * Source.
 */
source: string, 
/**
 * Strength.
 */
strength: string, 
/**
 * Action class.
 */
action: string, 
/**
 * Advice.
 */
text: string, 
/**
 * Gene results.
 */
because: string, 
/**
 * Citation.
 */
citation: string, 
/**
 * True where the drug stands in the medication list.
 */
on_medication_list: boolean, };

export type SummaryView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * One line of context.
 */
context: string, 
/**
 * Top options with their document.
 */
options: OptionsDocument, 
/**
 * To act on.
 */
alerts: Array<AlertRow>, 
/**
 * Key alterations and biomarkers.
 */
alterations: Array<KeyAlteration>, 
/**
 * Pharmacogenes.
 */
pgx_genes: Array<PgxGeneRow>, 
/**
 * Drug advice, own medication first.
 */
pgx: Array<PgxRow>, 
/**
 * Last laboratory values.
 */
labs: Array<LabRow>, 
/**
 * Number of all laboratory values.
 */
labs_total: number, 
/**
 * Problems.
 */
problems: Array<string>, 
/**
 * Medication.
 */
medications: Array<string>, 
/**
 * Relatives with their conditions, where family sharing is permitted or the record states them.
 */
family: Array<string>, 
/**
 * What is not known, one sentence each.
 */
not_known: Array<string>, 
/**
 * What is withheld, one sentence each.
 */
withheld: Array<string>, };

export type BoardEntryView = { 
/**
 * Treatment or trial.
 */
treatment: string, 
/**
 * `chosen`, `deferred` or `rejected`.
 */
verdict: string, 
/**
 * Why.
 */
reason: string, 
/**
 * `rank 1, I-A` when it was decided, or `not ranked`.
 */
stood: string, };

export type BoardNoteView = { 
/**
 * `20-Nov-2026 11:42 CET`.
 */
when: string, 
/**
 * Who wrote it down.
 */
by: string, 
/**
 * Who took part.
 */
participants: Array<string>, 
/**
 * Free text.
 */
note: string, 
/**
 * Decisions.
 */
entries: Array<BoardEntryView>, 
/**
 * Versions that the list rested on.
 */
versions: Array<string>, };

export type BoardEntryInput = { 
/**
 * Treatment or trial, as the list names it.
 */
treatment: string, 
/**
 * `chosen`, `deferred` or `rejected`.
 */
verdict: string, 
/**
 * Why.
 */
reason: string, };

export type BoardNoteInput = { 
/**
 * Who took part.
 */
participants: Array<string>, 
/**
 * Free text.
 */
note: string, 
/**
 * Decisions.
 */
entries: Array<BoardEntryInput>, };

export type ListChangeRow = { 
/**
 * `new`, `gone`, `level`, `moved` or `cautions`.
 */
kind: string, 
/**
 * Treatment.
 */
treatment: string, 
/**
 * Where it stood.
 */
before: string, 
/**
 * Where it stands.
 */
after: string, 
/**
 * Why, one sentence each.
 */
why: Array<string>, };

export type ReanalysisView = { 
/**
 * When the earlier list stood, and why it was kept.
 */
since: string, 
/**
 * What changed: packs with versions, the record, the day.
 */
causes: Array<string>, 
/**
 * Differences; empty where the list is the same.
 */
changes: Array<ListChangeRow>, };

export type AnalyteRow = { 
/**
 * Name in the rules.
 */
name: string, 
/**
 * Words.
 */
words: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Latest value with its day, or `not recorded`.
 */
current: string, };

export type CompareRow = { 
/**
 * What is compared.
 */
label: string, 
/**
 * `text`, `level` or `number`.
 */
kind: string, 
/**
 * Lines of each option; never empty, unknown is said.
 */
cells: Array<Array<string>>, 
/**
 * Whether the options differ in it.
 */
differs: boolean, };

export type CompareView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * Options, in the order of the list.
 */
options: Array<string>, 
/**
 * Rows.
 */
rows: Array<CompareRow>, 
/**
 * What the comparison does not say.
 */
caveat: string, };

export type LabAssumption = { 
/**
 * Name in the rules.
 */
analyte: string, 
/**
 * Value, in the unit of the row.
 */
value: number, };

export type WhatIfInput = { 
/**
 * Values of measurements.
 */
labs: Array<LabAssumption>, 
/**
 * ECOG performance status.
 */
ecog: number | null, 
/**
 * Alterations as a pathologist writes them.
 */
add: Array<string>, 
/**
 * Alterations of the list that are left out.
 */
remove: Array<string>, 
/**
 * Scopes that are assumed to be denied. A consent that the patient did not give is never assumed.
 */
deny: Array<string>, 
/**
 * Drugs given before; the record then counts as previously treated.
 */
earlier: Array<string>, 
/**
 * No systemic treatment before.
 */
untreated: boolean, 
/**
 * What matters to the patient.
 */
preferences: PreferencesDoc | null, };

export type WhatIfView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * The label of the panel.
 */
label: string, 
/**
 * What was assumed, one sentence each.
 */
assumed: Array<string>, 
/**
 * Texts that were not understood and therefore changed nothing.
 */
not_understood: Array<string>, 
/**
 * Differences to the list of the record.
 */
changes: Array<ListChangeRow>, 
/**
 * The list under the assumptions.
 */
document: OptionsDocument, };

export type TrialFileRow = { 
/**
 * Name.
 */
name: string, 
/**
 * Format in words.
 */
format: string, 
/**
 * Number of trials.
 */
trials: number, 
/**
 * SHA-256, hexadecimal.
 */
sha256: string, 
/**
 * Where its values went, or why it was not read.
 */
verdict: string, 
/**
 * What a person should know.
 */
findings: Array<string>, };

export type TrialFilesView = { 
/**
 * Folder that they lie in.
 */
folder: string, 
/**
 * All trials.
 */
total: number, 
/**
 * Files.
 */
rows: Array<TrialFileRow>, };

export type WishesView = { 
/**
 * Weights; all 0 where none are set.
 */
weights: PreferencesDoc, 
/**
 * `set on 20-Nov-2026 11:42 CET by ...`, or `reset on ...`; none where nobody ever set them.
 */
recorded: string | null, };

export type RegionChoice = { 
/**
 * `US`, `EU`.
 */
code: string, 
/**
 * With its regulator, for people.
 */
name: string, };

export type SiteView = { 
/**
 * The region whose approvals count.
 */
region: string | null, 
/**
 * What can be chosen.
 */
choices: Array<RegionChoice>, };

export type OptionsView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * `as of 20-Nov-2026`.
 */
as_of: string, 
/**
 * The document of the command line.
 */
document: OptionsDocument, 
/**
 * One contributions chart an option, in the order of the options.
 */
contribution_figures: Array<FigureView>, 
/**
 * One chart a prediction, in the order of the predictions.
 */
prediction_figures: Array<FigureView>, 
/**
 * Notes of the tumour board, the newest first.
 */
board: Array<BoardNoteView>, 
/**
 * How the list differs from the one that a person last took note of; none where that was this one.
 */
reanalysis: ReanalysisView | null, 
/**
 * What matters to the patient.
 */
wishes: WishesView, 
/**
 * Measurements that "what if" can vary.
 */
analytes: Array<AnalyteRow>, };

export type BiomarkerRow = { 
/**
 * `tmb`, `msi`, `hrd`, `signatures`.
 */
id: string, 
/**
 * Name.
 */
label: string, 
/**
 * Value or `Not computed`.
 */
value: string, 
/**
 * Unit, or empty.
 */
unit: string, 
/**
 * Interval, rule, source or reason, one sentence each.
 */
lines: Array<string>, 
/**
 * Whether there is a value.
 */
known: boolean, 
/**
 * `3 options`, or empty where nothing rests on it.
 */
supports: string, 
/**
 * Treatment of the best option that rests on it.
 */
option: string | null, };

export type VariantCounts = { 
/**
 * All.
 */
all: number, 
/**
 * Somatic.
 */
somatic: number, 
/**
 * Germline.
 */
germline: number, 
/**
 * Origin not stated.
 */
unknown: number, };

export type VariantQuery = { 
/**
 * Words that must all stand in gene, names, place, consequence or class.
 */
search: string, 
/**
 * `all`, `somatic`, `germline` or `unknown`.
 */
origin: string, 
/**
 * `all`, `evidence`, `classified`, `differs`, `rejected` or `not_interpreted`.
 */
show: string, 
/**
 * `relevance` or the name of a column.
 */
sort: string, 
/**
 * Largest first.
 */
descending: boolean, 
/**
 * First row wanted.
 */
offset: number, 
/**
 * Most rows wanted.
 */
limit: number, };

export type VariantRow = { 
/**
 * Names the variant, to ask for its detail.
 */
key: string, 
/**
 * Gene, or `no gene`.
 */
gene: string, 
/**
 * Protein change.
 */
protein: string, 
/**
 * Coding change.
 */
coding: string, 
/**
 * Consequence.
 */
consequence: string, 
/**
 * Allele fraction in percent.
 */
vaf: string, 
/**
 * Reads.
 */
depth: string, 
/**
 * Origin, with the zygosity of a germline call.
 */
origin: string, 
/**
 * FILTER of the caller.
 */
filter: string, 
/**
 * True where the caller rejected the call.
 */
rejected: boolean, 
/**
 * Class in force.
 */
class: string, 
/**
 * `Attune`, `laboratory`, `clinician` or empty.
 */
class_by: string, 
/**
 * The laboratory's class, where it is on another side than the one in force.
 */
laboratory_differs: string | null, 
/**
 * Best level that rests on it.
 */
tier: string | null, 
/**
 * `3 options`, `resistance to 2`, or `none`.
 */
supports: string, 
/**
 * Treatment of the best option that rests on it.
 */
option: string | null, };

export type VariantPage = { 
/**
 * Rows that meet the query.
 */
found: number, 
/**
 * Place of the first row of this part.
 */
offset: number, 
/**
 * Rows.
 */
rows: Array<VariantRow>, };

export type CopyNumberRow = { 
/**
 * Gene.
 */
gene: string, 
/**
 * Event.
 */
event: string, 
/**
 * Copies.
 */
copies: string, 
/**
 * Logarithm of the ratio.
 */
log2: string, 
/**
 * Source.
 */
source: string, 
/**
 * Options.
 */
supports: string, 
/**
 * Treatment of the best option that rests on it.
 */
option: string | null, };

export type FusionRow = { 
/**
 * `EML4::ALK`, or the kind of a structural variant with its genes.
 */
name: string, 
/**
 * Breaks.
 */
breaks: string, 
/**
 * Frame.
 */
frame: string, 
/**
 * Reads or support as written.
 */
support: string, 
/**
 * Why it is not matched, where it is not; or empty.
 */
doubt: string, 
/**
 * Source.
 */
source: string, 
/**
 * Options.
 */
supports: string, 
/**
 * Treatment of the best option that rests on it.
 */
option: string | null, };

export type GapRow = { 
/**
 * `Not covered`, `Not interpreted`, `Withheld` ... .
 */
kind: string, 
/**
 * About what.
 */
subject: string, 
/**
 * The sentence.
 */
message: string, };

export type AlterationPlace = { 
/**
 * As the option names it.
 */
text: string, 
/**
 * Key of the variant, or `copy-number:0`, `fusion:2` with the place in its table, or `biomarker:tmb`.
 */
key: string, };

export type GenomeView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * Reports, samples and assemblies in one line.
 */
context: string, 
/**
 * Number of reports.
 */
reports: number, 
/**
 * Biomarkers.
 */
biomarkers: Array<BiomarkerRow>, 
/**
 * Counts of the variants.
 */
counts: VariantCounts, 
/**
 * First part of the table in its default order.
 */
page: VariantPage, 
/**
 * Copy number.
 */
copy_number: Array<CopyNumberRow>, 
/**
 * Fusions, then other structural variants.
 */
fusions: Array<FusionRow>, 
/**
 * Genes looked at in full without a variant, with the proof.
 */
negatives: Array<GapRow>, 
/**
 * What is not known, and why.
 */
gaps: Array<GapRow>, 
/**
 * What consent withholds.
 */
withheld: Array<string>, 
/**
 * Alterations that options and resistances name.
 */
places: Array<AlterationPlace>, };

export type OptionLink = { 
/**
 * Rank, or `resistance`.
 */
rank: string, 
/**
 * Treatment.
 */
treatment: string, 
/**
 * Level.
 */
level: string, };

export type CriterionRow = { 
/**
 * Code.
 */
code: string, 
/**
 * `met`, `not met`, `not assessable offline`.
 */
state: string, 
/**
 * Points.
 */
points: string, 
/**
 * Fact.
 */
fact: string, 
/**
 * True where a clinician can set it.
 */
editable: boolean, 
/**
 * Strength of the guideline, or the one set: `supporting`, `moderate`, `strong`, `very strong`.
 */
strength: string, 
/**
 * A clinician's change with what Attune had found, or empty.
 */
changed: string, };

export type ClassChangeRow = { 
/**
 * When.
 */
when: string, 
/**
 * Who.
 */
by: string, 
/**
 * From which class to which.
 */
change: string, 
/**
 * Why.
 */
reason: string, };

export type VariantDetail = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * The row.
 */
row: VariantRow, 
/**
 * What the file and the packs say: name and value.
 */
facts: Array<[string, string]>, 
/**
 * The class in force with its points and who set it.
 */
in_force: string, 
/**
 * Our class, or why there is none.
 */
ours: string, 
/**
 * True where the class in force is not ours.
 */
differs_from_ours: boolean, 
/**
 * The laboratory's class, or that none is stated.
 */
laboratory: string, 
/**
 * Criteria behind our class.
 */
criteria: Array<CriterionRow>, 
/**
 * Options and resistances that rest on it.
 */
options: Array<OptionLink>, 
/**
 * Classes that it can be given; empty where it cannot be changed.
 */
classes: Array<string>, 
/**
 * Changes, newest first.
 */
changes: Array<ClassChangeRow>, 
/**
 * Plot of its gene, where a residue is known.
 */
figure: FigureView | null, 
/**
 * Why there is no plot, or what the plot does not show.
 */
figure_note: string, };

export type ClassInput = { 
/**
 * Key of the variant.
 */
key: string, 
/**
 * The new class.
 */
class: string, 
/**
 * Why.
 */
reason: string, };

export type CriterionInput = { 
/**
 * Key of the variant.
 */
key: string, 
/**
 * Code of the criterion.
 */
code: string, 
/**
 * `met`, `not_met`, `not_assessable`, or `as_computed` to take a change back.
 */
state: string, 
/**
 * Strength where it is met: `supporting`, `moderate`, `strong`, `very_strong`; that of the guideline where empty.
 */
strength: string | null, 
/**
 * Why.
 */
reason: string, };

export type FileChoice = { 
/**
 * Token of the preview.
 */
token: string, 
/**
 * Place of the file in the preview.
 */
file: number, 
/**
 * The sample, if that was chosen.
 */
sample: string | null, 
/**
 * `GRCh37` or `GRCh38`, if that was chosen.
 */
assembly: string | null, };

export type SampleChoice = { 
/**
 * Its name.
 */
name: string, 
/**
 * `tumour`, `normal` or `not stated`.
 */
role: string, 
/**
 * Why it is taken for that, or empty.
 */
why: string, };

export type ConsentScopeRow = { 
/**
 * Stable name.
 */
scope: string, 
/**
 * Label.
 */
label: string, 
/**
 * What it covers.
 */
covers: string, 
/**
 * `implied`, `permitted`, `denied`, `not_recorded` or `expired`.
 */
status: string, 
/**
 * The word for the screen.
 */
word: string, 
/**
 * Day of the decision, or `not recorded`.
 */
since: string, 
/**
 * How it was given and by whom, or `not recorded`.
 */
how: string, 
/**
 * Hash of the form in short, or `no document`.
 */
document: string, 
/**
 * Expiry, or `no expiry`.
 */
expires: string, 
/**
 * What closes at once if it is withdrawn or stays missing, one sentence each.
 */
closes: Array<string>, 
/**
 * What stays.
 */
stays: Array<string>, };

export type ConsentHistoryRow = { 
/**
 * Local display time.
 */
when: string, 
/**
 * Scope label.
 */
scope: string, 
/**
 * Change in words.
 */
change: string, 
/**
 * How.
 */
how: string, 
/**
 * Who wrote it down.
 */
recorded_by: string, };

export type ConsentView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * `3 of 5 scopes permitted, 1 denied, 1 not recorded`.
 */
summary: string, 
/**
 * Scopes.
 */
scopes: Array<ConsentScopeRow>, 
/**
 * History, newest first.
 */
history: Array<ConsentHistoryRow>, 
/**
 * What is withheld now.
 */
withheld: Array<string>, };

export type ConsentInput = { 
/**
 * Stable scope name.
 */
scope: string, 
/**
 * `permit`, `deny` or `withdraw`.
 */
decision: string, 
/**
 * Who decided.
 */
by: string, 
/**
 * `signed_paper` or `verbal`.
 */
method: string, 
/**
 * Witness, for a verbal decision.
 */
witness: string | null, 
/**
 * SHA-256 of the scanned form, if there is one.
 */
document_sha256: string | null, 
/**
 * Last ISO day in force.
 */
expires: string | null, };

export type ReportPreview = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * `clinician`, `patient` or `wallet`.
 */
audience: string, 
/**
 * One SVG a page.
 */
pages: Array<string>, 
/**
 * Text of each page, as the text alternative.
 */
page_texts: Array<string>, 
/**
 * SHA-256 of the content.
 */
content_sha256: string, 
/**
 * Suggested file name, without patient identifiers.
 */
file_name: string, 
/**
 * What is withheld in it.
 */
withheld: Array<string>, };

export type ReportExport = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * Number of pages.
 */
pages: number, };

export type ReviewGroup = { 
/**
 * What they are.
 */
title: string, 
/**
 * How many.
 */
count: number, 
/**
 * One line a finding.
 */
rows: Array<string>, };

export type PackRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Version.
 */
version: string, 
/**
 * `knowledge` or `model`.
 */
kind: string, 
/**
 * Validity in words.
 */
valid: string, 
/**
 * Signature in words.
 */
signature: string, 
/**
 * Licence.
 */
licence: string, 
/**
 * Sources with dates.
 */
sources: Array<string>, 
/**
 * Counts and remarks.
 */
contents: Array<string>, 
/**
 * What the builder found for a curator: conflicts between rows, and gaps. Empty for a model.
 */
review: Array<ReviewGroup>, };

export type PacksView = { 
/**
 * Rows.
 */
rows: Array<PackRow>, };

export type AuditRow = { 
/**
 * Number in the chain.
 */
sequence: number, 
/**
 * Local display time.
 */
when: string, 
/**
 * Who.
 */
actor: string, 
/**
 * What.
 */
action: string, 
/**
 * About whom, or `none`.
 */
subject: string, 
/**
 * Detail.
 */
detail: string, 
/**
 * First digits of the entry's hash.
 */
hash: string, };

export type AuditView = { 
/**
 * Whether the chain verifies.
 */
intact: boolean, 
/**
 * Verdict in words.
 */
verdict: string, 
/**
 * All entries.
 */
total: number, 
/**
 * Newest first.
 */
rows: Array<AuditRow>, };

export type PgxAdvice = { 
/**
 * `CPIC`, `DPWG` or `FDA`.
 */
source: string, 
/**
 * `Avoid`, `Lower dose, 50 % of the usual dose`, `No recommendation` ...
 */
action: string, 
/**
 * `block`, `caution`, `info`, `pass` or `unknown`.
 */
severity: string, 
/**
 * `strong`, `moderate`, `optional` or `no strength given`.
 */
strength: string, 
/**
 * Population and condition of the row, if it is not for everybody.
 */
applies: string | null, 
/**
 * `DPYD Intermediate Metabolizer`.
 */
because: string, 
/**
 * Text of the source.
 */
text: string, 
/**
 * References and version of the source.
 */
reference: string, };

export type PgxDrug = { 
/**
 * Generic name.
 */
drug: string, 
/**
 * `block`, `caution`, `info`, `pass` or `unknown`.
 */
severity: string, 
/**
 * The most far-reaching action in words.
 */
word: string, 
/**
 * True where a drug or a dose would be changed, or watched more closely.
 */
acts: boolean, 
/**
 * True where the drug stands in the medication list.
 */
own: boolean, 
/**
 * Rows of the sources.
 */
advice: Array<PgxAdvice>, 
/**
 * How the sources contradict each other, if they do.
 */
conflict: string | null, 
/**
 * Genes that a source asks for and that have no result, in a sentence.
 */
open: string | null, };

export type PgxOwnMedication = { 
/**
 * Words of the record with the dose.
 */
written: string, 
/**
 * `current`, `planned` or `not said whether taken`.
 */
course: string, 
/**
 * `block`, `caution`, `info`, `pass` or `unknown`.
 */
severity: string, 
/**
 * What it comes to in words.
 */
word: string, 
/**
 * The drugs in it that a guideline has.
 */
drugs: Array<PgxDrug>, };

export type PgxDiplotype = { 
/**
 * `*1/*2`.
 */
name: string, 
/**
 * The name, with its source where the file and an outside call differ.
 */
label: string, 
/**
 * Functions of the alleles.
 */
functions: string, 
/**
 * Phenotype, or that the guideline defines none.
 */
phenotype: string, 
/**
 * Activity score, or `none`.
 */
score: string, 
/**
 * `this file`, `outside call` or `this file and outside call`.
 */
source: string, };

export type PgxPosition = { 
/**
 * dbSNP identifier, or `no rsID`.
 */
rsid: string, 
/**
 * `chr10:94780653` on GRCh38.
 */
position: string, 
/**
 * Reference bases.
 */
reference: string, 
/**
 * Genotype, or `no genotype`.
 */
genotype: string, 
/**
 * `reference`, `variant`, `partial`, `undocumented` or `missing`.
 */
state: string, 
/**
 * The same in words.
 */
state_word: string, 
/**
 * Alleles that cannot be excluded, and the drugs whose advice hangs on it.
 */
cannot_exclude: string, };

export type PgxGene = { 
/**
 * Gene symbol.
 */
gene: string, 
/**
 * `called`, `ambiguous`, `not_called` or `outside`.
 */
status: string, 
/**
 * Diplotypes that fit, the most supported first.
 */
diplotypes: Array<PgxDiplotype>, 
/**
 * Phenotype, or why there is none.
 */
phenotype: string, 
/**
 * Activity score, or `none`.
 */
score: string, 
/**
 * Defining positions with a genotype, `81 of 83`, or why that is not known.
 */
covered: string, 
/**
 * Remarks.
 */
findings: Array<string>, 
/**
 * Positions with genotype, in the order of the table.
 */
positions: Array<PgxPosition>, };

export type PgxStep = { 
/**
 * Gene or drug.
 */
subject: string, 
/**
 * `block`, `caution`, `info`, `pass` or `unknown`.
 */
severity: string, 
/**
 * What comes out of it.
 */
result: string, 
/**
 * From what: genotype and drugs, or the inputs.
 */
from: Array<string>, 
/**
 * What is missing.
 */
missing: Array<string>, 
/**
 * Rule or algorithm, and what has to be known beside it.
 */
rule: Array<string>, 
/**
 * References.
 */
reference: string, };

export type PgxView = { 
/**
 * Banner.
 */
banner: Banner, 
/**
 * Sample and counts in one line.
 */
context: string, 
/**
 * Why nothing is shown by consent, if so.
 */
withheld: string | null, 
/**
 * What is missing where no genotype was read, if so.
 */
not_tested: string | null, 
/**
 * The medication list, the most pressing first.
 */
own: Array<PgxOwnMedication>, 
/**
 * What the medication list says where it is empty.
 */
own_empty: string, 
/**
 * Every drug of the guidelines, the most pressing first.
 */
drugs: Array<PgxDrug>, 
/**
 * Genes by name.
 */
genes: Array<PgxGene>, 
/**
 * Effect of current medication on phenotypes.
 */
phenoconversion: Array<PgxStep>, 
/**
 * Doses by published algorithms.
 */
doses: Array<PgxStep>, 
/**
 * Allele tables and guidelines with their versions.
 */
versions: Array<string>, };

export type FileExport = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * What is in it, in one line.
 */
contents: string, };
