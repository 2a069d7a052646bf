//! The matrix that a site imports: one row a channel, one column a signature, in the layout that COSMIC publishes.

use thiserror::Error;

use super::channels::{CHANNELS, channel, channel_name};

/// How far the shares of a signature may be from 1 together: published tables are rounded.
const ROUNDING: f64 = 0.02;

/// Signatures, each a share of the 96 channels.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureMatrix {
    /// Names of the signatures.
    pub names: Vec<String>,
    /// Shares by channel, one row a signature.
    pub signatures: Vec<[f64; CHANNELS]>,
    /// File and hash, for the words beside each answer.
    pub source: String,
}

/// Why a table is no matrix of signatures.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MatrixError {
    /// The head does not name channel and signatures.
    #[error("line 1: the first column is `{0}`; expected `Type`, then one column a signature")]
    Head(String),
    /// A row that is none.
    #[error("line {line}: {what}")]
    Row {
        /// Line, 1-based.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A channel is not there.
    #[error("the channel {0} is missing: 96 rows are needed, one for each substitution in its context")]
    Missing(String),
    /// A column that does not add up.
    #[error("column {name}: the shares add up to {sum} and not to 1")]
    Sum {
        /// Name of the signature.
        name: String,
        /// Sum, rounded.
        sum: String,
    },
}

impl SignatureMatrix {
    /// Reads a table, tab or comma between the columns.
    ///
    /// # Errors
    /// The first thing that is not as it must be, with its line.
    pub fn read(text: &str, source: &str) -> Result<Self, MatrixError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let (_, head) = lines.next().unwrap_or((0, ""));
        let separator = if head.contains('\t') { '\t' } else { ',' };
        let cells = |line: &str| -> Vec<String> {
            line.split(separator).map(|c| c.trim().trim_matches('"').to_owned()).collect()
        };
        let head = cells(head);
        let first = head.first().cloned().unwrap_or_default();
        let known =
            ["type", "mutationtype", "mutation type", "mutationstype", "somatic mutation type", "channel"];
        if !known.contains(&first.to_lowercase().as_str()) || head.len() < 2 {
            return Err(MatrixError::Head(first));
        }
        let names: Vec<String> = head.into_iter().skip(1).collect();
        let mut signatures = vec![[0.0; CHANNELS]; names.len()];
        let mut seen = [false; CHANNELS];
        for (number, line) in lines {
            let wrong = |what: String| MatrixError::Row { line: number + 1, what };
            let row = cells(line);
            let name = row.first().map(String::as_str).unwrap_or_default();
            let at =
                read_channel(name).ok_or_else(|| wrong(format!("`{name}` is no channel such as A[C>A]A")))?;
            if std::mem::replace(&mut seen[at], true) {
                return Err(wrong(format!("the channel {name} stands twice")));
            }
            if row.len() != names.len() + 1 {
                return Err(wrong(format!("{} values for {} signatures", row.len() - 1, names.len())));
            }
            for ((signature, cell), name) in signatures.iter_mut().zip(&row[1..]).zip(&names) {
                let share = cell.parse::<f64>().ok().filter(|v| (0.0..=1.0).contains(v));
                signature[at] =
                    share.ok_or_else(|| wrong(format!("`{cell}` of {name} is no share from 0 to 1")))?;
            }
        }
        if let Some(missing) = seen.iter().position(|s| !s) {
            return Err(MatrixError::Missing(channel_name(missing)));
        }
        for (name, signature) in names.iter().zip(&signatures) {
            let sum: f64 = signature.iter().sum();
            if (sum - 1.0).abs() > ROUNDING {
                return Err(MatrixError::Sum { name: name.clone(), sum: format!("{sum:.3}") });
            }
        }
        Ok(Self { names, signatures, source: source.to_owned() })
    }
}

/// `A[C>A]G`, whatever strand it is told on.
fn read_channel(name: &str) -> Option<usize> {
    let bytes = name.as_bytes();
    let [five, b'[', from, b'>', to, b']', three] = bytes else { return None };
    channel([*five, *from, *three], *to)
}
