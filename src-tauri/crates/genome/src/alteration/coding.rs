//! Coding names (`c.`) where no protein name is given.

use super::AlterationKind;

/// True for a word in the form of a coding name.
pub(crate) fn is_coding_name(word: &str) -> bool {
    word.strip_prefix("c.").is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '*' | '('))
            && rest.bytes().any(|c| c.is_ascii_digit())
            && (rest.contains('>') || ["del", "ins", "dup", "inv", "="].iter().any(|w| rest.contains(w)))
    })
}

/// A canonical splice-site change where the name touches base +-1 or +-2 of an intron, else a named change.
pub(crate) fn parse(word: &str) -> Option<AlterationKind> {
    is_coding_name(word).then(|| {
        if touches_splice_site(word) {
            AlterationKind::Splice { name: Some(word.to_owned()) }
        } else {
            AlterationKind::Named { name: word.to_owned() }
        }
    })
}

/// Coding positions of a name: the base and the offset into the intron.
pub(crate) fn positions(name: &str) -> Vec<(u32, i32)> {
    let Some(rest) = name.strip_prefix("c.") else { return Vec::new() };
    let place = rest.find(|c: char| c.is_ascii_alphabetic() || c == '=').map_or(rest, |at| &rest[..at]);
    place
        .split('_')
        .filter_map(|part| {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let base: u32 = part.get(..digits)?.parse().ok()?;
            let offset = &part[digits..];
            Some((base, if offset.is_empty() { 0 } else { offset.parse().ok()? }))
        })
        .collect()
}

fn touches_splice_site(name: &str) -> bool {
    let at = positions(name);
    let near = |o: i32| matches!(o, -2..=-1 | 1..=2);
    match at.as_slice() {
        [(_, o)] => near(*o),
        // A span from the exon into the intron, or over the site inside the intron.
        [(b1, o1), (b2, o2)] => {
            near(*o1)
                || near(*o2)
                || (*o1 == 0 && *o2 != 0 && b2 >= b1)
                || (*o1 != 0 && *o2 == 0)
                || (*o1 < 0 && *o2 > 0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splice_sites_are_told_from_deep_introns() {
        for (name, splice) in [
            ("c.340+1G>A", true),
            ("c.464-2A>G", true),
            ("c.464-5A>G", false),
            ("c.463+8C>T", false),
            ("c.3010_3028+8del", true),
            ("c.2888-18_2888-2del", true),
            ("c.74C>T", false),
            ("c.68_69del", false),
        ] {
            let read = parse(name);
            assert_eq!(matches!(read, Some(AlterationKind::Splice { .. })), splice, "{name}");
            assert!(read.is_some(), "{name}");
        }
        assert_eq!(parse("c.x"), None);
        assert_eq!(positions("c.2888-18_2888-2del"), [(2888, -18), (2888, -2)]);
    }
}
