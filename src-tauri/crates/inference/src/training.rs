//! The training recipe of a published formula: its coefficients stay as published; the recalibration, the
//! reference values, the usual ranges and the counts are taken from the training cohort.

use std::collections::BTreeMap;

use crate::calibration::fit_recalibration;
use crate::cohort::Cohort;
use crate::table::Recipe;
use crate::terms::Term;
use crate::{Formula, InputValue, ModelError};

/// A copy of `formula` with everything that comes from the training cohort made anew. Rows that the formula
/// refuses are left out of the recalibration. Where the recipe gives a recalibration, its two numbers stay
/// and only their uncertainty is taken from the cohort.
///
/// # Errors
/// [`ModelError::TooFew`] or [`ModelError::Computation`] from the fit.
pub fn retrain(formula: &Formula, cohort: &Cohort, recipe: &Recipe) -> Result<Formula, ModelError> {
    let mut out = formula.clone();
    for term in &mut out.terms {
        match term {
            Term::Number(t) => {
                let mut values: Vec<f64> = cohort.numbers(&t.input).into_iter().flatten().collect();
                if values.is_empty() {
                    return Err(ModelError::MissingColumn(t.input.clone()));
                }
                values.sort_by(f64::total_cmp);
                let cap = t.cap.unwrap_or(f64::INFINITY);
                t.reference = values.iter().map(|v| v.min(cap)).sum::<f64>() / values.len() as f64;
                t.usual = (percentile(&values, 0.01), percentile(&values, 0.99));
            }
            Term::Category(t) => {
                let mut counts: BTreeMap<String, u32> = t.weights.keys().map(|k| (k.clone(), 0)).collect();
                for row in &cohort.rows {
                    if let Some(InputValue::Category(value)) = row.inputs.get(&t.input)
                        && let Some(count) = counts.get_mut(value)
                    {
                        *count += 1;
                    }
                }
                let total: f64 = counts.values().map(|c| f64::from(*c)).sum();
                if total == 0.0 {
                    return Err(ModelError::MissingColumn(t.input.clone()));
                }
                let weighted = |(value, count): (&String, &u32)| {
                    t.weights.get(value).unwrap_or(&0.0) * f64::from(*count)
                };
                t.reference = counts.iter().map(weighted).sum::<f64>() / total;
                t.training_counts = counts;
            }
        }
    }
    let (scores, events): (Vec<f64>, Vec<bool>) =
        cohort.rows.iter().filter_map(|row| Some((formula.log_odds(&row.inputs)?, row.event))).unzip();
    let mut fit = fit_recalibration(&scores, &events, &recipe.trained_on)?;
    if let Some((intercept, slope)) = recipe.recalibration {
        fit.fitted_on =
            format!("{} (given; refitted here: {:.4} + {:.4} S)", fit.fitted_on, fit.intercept, fit.slope);
        (fit.intercept, fit.slope) = (intercept, slope);
    }
    out.recalibration = Some(fit);
    Ok(out)
}

/// Value at a share of the sorted list, by linear interpolation (type 7 of Hyndman and Fan).
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    sorted[low] + (sorted[high] - sorted[low]) * (at - at.floor())
}
