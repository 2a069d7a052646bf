//! Gathers the mapped resources of a file into the record of one person.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use attune_clinical::{Coding, HealthRecord, Patient, RecordStatus};
use attune_genome::{GenomeReport, MsiStatus, Origin, TumourMutationalBurden};

use super::facts::{self, Sizes};
use super::people::{Choice, key};
use super::tally::Counts;
use super::value::{Concept, Context};
use super::{allergy, biomarker, condition, consent, family, medication, observation, patient, procedure};
use super::{resource_type, tally};
use crate::finding::Findings;
use crate::json::{At, Mark, Node};
use crate::{FileKind, Ledger, RecordImport, Refusal, Severity, UnitConversion};

/// What one resource gave.
#[derive(Debug, Default)]
struct Part {
    kind: String,
    location: String,
    subject: Option<String>,
    /// A Patient with the keys that name it.
    patient: Option<Box<(BTreeSet<String>, Patient)>>,
    /// How many facts of each kind it gave; they stand in the order of the parts.
    sizes: Sizes,
    /// Place of its medication, and the reference to the drug that stands elsewhere.
    drug: Option<(usize, String)>,
    stated: Vec<String>,
    tmb: Option<Box<TumourMutationalBurden>>,
    msi: Option<MsiStatus>,
    counts: Counts,
    interpreted: bool,
}

pub(super) struct Collection<'a> {
    name: &'a str,
    text: &'a str,
    pub(super) findings: Findings,
    /// Leaves outside resources.
    pub(super) ledger: Ledger,
    parts: Vec<Part>,
    facts: HealthRecord,
    drugs: HashMap<String, (String, Vec<Coding>)>,
    conversions: BTreeMap<(String, String, String), u64>,
    synthetic: bool,
    resources: usize,
}

impl<'a> Collection<'a> {
    pub(super) fn new(name: &'a str, text: &'a str, findings: Findings) -> Self {
        Self {
            name,
            text,
            findings,
            ledger: Ledger::default(),
            parts: Vec::new(),
            facts: HealthRecord::default(),
            drugs: HashMap::new(),
            conversions: BTreeMap::new(),
            synthetic: false,
            resources: 0,
        }
    }

    /// Takes an element of the `entry` of the outermost object.
    pub(super) fn entry(&mut self, index: usize, element: &Node<'_>) {
        let path = format!("Bundle.entry[{index}]");
        let at = At::root(element, &path);
        self.wrapper(&at);
    }

    /// Takes the outermost object, without the elements of its `entry`.
    pub(super) fn document(&mut self, document: &Node<'_>, prefix: &str) {
        match resource_type(document) {
            None | Some("Bundle") => {
                let path = format!("{prefix}Bundle");
                let at = At::root(document, &path);
                if let Node::Array(list) = document {
                    // A bare list of resources.
                    for (index, element) in list.iter().enumerate() {
                        let path = format!("{prefix}[{index}]");
                        self.resource(&At::root(element, &path), None);
                    }
                    return;
                }
                self.resources += usize::from(resource_type(document).is_some());
                self.synthetic |= patient::is_synthetic(&at);
                at.get("resourceType").text();
                tally::wrapper(document, &mut |_| false).into_ledger(&mut self.ledger);
            }
            Some(kind) => {
                let path = format!("{prefix}{kind}");
                self.resource(&At::root(document, &path), None);
            }
        }
    }

    /// An entry: its resource on its own, and what stands around it.
    fn wrapper(&mut self, at: &At<'_, '_>) {
        let resource = at.get("resource");
        if let (Some(node), true) = (resource.node(), resource.exists()) {
            let url = at.get("fullUrl").peek().map(key);
            self.resource(&resource, url);
            let counted = std::ptr::from_ref(node);
            if let Some(element) = at.node() {
                tally::wrapper(element, &mut |n| std::ptr::eq(n, counted)).into_ledger(&mut self.ledger);
            }
        } else if let Some(element) = at.node() {
            tally::wrapper(element, &mut |_| false).into_ledger(&mut self.ledger);
        }
    }

    fn resource(&mut self, at: &At<'_, '_>, url: Option<String>) {
        let Some(node) = at.node() else { return };
        let Some(kind) = resource_type(node) else {
            // JSON that is no FHIR resource is not understood, whatever it is.
            tally::resource(node).not_understood().into_ledger(&mut self.ledger);
            let findings = &mut self.findings;
            findings.add(
                Severity::Warning,
                "fhir.no_resource_type",
                || at.path(),
                || "No resourceType stands here; it was kept in the source and not interpreted.".to_owned(),
            );
            return;
        };
        self.resources += 1;
        at.get("resourceType").text();
        if kind == "Bundle" {
            self.nested(at, node);
            return;
        }
        let mut part = Part { kind: kind.to_owned(), location: at.path(), ..Part::default() };
        let mut facts = HealthRecord::default();
        self.map(&mut part, &mut facts, at, url);
        part.counts = tally::resource(node);
        if part.counts.has_doubled_key() {
            self.findings.add(Severity::Warning, "json.doubled_key", || at.path(), || {
                "A key stands twice in one object; the first value was read, the other stays in the source.".to_owned()
            });
        }
        part.sizes = facts::append(&mut self.facts, facts);
        self.parts.push(part);
    }

    /// A Bundle inside an entry of a Bundle.
    fn nested(&mut self, at: &At<'_, '_>, node: &Node<'_>) {
        let list = at.get("entry");
        let mut counted = HashSet::new();
        for item in list.items() {
            self.wrapper(&item);
            counted.extend(item.node().map(std::ptr::from_ref));
        }
        tally::wrapper(node, &mut |n| counted.contains(&std::ptr::from_ref(n))).into_ledger(&mut self.ledger);
    }

    fn map(&mut self, part: &mut Part, facts: &mut HealthRecord, at: &At<'_, '_>, url: Option<String>) {
        let mut cx = Context {
            file: self.name,
            findings: &mut self.findings,
            conversions: &mut self.conversions,
            text: self.text,
        };
        let cx = &mut cx;
        part.subject = ["subject", "patient"].iter().find_map(|k| at.get(k).get("reference").peek()).map(key);
        // A fragment points into the resource itself and names nobody.
        part.subject = part.subject.take().filter(|s| !s.starts_with('#'));
        part.interpreted = true;
        match part.kind.as_str() {
            "Patient" => {
                let mut keys: BTreeSet<String> = url.into_iter().collect();
                keys.extend(at.get("id").text().map(str::to_owned));
                part.patient = Some(Box::new((keys, patient::patient(cx, at))));
            }
            "Condition" => facts.conditions.extend(condition::condition(cx, at)),
            "Observation" => facts.observations.extend(observation::observation(cx, at)),
            "MedicationRequest" | "MedicationStatement" | "MedicationAdministration" => {
                if let Some(mapped) = medication::medication(cx, at, &part.kind) {
                    facts.medications.push(mapped.medication);
                    part.drug = mapped.pending.map(|r| (self.facts.medications.len(), key(&r)));
                }
            }
            "Medication" => {
                let Concept { text, codings } = cx.concept(&at.get("code"));
                let keys = url.into_iter().chain(at.get("id").peek().map(str::to_owned));
                for name in keys.collect::<Vec<_>>() {
                    self.drugs.insert(name, (text.clone(), codings.clone()));
                }
            }
            "AllergyIntolerance" => facts.allergies.extend(allergy::allergy(cx, at)),
            "Procedure" => facts.procedures.extend(procedure::procedure(cx, at)),
            "FamilyMemberHistory" => facts.family.extend(family::family(cx, at)),
            "Consent" => facts.consents.extend(consent::consents(cx, at)),
            "DocumentReference" => facts.documents.extend(procedure::document(cx, at)),
            "DiagnosticReport" => {
                facts.documents.extend(procedure::report(cx, at));
                // Some genomics reports carry their results inside.
                let list = at.get("contained");
                for item in list.items().filter(|i| i.get("resourceType").peek() == Some("Observation")) {
                    item.get("resourceType").text();
                    facts.observations.extend(observation::observation(cx, &item));
                }
            }
            _ => part.interpreted = false,
        }
        if part.interpreted && part.subject.is_some() {
            for k in ["subject", "patient"] {
                at.get(k).get("reference").text();
            }
        }
        if part.interpreted && at.get("modifierExtension").exists() {
            at.get("modifierExtension").mark(Mark::Unusable);
            facts::unconfirm(facts);
            self.findings.add(Severity::Warning, "fhir.modifier_extension", || at.path(), || {
                "A modifierExtension that is not known here may change the meaning; the entry counts as unconfirmed.".to_owned()
            });
        }
        for observation in &facts.observations {
            let statement = biomarker::statement(observation);
            part.stated.extend(statement.texts);
            part.tmb = statement.tmb.map(Box::new).or(part.tmb.take());
            part.msi = statement.msi.or(part.msi);
        }
    }

    /// Builds the import.
    ///
    /// # Errors
    /// JSON without a single FHIR resource.
    pub(super) fn finish(mut self, kind: FileKind, sha256: String) -> Result<RecordImport, Refusal> {
        if self.resources == 0 {
            return Err(Refusal::new(
                "fhir.no_resources",
                format!("{} is JSON, but no FHIR resource stands in it", self.name),
                "Export the record as a FHIR R4 Bundle or NDJSON.",
            ));
        }
        self.resolve_drugs();
        let choice = self.choose();
        let mut record = std::mem::take(&mut self.facts);
        let mut owned = Vec::with_capacity(self.parts.len());
        let mut ledger = std::mem::take(&mut self.ledger);
        let mut read: BTreeMap<String, u64> = BTreeMap::new();
        let mut silent: BTreeMap<String, u64> = BTreeMap::new();
        let (mut stated, mut tmb, mut msi) = (Vec::new(), None, None);
        for part in std::mem::take(&mut self.parts) {
            let own = match &part.patient {
                // The first Patient is the person, also where it has no id.
                Some(patient) => record.patient.is_none() || !patient.0.is_disjoint(&choice.keys),
                None => choice.covers(part.subject.as_deref()),
            };
            owned.push((part.sizes, own));
            if !own {
                ledger.ignored("fhir.other_person", part.counts.total());
                self.findings.add(
                    Severity::Warning,
                    "fhir.other_person_entry",
                    || part.location.clone(),
                    || format!("This {} is about another person; it was not read.", part.kind),
                );
                continue;
            }
            part.counts.into_ledger(&mut ledger);
            let counter = if part.interpreted { &mut read } else { &mut silent };
            *counter.entry(part.kind).or_default() += 1;
            if let Some(patient) = part.patient
                && record.patient.is_none()
            {
                record.patient = Some(patient.1);
            }
            for text in part.stated {
                if !stated.contains(&text) {
                    stated.push(text);
                }
            }
            tmb = part.tmb.map(|t| *t).or(tmb);
            msi = part.msi.or(msi);
        }
        for (kind, count) in &silent {
            self.findings.add(
                Severity::Info,
                "fhir.not_interpreted",
                || kind.clone(),
                || format!("{count} {kind} kept in the source and not interpreted."),
            );
        }
        facts::keep_owned(&mut record, &owned);
        let doubles = facts::drop_doubles(&mut record);
        if doubles > 0 {
            self.findings.add(
                Severity::Info,
                "fhir.doubles",
                || "whole file".into(),
                || format!("{doubles} entries stand more than once, word for word; each was kept once."),
            );
        }
        if let Some(patient) = &mut record.patient {
            patient.synthetic |= self.synthetic;
        }
        if read.is_empty() {
            self.findings.add(
                Severity::Warning,
                "fhir.nothing_read",
                || "whole file".into(),
                || "The file holds no resource that is interpreted.".to_owned(),
            );
        }
        let genome = (tmb.is_some() || msi.is_some()).then(|| GenomeReport {
            origin: Origin::Somatic,
            tmb,
            msi,
            ..GenomeReport::default()
        });
        let conversions = self
            .conversions
            .into_iter()
            .map(|((test, written, stored), count)| UnitConversion { test, written, stored, count })
            .collect();
        let findings = self.findings.finish();
        Ok(RecordImport { kind, record, genome, stated, conversions, read, ledger, findings, sha256 })
    }

    /// Puts the drugs of Medication resources into the entries that point to them.
    fn resolve_drugs(&mut self) {
        for part in &mut self.parts {
            let Some((place, reference)) = part.drug.take() else { continue };
            let Some(medication) = self.facts.medications.get_mut(place) else { continue };
            match self.drugs.get(&reference) {
                Some((text, codings)) => {
                    if medication.text.is_empty() {
                        medication.text.clone_from(text);
                    }
                    medication.codings.clone_from(codings);
                }
                None => {
                    let location = medication.source.location.clone();
                    self.findings.add(Severity::Warning, "medication.unresolved", || location, || {
                        "The drug stands in a Medication that is not in the file; only its name here is known.".to_owned()
                    });
                    if medication.text.is_empty() {
                        medication.text = "drug not named in the file".to_owned();
                        medication.status = RecordStatus::Unconfirmed;
                    }
                }
            }
        }
    }

    fn choose(&mut self) -> Choice {
        let patients: Vec<_> =
            self.parts.iter().filter_map(|p| p.patient.as_ref()).map(|p| p.0.clone()).collect();
        let subjects: BTreeSet<String> =
            self.parts.iter().filter(|p| p.interpreted).filter_map(|p| p.subject.clone()).collect();
        let choice = Choice::new(&patients, &subjects);
        if choice.others > 0 {
            self.findings.add(Severity::Error, "fhir.other_person", || "whole file".into(), || {
                format!(
                    "The file holds facts about {} more people; only those about the first were read. Import one person at a time.",
                    choice.others
                )
            });
        }
        if choice.unresolved {
            self.findings.add(Severity::Warning, "fhir.subject_unresolved", || "whole file".into(), || {
                "The entries point to a patient that is not the Patient of the file; check that it is the same person.".to_owned()
            });
        }
        choice
    }
}
