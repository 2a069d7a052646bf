//! Our reading of a recommendation: what it advises first, and the dose factor that it names.
//!
//! The first advice of a text decides its class ("Start with 50% of the standard dose or avoid" lowers the
//! dose, "Avoid; if warranted, reduce by 50%" avoids). The text of the source always stands beside it.

use crate::pgx::GuidanceAction;

use GuidanceAction::{Alternative, Avoid, DecreaseDose, IncreaseDose, Monitor, None as NoAdvice, Standard};

/// Cue phrases in lower case. The one that stands first in the text decides; of several at one place the
/// longest.
const CUES: &[(&str, GuidanceAction)] = &[
    ("no recommendation", NoAdvice),
    ("does not provide a recommendation", NoAdvice),
    ("insufficient evidence", NoAdvice),
    ("clinical findings, family history", NoAdvice),
    ("n/a", NoAdvice),
    ("according to the product label", Standard),
    ("cautiously consider", Monitor),
    ("no action", Standard),
    ("no need to avoid", Standard),
    ("no reason to avoid", Standard),
    ("no indication to change", Standard),
    ("no adjustments needed", Standard),
    ("standard dos", Standard),
    ("standard of care dosing", Standard),
    ("standard starting", Standard),
    ("initiate standard", Standard),
    ("start with standard", Standard),
    ("normal starting dose", Standard),
    ("normal initial dose", Standard),
    ("recommended starting dose", Standard),
    ("recommended standard", Standard),
    ("recommended dos", Standard),
    ("label recommended", Standard),
    ("label-recommended", Standard),
    ("labeled", Standard),
    ("labeling", Standard),
    ("desired starting dose", Standard),
    ("per standard", Standard),
    ("avoid", Avoid),
    ("contraindicated", Avoid),
    ("contra-indicated", Avoid),
    ("is not recommended", Avoid),
    ("are not recommended", Avoid),
    ("should not be used", Avoid),
    ("do not use", Avoid),
    ("alternative", Alternative),
    ("clinically appropriate antidepressant not", Alternative),
    ("an antihypertensive other than", Alternative),
    ("reduce", DecreaseDose),
    ("reduced dose", DecreaseDose),
    ("% reduction", DecreaseDose),
    ("dose reduction", DecreaseDose),
    ("further reduction", DecreaseDose),
    ("lower dos", DecreaseDose),
    ("lower starting", DecreaseDose),
    ("lowest recommended", DecreaseDose),
    ("lowest available starting dose", DecreaseDose),
    ("lower than", DecreaseDose),
    ("decreased dose", DecreaseDose),
    ("decreasing dose", DecreaseDose),
    ("% of the standard", DecreaseDose),
    ("% of the normal", DecreaseDose),
    ("% of normal", DecreaseDose),
    ("% of standard", DecreaseDose),
    ("% of starting dose", DecreaseDose),
    ("half of the normal dose", DecreaseDose),
    ("do not exceed", DecreaseDose),
    ("no more than", DecreaseDose),
    ("≤", DecreaseDose),
    ("limit dose", DecreaseDose),
    ("times the standard", IncreaseDose),
    ("times the normal", IncreaseDose),
    ("double the", IncreaseDose),
    ("x higher", IncreaseDose),
    ("fold higher", IncreaseDose),
    ("higher dose", IncreaseDose),
    ("higher target dose", IncreaseDose),
    ("higher starting dose", IncreaseDose),
    ("increase the dose", IncreaseDose),
    ("increase dose", IncreaseDose),
    ("increase starting", IncreaseDose),
    ("increase initial", IncreaseDose),
    ("increasing standard", IncreaseDose),
    ("increasing the dose", IncreaseDose),
    ("dose increase", IncreaseDose),
    ("monitor", Monitor),
    ("be alert", Monitor),
    ("be extra alert", Monitor),
    ("in the event of side effects", Monitor),
    ("if side effects occur", Monitor),
    ("if the effectiveness is insufficient", Monitor),
    ("initiate with a dose of", Monitor),
    ("evaluate", Monitor),
    ("measure", Monitor),
    ("do not give doses exceeding", DecreaseDose),
    ("therapeutic range", Monitor),
];

/// Phrases that hold a cue but advise nothing.
const NO_CUE: &[&str] = &[
    "monitoring by the anticoagulation clinic",
    "monitoring by a anticoagulation clinic",
    "national inr monitoring service",
    "advice for dose reduction",
    "effect of a dose reduction",
    "reduced kidney function",
    "reduced effectiveness",
    "reduced efficacy",
];

/// Class and dose factor of a text. `None` where no cue is known: the builder refuses such a text.
pub(super) fn read(text: &str) -> Option<(GuidanceAction, Option<f64>)> {
    let lower = text.to_lowercase();
    let mut advice = lower.split("\nother considerations").next().unwrap_or_default().to_owned();
    for phrase in NO_CUE {
        advice = advice.replace(phrase, "");
    }
    let (at, _, action) = CUES
        .iter()
        .filter_map(|(cue, action)| advice.find(cue).map(|at| (at, usize::MAX - cue.len(), *action)))
        .min_by_key(|(at, shorter, _)| (*at, *shorter))?;
    // A number far from the advice belongs to another indication or to a study.
    let near: String =
        advice.char_indices().filter(|(i, _)| i + 40 >= at && *i < at + 160).map(|(_, c)| c).collect();
    let factor = (action == DecreaseDose).then(|| factor(&near)).flatten();
    Some((action, factor))
}

/// The first factor on the usual dose: `75% of the standard dose`, `reduce by 50%`, `25% reduction`,
/// `30%-80% of normal dose` (the lower end), `by 10-fold`, `half of the normal dose`.
pub(super) fn factor(text: &str) -> Option<f64> {
    let percent =
        text.match_indices('%').find_map(|(at, _)| of_percent(text.get(..at)?, text.get(at + 1..)?));
    let tenfold = text.find("by 10-fold").map(|at| (at, 0.1));
    let half = text.find("half of the normal dose").map(|at| (at, 0.5));
    let first = text.find('%').unwrap_or(usize::MAX);
    tenfold.into_iter().chain(half).filter(|(at, _)| *at < first).map(|(_, f)| f).next().or(percent)
}

fn of_percent(before: &str, after: &str) -> Option<f64> {
    let (start, number) = trailing_number(before)?;
    let after = after.trim_start();
    let usual =
        ["of the standard", "of the normal", "of normal", "of standard", "of the usual", "of starting"];
    if usual.iter().any(|u| after.starts_with(u)) {
        let low = before.get(..start).and_then(range_start).unwrap_or(number);
        return Some(rounded(low / 100.0));
    }
    // `30%-80% of normal dose`, `50% to 80% of`: the second number carries the words.
    let rest = after.strip_prefix('-').or_else(|| after.strip_prefix("to "));
    if let Some((_, tail)) = rest.and_then(|r| r.split_once('%'))
        && usual.iter().any(|u| tail.trim_start().starts_with(u))
    {
        return Some(rounded(number / 100.0));
    }
    let near: String = after.chars().take(28).collect();
    let lead = before.get(..start).unwrap_or_default();
    let by = lead.ends_with("by ") && lead.chars().rev().take(60).collect::<String>().contains("ecuder");
    (near.contains("reduction") || by).then(|| rounded(1.0 - number / 100.0))
}

/// The number that a text ends with, and where it starts.
fn trailing_number(text: &str) -> Option<(usize, f64)> {
    let text = text.trim_end();
    let start = text.len() - text.bytes().rev().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    Some((start, text.get(start..)?.parse().ok()?))
}

/// The number of `40-` in `40-50%`.
fn range_start(text: &str) -> Option<f64> {
    let head = text.strip_suffix('-').or_else(|| text.strip_suffix(" to ")).map(str::trim_end)?;
    trailing_number(head.trim_end_matches('%')).map(|(_, n)| n)
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_advice_decides() {
        let cases = [
            ("Start with 50% of the standard dose or avoid fluorouracil.", DecreaseDose, Some(0.5)),
            ("Avoid X use. If X is warranted, consider a 50% reduction of the dose.", Avoid, None),
            ("Reduce starting dose by 50% followed by titration.", DecreaseDose, Some(0.5)),
            ("Consider a 25% reduction of recommended starting dose.", DecreaseDose, Some(0.75)),
            ("Start with reduced starting doses (30%-80% of normal dose)", DecreaseDose, Some(0.3)),
            ("Start with reduced doses (50% to 80% of normal dose)", DecreaseDose, Some(0.5)),
            ("For the other doses, use 40-50% of the standard dose", DecreaseDose, Some(0.4)),
            ("Start with drastically reduced doses (reduce daily dose by 10-fold)", DecreaseDose, Some(0.1)),
            ("There is no need to avoid prescribing of atazanavir", Standard, None),
            ("NO action is needed for this gene-drug interaction.", Standard, None),
            ("Be alert to a reduced effectiveness. Try a dose increase.", Monitor, None),
            ("Use 1.4 times the standard dose.", IncreaseDose, None),
            ("No recommendation\nOther Considerations\navoid", NoAdvice, None),
        ];
        for (text, action, factor) in cases {
            assert_eq!(read(text), Some((action, factor)), "{text}");
        }
        assert_eq!(read("The liver is an organ."), None);
    }
}
