//! Whose facts a file holds. Facts of two people never meet in one record.

use std::collections::BTreeSet;

/// The part of a reference that names the resource: `Patient/7`, `urn:uuid:7` and `http://h/Patient/7` are one.
pub(super) fn key(reference: &str) -> String {
    let bare = reference.trim().trim_start_matches("urn:uuid:").trim_start_matches("urn:oid:");
    let bare = bare.split("/_history/").next().unwrap_or(bare);
    bare.rsplit('/').next().unwrap_or(bare).to_owned()
}

/// The choice of the one person of the record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Keys of this person; empty where the file names nobody.
    pub(super) keys: BTreeSet<String>,
    /// How many other people the file has.
    pub(super) others: usize,
    /// True where the only subject of the facts is not the one Patient of the file.
    pub(super) unresolved: bool,
}

impl Choice {
    /// Chooses from the Patients in the order of the file (each with its keys) and the subjects of the facts.
    pub(super) fn new(patients: &[BTreeSet<String>], subjects: &BTreeSet<String>) -> Self {
        let Some(first) = patients.first() else {
            // No Patient at all: the first subject is the person.
            let keys: BTreeSet<String> = subjects.iter().take(1).cloned().collect();
            return Self { others: subjects.len().saturating_sub(1), keys, unresolved: false };
        };
        let mut keys = first.clone();
        for other in &patients[1..] {
            if !keys.is_disjoint(other) {
                keys.extend(other.iter().cloned());
            }
        }
        let mut strangers: BTreeSet<&String> = subjects.iter().filter(|s| !keys.contains(*s)).collect();
        // The first Patient may have no id at all and is no stranger for that.
        let extra = patients.iter().skip(1).filter(|p| p.is_disjoint(&keys)).count();
        // One Patient and one subject that do not name each other: the reference is broken, not the person.
        let unresolved = extra == 0 && strangers.len() == 1 && subjects.len() == 1;
        if unresolved {
            keys.extend(strangers.iter().map(|s| (*s).clone()));
            strangers.clear();
        }
        let named: BTreeSet<&String> = patients.iter().filter(|p| p.is_disjoint(&keys)).flatten().collect();
        let nameless = strangers.iter().filter(|s| !named.contains(**s)).count();
        Self { keys, others: extra + nameless, unresolved }
    }

    /// True where a fact with this subject belongs to the person. Facts without a subject do.
    pub(super) fn covers(&self, subject: Option<&str>) -> bool {
        subject.is_none_or(|s| self.keys.contains(s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn references_have_one_key() {
        for text in ["Patient/7", "urn:uuid:7", "http://h.example/fhir/Patient/7", "Patient/7/_history/2"] {
            assert_eq!(key(text), "7");
        }
    }

    #[test]
    fn one_person_is_chosen() {
        let choice = |patients: &[&[&str]], subjects: &[&str]| {
            let patients: Vec<_> = patients.iter().map(|p| set(p)).collect();
            Choice::new(&patients, &set(subjects))
        };
        assert_eq!(choice(&[&["a", "u"]], &["u"]).others, 0);
        let broken = choice(&[&["a"]], &["x"]);
        assert!(broken.unresolved && broken.covers(Some("x")) && broken.others == 0);
        let two = choice(&[&["a"]], &["a", "b"]);
        assert!(!two.covers(Some("b")) && two.others == 1);
        let two = choice(&[&["a"], &["b"]], &["a", "b"]);
        assert!(two.covers(Some("a")) && !two.covers(Some("b")) && two.covers(None) && two.others == 1);
        assert_eq!(choice(&[&["a"], &["a", "c"]], &["c"]).others, 0);
        assert_eq!(choice(&[], &["a", "b"]).others, 1);
        assert_eq!(choice(&[&[]], &[]).others, 0);
        assert!(choice(&[&[]], &["a"]).covers(Some("a")));
    }
}
