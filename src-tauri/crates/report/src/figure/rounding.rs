//! Printed parts that add up to the printed sum.

use crate::text::{number, signed};

/// Values as they are printed.
pub(crate) struct Rounded {
    decimals: usize,
    parts: Vec<f64>,
    sum: f64,
}

impl Rounded {
    /// Two decimals where the nearest ones add up, else three; where those do not add up either, the parts whose
    /// rounding lost most are moved by one unit of the third decimal (largest remainder).
    pub(crate) fn new(parts: &[f64], sum: f64) -> Self {
        let nearest = |decimals: usize| {
            let unit = 10f64.powi(decimals as i32);
            let parts: Vec<f64> = parts.iter().map(|p| (p * unit).round()).collect();
            let gap = (sum * unit).round() - parts.iter().sum::<f64>();
            (unit, parts, gap)
        };
        for decimals in [2, 3] {
            let (unit, rounded, gap) = nearest(decimals);
            if gap.abs() < 0.5 {
                return Self { decimals, parts: rounded.iter().map(|p| p / unit).collect(), sum };
            }
        }
        let (unit, mut rounded, gap) = nearest(3);
        let lost = |i: usize, rounded: &[f64]| {
            parts.get(i).zip(rounded.get(i)).map_or(0.0, |(p, r)| (p * unit - r) * gap.signum())
        };
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by(|a, b| lost(*b, &rounded).total_cmp(&lost(*a, &rounded)));
        for i in order.into_iter().take(gap.abs().round() as usize) {
            if let Some(part) = rounded.get_mut(i) {
                *part += gap.signum();
            }
        }
        Self { decimals: 3, parts: rounded.iter().map(|p| p / unit).collect(), sum }
    }

    /// A part with its sign.
    pub(crate) fn part(&self, index: usize) -> String {
        signed(self.parts.get(index).copied().unwrap_or_default(), self.decimals)
    }

    /// A part without a plus.
    pub(crate) fn bare(&self, index: usize) -> String {
        number(self.parts.get(index).copied().unwrap_or_default(), self.decimals)
    }

    /// The sum.
    pub(crate) fn sum(&self) -> String {
        number(self.sum, self.decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> f64 {
        text.replace('\u{2212}', "-").parse().unwrap()
    }

    proptest! {
        #[test]
        fn printed_parts_add_up_and_stay_near(parts in proptest::collection::vec(-1.0f64..1.0, 0..14)) {
            let sum: f64 = parts.iter().sum();
            let rounded = Rounded::new(&parts, sum);
            let printed: Vec<f64> = (0..parts.len()).map(|i| read(&rounded.part(i))).collect();
            prop_assert!((printed.iter().sum::<f64>() - read(&rounded.sum())).abs() < 1e-9);
            for (a, b) in parts.iter().zip(&printed) {
                prop_assert!((a - b).abs() <= 0.005_000_1, "{a} printed as {b}");
            }
        }
    }

    #[test]
    fn two_decimals_where_they_suffice() {
        let rounded = Rounded::new(&[0.55, 0.12, -0.04], 0.63);
        assert_eq!(
            (rounded.part(0), rounded.part(2), rounded.sum()),
            ("+0.55".into(), "\u{2212}0.04".into(), "0.63".into())
        );
        assert_eq!(Rounded::new(&[0.555, 0.125], 0.68).sum(), "0.680");
    }
}
