//! The figures themselves, each on plain slices.

/// Area under the ROC curve with its 95 % interval by DeLong's variance; `None` without both outcomes.
pub(crate) fn auc_delong(scores: &[f64], events: &[bool]) -> Option<[f64; 3]> {
    const Z95: f64 = 1.959_963_984_540_054;
    let of = |wanted: bool| -> Vec<f64> {
        scores.iter().zip(events).filter(|(_, e)| **e == wanted).map(|(s, _)| *s).collect()
    };
    let (mut positive, mut negative) = (of(true), of(false));
    if positive.is_empty() || negative.is_empty() {
        return None;
    }
    positive.sort_by(f64::total_cmp);
    negative.sort_by(f64::total_cmp);
    // Structural components: the share of the other class that each score beats, ties counting a half.
    let beaten = |s: f64, others: &[f64]| {
        let below = others.partition_point(|o| *o < s);
        let ties = others.partition_point(|o| *o <= s) - below;
        (below as f64 + 0.5 * ties as f64) / others.len() as f64
    };
    let v10: Vec<f64> = positive.iter().map(|s| beaten(*s, &negative)).collect();
    let v01: Vec<f64> = negative.iter().map(|s| 1.0 - beaten(*s, &positive)).collect();
    let auc = v10.iter().sum::<f64>() / v10.len() as f64;
    let variance = |v: &[f64]| {
        if v.len() < 2 {
            0.0
        } else {
            v.iter().map(|x| (x - auc).powi(2)).sum::<f64>() / (v.len() - 1) as f64
        }
    };
    let se = (variance(&v10) / v10.len() as f64 + variance(&v01) / v01.len() as f64).sqrt();
    Some([auc, (auc - Z95 * se).max(0.0), (auc + Z95 * se).min(1.0)])
}

/// Mean squared difference of probability and outcome.
pub(crate) fn brier(p: &[f64], events: &[bool]) -> f64 {
    p.iter().zip(events).map(|(p, e)| (p - f64::from(u8::from(*e))).powi(2)).sum::<f64>() / p.len() as f64
}

/// Mean distance of predicted and observed share over ten bins of equal width, weighted by their size.
pub(crate) fn expected_calibration_error(p: &[f64], events: &[bool]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (p, e) in p.iter().zip(events) {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += p;
        bin.1 += f64::from(u8::from(*e));
    }
    bins.iter().map(|(predicted, observed)| (predicted - observed).abs()).sum::<f64>() / p.len() as f64
}

/// True positives minus false positives weighted by the odds of the threshold, per patient.
pub(crate) fn net_benefit(treated: impl Iterator<Item = bool>, events: &[bool], threshold: f64) -> f64 {
    let odds = threshold / (1.0 - threshold);
    let sum: f64 = treated.zip(events).filter(|(t, _)| *t).map(|(_, e)| if *e { 1.0 } else { -odds }).sum();
    sum / events.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_counts_ties_as_half() {
        let auc = |s: &[f64], e: &[bool]| auc_delong(s, e).map(|a| a[0]);
        assert_eq!(auc(&[1.0, 2.0, 3.0, 4.0], &[false, false, true, true]), Some(1.0));
        assert_eq!(auc(&[1.0, 1.0], &[false, true]), Some(0.5));
        assert_eq!(auc(&[1.0, 2.0, 3.0], &[false, true, false]), Some(0.5));
        assert_eq!(auc(&[1.0], &[true]), None);
    }

    #[test]
    fn treating_nobody_has_no_benefit_and_treating_all_follows_the_prevalence() {
        let events = [true, false, false, false];
        assert_eq!(net_benefit([false; 4].into_iter(), &events, 0.2), 0.0);
        let all = net_benefit([true; 4].into_iter(), &events, 0.2);
        assert!((all - (0.25 - 0.75 * 0.25)).abs() < 1e-12);
    }

    #[test]
    fn perfect_probabilities_have_no_calibration_error() {
        assert_eq!(expected_calibration_error(&[1.0, 0.0], &[true, false]), 0.0);
        assert_eq!(brier(&[1.0, 0.0], &[true, false]), 0.0);
    }
}
