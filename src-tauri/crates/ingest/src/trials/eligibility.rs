//! Free text on eligibility into lines, each of them to include or to exclude.
//!
//! A list under a heading is split only where each of its lines stands for itself. "One of the following" stays
//! one line: its parts are alternatives, and reading them as conditions would exclude people who fit.

use attune_clinical::Criterion;

/// A line with its depth.
struct Line {
    indent: usize,
    text: String,
}

/// The lines of an eligibility text. Text before the first heading is not known to include or exclude.
pub(super) fn criteria(text: &str) -> Vec<Criterion> {
    let lines = lines(text);
    let mut section: Option<bool> = None;
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        if let Some(excludes) = heading(&line.text) {
            section = Some(excludes);
            continue;
        }
        let below = lines[at..].iter().take_while(|l| l.indent > line.indent).count();
        let opens = line.text.ends_with(':');
        if opens && below > 0 && section.is_some_and(|excludes| stands_apart(&line.text, excludes)) {
            continue;
        }
        let mut text = line.text.clone();
        if below > 0 {
            for sub in &lines[at..at + below] {
                text.push_str(if text.ends_with(':') { " " } else { "; " });
                text.push_str(&sub.text);
            }
            at += below;
        }
        out.push(match section {
            Some(excludes) => Criterion::Words { text, excludes },
            None => Criterion::Unread { text },
        });
    }
    out
}

/// Whether the lines under a heading each stand for themselves.
fn stands_apart(heading: &str, excludes: bool) -> bool {
    let lower = heading.to_lowercase();
    let alternatives = ["one of", "any of", "either", "at least", "one or more", " or "];
    let together = ["all of", "adequate", "defined as", "defined by", "as follows", "the following"];
    let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if excludes {
        !says(&["all of", "both", "unless", "except"])
    } else {
        says(&together) && !says(&alternatives)
    }
}

/// `Inclusion Criteria:` and its like; the second value is true where it excludes.
fn heading(text: &str) -> Option<bool> {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words = plain.split_whitespace().count();
    if words > 5
        || !(plain.ends_with("criteria") || plain.ends_with("inclusion") || plain.ends_with("exclusion"))
    {
        return None;
    }
    match (plain.contains("inclusion"), plain.contains("exclusion")) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

fn lines(text: &str) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut after_blank = true;
    for raw in text.lines() {
        let unescaped = unescape(raw);
        let trimmed = unescaped.trim();
        if trimmed.is_empty() {
            after_blank = true;
            continue;
        }
        let indent = unescaped.len() - unescaped.trim_start().len();
        let (body, marked) = bullet(trimmed);
        let joins = !marked && !after_blank && heading(body).is_none();
        match out.last_mut().filter(|last| joins && heading(&last.text).is_none()) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(body);
            }
            None => out.push(Line { indent, text: body.to_owned() }),
        }
        after_blank = false;
    }
    out.retain(|l| !l.text.is_empty());
    out
}

/// The text behind a bullet or number, and whether there was one.
fn bullet(text: &str) -> (&str, bool) {
    for mark in ['*', '-', '•', '·', '–', '▪', 'o'] {
        if let Some(rest) = text.strip_prefix(mark)
            && rest.starts_with(char::is_whitespace)
        {
            return (rest.trim_start(), true);
        }
    }
    let label: usize = text.chars().take_while(|c| c.is_ascii_alphanumeric()).count();
    if (1..=2).contains(&label)
        && let Some(rest) = text.get(label..)
        && let Some(rest) = rest.strip_prefix(['.', ')'])
        && rest.starts_with(char::is_whitespace)
    {
        return (rest.trim_start(), true);
    }
    (text, false)
}

/// ClinicalTrials.gov writes `\>` and `\[` for the signs of Markdown.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c == '\\' && letters.peek().is_some_and(|n| n.is_ascii_punctuation()) {
            continue;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_include_or_exclude_and_alternatives_stay_together() {
        let text = "Inclusion Criteria:\n\n* Age \\>= 18 years\n* Adequate organ function as follows:\n  \
                    * ANC \\>= 1.5 x 10^9/L\n  * Platelets \\>= 100 x 10^9/L\n* At least one of the following:\n  \
                    1. BRAF V600E\n  2. NRAS Q61R\n\nExclusion Criteria:\n\n* Any of the following:\n  * Pregnant\n\
                    * Prior therapy that\n  goes on here";
        let found: Vec<(String, bool)> = criteria(text)
            .into_iter()
            .map(|c| match c {
                Criterion::Words { text, excludes } => (text, excludes),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [
            ("Age >= 18 years", false),
            ("ANC >= 1.5 x 10^9/L", false),
            ("Platelets >= 100 x 10^9/L", false),
            ("At least one of the following: BRAF V600E; NRAS Q61R", false),
            ("Pregnant", true),
            ("Prior therapy that goes on here", true),
        ];
        assert_eq!(found.iter().map(|(t, e)| (t.as_str(), *e)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn text_without_a_heading_is_for_a_person() {
        assert!(matches!(
            criteria("Histologically confirmed melanoma").as_slice(),
            [Criterion::Unread { .. }]
        ));
    }
}
