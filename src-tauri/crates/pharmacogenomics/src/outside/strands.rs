//! Strands as other programs write them: copies (`*1x2`), tandems (`*36+*10`), older names.

use attune_knowledge::pgx::PgxGene;

use crate::phenotype::StrandValue;

/// True for a name that [`value`] understands.
pub(crate) fn known(gene: &PgxGene, name: &str) -> bool {
    value(gene, name).is_some()
}

/// A strand in present spelling.
pub(crate) fn present(gene: &PgxGene, name: &str) -> String {
    gene.present_name(name).to_owned()
}

/// Function and activity of a strand; `None` where an allele of it is not in the table.
pub(crate) fn value(gene: &PgxGene, name: &str) -> Option<StrandValue> {
    let name = gene.present_name(name.trim());
    if let Some(allele) = gene.alleles.iter().find(|a| a.name == name || a.shown() == name) {
        return Some(StrandValue {
            function: allele.function.clone(),
            activity: allele.activity,
            at_least: false,
        });
    }
    let listed = |name: &str| gene.named_only.iter().find(|a| a.name == name);
    let from_list = |a: &attune_knowledge::pgx::NamedAllele| StrandValue {
        function: a.function.clone(),
        activity: a.activity,
        at_least: a.at_least,
    };
    if let Some(allele) = listed(name) {
        return Some(from_list(allele));
    }
    // `[a + b]`: several listed variants, the lowest decides.
    if let Some(inner) = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        let parts: Option<Vec<StrandValue>> = inner.split(" + ").map(|part| value(gene, part)).collect();
        return parts?.into_iter().min_by(|a, b| consequence(gene, a).total_cmp(&consequence(gene, b)));
    }
    if let Some((allele, copies)) = name.rsplit_once('x') {
        let at_least = copies.starts_with(['≥', '>']) || copies.ends_with('N');
        let digits: String = copies.chars().filter(char::is_ascii_digit).collect();
        let count: f64 = if copies == "N" { 3.0 } else { digits.parse().ok()? };
        if count >= 3.0
            && let Some(bound) = listed(&format!("{allele}x≥3"))
            && (at_least || count <= 3.0)
        {
            return Some(StrandValue { at_least, ..from_list(bound) });
        }
        let one = value(gene, allele)?;
        return Some(StrandValue {
            function: listed(&format!("{allele}x2")).and_then(|a| a.function.clone()).or(one.function),
            activity: one.activity.map(|a| a * count),
            at_least,
        });
    }
    // Tandems: `*36+*10` is one strand whose copies add up.
    let parts: Vec<&str> = name.split('+').map(str::trim).collect();
    if parts.len() < 2 {
        return None;
    }
    let values: Option<Vec<StrandValue>> = parts.into_iter().map(|part| value(gene, part)).collect();
    let values = values?;
    let activity: Option<f64> = values.iter().map(|v| v.activity).sum();
    let best = values.iter().max_by(|a, b| {
        let own = |v: &StrandValue| v.activity.unwrap_or(-1.0);
        own(a).total_cmp(&own(b))
    });
    Some(StrandValue {
        function: best.and_then(|v| v.function.clone()),
        activity,
        at_least: values.iter().any(|v| v.at_least),
    })
}

fn consequence(gene: &PgxGene, value: &StrandValue) -> f64 {
    let place = gene.severity.iter().position(|f| Some(f) == value.function.as_ref());
    #[expect(clippy::cast_precision_loss, reason = "a handful of functions")]
    value.activity.or(place.map(|p| p as f64)).unwrap_or(0.5)
}
