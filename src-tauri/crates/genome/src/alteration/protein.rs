//! Reads protein changes: HGVS in one- and three-letter code and the short forms of reports.

use super::AlterationKind;
use super::amino::{is_amino_acid, take, take_all};

/// A protein change as read. `None` is "not a protein change", never a guess.
pub(crate) fn parse(token: &str) -> Option<AlterationKind> {
    let text = token.strip_prefix("p.").or_else(|| token.strip_prefix("P.")).unwrap_or(token);
    let text = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(text);
    let (start, rest) = residue(text)?;
    if rest.is_empty() {
        return Some(AlterationKind::Residue { reference: start.0, residue: start.1 });
    }
    if let Some(second) = rest.strip_prefix('_') {
        let (end, event) = residue(second)?;
        return (end.1 > start.1).then(|| span(start, Some(end), event))?;
    }
    if rest == "=" {
        return Some(AlterationKind::Named { name: format!("p.{}{}=", start.0, start.1) });
    }
    if rest == "?" {
        return Some(AlterationKind::Named { name: format!("p.{}{}?", start.0, start.1) });
    }
    if let Some(kind) = frameshift(start, rest) {
        return Some(kind);
    }
    // `Ter26Glnext*?`: the stop is lost and the protein goes on.
    if start.0 == '*' {
        let (alternate, tail) = take(rest)?;
        let extended = tail.is_empty() || tail.to_ascii_lowercase().starts_with("ext");
        return (extended && alternate != '*').then_some(AlterationKind::Substitution {
            reference: '*',
            residue: start.1,
            alternate,
        });
    }
    if let Some((alternate, "")) = take(rest) {
        return if alternate == start.0 {
            Some(AlterationKind::Named { name: format!("p.{}{}=", start.0, start.1) })
        } else {
            Some(AlterationKind::Substitution { reference: start.0, residue: start.1, alternate })
        };
    }
    span(start, None, rest)
}

/// `V600X` and `R1450X`: "any amino acid" or an old stop. Which of the two only the gene tells.
pub(crate) fn unknown_alternate(token: &str) -> Option<(char, u32)> {
    let text = token.strip_prefix("p.").unwrap_or(token);
    let (start, rest) = residue(text)?;
    matches!(rest, "X" | "x" | "Xaa").then_some(start)
}

/// Amino acid and number at the head of the text.
fn residue(text: &str) -> Option<((char, u32), &str)> {
    let (aa, rest) = take(text)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = rest.get(..digits)?.parse().ok()?;
    (number > 0 && digits <= 5).then(|| ((aa, number), &rest[digits..]))
}

/// `fs`, `Vfs*17`, `ValfsTer17`, `FS`, `TFSX16`, `fsX5`.
fn frameshift(start: (char, u32), rest: &str) -> Option<AlterationKind> {
    let lower = rest.to_ascii_lowercase();
    let at = lower.find("fs")?;
    let head = &rest[..at];
    let tail = &lower[at + 2..];
    let head_ok = head.is_empty() || matches!(take(head), Some((_, ""))) || lower[..at] == *"del";
    let stop = tail.strip_prefix("ter").or_else(|| tail.strip_prefix('*')).or_else(|| tail.strip_prefix('x'));
    let tail_ok = tail.is_empty()
        || stop.is_some_and(|n| n.is_empty() || n == "?" || n.bytes().all(|c| c.is_ascii_digit()));
    (head_ok && tail_ok).then_some(AlterationKind::Frameshift { residue: start.1 })
}

/// `del`, `dup`, `ins`, `delins` of one residue or a span, and the older `>`.
fn span(start: (char, u32), end: Option<(char, u32)>, event: &str) -> Option<AlterationKind> {
    let last = end.unwrap_or(start).1;
    let place = match end {
        Some(e) => format!("{}{}_{}{}", start.0, start.1, e.0, e.1),
        None => format!("{}{}", start.0, start.1),
    };
    let lower = event.to_ascii_lowercase();
    let after = |n: usize| event.get(n..);
    let name = if let Some(at) = ["delins", ">"].iter().find(|p| lower.starts_with(**p)) {
        format!("{place}delins{}", take_all(after(at.len())?)?)
    } else if lower.starts_with("del") {
        // `P133_E136delPMYE`: HGVS leaves the deleted residues out of the name.
        let listed = after(3)?;
        if listed.to_ascii_lowercase().starts_with("ins") {
            return None;
        }
        (listed.is_empty() || take_all(listed).is_some()).then(|| format!("{place}del"))?
    } else if lower.starts_with("dup") {
        let listed = after(3)?;
        (listed.is_empty() || take_all(listed).is_some()).then(|| format!("{place}dup"))?
    } else if lower.starts_with("ins") {
        // An insertion stands between two neighbours; anything else is not HGVS and not read.
        (last == start.1 + 1 && end.is_some()).then_some(())?;
        let inserted = after(3)?;
        let count = !inserted.is_empty() && inserted.bytes().all(|c| c.is_ascii_digit());
        if count { format!("{place}ins{inserted}") } else { format!("{place}ins{}", take_all(inserted)?) }
    } else {
        return None;
    };
    // A stop among the new residues truncates the protein: it is not an in-frame change.
    if let Some((_, new)) = name.split_once("ins")
        && let Some(at) = new.find('*')
    {
        return (at == 0 && is_amino_acid(start.0)).then_some(AlterationKind::Substitution {
            reference: start.0,
            residue: start.1,
            alternate: '*',
        });
    }
    Some(AlterationKind::Inframe { start: start.1, end: last, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inframe(start: u32, end: u32, name: &str) -> Option<AlterationKind> {
        Some(AlterationKind::Inframe { start, end, name: name.into() })
    }

    #[test]
    fn substitutions() {
        let sub = |reference, residue, alternate| {
            Some(AlterationKind::Substitution { reference, residue, alternate })
        };
        for (text, want) in [
            ("V600E", sub('V', 600, 'E')),
            ("p.V600E", sub('V', 600, 'E')),
            ("p.Val600Glu", sub('V', 600, 'E')),
            ("p.(Val600Glu)", sub('V', 600, 'E')),
            ("VAL600GLU", sub('V', 600, 'E')),
            ("R213*", sub('R', 213, '*')),
            ("Arg213Ter", sub('R', 213, '*')),
            ("*214G", sub('*', 214, 'G')),
            ("Ter214Trpext*14", sub('*', 214, 'W')),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }

    #[test]
    fn inframe_changes_have_one_name() {
        for (text, want) in [
            ("E746_A750del", inframe(746, 750, "E746_A750del")),
            ("p.Glu746_Ala750del", inframe(746, 750, "E746_A750del")),
            ("P133_E136delPMYE", inframe(133, 136, "P133_E136del")),
            ("L747_P753delinsS", inframe(747, 753, "L747_P753delinsS")),
            ("K542_E543>I", inframe(542, 543, "K542_E543delinsI")),
            ("Y772_A775dup", inframe(772, 775, "Y772_A775dup")),
            ("A767_V769dupASV", inframe(767, 769, "A767_V769dup")),
            ("D770_N771insSVD", inframe(770, 771, "D770_N771insSVD")),
            ("F76del", inframe(76, 76, "F76del")),
            ("G776delinsVC", inframe(776, 776, "G776delinsVC")),
            ("D842_H845DELDIMH", inframe(842, 845, "D842_H845del")),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }

    #[test]
    fn frameshifts_in_all_spellings() {
        for text in ["E23fs", "E23FS", "Glu23ValfsTer17", "E23Vfs*17", "E23VfsX17", "E23fs*?"] {
            assert_eq!(parse(text), Some(AlterationKind::Frameshift { residue: 23 }), "{text}");
        }
    }

    #[test]
    fn other_text_is_not_a_protein_change() {
        for text in ["V600", "G12"] {
            assert!(matches!(parse(text), Some(AlterationKind::Residue { .. })), "{text}");
        }
        for text in
            ["", "600", "V600EK", "B600E", "V0E", "A750_E746del", "R281ins", "H773insXYZB", "BRAF", "V"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(unknown_alternate("H1047X"), Some(('H', 1047)));
    }
}
