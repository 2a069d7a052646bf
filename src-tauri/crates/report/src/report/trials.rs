//! Trials that the patient may be eligible for. They stand apart from the options.

use attune_decision::{CriterionAnswer, Eligibility, TrialArmMatch, TrialMatch};

use super::{Writer, planned};
use crate::flow::{Cell, Column, Inline, Style, Table, text};
use crate::text::{clip, count};

/// Most trials printed, and most open criteria of one.
const SHOWN: usize = 12;
const OPEN: usize = 4;
/// Longest criterion, in characters.
const LINE: usize = 120;

/// The section, where trials were matched.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    if input.ranked.trials.is_empty() || !planned(input) {
        return;
    }
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let near: Vec<&TrialMatch> =
        input.ranked.trials.iter().filter(|t| t.answer != Eligibility::Fail).collect();
    let far = input.ranked.trials.len() - near.len();
    let note = format!("{} matched, apart from the options", input.ranked.trials.len());
    writer.section("Trials", &note);
    let rows = near.iter().take(SHOWN).map(|t| {
        let phase = t.phase.as_ref().map_or(String::new(), |p| format!("phase {p}; "));
        let status = if t.status_words.is_empty() { "status not stated" } else { &t.status_words };
        vec![
            vec![
                text(&t.id, strong),
                Inline::Break,
                text(&clip(&t.title, 160), plain),
                Inline::Break,
                text(&format!("{phase}{status}; {}", t.source), small),
            ],
            vec![text(t.verdict_words(), strong), Inline::Break, text(&counts(t), small)],
            open(t, plain, small),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if rows.is_empty() {
        writer.flow.paragraph(&[text("No trial of the files at hand may fit.", plain)]);
    } else {
        writer.flow.table(&Table {
            summary: "Trials with answers to their criteria".into(),
            columns: vec![
                Column::new("Trial", 0.36),
                Column::new("Answer", 0.22),
                Column::new("To be clarified or looked at", 0.42),
            ],
            rows,
        });
    }
    let mut rest = Vec::new();
    if near.len() > SHOWN {
        rest.push(format!("{} more may fit", near.len() - SHOWN));
    }
    if far > 0 {
        rest.push(format!("{} not fit now", count(far, "trial does", "trials do")));
    }
    let rest = if rest.is_empty() { String::new() } else { format!("{}. ", rest.join("; ")) };
    let words = format!(
        "{rest}A criterion in words is read only where all of it is understood; the others are for a person to read. Trials \
         come from the files of this site and may be out of date."
    );
    writer.flow.paragraph(&[text(&words, small)]);
}

fn counts(trial: &TrialMatch) -> String {
    let c = trial.counts;
    format!("{} met, {} to look at, {} not met, {} not known", c.pass, c.warn, c.fail, c.undetermined)
}

/// The first criteria that are not simply met; those of arms that stay open for the patient as well.
fn open(trial: &TrialMatch, plain: Style, small: Style) -> Cell {
    let mut leaves: Vec<&CriterionAnswer> = Vec::new();
    trial.criteria.iter().for_each(|c| gather(c, &mut leaves));
    let arms = trial.arms.iter().filter(|a| a.answer != Eligibility::Fail);
    arms.for_each(|a| arm(a, &mut leaves));
    let mut cell = Vec::new();
    for leaf in leaves.iter().take(OPEN) {
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        let mark = if leaf.excludes { "Excludes: " } else { "" };
        cell.push(text(&format!("{mark}{}", clip(&leaf.text, LINE)), plain));
    }
    if leaves.len() > OPEN {
        cell.push(Inline::Break);
        cell.push(text(&format!("and {} more", leaves.len() - OPEN), small));
    }
    if cell.is_empty() {
        cell.push(text("nothing", plain));
    }
    cell
}

fn arm<'t>(arm: &'t TrialArmMatch, into: &mut Vec<&'t CriterionAnswer>) {
    arm.criteria.iter().for_each(|c| gather(c, into));
}

fn gather<'t>(criterion: &'t CriterionAnswer, into: &mut Vec<&'t CriterionAnswer>) {
    if criterion.parts.is_empty() {
        if matches!(criterion.answer, Eligibility::Warn | Eligibility::Undetermined) {
            into.push(criterion);
        }
        return;
    }
    // A group that is met leaves nothing to clarify.
    if criterion.answer != Eligibility::Pass {
        criterion.parts.iter().for_each(|p| gather(p, into));
    }
}
