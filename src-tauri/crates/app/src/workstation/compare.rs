//! Two to four options side by side: the same rows for each, unknown said as unknown.

use attune_decision::{RankedOption, RankedOptions, SafetySeverity};
use attune_knowledge::{Burden, Route};

use super::Workstation;
use crate::document::{PredictionDoc, basis_word};
use crate::error::AppError;
use crate::view::{CompareRow, CompareView};

impl Workstation {
    /// Compares options of the list.
    ///
    /// # Errors
    /// A locked vault, fewer than two or more than four options, one that is not ranked.
    pub fn compare(&self, id: &str, treatments: &[String]) -> Result<CompareView, AppError> {
        let case = self.case(id)?;
        let ranked = self.rank_case(&case)?;
        let options = chosen(&ranked, treatments)?;
        Ok(CompareView {
            banner: self.banner_of(&case)?,
            options: options.iter().map(|o| o.treatment.clone()).collect(),
            rows: rows(&options, &|drug| self.administration(drug)),
            caveat: "Options side by side are not compared by a trial unless the evidence says so. Scores order options \
                     inside a level and are not sizes of benefit."
                .to_owned(),
        })
    }
}

impl Workstation {
    /// `encorafenib: by mouth, about 2 visits in 4 weeks, severe adverse events in ...`.
    fn administration(&self, drug: &str) -> String {
        let drugs = self.library.knowledge().drugs().map(|t| t.resolve(drug)).unwrap_or_default();
        let Some(known) = drugs.first().and_then(|d| d.administration) else {
            return format!("{drug}: not known to the pack");
        };
        let route = match known.route {
            Route::Oral => "by mouth",
            Route::Injection => "by injection",
            Route::Infusion => "by infusion",
            Route::Local => "locally",
        };
        let burden = match known.burden {
            Burden::Low => "in less than a quarter",
            Burden::Moderate => "in a quarter to a half",
            Burden::High => "in more than a half",
        };
        let visits = format!("{} visit{}", known.visits, if known.visits == 1 { "" } else { "s" });
        format!("{drug}: {route}, about {visits} in 4 weeks, severe adverse events {burden}")
    }
}

fn chosen<'r>(ranked: &'r RankedOptions, treatments: &[String]) -> Result<Vec<&'r RankedOption>, AppError> {
    if !(2..=4).contains(&treatments.len()) {
        return Err(AppError::new(
            "compare.number",
            format!("{} options were chosen", treatments.len()),
            "choose two to four options to compare",
        ));
    }
    treatments
        .iter()
        .map(|t| {
            ranked.options.iter().find(|o| o.treatment == *t).ok_or_else(|| {
                AppError::new(
                    "compare.not_ranked",
                    format!("{t} is not among the ranked options"),
                    "the list may have changed: read it again",
                )
            })
        })
        .collect()
}

/// How a drug is given, in words.
type Given<'g> = &'g dyn Fn(&str) -> String;

fn rows(options: &[&RankedOption], given: Given<'_>) -> Vec<CompareRow> {
    let row = |label: &str, kind: &str, cells: Vec<Vec<String>>| {
        let cells: Vec<Vec<String>> =
            cells.into_iter().map(|c| if c.is_empty() { vec!["none".to_owned()] } else { c }).collect();
        CompareRow {
            label: label.to_owned(),
            kind: kind.to_owned(),
            differs: cells.windows(2).any(|w| w[0] != w[1]),
            cells,
        }
    };
    let each = |f: &dyn Fn(&RankedOption) -> Vec<String>| -> Vec<Vec<String>> {
        options.iter().map(|o| f(o)).collect()
    };
    let safety = |severity: SafetySeverity| {
        move |o: &RankedOption| -> Vec<String> {
            o.safety.iter().filter(|s| s.severity == severity).map(|s| s.message.clone()).collect()
        }
    };
    let mut rows = vec![
        row("Level", "level", each(&|o| vec![o.level.to_string()])),
        row("Rank", "number", each(&|o| vec![o.rank.to_string()])),
        row("Basis", "text", each(&|o| vec![o.basis_text.clone(), kind_of_basis(o)])),
        row("Because of", "text", each(&|o| or(o.because.clone(), "no biomarker needed"))),
        row("Group", "text", each(&|o| vec![o.group.title().to_owned()])),
        row("ESCAT", "text", each(&|o| or(o.escat.iter().cloned().collect(), "not told by the facts"))),
        row("Approved in", "text", each(&|o| or(o.approved_in.clone(), "no label for what was found"))),
        row(
            "Route, visits and severe side effects",
            "text",
            each(&|o| o.drugs.iter().map(|d| given(d)).collect()),
        ),
        row("Score", "number", each(&|o| vec![format!("{:.2}", o.score)])),
    ];
    for (factor, label) in factors(options) {
        rows.push(row(
            &label,
            "number",
            each(&|o| {
                let points: Vec<f64> =
                    o.contributions.iter().filter(|c| c.factor == factor).map(|c| c.points).collect();
                if points.is_empty() {
                    vec!["no part".to_owned()]
                } else {
                    vec![format!("{:+.2}", points.iter().sum::<f64>()).replace('-', "\u{2212}")]
                }
            }),
        ));
    }
    rows.extend([
        row("Cautions", "text", each(&safety(SafetySeverity::Caution))),
        row("To know", "text", each(&safety(SafetySeverity::Info))),
        row("Not known", "text", each(&|o| o.unknown.clone())),
        row("Gates passed", "number", each(&|o| vec![o.passed.len().to_string()])),
        row("Against", "text", each(&|o| o.reasons_against.clone())),
        row("Evidence rows", "number", each(&|o| vec![o.evidence.len().to_string()])),
        row("Newest and oldest evidence", "text", each(&dates)),
        row(
            "Estimate of a model",
            "text",
            each(&|o| {
                or(o.prediction.iter().flat_map(|p| PredictionDoc::from(p).summary).collect(), "none applies")
            }),
        ),
        row(
            "Would change it",
            "text",
            each(&|o| {
                or(
                    o.would_change.iter().map(|w| format!("If {}: {}", w.condition, w.then)).collect(),
                    "no single change that was tried",
                )
            }),
        ),
    ]);
    rows
}

/// `rests on a regulator's label`: the kind of source that the level comes from.
fn kind_of_basis(o: &RankedOption) -> String {
    let words = match basis_word(o.basis) {
        "label" => "a regulator's label",
        "guideline" => "a guideline",
        "trial" => "trials",
        "case" => "case reports",
        "preclinical" => "preclinical work",
        other => other,
    };
    format!("rests on {words}")
}

fn or(lines: Vec<String>, none: &str) -> Vec<String> {
    if lines.is_empty() { vec![none.to_owned()] } else { lines }
}

/// The factors of the scores with their words, in the order of the first option that has them.
fn factors(options: &[&RankedOption]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for share in options.iter().flat_map(|o| &o.contributions) {
        if !found.iter().any(|(f, _)| *f == share.factor) {
            let words = share.factor.replace('_', " ");
            let mut letters = words.chars();
            let head = letters.next().map_or_else(String::new, |c| c.to_uppercase().collect());
            found.push((
                share.factor.clone(),
                format!("Part of the score: {}{}", head.to_lowercase(), letters.as_str()),
            ));
        }
    }
    found
}

fn dates(option: &RankedOption) -> Vec<String> {
    let mut dates: Vec<&str> = option.evidence.iter().filter_map(|e| e.date.as_deref()).collect();
    dates.sort_unstable();
    let undated = option.evidence.len() - dates.len();
    let mut lines = match (dates.last(), dates.first()) {
        (Some(newest), Some(oldest)) => vec![format!("{newest} to {oldest}")],
        _ => vec!["no date given".to_owned()],
    };
    if undated > 0 && !dates.is_empty() {
        lines.push(format!("{undated} without a date"));
    }
    lines
}
