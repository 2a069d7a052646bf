//! Honest evaluation of a score on a cohort: discrimination with its interval, calibration, net benefit
//! against treating all and against a simple rule, and the same by subgroup. Accuracy is never the headline.

mod metrics;

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IntoLazy, SortMultipleOptions, col, len};
use serde::Serialize;

use crate::calibration::fit_recalibration;
use crate::cohort::Cohort;
use crate::{Model, ModelError, logit};

pub(crate) use metrics::{auc_delong, brier, expected_calibration_error, net_benefit};

/// Groups smaller than this, or with fewer events or non-events than a quarter of it, get no figure.
const SMALLEST_GROUP: usize = 40;

/// Net benefit at a threshold (Vickers 2006, doi 10.1177/0272989X06295361), per patient.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetBenefit {
    /// Threshold probability.
    pub threshold: f64,
    /// Of the model.
    pub model: f64,
    /// Of treating all.
    pub treat_all: f64,
    /// Of the simple rule, where one is named.
    pub simple_rule: Option<f64>,
}

/// Figures of one subgroup.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SubgroupEvaluation {
    /// Name of the grouping.
    pub group: String,
    /// Value.
    pub value: String,
    /// Patients.
    pub patients: usize,
    /// Events.
    pub events: usize,
    /// Area under the ROC curve with its 95 % interval, or `None` in too small a group.
    pub auc: Option<[f64; 3]>,
    /// Mean predicted probability.
    pub predicted: Option<f64>,
    /// Observed share of events.
    pub observed: f64,
}

/// Figures of a cohort.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CohortEvaluation {
    /// Model id.
    pub model: String,
    /// Version.
    pub version: String,
    /// Rows of the cohort.
    pub rows: usize,
    /// Rows that the model refused, by reason.
    pub refused: BTreeMap<String, usize>,
    /// Patients scored.
    pub patients: usize,
    /// Events among them.
    pub events: usize,
    /// Area under the ROC curve with its 95 % interval (DeLong 1988, doi 10.2307/2531595).
    pub auc: [f64; 3],
    /// Name and area of the simple rule on the same patients.
    pub simple_rule: Option<(String, [f64; 3])>,
    /// Brier score of the recalibrated probability.
    pub brier: Option<f64>,
    /// Expected calibration error in ten bins of equal width.
    pub calibration_error: Option<f64>,
    /// Slope and intercept of the calibration of the recalibrated probability.
    pub calibration: Option<[f64; 2]>,
    /// Observed divided by expected events.
    pub observed_over_expected: Option<f64>,
    /// Net benefit.
    pub net_benefit: Vec<NetBenefit>,
    /// Subgroups.
    pub subgroups: Vec<SubgroupEvaluation>,
}

struct Scored {
    cohort: Cohort,
    scores: Vec<f64>,
    probabilities: Option<Vec<f64>>,
    refused: BTreeMap<String, usize>,
}

/// Evaluates a model on a cohort. `simple_rule` names an input that alone is the rule to beat, with its cut-off.
///
/// # Errors
/// [`ModelError::TooFew`] where one outcome is absent, [`ModelError::Computation`] from polars or linfa.
pub fn evaluate(
    model: &Model,
    cohort: &Cohort,
    simple_rule: Option<(&str, f64)>,
) -> Result<CohortEvaluation, ModelError> {
    let scored = score(model, cohort);
    let events: Vec<bool> = scored.cohort.rows.iter().map(|r| r.event).collect();
    let auc = auc_delong(&scored.scores, &events)
        .ok_or(ModelError::TooFew { what: "area under the curve", count: events.len() })?;
    let rule = simple_rule.and_then(|(input, cut)| {
        let values: Option<Vec<f64>> = scored.cohort.numbers(input).into_iter().collect();
        values.map(|v| (input, cut, v))
    });
    let p = scored.probabilities.as_deref();
    let calibration = match p {
        Some(p) => {
            let fit =
                fit_recalibration(&p.iter().map(|p| logit(*p)).collect::<Vec<_>>(), &events, "this cohort")?;
            Some([fit.slope, fit.intercept])
        }
        None => None,
    };
    Ok(CohortEvaluation {
        model: model.card().id.clone(),
        version: model.card().version.clone(),
        rows: cohort.rows.len(),
        refused: scored.refused.clone(),
        patients: events.len(),
        events: events.iter().filter(|e| **e).count(),
        auc,
        simple_rule: rule.as_ref().and_then(|(name, cut, values)| {
            auc_delong(values, &events).map(|a| (format!("{name} alone (cut-off {cut} for net benefit)"), a))
        }),
        brier: p.map(|p| brier(p, &events)),
        calibration_error: p.map(|p| expected_calibration_error(p, &events)),
        calibration,
        observed_over_expected: p.map(|p| {
            let expected: f64 = p.iter().sum();
            events.iter().filter(|e| **e).count() as f64 / expected
        }),
        net_benefit: p
            .map(|p| benefits(p, &events, rule.as_ref().map(|(_, cut, v)| (*cut, v.as_slice()))))
            .unwrap_or_default(),
        subgroups: subgroups(&scored)?,
    })
}

fn score(model: &Model, cohort: &Cohort) -> Scored {
    let mut out = Scored {
        cohort: Cohort::default(),
        scores: Vec::new(),
        probabilities: model.formula().recalibration.as_ref().map(|_| Vec::new()),
        refused: BTreeMap::new(),
    };
    for row in &cohort.rows {
        let answer = model.predict(&row.inputs);
        let Some(log_odds) = answer.prediction.map(logit) else {
            let reason = answer.reasons.first().cloned().unwrap_or_default();
            *out.refused.entry(reason).or_default() += 1;
            continue;
        };
        out.cohort.rows.push(row.clone());
        out.scores.push(log_odds);
        if let (Some(list), Some(p)) = (&mut out.probabilities, answer.outputs.get("response_probability")) {
            list.push(*p);
        }
    }
    out
}

fn benefits(p: &[f64], events: &[bool], rule: Option<(f64, &[f64])>) -> Vec<NetBenefit> {
    [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]
        .into_iter()
        .map(|threshold| NetBenefit {
            threshold,
            model: net_benefit(p.iter().map(|p| *p >= threshold), events, threshold),
            treat_all: net_benefit(p.iter().map(|_| true), events, threshold),
            simple_rule: rule.map(|(cut, v)| net_benefit(v.iter().map(|x| *x >= cut), events, threshold)),
        })
        .collect()
}

/// Splits the scored cohort by each `group:` column with polars.
fn subgroups(scored: &Scored) -> Result<Vec<SubgroupEvaluation>, ModelError> {
    let failed =
        |e: polars::error::PolarsError| ModelError::Computation { what: "subgroups", cause: e.to_string() };
    let probability = scored.probabilities.clone().unwrap_or_else(|| vec![f64::NAN; scored.scores.len()]);
    let mut frame = scored.cohort.frame(&scored.scores)?;
    frame.with_column(polars::prelude::Column::new("probability".into(), probability)).map_err(failed)?;
    let groups: Vec<String> = frame
        .get_column_names()
        .iter()
        .filter_map(|name| name.strip_prefix("group:").map(str::to_owned))
        .collect();
    let mut out = Vec::new();
    for group in groups {
        let column = format!("group:{group}");
        let table = frame
            .clone()
            .lazy()
            .filter(col(column.as_str()).is_not_null())
            .group_by([col(column.as_str())])
            .agg([
                len().alias("n"),
                col("event").sum().alias("events"),
                col("score").implode(true).alias("scores"),
                col("event").implode(true).alias("outcomes"),
                col("probability").mean().alias("predicted"),
            ])
            .sort([column.as_str()], SortMultipleOptions::default())
            .collect()
            .map_err(failed)?;
        out.extend(rows(&table, &group, &column).map_err(failed)?);
    }
    Ok(out)
}

fn rows(
    table: &DataFrame,
    group: &str,
    column: &str,
) -> Result<Vec<SubgroupEvaluation>, polars::error::PolarsError> {
    let names = table.column(column)?.str()?.clone();
    let predicted = table.column("predicted")?.f64()?.clone();
    let (scores, outcomes) =
        (table.column("scores")?.list()?.clone(), table.column("outcomes")?.list()?.clone());
    let mut out = Vec::with_capacity(table.height());
    for i in 0..table.height() {
        let (Some(s), Some(o)) = (scores.get_as_series(i), outcomes.get_as_series(i)) else { continue };
        let s: Vec<f64> = s.f64()?.into_no_null_iter().collect();
        let o: Vec<bool> = o.bool()?.iter().flatten().collect();
        let events = o.iter().filter(|e| **e).count();
        let enough = o.len() >= SMALLEST_GROUP && events.min(o.len() - events) >= SMALLEST_GROUP / 4;
        out.push(SubgroupEvaluation {
            group: group.to_owned(),
            value: names.get(i).unwrap_or_default().to_owned(),
            patients: o.len(),
            events,
            auc: if enough { auc_delong(&s, &o) } else { None },
            predicted: predicted.get(i).filter(|p| p.is_finite()),
            observed: events as f64 / o.len() as f64,
        });
    }
    Ok(out)
}
