//! Recalibration: from a score's log-odds to a probability, by logistic regression on one input.

use linfa::dataset::Dataset;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::{ModelError, sigmoid};

/// `p = sigmoid(intercept + slope * S)` with the covariance of the two numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recalibration {
    /// Intercept.
    pub intercept: f64,
    /// Slope on the log-odds of the score.
    pub slope: f64,
    /// Covariance of (intercept, slope): variance of each and their covariance.
    pub covariance: [f64; 3],
    /// On whom it was fitted.
    pub fitted_on: String,
    /// Patients.
    pub patients: u32,
    /// Patients with the event.
    pub events: u32,
}

/// A probability with the 95 % interval of the calibrated mean (delta method on the log-odds).
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Recalibration {
    pub(crate) fn probability(&self, log_odds: f64) -> Estimate {
        const Z95: f64 = 1.959_963_984_540_054;
        let eta = self.intercept + self.slope * log_odds;
        let [va, vb, cov] = self.covariance;
        let spread = Z95 * (va + log_odds * log_odds * vb + 2.0 * log_odds * cov).max(0.0).sqrt();
        Estimate { value: sigmoid(eta), low: sigmoid(eta - spread), high: sigmoid(eta + spread) }
    }
}

/// Fits a recalibration of `scores` (log-odds) to `events`.
///
/// # Errors
/// [`ModelError::TooFew`] without both outcomes, [`ModelError::Computation`] where the fit does not converge.
pub fn fit_recalibration(
    scores: &[f64],
    events: &[bool],
    fitted_on: &str,
) -> Result<Recalibration, ModelError> {
    let positives = events.iter().filter(|e| **e).count();
    if positives == 0 || positives == events.len() || scores.len() != events.len() {
        return Err(ModelError::TooFew { what: "recalibration", count: events.len() });
    }
    let x = Array2::from_shape_vec((scores.len(), 1), scores.to_vec())
        .map_err(|e| ModelError::Computation { what: "recalibration", cause: e.to_string() })?;
    let y: Array1<u8> = events.iter().map(|e| u8::from(*e)).collect();
    let model = LogisticRegression::default()
        .alpha(0.0)
        .max_iterations(1000)
        .gradient_tolerance(1e-10)
        .fit(&Dataset::new(x, y))
        .map_err(|e| ModelError::Computation { what: "recalibration", cause: e.to_string() })?;
    // linfa-logistic calls the more frequent class positive, whatever its number: read it and turn the sign.
    let sign = if model.labels().pos.class == 1 { 1.0 } else { -1.0 };
    let (intercept, slope) = (sign * model.intercept(), sign * model.params()[0]);
    Ok(Recalibration {
        intercept,
        slope,
        covariance: covariance(scores, intercept, slope),
        fitted_on: fitted_on.to_owned(),
        patients: u32::try_from(events.len()).unwrap_or(u32::MAX),
        events: u32::try_from(positives).unwrap_or(u32::MAX),
    })
}

/// Inverse of the Fisher information of a logistic regression with one input.
fn covariance(scores: &[f64], intercept: f64, slope: f64) -> [f64; 3] {
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    for s in scores {
        let p = sigmoid(intercept + slope * s);
        let w = p * (1.0 - p);
        a += w;
        b += w * s * s;
        c += w * s;
    }
    let determinant = a * b - c * c;
    [b / determinant, a / determinant, -c / determinant]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both prevalences, because the library's positive class follows the prevalence.
    #[test]
    fn the_event_stays_the_event_when_it_is_rare_and_when_it_is_common() {
        for shift in [-1.5, 1.5] {
            let mut state = 7_u64;
            let mut uniform = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                f64::from(u32::try_from(state >> 40).unwrap()) / f64::from(1_u32 << 24)
            };
            let scores: Vec<f64> = (0..4000).map(|_| 4.0 * uniform() - 2.0).collect();
            let events: Vec<bool> = scores.iter().map(|s| uniform() < sigmoid(shift + 1.2 * s)).collect();
            let fit = fit_recalibration(&scores, &events, "simulation").unwrap();
            assert!((fit.slope - 1.2).abs() < 0.15, "slope {}", fit.slope);
            assert!((fit.intercept - shift).abs() < 0.15, "intercept {}", fit.intercept);
        }
    }

    #[test]
    fn one_outcome_only_is_refused() {
        assert!(fit_recalibration(&[0.1, 0.2], &[true, true], "x").is_err());
    }
}
