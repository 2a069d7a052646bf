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
        if let Some(residue) = frameshift(word) {
            AlterationKind::Frameshift { residue }
        } else if touches_splice_site(word) {
            AlterationKind::Splice { name: Some(word.to_owned()) }
        } else {
            AlterationKind::Named { name: word.to_owned() }
        }
    })
}

/// The residue from which a deletion, duplication or insertion inside the coding sequence shifts the frame;
/// `None` where the length is not known or a multiple of three.
fn frameshift(name: &str) -> Option<u32> {
    let at = positions(name);
    let (first, last) = (at.first()?, at.last()?);
    if at.iter().any(|(base, offset)| *offset != 0 || *base == 0) || name.contains(['*', '?', '-']) {
        return None;
    }
    let span = i64::from(last.0.checked_sub(first.0)?) + 1;
    let event = name.trim_start_matches(|c: char| !c.is_ascii_lowercase() || c == 'c');
    let letters = |text: &str| i64::try_from(text.bytes().take_while(u8::is_ascii_uppercase).count()).ok();
    let change = if let Some((_, inserted)) = event.split_once("delins") {
        letters(inserted).filter(|n| *n > 0)? - span
    } else if event.starts_with("del") || event.starts_with("dup") {
        span
    } else if let Some(inserted) = event.strip_prefix("ins") {
        letters(inserted).filter(|n| *n > 0)?
    } else {
        return None;
    };
    (change % 3 != 0).then(|| first.0.div_ceil(3))
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
            ("c.5266dupC", false),
        ] {
            let read = parse(name);
            assert_eq!(matches!(read, Some(AlterationKind::Splice { .. })), splice, "{name}");
            assert!(read.is_some(), "{name}");
        }
        for (name, residue) in [
            ("c.68_69del", Some(23)),
            ("c.5266dupC", Some(1756)),
            ("c.5946delT", Some(1982)),
            ("c.2236_2250del", None),
            ("c.2240_2257delinsCT", Some(747)),
            ("c.74C>T", None),
            ("c.212+1_212+2del", None),
            ("c.100_101insGCA", None),
            ("c.100_101insGC", Some(34)),
        ] {
            assert_eq!(frameshift(name), residue, "{name}");
        }
        assert_eq!(parse("c.x"), None);
        assert_eq!(positions("c.2888-18_2888-2del"), [(2888, -18), (2888, -2)]);
    }
}
