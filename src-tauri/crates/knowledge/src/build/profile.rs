//! Molecular profiles as text (`A AND ( B OR NOT C )`) into conditions over alterations.

use attune_genome::{Alteration, GeneSymbols, Relation};

use crate::BiomarkerExpr;

/// Reads a profile. What cannot be read stays in its place as [`BiomarkerExpr::Unreadable`]: such a
/// condition is never met, and the builder counts it.
pub(super) fn read(text: &str, symbols: &GeneSymbols) -> BiomarkerExpr {
    let text = text.trim();
    if text.is_empty() {
        return BiomarkerExpr::None;
    }
    let mut parser = Parser { words: text.split_whitespace().collect(), at: 0, symbols };
    match parser.any() {
        Some(expr) if parser.at == parser.words.len() => expr,
        _ => BiomarkerExpr::Unreadable(text.to_owned()),
    }
}

/// Leaves that could not be read.
pub(super) fn unreadable(expr: &BiomarkerExpr) -> Vec<&str> {
    match expr {
        BiomarkerExpr::None | BiomarkerExpr::Is(_) => Vec::new(),
        BiomarkerExpr::Not(inner) | BiomarkerExpr::Unless(inner) => unreadable(inner),
        BiomarkerExpr::All(all) | BiomarkerExpr::AnyOf(all) => all.iter().flat_map(unreadable).collect(),
        BiomarkerExpr::Unreadable(text) => vec![text],
    }
}

/// Both conditions; no condition is neutral.
pub(super) fn and(a: BiomarkerExpr, b: BiomarkerExpr) -> BiomarkerExpr {
    match (a, b) {
        (BiomarkerExpr::None, x) | (x, BiomarkerExpr::None) => x,
        (BiomarkerExpr::All(mut all), x) => {
            all.push(x);
            BiomarkerExpr::All(all)
        }
        (a, b) => BiomarkerExpr::All(vec![a, b]),
    }
}

struct Parser<'a> {
    words: Vec<&'a str>,
    at: usize,
    symbols: &'a GeneSymbols,
}

impl Parser<'_> {
    fn any(&mut self) -> Option<BiomarkerExpr> {
        self.joined("OR", Self::all, BiomarkerExpr::AnyOf)
    }

    fn all(&mut self) -> Option<BiomarkerExpr> {
        self.joined("AND", Self::not, BiomarkerExpr::All)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Option<BiomarkerExpr>,
        join: fn(Vec<BiomarkerExpr>) -> BiomarkerExpr,
    ) -> Option<BiomarkerExpr> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.words.get(self.at) == Some(&word) {
            self.at += 1;
            parts.push(part(self)?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(join(parts)) }
    }

    fn not(&mut self) -> Option<BiomarkerExpr> {
        match *self.words.get(self.at)? {
            "NOT" => {
                self.at += 1;
                Some(BiomarkerExpr::Not(Box::new(self.not()?)))
            }
            "UNLESS" => {
                self.at += 1;
                Some(BiomarkerExpr::Unless(Box::new(self.not()?)))
            }
            "(" => {
                self.at += 1;
                let inner = self.any()?;
                (self.words.get(self.at) == Some(&")")).then(|| self.at += 1)?;
                Some(inner)
            }
            _ => self.leaf(),
        }
    }

    fn leaf(&mut self) -> Option<BiomarkerExpr> {
        let rest = self.words.get(self.at..)?;
        let length = rest
            .iter()
            .position(|w| matches!(*w, "AND" | "OR" | "NOT" | "UNLESS" | "(" | ")"))
            .unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        let text = rest[..length].join(" ");
        self.at += length;
        Some(leaf(&text, self.symbols))
    }
}

/// One alteration, or several that one text names. A coding name in brackets only repeats the protein
/// change (`VHL R200W (c.598C>T)`), so it is tried without.
fn leaf(text: &str, symbols: &GeneSymbols) -> BiomarkerExpr {
    let bare = text.split(" (c.").next().unwrap_or(text);
    let found = Alteration::parse_all_with(text, symbols)
        .or_else(|| if bare == text { None } else { Alteration::parse_all_with(bare, symbols) });
    let Some(set) = found else {
        return BiomarkerExpr::Unreadable(text.to_owned());
    };
    let mut members: Vec<BiomarkerExpr> = set.members.into_iter().map(BiomarkerExpr::Is).collect();
    match (members.len(), set.relation) {
        (0, _) => BiomarkerExpr::Unreadable(text.to_owned()),
        (1, _) => members.remove(0),
        (_, Relation::All) => BiomarkerExpr::All(members),
        (_, Relation::Any) => BiomarkerExpr::AnyOf(members),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(expr: &BiomarkerExpr) -> String {
        match expr {
            BiomarkerExpr::None => "-".into(),
            BiomarkerExpr::Is(a) => a.label(),
            BiomarkerExpr::Not(e) => format!("!{}", shape(e)),
            BiomarkerExpr::Unless(e) => format!("~{}", shape(e)),
            BiomarkerExpr::All(v) => format!("({})", v.iter().map(shape).collect::<Vec<_>>().join(" & ")),
            BiomarkerExpr::AnyOf(v) => format!("({})", v.iter().map(shape).collect::<Vec<_>>().join(" | ")),
            BiomarkerExpr::Unreadable(t) => format!("?{t}"),
        }
    }

    #[test]
    fn boolean_profiles_keep_their_shape() {
        let symbols = GeneSymbols::from_tsv("BRAF\t\nABL1\t\nBCR\t\nKRAS\t\nRB1\t\nCDKN2A\t\nVHL\t\n");
        let read = |text| shape(&read(text, &symbols));
        assert_eq!(read("BRAF V600E"), "BRAF V600E");
        assert_eq!(read("BRAF V600E AND NOT KRAS G12D"), "(BRAF V600E & !KRAS G12D)");
        assert_eq!(
            read("BRAF Amplification AND ( BRAF V600E OR BRAF V600K )"),
            "(BRAF amplification & (BRAF V600E | BRAF V600K))"
        );
        // AND binds closer than OR.
        assert_eq!(read("BRAF V600E OR KRAS G12D AND BRAF V600K"), "(BRAF V600E | (KRAS G12D & BRAF V600K))");
        assert_eq!(read("VHL R200W (c.598C>T)"), "VHL R200W");
        assert_eq!(read(""), "-");
    }

    #[test]
    fn what_cannot_be_read_is_kept_and_counted() {
        let symbols = GeneSymbols::from_tsv("BRAF\t\n");
        let expr = read("BRAF V600E AND FROBNICATION OF THE FOO", &symbols);
        assert_eq!(unreadable(&expr).len(), 1);
        assert_eq!(unreadable(&read("BRAF V600E AND ( BRAF V600K", &symbols)).len(), 1);
    }
}
