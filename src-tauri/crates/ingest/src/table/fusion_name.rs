//! Partners in the name of a fusion: `EML4--ALK`, `EML4::ALK`, `EML4-ALK`, `DMD_DMD`, `MLL2-intragenic`.

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FusionName {
    /// Two partners, in the order written.
    Pair(String, String),
    /// One gene, and an event inside it.
    Intragenic(String),
    /// One gene, the other side not named.
    Single(String),
}

/// Reads a name; `None` where its partners cannot be told apart.
pub(super) fn fusion_name(text: &str) -> Option<FusionName> {
    let text = text.trim();
    let text =
        ["fusion", "Fusion", "FUSION"].iter().find_map(|w| text.strip_suffix(w)).unwrap_or(text).trim();
    let text = text.trim_end_matches([' ', '-']);
    for separator in ["::", "--", "|", "/", ":"] {
        if let Some((a, b)) = text.split_once(separator) {
            return pair(a, b);
        }
    }
    let parts = joined(text);
    match parts.as_slice() {
        [a, b] => pair(a, b),
        [one] => match one.split_once('_') {
            Some((a, b)) if !b.contains('_') => pair(a, b),
            None if is_symbol(one) => Some(FusionName::Single(one.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn pair(a: &str, b: &str) -> Option<FusionName> {
    let (a, b) = (a.trim(), b.trim());
    let intragenic = |t: &str| matches!(t.to_ascii_lowercase().as_str(), "intragenic" | "intragenicdeletion");
    let unknown =
        |t: &str| matches!(t.to_ascii_lowercase().as_str(), "" | "." | "na" | "?" | "unknown" | "intergenic");
    match () {
        // Variants of one gene with a roman number: EGFR vIII, AR-V7.
        () if is_variant(b) && is_symbol(a) => Some(FusionName::Intragenic(a.to_owned())),
        () if intragenic(b) && is_symbol(a) => Some(FusionName::Intragenic(a.to_owned())),
        () if a == b && is_symbol(a) => Some(FusionName::Intragenic(a.to_owned())),
        () if unknown(b) && is_symbol(a) => Some(FusionName::Single(a.to_owned())),
        () if unknown(a) && is_symbol(b) => Some(FusionName::Single(b.to_owned())),
        () if is_symbol(a) && is_symbol(b) => Some(FusionName::Pair(a.to_owned(), b.to_owned())),
        () => None,
    }
}

/// `vIII`, `V7`: a variant of the gene before it, and no gene.
fn is_variant(text: &str) -> bool {
    let Some(number) = text.strip_prefix(['v', 'V']) else { return false };
    !number.is_empty()
        && (number.bytes().all(|b| b.is_ascii_digit())
            || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')))
}

/// Parts between hyphens, with those put together that belong to one symbol: `HLA-A`, `NKX2-1`, `MT-ND5`.
fn joined(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split('-') {
        let of_symbol = part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty();
        match parts.last_mut() {
            Some(last)
                if of_symbol || matches!(last.as_str(), "HLA" | "MT" | "ERVK" | "TRA" | "IGH" | "MIR") =>
            {
                last.push('-');
                last.push_str(part);
            }
            _ => parts.push(part.trim().to_owned()),
        }
    }
    parts
}

/// A gene symbol: it begins with a letter and holds letters, digits, `-`, `.`, `@` and `_`.
pub(super) fn is_symbol(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= 40
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '@' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partners_of_a_name() {
        let two = |a: &str, b: &str| Some(FusionName::Pair(a.into(), b.into()));
        assert_eq!(fusion_name("EML4--ALK"), two("EML4", "ALK"));
        assert_eq!(fusion_name("EML4::ALK fusion"), two("EML4", "ALK"));
        assert_eq!(fusion_name("ALK-EML4"), two("ALK", "EML4"));
        assert_eq!(fusion_name("NKX2-1-ALK"), two("NKX2-1", "ALK"));
        assert_eq!(fusion_name("HLA-A-ROS1"), two("HLA-A", "ROS1"));
        assert_eq!(fusion_name("TMPRSS2_ERG"), two("TMPRSS2", "ERG"));
        assert_eq!(fusion_name("DMD_DMD"), Some(FusionName::Intragenic("DMD".into())));
        assert_eq!(fusion_name("MLL2-intragenic"), Some(FusionName::Intragenic("MLL2".into())));
        assert_eq!(fusion_name("ALK-?"), Some(FusionName::Single("ALK".into())));
        assert_eq!(fusion_name("EGFR-vIII"), Some(FusionName::Intragenic("EGFR".into())));
        assert_eq!(fusion_name("a-b-c-d"), None);
        assert_eq!(fusion_name(""), None);
    }
}
