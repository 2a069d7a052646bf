//! A horizontal axis.

use plotters::coord::ranged1d::{KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;

/// Values from `low` to `high` between two places in points.
pub(crate) struct Axis {
    low: f64,
    high: f64,
    left: f64,
    right: f64,
}

struct AtMost(usize);

impl KeyPointHint for AtMost {
    fn max_num_points(&self) -> usize {
        self.0
    }
    fn weight(&self) -> plotters::coord::ranged1d::KeyPointWeight {
        plotters::coord::ranged1d::KeyPointWeight::Any
    }
    fn bold_points(&self) -> usize {
        self.0
    }
}

impl Axis {
    /// An axis over these values and zero.
    pub(crate) fn over(values: impl Iterator<Item = f64>, (left, right): (f64, f64)) -> Self {
        let (mut low, mut high) = (0.0f64, 0.0f64);
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        if high - low < 1e-9 {
            high = low + 1.0;
        }
        Self { low, high, left, right }
    }

    pub(crate) fn x(&self, value: f64) -> f64 {
        self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)
    }

    /// Round values to mark, at most six.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        RangedCoordf64::from(self.low..self.high).key_points(AtMost(6))
    }

    /// Decimals that tell the ticks apart.
    pub(crate) fn decimals(&self) -> usize {
        let step = match self.ticks().as_slice() {
            [a, b, ..] => b - a,
            _ => self.high - self.low,
        };
        if step >= 0.999 {
            0
        } else if step >= 0.0999 {
            1
        } else {
            2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        let axis = Axis::over([0.82, 1.0].into_iter(), (0.0, 100.0));
        let ticks = axis.ticks();
        assert!(ticks.len() <= 6 && ticks.first() == Some(&0.0), "{ticks:?}");
        assert_eq!(axis.x(0.5), 50.0);
    }
}
