//! Lines in words. A line is answered only where every word of it is understood.

use attune_clinical::Sex;
use attune_genome::{Alteration, Relation};

use super::answer::{CriterionAnswer, Eligibility, all, leaf, negated};
use super::limits::{Limit, ecog_wanted};
use super::words::{Sign, plain, tokens};
use super::{Asked, for_a_person, lab};
use crate::Facts;

/// Words that turn or restrict a line in ways that are not read.
const CONDITIONAL: [&str; 9] =
    ["unless", "except", "if ", "either", "provided", "allowed", "permitted", "eligible", "within"];

/// Ways to begin a line that say nothing about what is asked.
const OPENINGS: [&str; 24] = [
    "patients with",
    "patients must have",
    "patient must have",
    "subjects with",
    "participants with",
    "participants must have",
    "must have",
    "has a",
    "has",
    "have a",
    "have",
    "documented",
    "confirmed",
    "histologically or cytologically confirmed",
    "histologically confirmed",
    "cytologically confirmed",
    "histological diagnosis of",
    "presence of a",
    "presence of",
    "diagnosis of",
    "known",
    "a",
    "an",
    "tumor harboring",
];

impl<F: Facts> Asked<'_, F> {
    /// A line of the file, shown as it stands there.
    pub(super) fn words(&self, text: &str, excludes: bool) -> CriterionAnswer {
        let plain = plain(text);
        let conditional = CONDITIONAL.iter().any(|w| plain.contains(w));
        let read = if conditional { None } else { self.read(text, &plain) };
        let mut answer = read.unwrap_or_else(|| for_a_person(text));
        if excludes {
            let turned = negated(answer.verdict());
            answer.answer = turned.answer;
        }
        CriterionAnswer { text: text.to_owned(), verbatim: true, excludes, parts: Vec::new(), ..answer }
    }

    fn read(&self, text: &str, plain: &str) -> Option<CriterionAnswer> {
        let tokens = tokens(plain);
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        if let Some(limits) = age(&words) {
            return Some(self.age(text, &limits));
        }
        if let Some(wanted) = ecog(&words) {
            return Some(self.ecog(text, &wanted));
        }
        if let Some(limit) = lab::read(&without_opening(plain)) {
            let (verdict, facts) = self.laboratory(&limit);
            return Some(leaf(text, verdict.answer, verdict.recoverable, facts));
        }
        if words
            .first()
            .is_some_and(|w| ["pregnant", "pregnancy", "women", "female", "females", "woman"].contains(w))
            && let Some(answer) = self.pregnancy(text, &words)
        {
            return Some(answer);
        }
        if is_measurable(&words) {
            return Some(self.measurable(text));
        }
        self.therapy(text, plain).or_else(|| self.finding(text)).or_else(|| self.disease(text))
    }

    /// An alteration, or several.
    fn finding(&self, text: &str) -> Option<CriterionAnswer> {
        let bare = shortened(text);
        let set = Alteration::parse_all(&bare)?;
        let verdicts: Vec<_> = match set.relation {
            Relation::Any => vec![self.has(&set.members)],
            Relation::All => set.members.iter().map(|m| self.has(std::slice::from_ref(m))).collect(),
        };
        let verdict = all(verdicts.iter().map(|v| v.0));
        let mut facts: Vec<String> = verdicts.into_iter().flat_map(|v| v.1).collect();
        facts.dedup();
        Some(leaf(text, verdict.answer, verdict.recoverable, facts))
    }

    /// A diagnosis. Words on its extent are not answered by it: they leave a match open.
    fn disease(&self, text: &str) -> Option<CriterionAnswer> {
        let bare = shortened(text);
        if !self.is_diagnosis(&bare) {
            return None;
        }
        let mut answer = self.diagnosis(text, std::slice::from_ref(&bare));
        let extent =
            ["metastatic", "advanced", "recurrent", "unresectable", "refractory", "relapsed", "stage"];
        if answer.answer == Eligibility::Pass && extent.iter().any(|w| bare.to_lowercase().contains(w)) {
            answer.answer = Eligibility::Undetermined;
            answer.recoverable = true;
            answer.facts.push("The extent of the disease is to be read by a person".to_owned());
        }
        Some(answer)
    }

    /// `No prior treatment with X`, `Prior X`.
    fn therapy(&self, text: &str, plain: &str) -> Option<CriterionAnswer> {
        let (rest, negative) = match plain.strip_prefix("no ") {
            Some(rest) => (rest, true),
            None => (plain, false),
        };
        let rest = ["prior ", "previous ", "previously treated with ", "has received "]
            .iter()
            .find_map(|p| rest.strip_prefix(p))?;
        let named = ["treatment with ", "therapy with ", "exposure to ", "use of "]
            .iter()
            .find_map(|p| rest.strip_prefix(p))
            .unwrap_or(rest);
        let (mut verdict, facts) = self.given(&self.earlier(named)?);
        if negative {
            verdict = negated(verdict);
        }
        Some(leaf(text, verdict.answer, verdict.recoverable, facts))
    }

    fn pregnancy(&self, text: &str, words: &[&str]) -> Option<CriterionAnswer> {
        const KNOWN: [&str; 21] = [
            "pregnant",
            "pregnancy",
            "women",
            "woman",
            "female",
            "females",
            "or",
            "and",
            "breastfeeding",
            "breast",
            "-",
            "feeding",
            "lactating",
            "lactation",
            "nursing",
            "are",
            "is",
            "who",
            "patients",
            "participants",
            "currently",
        ];
        let pregnant = words.iter().any(|w| w.starts_with("pregnan"));
        if !pregnant || !words.iter().all(|w| KNOWN.contains(w)) {
            return None;
        }
        let more = words
            .iter()
            .any(|w| ["breastfeeding", "feeding", "lactating", "lactation", "nursing"].contains(w));
        let (answer, fact) = match (self.person.sex, self.person.pregnant()) {
            (Sex::Male, _) => (Eligibility::Fail, "Recorded sex: Male"),
            (_, Some(true)) => (Eligibility::Pass, "Recorded as pregnant"),
            (_, Some(false)) if !more => (Eligibility::Fail, "Recorded as not pregnant"),
            _ => (Eligibility::Undetermined, "Pregnancy or breast-feeding not recorded"),
        };
        Some(leaf(text, answer, true, vec![fact.to_owned()]))
    }
}

/// Age limits of a line.
fn age(words: &[&str]) -> Option<Vec<Limit>> {
    let about = words.iter().any(|w| ["age", "aged", "ages", "years", "old"].contains(w));
    let both = |a: &str, b: &str| words.contains(&a) == words.contains(&b);
    if !about || !both("male", "female") || !both("men", "women") {
        return None;
    }
    const SILENT: [&str; 30] = [
        "age",
        "aged",
        "ages",
        "of",
        "years",
        "year",
        "yrs",
        "old",
        "must",
        "be",
        "is",
        "are",
        "patients",
        "patient",
        "participants",
        "participant",
        "subjects",
        "subject",
        "at",
        "the",
        "time",
        "signing",
        "informed",
        "consent",
        "male",
        "female",
        "men",
        "women",
        "adult",
        "adults",
    ];
    let left: Vec<&str> = words.iter().copied().filter(|w| !SILENT.contains(w)).collect();
    let number = |w: &str| w.parse::<f64>().ok().filter(|n| (0.0..=120.0).contains(n));
    let least = |value| Limit { sign: Sign::AtLeast, value };
    let most = |value| Limit { sign: Sign::AtMost, value };
    match left.as_slice() {
        [sign, n] => Some(vec![Limit { sign: Sign::of(sign)?, value: number(n)? }]),
        [n, "or" | "and", "older" | "over" | "above"] => Some(vec![least(number(n)?)]),
        [n, "or" | "and", "younger" | "under"] => Some(vec![most(number(n)?)]),
        [low, "-" | "to" | "through", high] | ["between", low, "and", high] => {
            Some(vec![least(number(low)?), most(number(high)?)])
        }
        [sign, low, "and", second, high] => Some(vec![
            Limit { sign: Sign::of(sign)?, value: number(low)? },
            Limit { sign: Sign::of(second)?, value: number(high)? },
        ]),
        _ => None,
    }
}

fn ecog(words: &[&str]) -> Option<Vec<u8>> {
    if !words.contains(&"ecog") {
        return None;
    }
    const SILENT: [&str; 21] = [
        "eastern",
        "cooperative",
        "oncology",
        "group",
        "ecog",
        "performance",
        "status",
        "ps",
        "score",
        "scale",
        "of",
        "a",
        "an",
        "the",
        "is",
        "must",
        "be",
        "have",
        "patients",
        "with",
        "has",
    ];
    let left: Vec<&str> = words.iter().copied().filter(|w| !SILENT.contains(w)).collect();
    ecog_wanted(&left)
}

fn is_measurable(words: &[&str]) -> bool {
    const KNOWN: [&str; 27] = [
        "measurable",
        "disease",
        "per",
        "by",
        "as",
        "defined",
        "according",
        "to",
        "recist",
        "v1.1",
        "1.1",
        "version",
        "criteria",
        "at",
        ">=",
        "one",
        "lesion",
        "must",
        "have",
        "has",
        "patients",
        "patient",
        "participants",
        "a",
        "v",
        "with",
        "based",
    ];
    words.windows(2).any(|w| w == ["measurable", "disease"]) && words.iter().all(|w| KNOWN.contains(w))
}

fn without_opening(plain: &str) -> String {
    let mut rest = plain;
    while let Some(next) = OPENINGS.iter().find_map(|o| rest.strip_prefix(o).filter(|r| r.starts_with(' '))) {
        rest = next.trim_start();
    }
    rest.to_owned()
}

/// The text without its opening and its full stop, in its own letters.
fn shortened(text: &str) -> String {
    let mut rest = text.trim().trim_end_matches(['.', ';', ',']);
    let begins = |rest: &str| {
        OPENINGS.iter().find_map(|o| {
            let head = rest.get(..o.len())?;
            (head.eq_ignore_ascii_case(o) && rest[o.len()..].starts_with(' ')).then_some(o.len())
        })
    };
    while let Some(length) = begins(rest) {
        rest = rest[length..].trim_start();
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(text: &str) -> Option<Vec<(Sign, f64)>> {
        let plain = plain(text);
        let tokens = tokens(&plain);
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        age(&words).map(|l| l.into_iter().map(|l| (l.sign, l.value)).collect())
    }

    fn status(text: &str) -> Option<Vec<u8>> {
        let plain = plain(text);
        let tokens = tokens(&plain);
        ecog(&tokens.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn ages_in_words() {
        assert_eq!(ages("Age ≥ 18 years"), Some(vec![(Sign::AtLeast, 18.0)]));
        assert_eq!(ages("18 years of age or older"), Some(vec![(Sign::AtLeast, 18.0)]));
        assert_eq!(ages("Patients must be at least 18 years old."), Some(vec![(Sign::AtLeast, 18.0)]));
        assert_eq!(ages("Male or female, aged 18 to 75 years"), None, "`or` is left over: not read");
        assert_eq!(ages("Aged 18 to 75 years"), Some(vec![(Sign::AtLeast, 18.0), (Sign::AtMost, 75.0)]));
        assert_eq!(ages("Women aged ≥ 18 years"), None);
        assert_eq!(ages("Age ≥ 18 years with adequate marrow"), None);
        assert_eq!(ages("Free of disease for 5 years"), None);
    }

    #[test]
    fn performance_status_in_words() {
        assert_eq!(status("ECOG 0-1"), Some(vec![0, 1]));
        assert_eq!(
            status("Eastern Cooperative Oncology Group (ECOG) performance status of 0 or 1"),
            Some(vec![0, 1])
        );
        assert_eq!(status("ECOG PS ≤ 2"), Some(vec![0, 1, 2]));
        assert_eq!(status("ECOG 0-1 or Karnofsky ≥ 70"), None);
        assert_eq!(status("ECOG performance status must be recorded"), None);
    }

    #[test]
    fn openings_are_taken_off() {
        assert_eq!(shortened("Histologically confirmed melanoma."), "melanoma");
        assert_eq!(shortened("Documented BRAF V600E mutation"), "BRAF V600E mutation");
        assert_eq!(without_opening("patients must have lvef >= 50%"), "lvef >= 50%");
    }
}
