//! A list of options as it stood, and how another one differs from it: for re-analysis and for "what if".

use serde::{Deserialize, Serialize};

use crate::{Level, RankedOptions, SafetySeverity};

/// Where a treatment stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListPlace {
    /// Ranked.
    Ranked,
    /// The tumour defeats it.
    Resistance,
    /// Not ranked.
    NotRanked,
}

/// A treatment of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListedTreatment {
    /// Treatment.
    pub treatment: String,
    /// Where it stood.
    pub place: ListPlace,
    /// Rank, where ranked.
    pub rank: Option<u32>,
    /// Level, where it has one.
    pub level: Option<Level>,
    /// Score, where ranked.
    pub score: Option<f64>,
    /// Alterations that it rests on.
    pub because: Vec<String>,
    /// Identifiers of its evidence in the pack.
    pub evidence: Vec<String>,
    /// Cautions and reasons against it.
    pub cautions: Vec<String>,
}

/// A list as it stood.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OptionList {
    /// ISO day.
    pub as_of: String,
    /// `id version` of packs and models, and the version of the rules.
    pub versions: Vec<String>,
    /// Alterations that entered the matching.
    pub alterations: Vec<String>,
    /// Why there was no ranking.
    pub abstained: Option<String>,
    /// Treatments.
    pub treatments: Vec<ListedTreatment>,
}

/// Kind of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListChangeKind {
    /// Ranked, and was not listed.
    New,
    /// Was ranked, and is so no longer.
    Gone,
    /// Ranked at another level.
    Level,
    /// Ranked at another place.
    Moved,
    /// Same place, other cautions.
    Cautions,
}

impl ListChangeKind {
    /// The stable word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Level => "level",
            Self::Moved => "moved",
            Self::Cautions => "cautions",
        }
    }
}

/// A difference between two lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChange {
    /// Kind.
    pub kind: ListChangeKind,
    /// Treatment.
    pub treatment: String,
    /// Where it stood: `rank 2, I-A`, `not listed`, `not ranked`, `resistance`.
    pub before: String,
    /// Where it stands.
    pub after: String,
    /// Why, one sentence each.
    pub why: Vec<String>,
}

impl OptionList {
    /// The list of an answer.
    #[must_use]
    pub fn of(ranked: &RankedOptions, versions: Vec<String>) -> Self {
        let ids = |rows: &[crate::EvidenceRow]| rows.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        let options = ranked.options.iter().map(|o| ListedTreatment {
            treatment: o.treatment.clone(),
            place: ListPlace::Ranked,
            rank: Some(o.rank),
            level: Some(o.level),
            score: Some(o.score),
            because: o.because.clone(),
            evidence: ids(&o.evidence),
            cautions: o
                .safety
                .iter()
                .filter(|s| s.severity != SafetySeverity::Info)
                .map(|s| s.message.clone())
                .collect(),
        });
        let plain = |treatment: &str, place, level, evidence, cautions| ListedTreatment {
            treatment: treatment.to_owned(),
            place,
            rank: None,
            level,
            score: None,
            because: Vec::new(),
            evidence,
            cautions,
        };
        let resistance = ranked.resistance.iter().map(|r| {
            plain(&r.treatment, ListPlace::Resistance, Some(r.level), ids(&r.evidence), r.because.clone())
        });
        let blocked = ranked.not_ranked.iter().map(|b| {
            plain(&b.treatment, ListPlace::NotRanked, b.level, ids(&b.evidence), vec![b.detail.clone()])
        });
        Self {
            as_of: ranked.as_of.to_string(),
            versions,
            alterations: ranked.alterations.iter().map(|a| a.text.clone()).collect(),
            abstained: ranked.abstained.as_ref().map(|a| a.reason.clone()),
            treatments: options.chain(resistance).chain(blocked).collect(),
        }
    }

    fn find(&self, treatment: &str) -> Option<&ListedTreatment> {
        let all = || self.treatments.iter().filter(|t| t.treatment == treatment);
        all().find(|t| t.place == ListPlace::Ranked).or_else(|| all().next())
    }

    fn ranked(&self) -> impl Iterator<Item = &ListedTreatment> {
        self.treatments.iter().filter(|t| t.place == ListPlace::Ranked)
    }

    /// How `after` differs from this list: what is new, gone, moved or of another level, and why.
    #[must_use]
    pub fn changes(&self, after: &Self) -> Vec<ListChange> {
        let mut changes = Vec::new();
        for now in after.ranked() {
            let was = self.find(&now.treatment);
            let kind = match was.filter(|w| w.place == ListPlace::Ranked) {
                None => ListChangeKind::New,
                Some(w) if w.level != now.level => ListChangeKind::Level,
                Some(w) if w.rank != now.rank => ListChangeKind::Moved,
                Some(w) if w.cautions != now.cautions => ListChangeKind::Cautions,
                Some(_) => continue,
            };
            changes.push(self.change(kind, was, Some(now), after));
        }
        for was in self.ranked() {
            let now = after.find(&was.treatment);
            if now.is_none_or(|n| n.place != ListPlace::Ranked) {
                changes.push(self.change(ListChangeKind::Gone, Some(was), now, after));
            }
        }
        changes.sort_by_key(|c| c.kind);
        changes
    }

    fn change(
        &self,
        kind: ListChangeKind,
        was: Option<&ListedTreatment>,
        now: Option<&ListedTreatment>,
        after: &Self,
    ) -> ListChange {
        let treatment = now.or(was).map_or_else(String::new, |t| t.treatment.clone());
        ListChange {
            kind,
            treatment,
            before: place(was),
            after: place(now),
            why: self.why(kind, was, now, after),
        }
    }

    /// What of the two entries and lists explains a difference.
    fn why(
        &self,
        kind: ListChangeKind,
        was: Option<&ListedTreatment>,
        now: Option<&ListedTreatment>,
        after: &Self,
    ) -> Vec<String> {
        let empty = Vec::new();
        let list = |t: Option<&ListedTreatment>, f: fn(&ListedTreatment) -> &Vec<String>| {
            t.map_or_else(|| empty.clone(), |t| f(t).clone())
        };
        let mut why = Vec::new();
        let (added, removed) = difference(&self.alterations, &after.alterations);
        let rests = |texts: Vec<String>, on: &[String]| -> Vec<String> {
            texts
                .into_iter()
                .filter(|t| on.is_empty() || on.iter().any(|b| b.contains(t) || t.contains(b)))
                .collect()
        };
        say(&mut why, "Alteration added", rests(added, &list(now, |t| &t.because)));
        say(&mut why, "Alteration no longer there", rests(removed, &list(was, |t| &t.because)));
        let (more, fewer) = difference(&list(was, |t| &t.evidence), &list(now, |t| &t.evidence));
        if was.is_some() && now.is_some() {
            let items = |n: usize| if n == 1 { "1 item".to_owned() } else { format!("{n} items") };
            say(&mut why, &format!("Evidence added, {}", items(more.len())), more);
            say(&mut why, &format!("Evidence no longer there, {}", items(fewer.len())), fewer);
        }
        let (stated, lifted) = difference(&list(was, |t| &t.cautions), &list(now, |t| &t.cautions));
        say(&mut why, "Now against it", stated);
        say(&mut why, "No longer against it", lifted);
        if kind == ListChangeKind::Moved
            && let (Some(was), Some(now)) = (was, now)
        {
            if (was.score.unwrap_or_default() - now.score.unwrap_or_default()).abs() < 1e-9 {
                let moved = if now.rank > was.rank {
                    "Others now stand before it"
                } else {
                    "Others no longer stand before it"
                };
                why.push(format!("{moved}; its own score is unchanged"));
            } else if let (Some(a), Some(b)) = (was.score, now.score) {
                why.push(format!("Score {b:.2} instead of {a:.2}"));
            }
        }
        if why.is_empty() && self.versions != after.versions {
            why.push("The knowledge pack, a model or the rules changed".to_owned());
        }
        if why.is_empty() {
            why.push("Facts of the record, or the day, changed".to_owned());
        }
        why
    }
}

/// In the second and not in the first; in the first and not in the second.
fn difference(before: &[String], after: &[String]) -> (Vec<String>, Vec<String>) {
    let without = |a: &[String], b: &[String]| a.iter().filter(|x| !b.contains(x)).cloned().collect();
    (without(after, before), without(before, after))
}

/// Most items written out in a reason.
const WRITTEN: usize = 4;

fn say(why: &mut Vec<String>, words: &str, mut items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    let more = items.len().saturating_sub(WRITTEN);
    items.truncate(WRITTEN);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    why.push(format!("{words}: {}{rest}", items.join("; ")));
}

fn place(treatment: Option<&ListedTreatment>) -> String {
    let Some(t) = treatment else { return "not listed".to_owned() };
    match (t.place, t.rank, t.level) {
        (ListPlace::Ranked, Some(rank), Some(level)) => format!("rank {rank}, {level}"),
        (ListPlace::Ranked, ..) => "ranked".to_owned(),
        (ListPlace::Resistance, ..) => "resistance".to_owned(),
        (ListPlace::NotRanked, ..) => "not ranked".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(treatment: &str, rank: u32, level: Level, score: f64) -> ListedTreatment {
        ListedTreatment {
            treatment: treatment.to_owned(),
            place: ListPlace::Ranked,
            rank: Some(rank),
            level: Some(level),
            score: Some(score),
            because: vec!["BRAF V600E".to_owned()],
            evidence: vec![format!("label:{treatment}")],
            cautions: Vec::new(),
        }
    }

    fn list(treatments: Vec<ListedTreatment>) -> OptionList {
        OptionList { treatments, alterations: vec!["BRAF V600E".to_owned()], ..OptionList::default() }
    }

    #[test]
    fn a_list_does_not_differ_from_itself() {
        let one = list(vec![listed("a", 1, Level::IA, 0.9), listed("b", 2, Level::IB, 0.5)]);
        assert_eq!(one.changes(&one), []);
    }

    #[test]
    fn differences_are_named_with_their_reason() {
        let before = list(vec![
            listed("a", 1, Level::IB, 0.9),
            listed("b", 2, Level::IB, 0.5),
            listed("c", 3, Level::IIC, 0.4),
        ]);
        let mut level = listed("a", 2, Level::IA, 0.9);
        level.evidence.push("label:new".to_owned());
        let mut stopped = listed("c", 3, Level::IIC, 0.4);
        stopped.place = ListPlace::NotRanked;
        stopped.rank = None;
        stopped.cautions = vec!["creatinine clearance 20 mL/min".to_owned()];
        let after =
            list(vec![listed("d", 1, Level::IA, 0.95), level, listed("b", 3, Level::IB, 0.5), stopped]);
        let changes = before.changes(&after);
        let found: Vec<(&str, ListChangeKind)> =
            changes.iter().map(|c| (c.treatment.as_str(), c.kind)).collect();
        assert_eq!(
            found,
            [
                ("d", ListChangeKind::New),
                ("c", ListChangeKind::Gone),
                ("a", ListChangeKind::Level),
                ("b", ListChangeKind::Moved)
            ]
        );
        assert_eq!((changes[1].before.as_str(), changes[1].after.as_str()), ("rank 3, II-C", "not ranked"));
        assert!(changes[1].why[0].contains("creatinine clearance 20"), "{:?}", changes[1]);
        assert!(changes[2].why[0].contains("label:new"));
        assert!(changes[3].why[0].starts_with("Others now stand before it"), "{:?}", changes[3]);
    }
}
