//! Amino-acid codes (IUPAC-IUB 1983, doi 10.1111/j.1432-1033.1984.tb07877.x; `Ter` and `*` after HGVS).

/// Three-letter code and one-letter code.
const CODES: [(&str, char); 22] = [
    ("Ala", 'A'),
    ("Arg", 'R'),
    ("Asn", 'N'),
    ("Asp", 'D'),
    ("Cys", 'C'),
    ("Gln", 'Q'),
    ("Glu", 'E'),
    ("Gly", 'G'),
    ("His", 'H'),
    ("Ile", 'I'),
    ("Leu", 'L'),
    ("Lys", 'K'),
    ("Met", 'M'),
    ("Phe", 'F'),
    ("Pro", 'P'),
    ("Ser", 'S'),
    ("Thr", 'T'),
    ("Trp", 'W'),
    ("Tyr", 'Y'),
    ("Val", 'V'),
    ("Sec", 'U'),
    ("Ter", '*'),
];

/// One-letter code of a three-letter code, whatever its case.
pub(crate) fn one_letter(three: &str) -> Option<char> {
    CODES.iter().find(|(t, _)| t.eq_ignore_ascii_case(three)).map(|(_, o)| *o)
}

/// Three-letter code of a one-letter code; `Xaa` for a residue that has none.
pub(crate) fn three_letter(one: char) -> &'static str {
    CODES.iter().find(|(_, o)| *o == one).map_or("Xaa", |(t, _)| t)
}

/// `L755_T759del` as `Leu755_Thr759del`: a letter before a digit, after a digit or in an inserted run is an
/// amino acid; the words del, dup, ins and fs stay.
pub(crate) fn one_letter_to_hgvs(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let word = ["delins", "del", "dup", "ins", "fs"].iter().find(|w| rest.starts_with(**w));
        if let Some(word) = word {
            out.push_str(word);
            rest = &rest[word.len()..];
            continue;
        }
        if c == '*' || is_amino_acid(c) {
            out.push_str(three_letter(c));
        } else {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// True for the one-letter code of an amino acid (not of a stop).
pub(crate) fn is_amino_acid(c: char) -> bool {
    c != '*' && CODES.iter().any(|(_, o)| *o == c)
}

/// Splits a leading amino acid or stop off: one letter in upper case, `*`, or three letters.
pub(crate) fn take(text: &str) -> Option<(char, &str)> {
    if let Some(three) = text.get(..3)
        && three.chars().all(|c| c.is_ascii_alphabetic())
        && let Some(one) = one_letter(three)
    {
        return Some((one, &text[3..]));
    }
    let first = text.chars().next()?;
    (first == '*' || is_amino_acid(first)).then(|| (first, &text[first.len_utf8()..]))
}

/// Reads a run of amino acids up to the end of the text, in either code.
pub(crate) fn take_all(mut text: &str) -> Option<String> {
    let mut out = String::new();
    while !text.is_empty() {
        // Three-letter runs keep their pattern Xxx; a run of capitals is one-letter code.
        let capitals = text.get(..3).is_none_or(|t| t.chars().all(|c| c.is_ascii_uppercase() || c == '*'));
        let (one, rest) = if capitals {
            let c = text.chars().next()?;
            (c == '*' || is_amino_acid(c)).then(|| (c, &text[c.len_utf8()..]))?
        } else {
            take(text)?
        };
        out.push(one);
        text = rest;
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_three_letters() {
        for (one, three) in [
            ("V600E", "Val600Glu"),
            ("R213*", "Arg213Ter"),
            ("L755_T759del", "Leu755_Thr759del"),
            ("G776delinsVC", "Gly776delinsValCys"),
        ] {
            assert_eq!(one_letter_to_hgvs(one), three);
        }
    }

    #[test]
    fn both_codes_are_read() {
        assert_eq!(take("Val600"), Some(('V', "600")));
        assert_eq!(take("V600"), Some(('V', "600")));
        assert_eq!(take("TER12"), Some(('*', "12")));
        assert_eq!(take("*214"), Some(('*', "214")));
        assert_eq!(take("B600"), None);
        assert_eq!(take_all("AlaSerVal").as_deref(), Some("ASV"));
        assert_eq!(take_all("ASV").as_deref(), Some("ASV"));
        assert_eq!(take_all("AXV"), None);
        for (t, o) in CODES {
            assert_eq!((one_letter(t), three_letter(o)), (Some(o), t));
        }
    }
}
