//! Bases, the reverse strand and the standard genetic code (NCBI translation table 1).

/// True where every byte is A, C, G or T.
pub(crate) fn are_bases(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'A' | b'C' | b'G' | b'T'))
}

/// The other strand, read in its own direction.
pub(crate) fn reverse_complement(bases: &[u8]) -> Vec<u8> {
    bases
        .iter()
        .rev()
        .map(|b| match b {
            b'A' => b'T',
            b'C' => b'G',
            b'G' => b'C',
            b'T' => b'A',
            other => *other,
        })
        .collect()
}

/// Amino acids of the 64 codons in the order TCAG for each of the three bases.
const CODE: &[u8; 64] = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

/// One-letter amino acid of a codon, `*` for a stop; `None` where a base is not A, C, G or T.
pub(crate) fn amino_acid(codon: &[u8]) -> Option<u8> {
    let index = |b: &u8| b"TCAG".iter().position(|x| x == b);
    let [a, b, c] = codon else { return None };
    CODE.get(index(a)? * 16 + index(b)? * 4 + index(c)?).copied()
}

/// Protein from the first base on up to the first stop, which is included; without a stop up to the last
/// whole codon.
pub(crate) fn translate(bases: &[u8]) -> Vec<u8> {
    let mut protein = Vec::with_capacity(bases.len() / 3);
    for codon in bases.chunks_exact(3) {
        let Some(aa) = amino_acid(codon) else { break };
        protein.push(aa);
        if aa == b'*' {
            break;
        }
    }
    protein
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_genetic_code() {
        for (codon, aa) in
            [("ATG", b'M'), ("TGG", b'W'), ("TAA", b'*'), ("GTG", b'V'), ("GAG", b'E'), ("AAA", b'K')]
        {
            assert_eq!(amino_acid(codon.as_bytes()), Some(aa), "{codon}");
        }
        assert_eq!(amino_acid(b"ANG"), None);
        assert_eq!(translate(b"ATGAAATAAGGG"), b"MK*");
        assert_eq!(translate(b"ATGAA"), b"M");
        assert_eq!(reverse_complement(b"AACG"), b"CGTT");
        // 61 codons for amino acids and 3 stops.
        assert_eq!(CODE.iter().filter(|c| **c == b'*').count(), 3);
    }
}
