//! What the user states to have been called: `all`, or a BED file.

use std::io::Read;

use attune_genome::Contig;
use attune_pharmacogenomics::Stated;

use crate::error::AppError;
use crate::intake::{display, open};

/// The statement as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum CalledRegions {
    /// Nothing was stated.
    #[default]
    Nothing,
    /// Every position.
    Everything,
    /// Stretches, first and last base, 1-based.
    Listed(Vec<(Contig, u32, u32)>),
}

impl CalledRegions {
    /// Reads `all` or the name of a BED file, whose positions are those of the genome file.
    ///
    /// # Errors
    /// A file that cannot be read, or a line that is no BED interval: a statement is taken whole or not at all.
    pub(crate) fn read(argument: Option<&str>) -> Result<Self, AppError> {
        let Some(argument) = argument else { return Ok(Self::Nothing) };
        if argument.eq_ignore_ascii_case("all") {
            return Ok(Self::Everything);
        }
        let path = std::path::Path::new(argument);
        let mut text = String::new();
        open(path)?.read_to_string(&mut text).map_err(|e| bad(&display(path), &e.to_string()))?;
        let mut list = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(n, l)| (n + 1, l.trim())) {
            let comment = ["#", "track", "browser"].iter().any(|w| line.starts_with(w));
            if line.is_empty() || comment {
                continue;
            }
            let interval =
                interval(line).ok_or_else(|| bad(&display(path), &format!("line {number}: {line}")))?;
            list.push(interval);
        }
        Ok(Self::Listed(list))
    }

    /// The statement for calling.
    pub(crate) fn stated(&self) -> Stated<'_> {
        match self {
            Self::Nothing => Stated::Nothing,
            Self::Everything => Stated::Everything,
            Self::Listed(list) => Stated::Regions(list),
        }
    }
}

fn bad(path: &str, why: &str) -> AppError {
    AppError::new(
        "pgx.called_regions",
        format!("{path} is no BED file: {why}"),
        "give `all`, or a BED file with chromosome, start (from 0) and end in each line",
    )
}

/// `chr10 94761899 94852914`: half-open and counted from 0, as BED is.
fn interval(line: &str) -> Option<(Contig, u32, u32)> {
    let mut cells = line.split_ascii_whitespace();
    let contig = Contig::new(cells.next()?);
    let start: u32 = cells.next()?.parse().ok()?;
    let end: u32 = cells.next()?.parse().ok()?;
    (start < end).then_some((contig, start + 1, end))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]
    use super::*;

    #[test]
    fn bed_counts_from_zero_and_a_bad_line_is_no_statement() {
        assert_eq!(interval("chr10\t9\t20\tname"), Some((Contig::new("10"), 10, 20)));
        assert_eq!(interval("chr10 20 9"), None);
        let file = std::env::temp_dir().join(format!("attune-called-{}.bed", std::process::id()));
        std::fs::write(&file, "track x\nchr10\t9\t20\n").expect("a file");
        let name = file.to_str().expect("a name");
        let list = vec![(Contig::new("10"), 10, 20)];
        assert_eq!(CalledRegions::read(Some(name)).expect("BED"), CalledRegions::Listed(list));
        std::fs::write(&file, "chr10\tx\t20\n").expect("a file");
        assert_eq!(CalledRegions::read(Some(name)).expect_err("no BED").code, "pgx.called_regions");
        std::fs::remove_file(&file).expect("removed");
        assert_eq!(CalledRegions::read(Some("ALL")).expect("all"), CalledRegions::Everything);
    }
}
