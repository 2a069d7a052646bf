//! Outside calls beside those of the file.
//!
//! An outside call takes the place where the file gives no call, where the gene needs copy number, and wherever the
//! user prefers it. Where missing positions or phase leave it possible, it settles the file's call. Elsewhere
//! neither is more true than the other: the diplotypes of both are listed with their source, and the guidance is
//! that of an ambiguous gene.

use attune_knowledge::pgx::{PgxGene, PgxTables};

use super::NOT_GIVEN;
use super::strands::{parts, value};
use crate::gene::agreed;
use crate::phenotype::{self, StrandValue};
use crate::{
    CallSource, CallStatus, Diplotype, GeneResult, PgxFinding, PgxSample, PositionState, guidance, names,
};

/// Puts outside calls beside or in place of the calls from the file, and looks the guidance up again. With
/// `prefer` the outside call takes the place in every gene.
#[must_use]
pub fn merge_outside(
    tables: &PgxTables,
    mut sample: PgxSample,
    outside: Vec<GeneResult>,
    prefer: bool,
) -> PgxSample {
    for call in outside {
        let Some(own) = sample.genes.iter_mut().find(|g| g.gene == call.gene) else {
            sample.genes.push(call);
            continue;
        };
        let table = tables.gene(&call.gene);
        let copies = table.is_some_and(|g| g.needs_copy_number);
        *own = if prefer || copies || own.status == CallStatus::NotCalled {
            instead(table, own, call)
        } else {
            beside(table, own, call)
        };
    }
    sample.genes.sort_by(|a, b| a.gene.cmp(&b.gene));
    guidance::mark_relevance(tables, &mut sample.genes);
    sample.recommendations = guidance::recommend(tables, &sample.genes);
    sample.conflicts = guidance::conflicts(&sample.recommendations);
    sample
}

fn finding(code: &str, message: String) -> PgxFinding {
    PgxFinding { code: code.to_owned(), message }
}

fn listed(result: &GeneResult) -> String {
    let one = |d: &Diplotype| match (&d.phenotype, d.name.as_str()) {
        (Some(phenotype), NOT_GIVEN) => phenotype.clone(),
        _ => d.name.clone(),
    };
    result.diplotypes.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// The same diplotype with the same phenotype; one without a name is compared by its phenotype.
fn same(a: &Diplotype, b: &Diplotype) -> bool {
    (a.name == b.name || b.name == NOT_GIVEN) && a.phenotype == b.phenotype
}

/// The outside call, with what the file says otherwise.
fn instead(table: Option<&PgxGene>, own: &GeneResult, mut call: GeneResult) -> GeneResult {
    let among = |d: &Diplotype| own.diplotypes.iter().any(|o| same(o, d));
    if !own.diplotypes.is_empty() && !call.diplotypes.iter().all(among) {
        let message = format!("The file gives {}, the outside call {}.", listed(own), listed(&call));
        call.findings.push(finding("outside_differs", message));
    }
    let against = table.map(|g| against(g, own, &call)).unwrap_or_default();
    if !against.is_empty() {
        let message = format!(
            "The file reads the reference where the outside call needs a variant, which no copy number explains: {}. \
             Make sure that both are of one person.",
            against.join(", ")
        );
        call.findings.push(finding("outside_against_genotype", message));
    }
    // Why the file gives no call stays visible, unless it only says that the gene was not in the file.
    if own.status == CallStatus::NotCalled {
        call.findings.extend(own.findings.iter().filter(|f| f.code != "no_data").cloned());
    }
    call
}

/// Positions that every outside diplotype has a variant at and the file reads as reference.
fn against(gene: &PgxGene, own: &GeneResult, call: &GeneResult) -> Vec<String> {
    let of = |diplotype: &Diplotype| -> Vec<String> {
        let strands = names::strands(&diplotype.name, |name| super::known(gene, name));
        let alleles = strands.iter().flat_map(|s| carried(gene, s));
        let carried = alleles.filter_map(|a| gene.alleles.iter().find(|x| x.name == a || x.shown() == a));
        let mut out = Vec::new();
        for (position, mask) in carried.flat_map(|a| &a.fixes) {
            let at = usize::from(*position);
            let read = own.positions.get(at).is_some_and(|p| p.state == PositionState::Reference);
            if read && mask & 1 == 0 {
                out.push(gene.positions[at].label(&gene.contig));
            }
        }
        out
    };
    let mut each = call.diplotypes.iter().map(of);
    let Some(mut common) = each.next() else { return Vec::new() };
    for other in each {
        common.retain(|p| other.contains(p));
    }
    common.sort();
    common.dedup();
    common
}

/// Both calls with their sources. An outside call that the file leaves possible settles it; any other is listed
/// beside the file's.
fn beside(table: Option<&PgxGene>, own: &GeneResult, call: GeneResult) -> GeneResult {
    let mut out = own.clone();
    let (from_file, from_outside) = (listed(own), listed(&call));
    out.findings.extend(call.findings.iter().filter(|f| !own.findings.contains(f)).cloned());
    let mut only_outside: Vec<Diplotype> = Vec::new();
    for diplotype in call.diplotypes {
        let mut shared = out.diplotypes.iter_mut().filter(|d| same(d, &diplotype)).peekable();
        if shared.peek().is_none() {
            only_outside.push(diplotype);
        } else {
            shared.for_each(|d| d.source = CallSource::Both);
        }
    }
    let agree = out.diplotypes.iter().any(|d| d.source == CallSource::Both);
    let firm = own.status == CallStatus::Called;
    if only_outside.is_empty() && out.diplotypes.iter().all(|d| d.source == CallSource::Both) && firm {
        return out;
    }
    if only_outside.iter().all(|d| table.is_some_and(|g| is_open(g, own, d))) {
        out.diplotypes.retain(|d| d.source == CallSource::Both);
        out.diplotypes.extend(only_outside);
        out.status = CallStatus::Outside;
        out.phenotype = agreed(out.diplotypes.iter().map(|d| d.phenotype.as_ref()));
        let message = format!(
            "By the file alone {from_file} with missing positions or more than one possibility; the outside call \
             {from_outside} is possible by the file and settles it."
        );
        out.findings.retain(|f| f.code != "not_excluded");
        out.findings.push(finding("outside_settles", message));
        return out;
    }
    out.diplotypes.extend(only_outside);
    // What both say has the most support; the sort is stable.
    out.diplotypes.sort_by_key(|d| d.source != CallSource::Both);
    out.status = CallStatus::Ambiguous;
    let all = agreed(out.diplotypes.iter().map(|d| d.phenotype.as_ref()));
    out.phenotype = all.filter(|_| own.phenotype.is_some());
    let (code, meaning) = if agree {
        ("outside_supports", "The two agree on what stands first")
    } else {
        ("outside_differs", "The two contradict each other")
    };
    let message = format!(
        "The file gives {from_file}, the outside call {from_outside}. {meaning}; all of them are listed, and another \
         test settles it."
    );
    out.findings.push(finding(code, message));
    out
}

/// True where missing positions of the file leave an outside diplotype possible: each strand is one of the file's,
/// or adds to it alleles that the file cannot exclude.
fn is_open(gene: &PgxGene, own: &GeneResult, outside: &Diplotype) -> bool {
    let strands = |name: &str| -> Vec<Vec<String>> {
        let names = names::strands(name, |n| super::known(gene, n));
        names.iter().map(|s| carried(gene, s)).collect()
    };
    let open: Vec<&String> = own.missing.iter().flat_map(|m| &m.cannot_exclude).collect();
    let adds = |file: &Vec<String>, other: &Vec<String>| {
        file.iter().all(|a| other.contains(a)) && other.iter().all(|a| file.contains(a) || open.contains(&a))
    };
    let wanted = strands(&outside.name);
    let values: Option<Vec<StrandValue>> =
        names::strands(&outside.name, |n| super::known(gene, n)).iter().map(|s| value(gene, s)).collect();
    let follows = values.is_some_and(|v| phenotype::phenotype(gene, &v).0 == outside.phenotype);
    // A phenotype that does not follow from the alleles contradicts them.
    follows
        && own.diplotypes.iter().map(|d| strands(&d.name)).any(|file| match (&file[..], &wanted[..]) {
            ([a, b], [x, y]) => adds(a, x) && adds(b, y) || adds(a, y) && adds(b, x),
            ([a], [x]) => adds(a, x),
            _ => false,
        })
}

/// The alleles of a strand; none for what a strand is where nothing speaks for another allele.
fn carried(gene: &PgxGene, strand: &str) -> Vec<String> {
    let default = |name: &String| {
        let allele = gene.alleles.iter().find(|a| a.name == *name || a.shown() == name);
        allele.is_some_and(|a| a.reference || a.fixes.len() >= gene.positions.len())
    };
    let whole = gene.alleles.iter().any(|a| a.name == strand || a.shown() == strand);
    let names = if whole { vec![strand.to_owned()] } else { parts(strand) };
    names.into_iter().filter(|n| !default(n)).collect()
}
