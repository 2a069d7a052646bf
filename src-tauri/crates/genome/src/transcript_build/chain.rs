//! Lifts positions from GRCh37 to GRCh38 (UCSC chain format).

use super::BuildError;
use crate::Contig;

const FILE: &str = "GRCh37_to_GRCh38.chain";

/// An ungapped block, 0-based.
#[derive(Debug)]
struct Block {
    from: String,
    start: u32,
    size: u32,
    to: String,
    target: u32,
}

/// Lifts positions from GRCh37 to GRCh38. Blocks on the minus strand are left out: a variant there would
/// change its bases.
#[derive(Debug)]
pub struct Liftover {
    blocks: Vec<Block>,
}

impl Liftover {
    /// Reads a chain file.
    ///
    /// # Errors
    /// A line that is not of the format.
    pub fn read(bytes: &[u8]) -> Result<Self, BuildError> {
        let text = std::str::from_utf8(bytes).map_err(|e| BuildError::content(FILE, e.to_string()))?;
        let mut blocks = Vec::new();
        // Contigs, positions on both sides, and whether the target is the plus strand.
        let mut state: Option<(String, u32, String, u32, bool)> = None;
        let damaged = |line: &str| BuildError::content(FILE, format!("line not understood: {line}"));
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let Some(first) = words.next() else { continue };
            if first == "chain" {
                let w: Vec<&str> = words.collect();
                let get = |i: usize| w.get(i).copied().ok_or_else(|| damaged(line));
                let number = |i: usize| get(i)?.parse::<u32>().map_err(|_| damaged(line));
                let name = |i: usize| Ok::<_, BuildError>(Contig::new(get(i)?).as_str().to_owned());
                let plus = get(3)? == "+" && get(8)? == "+";
                state = Some((name(1)?, number(4)?, name(6)?, number(9)?, plus));
                continue;
            }
            if first.starts_with('#') {
                continue;
            }
            let Some((from, at, to, target, plus)) = state.as_mut() else { return Err(damaged(line)) };
            let size: u32 = first.parse().map_err(|_| damaged(line))?;
            if *plus {
                blocks.push(Block { from: from.clone(), start: *at, size, to: to.clone(), target: *target });
            }
            let mut gap = || words.next().map_or(Ok(0), |w| w.parse::<u32>().map_err(|_| damaged(line)));
            let (dt, dq) = (gap()?, gap()?);
            *at += size + dt;
            *target += size + dq;
        }
        Ok(Self { blocks })
    }

    /// Contig and 1-based position on GRCh38. Chains come best first, so the first block wins.
    #[must_use]
    pub fn lift(&self, contig: &str, position: u32) -> Option<(String, u32)> {
        let zero = position.checked_sub(1)?;
        let block =
            self.blocks.iter().find(|b| b.from == contig && (b.start..b.start + b.size).contains(&zero))?;
        Some((block.to.clone(), block.target + (zero - block.start) + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_lifted_inside_blocks_only() {
        let chain = Liftover::read(b"chain 1 7 1000 + 100 400 7 1000 + 110 420 1\n100 50 60\n150\n\nchain 1 8 9 + 0 9 8 9 - 0 9 2\n9\n")
            .expect("chain");
        assert_eq!(chain.lift("7", 101), Some(("7".into(), 111)));
        assert_eq!(chain.lift("7", 200), Some(("7".into(), 210)));
        assert_eq!(chain.lift("7", 201), None);
        assert_eq!(chain.lift("7", 251), Some(("7".into(), 271)));
        assert_eq!(chain.lift("8", 5), None);
        assert!(Liftover::read(b"100 1 1\n").is_err());
    }
}
