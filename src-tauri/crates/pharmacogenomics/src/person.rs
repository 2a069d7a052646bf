//! What of a health record bears on drugs and doses.

use attune_clinical::{
    Condition, HealthRecord, MedicationStatus, Observation, ObservationValue, PartialDate, Quantity,
};
use jiff::civil::Date;

/// LOINC codes of body weight.
const WEIGHT: [&str; 3] = ["29463-7", "3141-9", "8335-2"];
/// LOINC codes of body height.
const HEIGHT: [&str; 3] = ["8302-2", "3137-7", "8301-4"];
/// LOINC code of the smoking status.
const SMOKING: [&str; 1] = ["72166-2"];

/// A drug as the record names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDrug {
    /// The words of the record.
    pub text: String,
    /// Text and displays of the codings, lower case, for finding names in.
    pub(crate) searched: String,
    /// True where the record says that it is taken now; false where it does not say.
    pub certain: bool,
}

impl TakenDrug {
    /// A drug by its name, taken now.
    #[must_use]
    pub fn named(text: &str) -> Self {
        Self { text: text.to_owned(), searched: text.to_lowercase(), certain: true }
    }

    /// True where the text holds this name as a word of its own.
    pub(crate) fn names(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        self.searched.match_indices(&name).any(|(at, _)| {
            let before = self.searched.get(..at).and_then(|t| t.chars().next_back());
            let behind = self.searched.get(at + name.len()..).and_then(|t| t.chars().next());
            !inside(before) && !inside(behind)
        })
    }
}

/// Ancestry in the classes of the published warfarin algorithms. They are what those formulas were fitted
/// with, and stand for no biology of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AncestryClass {
    /// Asian.
    Asian,
    /// Black or African American.
    African,
    /// White.
    White,
    /// Another one, several, or not recorded.
    MixedOrUnknown,
}

/// What is known of the person. `None` is not recorded, never a normal value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonFacts {
    /// Completed years.
    pub age: Option<i32>,
    /// Body weight in kilograms.
    pub weight_kg: Option<f64>,
    /// Body height in centimetres.
    pub height_cm: Option<f64>,
    /// Race or ethnicity as written.
    pub race: Option<String>,
    /// True for a current smoker.
    pub smoker: Option<bool>,
    /// Deep vein thrombosis or pulmonary embolism among the conditions; `None` without a record of conditions.
    pub thrombosis: Option<bool>,
    /// Drugs taken now or of which the course is not recorded; `None` where no record was given or it holds
    /// no medication at all.
    pub medication: Option<Vec<TakenDrug>>,
}

impl PersonFacts {
    /// The facts of a record on a day.
    #[must_use]
    pub fn of(record: &HealthRecord, as_of: Date) -> Self {
        let patient = record.patient.as_ref();
        let listed = !record.medications.is_empty();
        let today = PartialDate::day(as_of);
        let taken = record.medications.iter().filter(|m| {
            let ended = m.end.is_some_and(|end| end < today);
            let course = matches!(m.course, MedicationStatus::Current | MedicationStatus::Unknown);
            m.status.is_fact() && course && !ended
        });
        let taken = taken.map(|m| {
            let displays = m.codings.iter().filter_map(|c| c.display.as_deref());
            let searched: Vec<String> =
                std::iter::once(m.text.as_str()).chain(displays).map(str::to_lowercase).collect();
            TakenDrug {
                text: m.text.clone(),
                searched: searched.join(" | "),
                certain: m.course == MedicationStatus::Current,
            }
        });
        Self {
            age: patient.and_then(|p| p.born).and_then(|b| b.years_until(as_of)),
            weight_kg: record.latest(&WEIGHT).and_then(|o| measured(o, &MASS)),
            height_cm: record.latest(&HEIGHT).and_then(|o| measured(o, &LENGTH)),
            race: patient.and_then(|p| p.race.clone()),
            smoker: record.latest(&SMOKING).and_then(smoker),
            thrombosis: (!record.conditions.is_empty())
                .then(|| record.conditions.iter().any(|c| c.status.is_fact() && thrombosis(c))),
            medication: listed.then(|| taken.collect()),
        }
    }

    /// The class that the algorithms use.
    #[must_use]
    pub fn ancestry(&self) -> AncestryClass {
        let Some(race) = &self.race else { return AncestryClass::MixedOrUnknown };
        let race = race.to_lowercase();
        // Whole words: "caucasian" is not "asian".
        let written: Vec<&str> = race.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        let any = |words: &[&str]| words.iter().any(|w| written.contains(w));
        let asian = any(&["asian", "chinese", "japanese", "korean", "2028-9"]);
        let african = any(&["black", "african", "2054-5"]);
        let white = any(&["white", "caucasian", "european", "2106-3"]);
        match (asian, african, white) {
            (true, false, false) => AncestryClass::Asian,
            (false, true, false) => AncestryClass::African,
            (false, false, true) => AncestryClass::White,
            _ => AncestryClass::MixedOrUnknown,
        }
    }

    /// Body surface area in square metres, `factor * weight^a * height^b` by DuBois and DuBois 1916 (Arch Intern
    /// Med 17:863): 0.007184, 0.425 (kg), 0.725 (cm).
    #[must_use]
    pub fn body_surface(&self) -> Option<f64> {
        Some(0.007_184 * self.weight_kg?.powf(0.425) * self.height_cm?.powf(0.725))
    }

    /// The first drug of the list that has one of these names.
    pub(crate) fn takes(&self, names: &[&str]) -> Option<&TakenDrug> {
        self.medication.iter().flatten().find(|d| names.iter().any(|n| d.names(n)))
    }
}

/// Units with their factor to the one wanted.
type Units = [(&'static str, f64); 3];
const MASS: Units = [("kg", 1.0), ("g", 0.001), ("[lb_av]", 0.453_592_37)];
const LENGTH: Units = [("cm", 1.0), ("m", 100.0), ("[in_i]", 2.54)];

fn measured(observation: &Observation, units: &Units) -> Option<f64> {
    let in_unit = |q: &Quantity| {
        let unit = q.unit.as_ref()?;
        let (_, factor) = units.iter().find(|(name, _)| *name == unit.0)?;
        (q.comparator.is_none() && q.value > 0.0).then_some(q.value * factor)
    };
    let written = match &observation.value {
        Some(ObservationValue::Quantity(q)) => in_unit(q),
        _ => None,
    };
    observation.canonical.as_ref().and_then(in_unit).or(written)
}

/// SNOMED CT and LOINC words of the smoking status; anything else is not known.
fn smoker(observation: &Observation) -> Option<bool> {
    let text = match observation.value.as_ref()? {
        ObservationValue::Coded { text, .. } | ObservationValue::Text(text) => text.to_lowercase(),
        _ => return None,
    };
    if ["never", "former", "ex-smoker", "non-smoker", "nonsmoker"].iter().any(|w| text.contains(w)) {
        return Some(false);
    }
    ["current", "every day", "some day", "daily", "heavy", "light"]
        .iter()
        .any(|w| text.contains(w))
        .then_some(true)
}

fn thrombosis(condition: &Condition) -> bool {
    let text = condition.text.to_lowercase();
    let words =
        ["deep vein thrombosis", "deep venous thrombosis", "pulmonary embolism", "venous thromboembolism"];
    let codes = ["I26", "I82.4"];
    words.iter().any(|w| text.contains(w))
        || condition.codings.iter().any(|c| codes.iter().any(|code| c.code.starts_with(code)))
}
