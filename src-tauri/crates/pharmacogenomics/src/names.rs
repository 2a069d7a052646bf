//! Order and parts of allele names.

use std::cmp::Ordering;

use attune_knowledge::pgx::PgxGene;

/// Star alleles by number, the reference before other names, names without a number in table order.
pub(crate) fn order(gene: &PgxGene, a: &str, b: &str) -> Ordering {
    rank(gene, a).cmp(&rank(gene, b)).then_with(|| a.cmp(b))
}

fn rank(gene: &PgxGene, name: &str) -> (u32, usize) {
    if let Some(number) = star_number(name) {
        return (number, 0);
    }
    let index = gene.alleles.iter().position(|a| a.name == name || a.shown() == name);
    (0, index.unwrap_or(usize::MAX))
}

/// `38` of `*38`, `*38x2`, `*36+*10`.
fn star_number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('*')?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

/// Two names in order, as `a/b`.
pub(crate) fn join(gene: &PgxGene, a: &str, b: &str) -> String {
    if order(gene, a, b) == Ordering::Greater { format!("{b}/{a}") } else { format!("{a}/{b}") }
}

/// The strands of a diplotype. A slash may belong to a name (`Telti/Kobe`), so a split counts only where
/// `known` accepts both sides; one strand (a hemizygous name) stays whole.
pub(crate) fn strands(name: &str, known: impl Fn(&str) -> bool) -> Vec<String> {
    if known(name) {
        return vec![name.to_owned()];
    }
    let mut splits = name.match_indices('/').map(|(at, _)| (&name[..at], &name[at + 1..]));
    let both = splits.clone().find(|(a, b)| known(a.trim()) && known(b.trim()));
    match both.or_else(|| splits.next()) {
        Some((a, b)) => vec![a.trim().to_owned(), b.trim().to_owned()],
        None => vec![name.trim().to_owned()],
    }
}
