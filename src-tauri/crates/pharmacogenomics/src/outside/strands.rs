//! Strands as other programs write them: copies (`*1x2`), tandems (`*36+*10`), older names.

use attune_knowledge::pgx::PgxGene;

use crate::phenotype::StrandValue;

/// True for a name that [`value`] understands.
pub(crate) fn known(gene: &PgxGene, name: &str) -> bool {
    value(gene, name).is_some()
}

/// A strand in present spelling. Tandems take the name of the table whatever their order and spaces:
/// `*10+*36` is `*36 + *10`; one that the table does not list has its parts in order.
pub(crate) fn present(gene: &PgxGene, name: &str) -> String {
    let name = gene.present_name(name);
    let whole = |n: &str| gene.alleles.iter().any(|a| a.name == n || a.shown() == n);
    if !whole(name)
        && let Some(allele) = other_name(gene, name)
    {
        return allele.to_owned();
    }
    if !name.contains('+') || name.starts_with('[') || whole(name) {
        return name.to_owned();
    }
    let parts = |text: &str| {
        let mut parts: Vec<String> = text.split('+').map(|p| p.trim().to_owned()).collect();
        parts.sort();
        parts
    };
    let own = parts(name);
    if let Some(listed) = gene.named_only.iter().find(|a| a.name.contains('+') && parts(&a.name) == own) {
        return listed.name.clone();
    }
    // Hybrids of CYP2D7 and CYP2D6 stand before the full copy, as PharmVar writes them.
    const HYBRIDS: [&str; 6] = ["*13", "*36", "*57", "*61", "*63", "*68"];
    let mut ordered = own;
    ordered.sort_by(|a, b| {
        let first = |p: &String| !HYBRIDS.iter().any(|h| p == h || p.starts_with(&format!("{h}x")));
        first(a).cmp(&first(b)).then_with(|| crate::names::order(gene, a, b))
    });
    ordered.join(" + ")
}

/// The allele that laboratories write otherwise: `*2A` and `c.1905+1G>A` for `c.1905+1G>A (*2A)`, and `*1` for the
/// reference of a gene without star alleles.
fn other_name<'a>(gene: &'a PgxGene, name: &str) -> Option<&'a str> {
    let half = |a: &&attune_knowledge::pgx::PgxAllele| {
        let parts = a.name.strip_suffix(')').and_then(|n| n.split_once(" ("));
        parts.is_some_and(|(own, other)| name.eq_ignore_ascii_case(own) || name.eq_ignore_ascii_case(other))
    };
    let mut found = gene.alleles.iter().filter(half);
    if let (Some(one), None) = (found.next(), found.next()) {
        return Some(one.shown());
    }
    let reference = gene.reference_allele().filter(|r| !r.shown().starts_with('*'))?;
    (name == "*1" || name.eq_ignore_ascii_case("reference")).then(|| reference.shown())
}

/// Function and activity of a strand; `None` where an allele of it is not in the table.
pub(crate) fn value(gene: &PgxGene, name: &str) -> Option<StrandValue> {
    let name = present(gene, name.trim());
    let name = name.as_str();
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
        let (count, at_least) = copy_count(copies)?;
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

/// The alleles of a strand without their copy numbers: `*36x2 + *10` has `*36` and `*10`.
pub(crate) fn parts(strand: &str) -> Vec<String> {
    let bare = strand.trim_start_matches('[').trim_end_matches(']');
    let one = |part: &str| {
        let part = part.trim();
        match part.rsplit_once('x') {
            Some((allele, copies)) if copy_count(copies).is_some() => allele.to_owned(),
            _ => part.to_owned(),
        }
    };
    bare.split('+').map(one).collect()
}

/// `2`, `≥3`, `>=3`, `3+`, `N`: the number of copies and whether it is a lower bound. Anything else, such as the
/// second strand of `*1x2/*4`, is no copy number.
fn copy_count(text: &str) -> Option<(f64, bool)> {
    if text.eq_ignore_ascii_case("N") {
        return Some((3.0, true));
    }
    let digits = text.trim_start_matches(['≥', '>', '=']);
    let at_least = digits.len() < text.len() || digits.ends_with(['+', 'N']);
    let digits = digits.trim_end_matches(['+', 'N']);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n: &f64| (1.0..=20.0).contains(n)).map(|n| (n, at_least))
}

fn consequence(gene: &PgxGene, value: &StrandValue) -> f64 {
    let place = gene.severity.iter().position(|f| Some(f) == value.function.as_ref());
    #[expect(clippy::cast_precision_loss, reason = "a handful of functions")]
    value.activity.or(place.map(|p| p as f64)).unwrap_or(0.5)
}
