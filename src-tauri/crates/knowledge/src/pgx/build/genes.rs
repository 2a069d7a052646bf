//! Genes, alleles and phenotype rules in our own compact schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::facts::{Allele, ExtraPosition, Gene, GeneList, GenesFile, Position, Rule, RulesFile};
use super::policy::{self, Policy};
use super::window::window;
use crate::PackError;
use crate::pgx::{
    MatchMode, NamedAllele, PairPriority, PgxAllele, PgxGene, PgxNote, PgxPosition, PhenotypeRule, Ploidy,
    ProxyRule, SinglePositionFallback,
};

const INPUT: &str = "genes.json";
const RULES: &str = "phenotype_rules.json";

pub(super) fn build(genes: &[u8], rules: &[u8]) -> Result<(String, Vec<PgxGene>), PackError> {
    let file: GenesFile = serde_json::from_slice(genes).map_err(|e| PackError::input(INPUT, e))?;
    let rules: RulesFile = serde_json::from_slice(rules).map_err(|e| PackError::input(RULES, e))?;
    let list = match file.genes {
        GeneList::List(list) => list,
        GeneList::Named(named) => named.into_values().collect(),
    };
    let version = list.iter().map(|g| g.definition_version.clone()).max().unwrap_or_default();
    let mut built = Vec::with_capacity(list.len() + 1);
    for gene in &list {
        built.push(one(gene, rules.rules.get(&gene.gene))?);
    }
    built.push(mitochondrial(&rules)?);
    built.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    for gene in &built {
        gene.check().map_err(|e| PackError::input(INPUT, e))?;
    }
    Ok((version, built))
}

fn one(gene: &Gene, rule: Option<&Rule>) -> Result<PgxGene, PackError> {
    let policy = policy::of(&gene.gene);
    let mut positions = Vec::with_capacity(gene.positions.len());
    for p in &gene.positions {
        positions.push(position(gene, p)?);
    }
    let mut alleles = Vec::with_capacity(gene.alleles.len());
    for a in &gene.alleles {
        alleles.push(allele(gene, policy, a, &mut positions)?);
    }
    let at = |rsid: &str| index(&positions, |p| p.rsid.as_deref() == Some(rsid), &gene.gene, rsid);
    let contig = gene.chrom.trim_start_matches("chr").to_owned();
    let mut required = Vec::new();
    for at in &gene.special.required_positions {
        required.push(index(&positions, |p| p.at == *at, &gene.gene, &at.to_string())?);
    }
    Ok(PgxGene {
        symbol: gene.gene.clone(),
        ploidy: if contig == "X" { Ploidy::X } else { Ploidy::Autosome },
        contig,
        offset: gene.pos38_minus_pos37,
        mode: mode(policy),
        named_only: gene.structural_alleles.iter().map(named).collect(),
        minimum_alleles: gene
            .special
            .amp1_alleles
            .clone()
            .or_else(|| policy.minimum.map(|m| m.iter().map(|a| (*a).to_owned()).collect())),
        required,
        priorities: gene
            .special
            .unphased_diplotype_priorities
            .iter()
            .map(|p| PairPriority { among: p.list.clone(), first: p.pick.clone() })
            .chain(policy.priorities.iter().map(|(among, first)| PairPriority {
                among: among.iter().map(|d| (*d).to_owned()).collect(),
                first: (*first).to_owned(),
            }))
            .collect(),
        aliases: owned_pairs(policy.aliases),
        undocumented_is_reference: policy.undocumented_is_reference,
        needs_copy_number: policy.needs_copy_number,
        proxy: match policy.proxy {
            Some((allele, deciding_allele, deciding, proxy)) => Some(ProxyRule {
                allele: allele.to_owned(),
                deciding_allele: deciding_allele.to_owned(),
                deciding: at(deciding)?,
                proxy: at(proxy)?,
            }),
            None => None,
        },
        fallback: match policy.fallback {
            Some((rsid, names)) => Some(SinglePositionFallback {
                position: at(rsid)?,
                alleles: names.iter().map(|n| (*n).to_owned()).collect(),
            }),
            None => None,
        },
        severity: policy.severity.iter().map(|s| (*s).to_owned()).collect(),
        notes: notes(policy),
        rule: phenotype_rule(&gene.gene, rule)?,
        extra: gene.special.extra_positions.iter().map(extra).collect(),
        positions,
        alleles,
    })
}

fn mode(policy: &Policy) -> MatchMode {
    if policy.lowest_function { MatchMode::LowestFunction } else { MatchMode::Haplotype }
}

fn notes(policy: &Policy) -> Vec<PgxNote> {
    owned_pairs(policy.notes).into_iter().map(|(code, message)| PgxNote { code, message }).collect()
}

fn owned_pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn index(
    positions: &[PgxPosition],
    found: impl Fn(&PgxPosition) -> bool,
    gene: &str,
    what: &str,
) -> Result<u16, PackError> {
    let missing = || PackError::input(INPUT, format!("{gene}: no position {what}"));
    let index = positions.iter().position(found).ok_or_else(missing)?;
    u16::try_from(index).map_err(|e| PackError::input(INPUT, e))
}

fn position(gene: &Gene, p: &Position) -> Result<PgxPosition, PackError> {
    let wrong = |what: &str| PackError::input(INPUT, format!("{} {}: {what}", gene.gene, p.pos38));
    if p.pos37.is_some_and(|x| i64::from(x) + gene.pos38_minus_pos37 != i64::from(p.pos38)) {
        return Err(wrong("the GRCh37 coordinate does not follow from the offset"));
    }
    let mut bases = vec![p.reference.clone()];
    bases.extend(p.alts.iter().cloned());
    let reference_37 = match &p.ref37 {
        Some(base) => Some(base_index(&mut bases, base)?),
        None => None,
    };
    Ok(PgxPosition { at: p.pos38, bases, reference_37, rsid: p.rsid.clone(), window: window(p) })
}

fn extra(p: &ExtraPosition) -> PgxPosition {
    let bases = std::iter::once(&p.reference).chain(&p.alts).cloned().collect();
    PgxPosition { at: p.pos38, bases, reference_37: None, rsid: p.rsid.clone(), window: None }
}

/// Index of a base, added where no alternate has it yet.
fn base_index(bases: &mut Vec<String>, base: &str) -> Result<u8, PackError> {
    let index = bases.iter().position(|b| b == base).unwrap_or_else(|| {
        bases.push(base.to_owned());
        bases.len() - 1
    });
    u8::try_from(index).map_err(|e| PackError::input(INPUT, e))
}

fn allele(
    gene: &Gene,
    policy: &Policy,
    a: &Allele,
    positions: &mut [PgxPosition],
) -> Result<PgxAllele, PackError> {
    let wrong = |what: &str| PackError::input(INPUT, format!("{} {}: {what}", gene.gene, a.name));
    let mut fixes = Vec::new();
    for entry in a.def.iter().flatten() {
        let at = entry.first().and_then(Value::as_u64).and_then(|i| usize::try_from(i).ok());
        let at = at.filter(|i| *i < positions.len()).ok_or_else(|| wrong("a position outside the table"))?;
        let bases: Vec<&str> = match (entry.get(1), entry.get(2)) {
            (_, Some(Value::Array(set))) => set.iter().filter_map(Value::as_str).collect(),
            (Some(Value::String(base)), _) => vec![base],
            _ => return Err(wrong("a definition without a base")),
        };
        let mut mask = 0_u32;
        for base in bases {
            mask |= 1 << base_index(&mut positions[at].bases, base)?;
        }
        fixes.push((u16::try_from(at).map_err(|_| wrong("too many positions"))?, mask));
    }
    if a.reference {
        for (rsid, bases) in &gene.special.reference_wildcards {
            let at = index(positions, |p| p.rsid.as_deref() == Some(rsid), &gene.gene, rsid)?;
            let mut mask = 0_u32;
            for base in bases {
                mask |= 1 << base_index(&mut positions[usize::from(at)].bases, base)?;
            }
            fixes.push((at, mask));
        }
    }
    let present = policy.aliases.iter().find(|(old, _)| *old == a.name).map(|(_, new)| (*new).to_owned());
    Ok(PgxAllele {
        name: present.unwrap_or_else(|| a.name.clone()),
        shown_as: gene.special.suballeles.get(&a.name).cloned(),
        reference: a.reference,
        fixes,
        function: a.function.clone().or_else(|| of_shown(gene, a)),
        activity: a.activity.as_deref().and_then(|v| v.parse().ok()),
    })
}

/// A suballele has the function of the allele it is shown as.
fn of_shown(gene: &Gene, a: &Allele) -> Option<String> {
    let shown = gene.special.suballeles.get(&a.name)?;
    let mut all = gene.structural_alleles.iter().chain(&gene.alleles);
    all.find(|x| x.name == *shown).and_then(|x| x.function.clone())
}

fn named(a: &Allele) -> NamedAllele {
    let value = a.activity.as_deref().unwrap_or_default();
    let bound = value.strip_prefix('≥');
    NamedAllele {
        name: a.name.clone(),
        function: a.function.clone(),
        activity: bound.unwrap_or(value).parse().ok(),
        at_least: bound.is_some(),
    }
}

fn phenotype_rule(gene: &str, rule: Option<&Rule>) -> Result<PhenotypeRule, PackError> {
    if let Some((function, with, without)) = policy::any_rule(gene) {
        return Ok(PhenotypeRule::Any {
            function: function.into(),
            with: with.into(),
            without: without.into(),
        });
    }
    let Some(rule) = rule else { return Ok(PhenotypeRule::None) };
    match rule.method.as_str() {
        "function_pair" if rule.function_pair_to_phenotype.is_empty() => Ok(PhenotypeRule::None),
        "function_pair" => {
            let mut table = rule.function_pair_to_phenotype.clone();
            for row in &mut table {
                if let Some((_, functions)) = row.split_last_mut() {
                    functions.sort();
                }
            }
            Ok(PhenotypeRule::Functions { table })
        }
        "activity_score" => Ok(score_rule(&rule.score_to_phenotype)),
        other => Err(PackError::input(RULES, format!("{gene}: unknown method {other}"))),
    }
}

fn score_rule(table: &BTreeMap<String, String>) -> PhenotypeRule {
    let mut scores: Vec<(f64, &String)> =
        table.iter().filter_map(|(score, phenotype)| Some((score.parse().ok()?, phenotype))).collect();
    scores.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut from: Vec<(f64, String)> = Vec::new();
    for (score, phenotype) in scores {
        if from.last().is_none_or(|(_, last)| last != phenotype) {
            from.push((score, phenotype.clone()));
        }
    }
    PhenotypeRule::Score { from, unknown: Some("Indeterminate".to_owned()) }
}

/// MT-RNR1: its alleles are named by their position in the revised Cambridge reference sequence.
fn mitochondrial(rules: &RulesFile) -> Result<PgxGene, PackError> {
    let symbol = "MT-RNR1";
    let policy = policy::of(symbol);
    let mut positions: Vec<PgxPosition> = Vec::new();
    let mut alleles = Vec::new();
    let mut named_only = Vec::new();
    let mut ordered: Vec<(u32, &String, &String)> = rules
        .mitochondrial
        .iter()
        .map(|(name, function)| {
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            (digits.parse().unwrap_or(0), name, function)
        })
        .collect();
    ordered.sort();
    for (at, name, function) in ordered {
        let change = name.trim_start_matches("m.").trim_start_matches(|c: char| c.is_ascii_digit());
        let function = Some(function.clone());
        let fixes = match change.split_once('>') {
            None => Vec::new(),
            Some((from, to)) if from.len() == 1 && to.len() == 1 => {
                let index = positions.iter().position(|p| p.at == at).unwrap_or_else(|| {
                    positions.push(PgxPosition {
                        at,
                        bases: vec![from.to_owned()],
                        reference_37: None,
                        rsid: None,
                        window: None,
                    });
                    positions.len() - 1
                });
                let mask = 1 << base_index(&mut positions[index].bases, to)?;
                vec![(u16::try_from(index).map_err(|e| PackError::input(RULES, e))?, mask)]
            }
            Some(_) => {
                named_only.push(NamedAllele {
                    name: name.clone(),
                    function,
                    activity: None,
                    at_least: false,
                });
                continue;
            }
        };
        let reference = fixes.is_empty();
        alleles.push(PgxAllele {
            name: name.clone(),
            shown_as: None,
            reference,
            fixes,
            function,
            activity: None,
        });
    }
    Ok(PgxGene {
        symbol: symbol.to_owned(),
        contig: "MT".to_owned(),
        offset: 0,
        ploidy: Ploidy::Mitochondrion,
        mode: mode(policy),
        positions,
        extra: Vec::new(),
        alleles,
        named_only,
        minimum_alleles: policy.minimum.map(|m| m.iter().map(|a| (*a).to_owned()).collect()),
        required: Vec::new(),
        priorities: Vec::new(),
        aliases: Vec::new(),
        undocumented_is_reference: policy.undocumented_is_reference,
        needs_copy_number: false,
        proxy: None,
        fallback: None,
        severity: policy.severity.iter().map(|s| (*s).to_owned()).collect(),
        notes: notes(policy),
        rule: phenotype_rule(symbol, rules.rules.get(symbol))?,
    })
}
