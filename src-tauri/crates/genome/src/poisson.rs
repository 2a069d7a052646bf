//! Exact intervals of counts.

/// Half of the error of a 95 % interval.
const TAIL: f64 = 0.025;

/// Exact 95 % limits of the mean of a Poisson count (Garwood 1936, doi 10.2307/2333958).
#[must_use]
pub fn poisson_interval(count: u32) -> (f64, f64) {
    let n = f64::from(count);
    let low = if count == 0 {
        0.0
    } else {
        // The mean at which this count or more has the probability of the tail.
        solve(0.0, n, |mean| 1.0 - at_most(count - 1, mean) - TAIL)
    };
    let high = solve(n, n + 10.0 * (n + 1.0).sqrt() + 10.0, |mean| TAIL - at_most(count, mean));
    (low, high)
}

/// Root of a function that rises from negative to positive.
fn solve(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if rising(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Probability of a count of at most `n` at a mean: terms from the largest count down.
fn at_most(n: u32, mean: f64) -> f64 {
    if mean <= 0.0 {
        return 1.0;
    }
    let log_factorial: f64 = (2..=n).map(|k| f64::from(k).ln()).sum();
    let mut log_term = f64::from(n).mul_add(mean.ln(), -mean) - log_factorial;
    let mut sum = 0.0;
    for k in (0..=n).rev() {
        sum += log_term.exp();
        if k > 0 {
            log_term += f64::from(k).ln() - mean.ln();
        }
    }
    sum.min(1.0)
}

/// 95 % limits of a fraction of reads (Wilson 1927, doi 10.1080/01621459.1927.10502953).
#[must_use]
pub fn wilson_interval(fraction: f64, reads: u32) -> (f64, f64) {
    const Z: f64 = 1.959_964;
    let n = f64::from(reads.max(1));
    let middle = fraction + Z * Z / (2.0 * n);
    let half = Z * (fraction * (1.0 - fraction) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Limits as tabulated for Garwood's interval.
    #[test]
    fn limits_are_those_of_the_table() {
        for (n, low, high) in [
            (0, 0.0, 3.688_879),
            (1, 0.025_318, 5.571_643),
            (10, 4.795_389, 18.390_356),
            (100, 81.363_9, 121.627_2),
        ] {
            let (a, b) = poisson_interval(n);
            assert!((a - low).abs() < 1e-3 && (b - high).abs() < 1e-3, "{n}: {a} {b}");
        }
        let (a, b) = poisson_interval(3000);
        assert!(a > 2880.0 && a < 3000.0 && b > 3000.0 && b < 3120.0);
    }

    #[test]
    fn wilson_holds_the_fraction() {
        let (a, b) = wilson_interval(0.3, 100);
        assert!((a - 0.219).abs() < 1e-3 && (b - 0.396).abs() < 1e-3, "{a} {b}");
    }
}
