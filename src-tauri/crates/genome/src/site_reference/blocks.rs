//! Places of GRCh38 on GRCh37, for stretches that both have in one piece.

use std::collections::HashMap;

/// Stretches of at least 100 bases on the same chromosome and strand.
#[derive(Debug, Default)]
pub struct Blocks {
    /// First base on GRCh38, first base on GRCh37, length; by the first.
    contigs: HashMap<String, Vec<(u32, u32, u32)>>,
}

impl Blocks {
    /// Reads the table `contig, grch37, grch38, length`, positions from 1. Lines that are no row are left out.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut contigs: HashMap<String, Vec<(u32, u32, u32)>> = HashMap::new();
        for line in table.lines() {
            let mut cells = line.split('\t');
            let row = (|| {
                let contig = cells.next()?;
                let mut number = || cells.next()?.parse::<u32>().ok();
                let (on37, on38, length) = (number()?, number()?, number()?);
                Some((contig, (on38, on37, length)))
            })();
            if let Some((contig, row)) = row {
                contigs.entry(contig.to_owned()).or_default().push(row);
            }
        }
        contigs.values_mut().for_each(|rows| rows.sort_unstable());
        Self { contigs }
    }

    /// The first position on GRCh37 of a stretch of GRCh38, where one block holds all of it.
    pub(super) fn to_grch37(&self, contig: &str, from: u32, to: u32) -> Option<u32> {
        let rows = self.contigs.get(contig)?;
        let (on38, on37, length) = rows.get(rows.partition_point(|r| r.0 <= from).checked_sub(1)?)?;
        (to < on38.checked_add(*length)?).then(|| on37 + (from - on38))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_placed_only_in_one_piece() {
        let blocks =
            Blocks::read("# x\ncontig\tgrch37\tgrch38\tlength\n7\t100\t150\t100\n7\t210\t250\t100\n");
        assert_eq!(blocks.to_grch37("7", 150, 249), Some(100));
        assert_eq!(blocks.to_grch37("7", 249, 250), None, "over a gap");
        assert_eq!(blocks.to_grch37("7", 260, 300), Some(220));
        assert_eq!(blocks.to_grch37("7", 149, 150), None);
        assert_eq!(blocks.to_grch37("8", 150, 151), None);
    }
}
