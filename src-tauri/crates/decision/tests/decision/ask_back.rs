//! Each label fact asked back through the ranking: a patient of that tumour type, with that alteration, in that line
//! of treatment. Its treatment must be ranked with the level of a label, and its drug stand among the first three.
//!
//! Several drugs are approved for one biomarker and tumour more often than not (six ALK inhibitors in lung cancer),
//! and no order can put all of them in three places. Equals share a rank: a new one begins where labels, guidelines
//! or the patient's own facts set an option behind all before it. So each fact must be ranked with level I-A, and with
//! rank 1, 2 or 3. By the place in the order it is counted apart: that a labelled drug stands in the first three of
//! every setting; that the fact's own treatment does where no more than three hold level I-A; and, over all, how often
//! treatment and drug stand there, against what can be reached.

use std::collections::{BTreeMap, BTreeSet};

use attune_clinical::{HealthRecord, Medication, MedicationStatus, RecordStatus};
use attune_decision::{Case, Level, RankedOption, RankedOptions};
use attune_genome::{Alteration, AlterationKind};
use attune_knowledge::{
    Assertion, Basis, BiomarkerExpr, Direction, Significance, TherapyInteraction, TumourScope,
};

use crate::shipped::{ask, knowledge};
use crate::world::{observed_case, record};

/// One fact as a question.
struct Question {
    id: String,
    tumour: String,
    alterations: Vec<String>,
    drugs: Vec<String>,
    line: Option<String>,
}

/// A tumour that no label names, for facts of any solid tumour.
const SOLID: &str = "Cancer of Unknown Primary";

/// The facts of the label layer that say "approved, sensitive": one question for each treatment and alteration.
fn questions() -> Vec<Question> {
    let layer = |f: &&Assertion| f.id.starts_with("label:") || f.id.starts_with("cdx:");
    let counts = |f: &&Assertion| {
        f.significance == Significance::Sensitivity
            && f.direction == Direction::Supports
            && matches!(f.basis, Basis::Label | Basis::Guideline)
            && !f.biomarker.asks_nothing()
            && !f.withdrawn
    };
    let facts = knowledge().assertions().expect("readable");
    let mut all = Vec::new();
    for fact in facts.iter().filter(layer).filter(counts) {
        let therapy = fact.therapy.as_ref().expect("a predictive fact");
        let treatments = if therapy.interaction == TherapyInteraction::Substitutes {
            therapy.drugs.iter().map(|d| vec![d.clone()]).collect()
        } else {
            vec![therapy.drugs.clone()]
        };
        for alterations in ways(&fact.biomarker) {
            for drugs in &treatments {
                all.push(Question {
                    id: fact.id.clone(),
                    tumour: tumour(&fact.tumours),
                    alterations: alterations.clone(),
                    drugs: drugs.clone(),
                    line: fact.line.clone(),
                });
            }
        }
    }
    all
}

fn tumour(scope: &TumourScope) -> String {
    match scope {
        TumourScope::OncoTree(codes) => {
            let tree = knowledge().tumour_types().expect("readable");
            tree.get(codes.first().expect("a code")).expect("known").name.clone()
        }
        _ => SOLID.to_owned(),
    }
}

/// The ways to meet a condition, each as the texts of a report.
fn ways(expr: &BiomarkerExpr) -> Vec<Vec<String>> {
    match expr {
        BiomarkerExpr::Is(alteration) => vec![vec![alteration.label()]],
        BiomarkerExpr::AnyOf(parts) => parts.iter().flat_map(ways).collect(),
        BiomarkerExpr::All(parts) => parts.iter().fold(vec![Vec::new()], |sofar, part| {
            let next = ways(part);
            let join = |a: &Vec<String>, b: &Vec<String>| a.iter().chain(b).cloned().collect::<Vec<_>>();
            sofar.iter().flat_map(|a| next.iter().map(move |b| join(a, b))).collect()
        }),
        BiomarkerExpr::Not(inner) => match inner.as_ref() {
            BiomarkerExpr::Is(alteration) => {
                // Of a stain the other result is stated, of a gene its wild type.
                let gene = alteration.gene.as_deref().expect("a gene");
                let other = match &alteration.kind {
                    AlterationKind::Expression { grade, .. } if grade == "negative" => "expression positive",
                    AlterationKind::Expression { .. } => "expression negative",
                    _ => "wild-type",
                };
                vec![vec![format!("{gene} {other}")]]
            }
            other => panic!("not asked: {other:?}"),
        },
        BiomarkerExpr::None | BiomarkerExpr::Unreadable(_) | BiomarkerExpr::Unless(_) => vec![Vec::new()],
    }
}

/// For whom a fact is: before any treatment, after some, or of no line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    First,
    Later,
    Any,
}

fn line(question: &Question) -> For {
    let line = question.line.as_deref().unwrap_or_default().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| line.contains(w));
    // Treatment with curative intent is of no line.
    if says(&["adjuvant", "perioperative", "after resection", "without progression", "maintenance"]) {
        For::Any
    } else if says(&["first line", "first or second", "newly diagnosed", "first endocrine"]) {
        For::First
    } else if says(&["after", "previously", "relapse", "refractory", "later", "prior", "progress"]) {
        For::Later
    } else {
        For::Any
    }
}

/// A health record that shows that line.
fn history(question: &Question) -> Option<HealthRecord> {
    let mut record = record();
    let medication = match line(question) {
        For::Any => return None,
        For::First => Medication {
            text: "systemic therapy".to_owned(),
            status: RecordStatus::Negated,
            ..Medication::default()
        },
        For::Later => {
            let own = question.drugs.iter().any(|d| d == "busulfan");
            let text = if own { "lomustine" } else { "busulfan" };
            Medication { text: text.to_owned(), course: MedicationStatus::Past, ..Medication::default() }
        }
    };
    record.medications.push(medication);
    Some(record)
}

/// Genes that the label wants to be without alteration, tested and negative.
fn excepted(line: Option<&str>) -> Vec<String> {
    let Some((_, rest)) = line.and_then(|l| l.split_once("without known ").or_else(|| l.split_once("no ")))
    else {
        return Vec::new();
    };
    let Some((list, _)) = rest.split_once(" alteration") else { return Vec::new() };
    list.split([',', ' ']).filter(|w| !w.is_empty() && *w != "or").map(|g| format!("{g} wild-type")).collect()
}

fn answer(question: &Question) -> RankedOptions {
    let mut texts = question.alterations.clone();
    texts.extend(excepted(question.line.as_deref()));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let case = observed_case(&question.tumour, &texts);
    ask(Case { record: history(question), ..case })
}

/// True where the option holds what makes the regimen of the fact: its drugs without chemotherapy and steroids, or
/// all of them where it has no other.
fn holds(option: &RankedOption, drugs: &[String]) -> bool {
    let table = knowledge().drugs().expect("readable");
    let backbone = |name: &String| {
        table.generic(name).is_some_and(|d| d.is("chemotherapy") || d.is("corticosteroid") || d.is("folate"))
    };
    let own: Vec<&String> = drugs.iter().filter(|d| !backbone(d)).collect();
    let own = if own.is_empty() { drugs.iter().collect() } else { own };
    own.iter().all(|d| option.drugs.contains(d))
}

#[derive(Default)]
struct Figures {
    asked: usize,
    /// Not ranked at all, or below the level of a label: none may be.
    wrong: Vec<String>,
    /// Of rank 4 or more: none may be.
    beyond_rank: Vec<String>,
    /// How many questions have which rank.
    ranks: BTreeMap<u32, usize>,
    by_drug: usize,
    /// Questions for which no more than three treatments hold level I-A, and those of them not in the first three.
    few: usize,
    few_beyond: Vec<String>,
    /// Tumour, alterations and line: its labelled treatments, and whether each stands in the first three.
    settings: BTreeMap<String, BTreeMap<String, bool>>,
}

fn measure(questions: &[Question]) -> Figures {
    let mut figures = Figures::default();
    for question in questions {
        let found = answer(question);
        figures.asked += 1;
        let line = line(question);
        let setting = format!("{} in {} ({line:?})", question.alterations.join(" & "), question.tumour);
        let said = format!("{}: {} for {setting}", question.id, question.drugs.join(" + "));
        let wanted: BTreeSet<&str> = question.drugs.iter().map(String::as_str).collect();
        let same = |o: &RankedOption| o.drugs.iter().map(String::as_str).collect::<BTreeSet<_>>() == wanted;
        let Some(at) = found.options.iter().position(same) else {
            figures.wrong.push(format!("{said}: not ranked"));
            continue;
        };
        if found.options[at].level > Level::IA {
            figures.wrong.push(format!("{said}: {}", found.options[at].level));
        }
        let rank = found.options[at].rank;
        *figures.ranks.entry(rank).or_default() += 1;
        if rank > 3 {
            figures.beyond_rank.push(format!("{said}: rank {rank}"));
        }
        let drug = found.options.iter().take(3).any(|o| holds(o, &question.drugs));
        figures.by_drug += usize::from(drug);
        let treatment = found.options[at].treatment.clone();
        figures.settings.entry(setting).or_default().insert(treatment, at < 3);
        let equals = found.options.iter().filter(|o| o.level == Level::IA).count();
        if equals <= 3 {
            figures.few += 1;
            if at >= 3 {
                figures.few_beyond.push(format!("{said}: place {}", at + 1));
            }
        }
    }
    figures
}

fn judge(figures: &Figures) {
    let settings = &figures.settings;
    let without: Vec<&String> =
        settings.iter().filter(|(_, of)| !of.values().any(|in_first| *in_first)).map(|(s, _)| s).collect();
    let pairs: usize = settings.values().map(BTreeMap::len).sum();
    let share = |n: usize, of: usize| 100.0 * n as f64 / of as f64;
    println!(
        "label facts asked back: {}; ranked at level I-A: {}; of rank 1 to 3: {} ({:?}); by place: own treatment in the first three where three or fewer \
         are of level I-A: {} of {}; a labelled treatment in the first three: {} of {} settings; all {pairs} pairs of \
         setting and treatment: {:.1} % in the first three, {:.1} % can be (three places); the drug in whatever \
         regimen: {:.1} %",
        figures.asked,
        figures.asked - figures.wrong.len(),
        figures.ranks.range(..=3).map(|(_, n)| n).sum::<usize>(),
        figures.ranks,
        figures.few - figures.few_beyond.len(),
        figures.few,
        settings.len() - without.len(),
        settings.len(),
        share(settings.values().flat_map(BTreeMap::values).filter(|in_first| **in_first).count(), pairs),
        share(settings.values().map(|of| of.len().min(3)).sum(), pairs),
        share(figures.by_drug, figures.asked),
    );
    assert!(figures.wrong.is_empty(), "{:#?}", figures.wrong);
    assert!(figures.beyond_rank.is_empty(), "{:#?}", figures.beyond_rank);
    // Three ranks are not reached by calling all equal: most settings with many drugs have several.
    assert!(figures.ranks.len() >= 3, "{:?}", figures.ranks);
    // Where a label names a narrower setting than the question can (after which drug, maintenance), the treatments of
    // the wider one may hold the first three.
    assert!(without.len() * 20 <= settings.len(), "{without:#?}");
    assert!(figures.few_beyond.is_empty(), "{:#?}", figures.few_beyond);
}

#[test]
fn every_label_fact_leads_back_to_its_treatment() {
    judge(&measure(&questions()));
}

/// The names that the ranking prints are read back as the alterations they stand for.
#[test]
fn the_name_of_every_alteration_of_a_label_is_read_back() {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    let all = questions();
    for question in &all {
        for name in &question.alterations {
            names.insert(name.clone(), &question.id);
        }
    }
    for (name, id) in names {
        let read = Alteration::parse_observed(&name);
        assert_eq!(read.len(), 1, "{id}: {name}");
        assert_eq!(read[0].label(), name, "{id}");
    }
}
