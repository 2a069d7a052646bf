//! A small world of facts, written in rows, and the shorthand to ask it.

use attune_clinical::{
    AiModels, Coding, ConsentLedger, Consented, HealthRecord, Observation, ObservationValue, Patient,
    Quantity, RecordStatus, Sex, TreatmentPlanning, Unit, Withheld,
};
use attune_decision::{Case, Facts, RankedOption, RankedOptions, StatedAlteration, TumourNode, rank_with};
use attune_genome::Alteration;
use attune_inference::Registry;
use attune_knowledge::{
    Administration, Assertion, AssertionKind, Basis, BiomarkerExpr, Burden, Citation, Direction, Drug,
    DrugKind, Route, SafetyRule, Significance, Source, Standing, StandingKind, Therapy, TherapyInteraction,
    TumourScope, Verification,
};
use jiff::civil::{Date, date};

/// Code, name, parent, solid.
const TREE: &[(&str, &str, &str, bool)] = &[
    ("MEL", "Melanoma", "", true),
    ("LUNG", "Lung", "", true),
    ("NSCLC", "Non-Small Cell Lung Cancer", "LUNG", true),
    ("LUAD", "Lung Adenocarcinoma", "NSCLC", true),
    ("COADREAD", "Colorectal Adenocarcinoma", "", true),
    ("COAD", "Colon Adenocarcinoma", "COADREAD", true),
    ("BRCA", "Invasive Breast Carcinoma", "", true),
    ("AML", "Acute Myeloid Leukemia", "", false),
];

/// Generic name, classes, synonyms.
const DRUGS: &[(&str, &[&str], &[&str])] = &[
    ("dabrafenib", &["BRAF inhibitor"], &["Tafinlar", "dabrafenib mesylate"]),
    ("trametinib", &["MEK inhibitor"], &["Mekinist"]),
    ("vemurafenib", &["BRAF inhibitor"], &["Zelboraf"]),
    ("encorafenib", &["BRAF inhibitor"], &[]),
    ("cetuximab", &["anti-EGFR antibody"], &["Erbitux"]),
    ("panitumumab", &["anti-EGFR antibody"], &[]),
    ("sotorasib", &["KRAS G12C inhibitor"], &[]),
    ("fluorouracil", &["fluoropyrimidine"], &["5-FU"]),
    ("capecitabine", &["fluoropyrimidine"], &["Xeloda"]),
    ("leucovorin", &["folate"], &[]),
    ("oxaliplatin", &["platinum"], &[]),
    ("carboplatin", &["platinum"], &[]),
    ("cisplatin", &["platinum"], &[]),
    ("pemetrexed", &["antimetabolite"], &[]),
    ("irinotecan", &["topoisomerase inhibitor"], &[]),
    ("pembrolizumab", &["checkpoint inhibitor"], &["Keytruda"]),
    ("osimertinib", &["EGFR inhibitor"], &[]),
    ("erlotinib", &["EGFR inhibitor"], &[]),
    ("gefitinib", &["EGFR inhibitor"], &[]),
    ("trastuzumab", &["anti-HER2 antibody"], &["Herceptin"]),
    ("alectinib", &["ALK inhibitor"], &[]),
    ("olaparib", &["PARP inhibitor"], &[]),
    ("itraconazole", &["strong CYP3A inhibitor"], &[]),
];

/// Facts for a test.
pub(crate) struct World {
    pub(crate) facts: Vec<Assertion>,
    pub(crate) rules: Vec<SafetyRule>,
    standings: Vec<Standing>,
    drugs: Vec<Drug>,
}

impl Facts for World {
    fn assertions(&self) -> &[Assertion] {
        &self.facts
    }
    fn safety_rules(&self) -> &[SafetyRule] {
        &self.rules
    }
    fn standings(&self) -> &[Standing] {
        &self.standings
    }
    fn tumour(&self, text: &str) -> Option<TumourNode> {
        let found =
            TREE.iter().find(|(code, name, _, _)| *code == text || name.eq_ignore_ascii_case(text))?;
        Some(TumourNode { code: found.0.to_owned(), name: found.1.to_owned() })
    }
    fn is_a(&self, code: &str, ancestor: &str) -> bool {
        let mut at = code;
        while !at.is_empty() {
            if at == ancestor {
                return true;
            }
            at = TREE.iter().find(|n| n.0 == at).map_or("", |n| n.2);
        }
        false
    }
    fn is_solid(&self, code: &str) -> bool {
        TREE.iter().any(|n| n.0 == code && n.3)
    }
    fn resolve(&self, text: &str) -> Vec<&Drug> {
        let is = |d: &&Drug| {
            d.name.eq_ignore_ascii_case(text.trim())
                || d.synonyms.iter().any(|s| s.eq_ignore_ascii_case(text.trim()))
        };
        match self.drugs.iter().find(is) {
            Some(d) if d.kind == DrugKind::Regimen => {
                self.drugs.iter().filter(|c| d.components.contains(&c.name)).collect()
            }
            found => found.into_iter().collect(),
        }
    }
    fn mentioned(&self, text: &str) -> Vec<&Drug> {
        let text = text.to_lowercase();
        let names = |d: &Drug| {
            d.kind == DrugKind::Drug
                && (text.contains(&d.name) || d.synonyms.iter().any(|s| text.contains(&s.to_lowercase())))
        };
        self.drugs.iter().filter(|d| names(d)).collect()
    }
}

impl World {
    /// A world of these rows; see [`fact`].
    pub(crate) fn of(rows: &[&str]) -> Self {
        let entry = |name: &str, kind, classes: &[&str], synonyms: &[&str], components: &[&str]| Drug {
            name: name.to_owned(),
            kind,
            synonyms: synonyms.iter().map(ToString::to_string).collect(),
            classes: classes.iter().map(ToString::to_string).collect(),
            components: components.iter().map(ToString::to_string).collect(),
            marketed: true,
            administration: administration(name),
        };
        let mut drugs: Vec<Drug> = DRUGS.iter().map(|d| entry(d.0, DrugKind::Drug, d.1, d.2, &[])).collect();
        drugs.push(entry(
            "folfox",
            DrugKind::Regimen,
            &[],
            &[],
            &["fluorouracil", "leucovorin", "oxaliplatin"],
        ));
        drugs.push(entry("EGFR inhibitor", DrugKind::Class, &[], &[], &[]));
        Self {
            facts: rows.iter().enumerate().map(|(i, r)| fact(i, r)).collect(),
            rules: Vec::new(),
            standings: Vec::new(),
            drugs,
        }
    }

    pub(crate) fn with_rules(mut self, rules: Vec<SafetyRule>) -> Self {
        self.rules = rules;
        self
    }

    /// With standings `kind | biomarker | therapy | tumour [| note=...] [| checked]`, cells as in [`fact`].
    pub(crate) fn with_standings(mut self, rows: &[impl AsRef<str>]) -> Self {
        self.standings = rows.iter().enumerate().map(|(i, r)| standing(i, r.as_ref())).collect();
        self
    }
}

/// `basis rating | biomarker | therapy | tumour | effect [| extra]`.
///
/// Basis is `label`, `guideline`, `B4`, `C3`, `D2` ...; the biomarker is alterations joined by ` AND `, ` OR `
/// with `NOT ` before one, or `-`; the therapy joins a combination by ` + ` and substitutes by ` / `; the
/// tumour is OncoTree codes joined by `,`, `*SOLID*`, `*SOLID*!CODE` or `*ANY*`; the effect is `sensitive`,
/// `resistant`, `no-benefit`, `no-resistance`, `harm`; extras are `line=...`, `date=...`, `withdrawn`,
/// `recalled`.
pub(crate) fn fact(index: usize, row: &str) -> Assertion {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let (basis, rating) = match cells[0] {
        "label" => (Basis::Label, None),
        "guideline" => (Basis::Guideline, None),
        other => {
            let basis = match &other[..1] {
                "B" => Basis::Trial,
                "C" => Basis::Case,
                _ => Basis::Preclinical,
            };
            (basis, other[1..].parse().ok())
        }
    };
    let (significance, direction) = match cells[4] {
        "sensitive" => (Significance::Sensitivity, Direction::Supports),
        "resistant" => (Significance::Resistance, Direction::Supports),
        "no-benefit" => (Significance::Sensitivity, Direction::DoesNotSupport),
        "no-resistance" => (Significance::Resistance, Direction::DoesNotSupport),
        "harm" => (Significance::AdverseResponse, Direction::Supports),
        other => panic!("effect {other}"),
    };
    let extras = &cells[5..];
    let extra = |name: &str| extras.iter().find_map(|e| e.strip_prefix(name)).map(str::to_owned);
    let names = |by: &str| -> Vec<String> { cells[2].split(by).map(|d| d.trim().to_owned()).collect() };
    let (drugs, interaction) = if cells[2].contains(" / ") {
        (names(" / "), TherapyInteraction::Substitutes)
    } else if cells[2].contains(" + ") {
        (names(" + "), TherapyInteraction::Combination)
    } else {
        (names(" + "), TherapyInteraction::Single)
    };
    Assertion {
        id: format!("test:{index}"),
        source: Source {
            name: if rating.is_some() { "CIViC" } else { "FDA label" }.to_owned(),
            id: format!("T{index}"),
            licence: "CC0-1.0".to_owned(),
        },
        kind: AssertionKind::Predictive,
        biomarker: condition(cells[1]),
        biomarker_text: cells[1].to_owned(),
        therapy: Some(Therapy { drugs, interaction }),
        tumours: scope(cells[3]),
        disease_text: cells[3].to_owned(),
        significance,
        direction,
        basis,
        source_level: rating.map(|_| cells[0][..1].to_owned()),
        rating,
        origin: None,
        statement: row.to_owned(),
        line: extra("line="),
        region: None,
        citations: vec![Citation { id: format!("PMID:{index}"), text: "Test".to_owned() }],
        date: extra("date="),
        verification: if extras.contains(&"recalled") {
            Verification::Recalled
        } else {
            Verification::Checked
        },
        withdrawn: extras.contains(&"withdrawn"),
    }
}

fn standing(index: usize, row: &str) -> Standing {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let (kind, replaced_by) = match cells[0] {
        "preferred" => (StandingKind::Preferred, None),
        "other" => (StandingKind::Other, None),
        "later" => (StandingKind::LaterLine, None),
        "superseded" => (StandingKind::Superseded, Some("a newer drug".to_owned())),
        other => panic!("standing {other}"),
    };
    let checked = cells[4..].contains(&"checked");
    Standing {
        id: format!("std:{index}"),
        drugs: cells[2].split(" + ").map(str::to_owned).collect(),
        tumours: scope(cells[3]),
        biomarker: condition(cells[1]),
        biomarker_text: cells[1].to_owned(),
        kind,
        replaced_by,
        note: cells[4..].iter().find_map(|e| e.strip_prefix("note=")).map(str::to_owned),
        verification: if checked { Verification::Checked } else { Verification::Recalled },
    }
}

fn scope(text: &str) -> TumourScope {
    match text.strip_prefix("*SOLID*") {
        Some(except) => TumourScope::AnySolid {
            except: except.split('!').filter(|c| !c.is_empty()).map(str::to_owned).collect(),
        },
        None if text == "*ANY*" => TumourScope::Any,
        None => TumourScope::OncoTree(text.split(',').map(str::to_owned).collect()),
    }
}

fn condition(text: &str) -> BiomarkerExpr {
    let many = |by: &str| text.split(by).map(condition).collect::<Vec<_>>();
    if text == "-" {
        BiomarkerExpr::None
    } else if text.contains(" AND ") {
        BiomarkerExpr::All(many(" AND "))
    } else if text.contains(" OR ") {
        BiomarkerExpr::AnyOf(many(" OR "))
    } else if let Some(inner) = text.strip_prefix("NOT ") {
        BiomarkerExpr::Not(Box::new(condition(inner)))
    } else {
        Alteration::parse(text).map_or_else(|| BiomarkerExpr::Unreadable(text.to_owned()), BiomarkerExpr::Is)
    }
}

pub(crate) const TODAY: Date = date(2026, 11, 20);

/// A case with this tumour type (`?` is not stated) and these alterations.
pub(crate) fn case(tumour: &str, alterations: &[&str]) -> Case {
    let mut case = Case::new(TODAY);
    case.tumour_type = (tumour != "?").then(|| tumour.to_owned());
    case.alterations = alterations
        .iter()
        .map(|text| StatedAlteration {
            text: (*text).to_owned(),
            source: "argument".to_owned(),
            alteration: Alteration::parse(text),
            detail: None,
        })
        .collect();
    for a in &case.alterations {
        assert!(a.alteration.is_some(), "{} is not readable", a.text);
    }
    case
}

/// A case of texts as observations: one text may hold several alterations.
pub(crate) fn observed_case(tumour: &str, alterations: &[&str]) -> Case {
    let mut case = Case::new(TODAY);
    case.tumour_type = Some(tumour.to_owned());
    for text in alterations {
        let read = Alteration::parse_observed(text);
        assert!(!read.is_empty(), "{text} is not readable");
        case.alterations.extend(read.into_iter().map(|alteration| StatedAlteration {
            text: (*text).to_owned(),
            source: "argument".to_owned(),
            alteration: Some(alteration),
            detail: None,
        }));
    }
    case
}

/// Ranks under an empty ledger: treatment planning is implied, models are not permitted.
pub(crate) fn ask(world: &World, case: Case) -> RankedOptions {
    ask_of(world, case)
}

/// As [`ask`], over any source of facts.
pub(crate) fn ask_of(world: &impl Facts, case: Case) -> RankedOptions {
    let ledger = ConsentLedger::default();
    let as_of = case.as_of;
    let consented: Consented<Case, TreatmentPlanning> =
        ledger.authorise(case, as_of).expect("treatment planning is implied");
    let registry = Registry::default();
    let models: Result<Consented<&Registry, AiModels>, Withheld> = ledger.authorise(&registry, as_of);
    rank_with(&consented, world, models, &ledger)
}

pub(crate) trait Look {
    fn names(&self) -> Vec<String>;
    fn defeated(&self) -> Vec<String>;
    fn option(&self, name: &str) -> &RankedOption;
    fn blocked(&self, name: &str) -> Option<&attune_decision::Blocked>;
}

impl Look for RankedOptions {
    fn names(&self) -> Vec<String> {
        self.options.iter().map(|o| o.treatment.clone()).collect()
    }
    fn defeated(&self) -> Vec<String> {
        self.resistance.iter().map(|o| o.treatment.clone()).collect()
    }
    fn option(&self, name: &str) -> &RankedOption {
        self.options
            .iter()
            .find(|o| o.treatment == name)
            .unwrap_or_else(|| panic!("{name} is not among {:?}", self.names()))
    }
    fn blocked(&self, name: &str) -> Option<&attune_decision::Blocked> {
        self.not_ranked.iter().find(|b| b.treatment == name)
    }
}

/// A woman born in 1962 of whom nothing else is recorded.
pub(crate) fn record() -> HealthRecord {
    HealthRecord {
        patient: Some(Patient {
            born: "1962-04-09".parse().ok(),
            sex: Sex::Female,
            synthetic: true,
            ..Patient::default()
        }),
        ..HealthRecord::default()
    }
}

/// An observation with a LOINC code.
pub(crate) fn observation(loinc: &str, value: ObservationValue, on: &str) -> Observation {
    Observation {
        text: loinc.to_owned(),
        codings: vec![Coding {
            system: "http://loinc.org".to_owned(),
            code: loinc.to_owned(),
            display: None,
        }],
        category: None,
        value: Some(value),
        canonical: None,
        components: Vec::new(),
        range: None,
        interpretation: None,
        effective: on.parse().ok(),
        effective_written: None,
        status: RecordStatus::Active,
        source: attune_clinical::Provenance::default(),
    }
}

/// A laboratory value.
pub(crate) fn lab(loinc: &str, value: f64, unit: &str, on: &str) -> Observation {
    let quantity = Quantity {
        value,
        written: value.to_string(),
        comparator: None,
        unit: (!unit.is_empty()).then(|| Unit(unit.to_owned())),
    };
    observation(loinc, ObservationValue::Quantity(quantity), on)
}

/// How the drugs of this world are given; a name that is not here has no such row.
fn administration(name: &str) -> Option<Administration> {
    let (route, visits, burden) = match name {
        "dabrafenib" | "trametinib" | "vemurafenib" | "encorafenib" => (Route::Oral, 1, Burden::Moderate),
        "osimertinib" | "alectinib" => (Route::Oral, 1, Burden::Low),
        "pembrolizumab" | "trastuzumab" => (Route::Infusion, 1, Burden::Low),
        "carboplatin" | "cisplatin" | "oxaliplatin" => (Route::Infusion, 3, Burden::High),
        _ => return None,
    };
    Some(Administration { route, visits, burden })
}
