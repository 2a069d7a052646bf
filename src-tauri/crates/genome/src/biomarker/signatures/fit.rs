//! Non-negative least squares after Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23), fewer
//! signatures by leaving out what the fit does not need, and how sure the shares are.

use super::channels::{CHANNELS, Counts};
use super::matrix::SignatureMatrix;

/// A signature is left out where the fit loses less cosine similarity than this (as in MutationalPatterns, doi
/// 10.1186/s12864-022-08357-3).
const MAY_LOSE: f64 = 0.004;
/// Resamplings of the interval.
const RESAMPLED: usize = 200;
const TOLERANCE: f64 = 1e-10;

/// Column of the matrix and its exposure.
pub(super) type Exposures = Vec<(usize, f64)>;

/// Exposures of the fewest signatures that explain the shares about as well as all of them.
pub(super) fn refit(matrix: &SignatureMatrix, observed: &[f64; CHANNELS]) -> Exposures {
    let all: Vec<usize> = (0..matrix.signatures.len()).collect();
    let mut kept = fit(matrix, &all, observed);
    let mut similarity = cosine(observed, &rebuilt(matrix, &kept));
    while kept.len() > 1 {
        let Some(least) = kept.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map(|e| e.0) else { break };
        let fewer: Vec<usize> = kept.iter().map(|e| e.0).filter(|c| *c != least).collect();
        let without = fit(matrix, &fewer, observed);
        let now = cosine(observed, &rebuilt(matrix, &without));
        if similarity - now > MAY_LOSE {
            break;
        }
        (kept, similarity) = (without, now);
    }
    kept
}

/// Exposures above zero of these columns.
fn fit(matrix: &SignatureMatrix, columns: &[usize], observed: &[f64; CHANNELS]) -> Exposures {
    let of: Vec<&[f64; CHANNELS]> = columns.iter().filter_map(|c| matrix.signatures.get(*c)).collect();
    let found = columns.iter().copied().zip(nnls(&of, observed));
    found.filter(|(_, e)| *e > 0.0).collect()
}

/// The shares that exposures stand for.
pub(super) fn rebuilt(matrix: &SignatureMatrix, exposures: &Exposures) -> [f64; CHANNELS] {
    let mut out = [0.0; CHANNELS];
    for (at, exposure) in exposures {
        if let Some(signature) = matrix.signatures.get(*at) {
            out.iter_mut().zip(signature).for_each(|(o, s)| *o += exposure * s);
        }
    }
    out
}

/// Cosine of the angle between two vectors; 0 where one of them is empty.
pub(super) fn cosine(a: &[f64; CHANNELS], b: &[f64; CHANNELS]) -> f64 {
    let length = dot(a, a).sqrt() * dot(b, b).sqrt();
    if length > 0.0 { dot(a, b) / length } else { 0.0 }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// The vector x >= 0 for which the columns times x come nearest to the target.
pub(super) fn nnls(columns: &[&[f64; CHANNELS]], target: &[f64; CHANNELS]) -> Vec<f64> {
    let n = columns.len();
    // Normal equations: 96 rows become n.
    let gram: Vec<Vec<f64>> = columns.iter().map(|a| columns.iter().map(|b| dot(*a, *b)).collect()).collect();
    let right: Vec<f64> = columns.iter().map(|a| dot(*a, target)).collect();
    let mut x = vec![0.0; n];
    let mut passive = vec![false; n];
    for _ in 0..3 * n + 10 {
        let gradient = |j: usize| right[j] - dot(&gram[j], &x);
        let Some(enter) = (0..n)
            .filter(|j| !passive[*j] && gradient(*j) > TOLERANCE)
            .max_by(|a, b| gradient(*a).total_cmp(&gradient(*b)))
        else {
            break;
        };
        passive[enter] = true;
        loop {
            let set: Vec<usize> = (0..n).filter(|j| passive[*j]).collect();
            let Some(solution) = solve(&gram, &right, &set) else {
                // A column that the others already make up adds nothing.
                passive[enter] = false;
                break;
            };
            if solution.iter().all(|v| *v > TOLERANCE) {
                x.iter_mut().for_each(|v| *v = 0.0);
                set.iter().zip(&solution).for_each(|(j, v)| x[*j] = *v);
                break;
            }
            // As far towards the solution as nothing turns negative.
            let step = set
                .iter()
                .zip(&solution)
                .filter(|(_, s)| **s <= TOLERANCE)
                .map(|(j, s)| if x[*j] > *s { x[*j] / (x[*j] - s) } else { 0.0 })
                .fold(1.0, f64::min);
            for (j, s) in set.iter().zip(&solution) {
                x[*j] += step * (s - x[*j]);
                if x[*j] <= TOLERANCE {
                    x[*j] = 0.0;
                    passive[*j] = false;
                }
            }
        }
    }
    x
}

/// Solves the normal equations of some columns by Cholesky; `None` where they depend on each other.
fn solve(gram: &[Vec<f64>], right: &[f64], set: &[usize]) -> Option<Vec<f64>> {
    let n = set.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = gram[set[i]][set[j]] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            if i == j {
                if sum <= 1e-12 {
                    return None;
                }
                lower[i][i] = sum.sqrt();
            } else {
                lower[i][j] = sum / lower[j][j];
            }
        }
    }
    let mut y = vec![0.0; n];
    for i in 0..n {
        y[i] = (right[set[i]] - (0..i).map(|k| lower[i][k] * y[k]).sum::<f64>()) / lower[i][i];
    }
    for i in (0..n).rev() {
        y[i] = (y[i] - (i + 1..n).map(|k| lower[k][i] * y[k]).sum::<f64>()) / lower[i][i];
    }
    Some(y)
}

/// Share of each signature in the middle 95 % of resamplings of the mutations; the same counts give the same interval.
pub(super) fn bootstrap(matrix: &SignatureMatrix, counts: &Counts, exposures: &Exposures) -> Vec<(f64, f64)> {
    let columns: Vec<usize> = exposures.iter().map(|e| e.0).collect();
    let mut sums: Vec<u32> = Vec::with_capacity(CHANNELS);
    let mut sum = 0;
    for n in counts.channels {
        sum += n;
        sums.push(sum);
    }
    // xorshift64 (Marsaglia 2003): no clock and no system decides a clinical figure.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u32::try_from(((state >> 32) * u64::from(below)) >> 32).unwrap_or(0)
    };
    let mut shares: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLED); columns.len()];
    for _ in 0..RESAMPLED {
        let mut again = Counts::default();
        for _ in 0..sum {
            let at = draw(sum);
            again.channels[sums.partition_point(|s| *s <= at).min(CHANNELS - 1)] += 1;
        }
        let found = fit(matrix, &columns, &again.shares());
        let total: f64 = found.iter().map(|e| e.1).sum::<f64>().max(f64::MIN_POSITIVE);
        for (list, column) in shares.iter_mut().zip(&columns) {
            list.push(found.iter().find(|e| e.0 == *column).map_or(0.0, |e| e.1 / total));
        }
    }
    shares
        .into_iter()
        .map(|mut list| {
            list.sort_by(f64::total_cmp);
            let at = |share: f64| {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // an index of 200
                let index = (share * (RESAMPLED - 1) as f64).round() as usize;
                list.get(index).copied().unwrap_or(0.0)
            };
            (at(0.025), at(0.975))
        })
        .collect()
}
