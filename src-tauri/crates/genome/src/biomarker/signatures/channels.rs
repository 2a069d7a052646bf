//! The 96 channels: six substitutions of a pyrimidine, between four bases on either side (Alexandrov 2013, doi
//! 10.1038/nature12477).

/// Number of channels.
pub const CHANNELS: usize = 96;

const BASES: &[u8; 4] = b"ACGT";
/// Reference and alternate of the six substitutions.
const CHANGES: [(u8, u8); 6] =
    [(b'C', b'A'), (b'C', b'G'), (b'C', b'T'), (b'T', b'A'), (b'T', b'C'), (b'T', b'G')];

fn complement(base: u8) -> u8 {
    match base {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        other => other,
    }
}

/// Channel of a change, told on the strand of the pyrimidine; `None` where a base is not A, C, G or T or nothing changes.
#[must_use]
pub fn channel(context: [u8; 3], alternate: u8) -> Option<usize> {
    let [five, reference, three] = context;
    let purine = matches!(reference, b'A' | b'G');
    let (five, reference, three, alternate) = if purine {
        (complement(three), complement(reference), complement(five), complement(alternate))
    } else {
        (five, reference, three, alternate)
    };
    let change = CHANGES.iter().position(|c| *c == (reference, alternate))?;
    let base = |b: u8| BASES.iter().position(|x| *x == b);
    Some(change * 16 + base(five)? * 4 + base(three)?)
}

/// `A[C>A]G`.
#[must_use]
pub fn channel_name(channel: usize) -> String {
    let (from, to) = CHANGES[channel / 16 % 6];
    let (five, three) = (BASES[channel / 4 % 4], BASES[channel % 4]);
    let c = char::from;
    format!("{}[{}>{}]{}", c(five), c(from), c(to), c(three))
}

/// Substitutions by channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Of each channel.
    pub channels: [u32; CHANNELS],
    /// Substitutions whose neighbours are not known, or whose reference is not the base there.
    pub unknown: u32,
}

impl Default for Counts {
    fn default() -> Self {
        Self { channels: [0; CHANNELS], unknown: 0 }
    }
}

impl Counts {
    /// Counts one substitution, alleles on the plus strand.
    pub fn add(&mut self, context: Option<[u8; 3]>, reference: &str, alternate: &str) {
        let found = context
            .filter(|c| reference.as_bytes() == &c[1..2])
            .and_then(|c| channel(c, *alternate.as_bytes().first()?))
            .and_then(|at| self.channels.get_mut(at));
        match found {
            Some(slot) => *slot += 1,
            None => self.unknown += 1,
        }
    }

    /// Substitutions with a channel.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.channels.iter().sum()
    }

    /// Share of each channel.
    pub(super) fn shares(&self) -> [f64; CHANNELS] {
        let total = f64::from(self.total().max(1));
        self.channels.map(|n| f64::from(n) / total)
    }
}
