//! Which human assembly a file was written for, from facts of the file alone.
//!
//! Proofs are contig lengths, RefSeq accessions, positions beyond the end of a chromosome of one build,
//! and reference bases at places where the two builds differ. A statement is a header line that names the
//! reference. A mention is a command line that names it in passing. Lift-over lines name both builds and
//! prove nothing.

mod checkpoints;
mod contigs;
mod header_text;

use attune_genome::Assembly;

pub(crate) use checkpoints::Probe;
pub(crate) use contigs::{Chromosome, LengthVerdict, MT_HG19_LENGTH, judge_lengths};
pub(crate) use header_text::{Named, named_build};

use crate::Refusal;

/// How much a fact counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Weight {
    Mention,
    Statement,
    Proof,
}

/// Something that speaks for an assembly.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    pub(crate) assembly: Assembly,
    pub(crate) weight: Weight,
    pub(crate) text: String,
}

/// All facts of a file, and what the user said.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    facts: Vec<Fact>,
    declared: Option<Assembly>,
}

pub(crate) fn other(assembly: Assembly) -> Assembly {
    match assembly {
        Assembly::GRCh37 => Assembly::GRCh38,
        Assembly::GRCh38 => Assembly::GRCh37,
    }
}

impl Evidence {
    pub(crate) fn new(declared: Option<Assembly>) -> Self {
        Self { facts: Vec::new(), declared }
    }

    /// Adds a fact. The first of each assembly and weight are told; a million rows that say the same say no more.
    pub(crate) fn add(&mut self, assembly: Assembly, weight: Weight, text: impl Into<String>) {
        if self.facts.iter().filter(|f| f.assembly == assembly && f.weight == weight).count() >= 5 {
            return;
        }
        self.facts.push(Fact { assembly, weight, text: text.into() });
    }

    /// True where a fact beyond a passing mention speaks.
    pub(crate) fn states(&self) -> bool {
        self.facts.iter().any(|f| f.weight >= Weight::Statement)
    }

    fn strongest(&self, assembly: Assembly) -> Option<&Fact> {
        // The first of the heaviest, so that the header is named before the records.
        self.facts.iter().filter(|f| f.assembly == assembly).rev().max_by_key(|f| f.weight)
    }

    /// The assembly with the facts for it, `None` where nothing speaks.
    ///
    /// # Errors
    /// Facts that contradict each other or the user; both are named.
    pub(crate) fn decide(&self, name: &str) -> Result<Option<(Assembly, String)>, Refusal> {
        let weight = |a| self.strongest(a).map(|f| f.weight);
        let (on37, on38) = (weight(Assembly::GRCh37), weight(Assembly::GRCh38));
        if let Some(declared) = self.declared {
            let against = self.strongest(other(declared)).filter(|f| f.weight >= Weight::Statement);
            let backed = weight(declared) == Some(Weight::Proof);
            if let Some(fact) = against
                && !(backed && fact.weight < Weight::Proof)
            {
                return Err(contradiction(name, &format!("{declared} was given by the user"), fact));
            }
            let mut text = format!("{declared} given by the user");
            if let Some(fact) = self.strongest(declared) {
                text = format!("{text}; {}", fact.text);
            }
            return Ok(Some((declared, text)));
        }
        let assembly = match (on37, on38) {
            (None, None) => return Ok(None),
            (Some(a), Some(b)) => {
                let (chosen, loser) = if a >= b {
                    (Assembly::GRCh37, Assembly::GRCh38)
                } else {
                    (Assembly::GRCh38, Assembly::GRCh37)
                };
                let (Some(fact), Some(against)) = (self.strongest(chosen), self.strongest(loser)) else {
                    return Ok(None);
                };
                if against.weight >= Weight::Statement {
                    let this = format!("{} ({})", fact.assembly, fact.text);
                    return Err(contradiction(name, &this, against));
                }
                // Two passing mentions settle nothing.
                if a == b {
                    return Ok(None);
                }
                chosen
            }
            (Some(_), None) => Assembly::GRCh37,
            (None, Some(_)) => Assembly::GRCh38,
        };
        let mut facts: Vec<_> = self.facts.iter().filter(|f| f.assembly == assembly).collect();
        facts.sort_by_key(|f| std::cmp::Reverse(f.weight));
        let texts: Vec<_> = facts.iter().take(3).map(|f| f.text.as_str()).collect();
        Ok(Some((assembly, texts.join("; "))))
    }
}

fn contradiction(name: &str, one: &str, against: &Fact) -> Refusal {
    Refusal::new(
        "ingest.assembly_contradiction",
        format!(
            "{name} contradicts itself on the assembly: {one}, but {} ({})",
            against.assembly, against.text
        ),
        "Find out which reference the calls were made on and correct the header or the --assembly option.",
    )
}

/// The refusal where nothing tells the assembly.
pub(crate) fn undetectable(name: &str, compared: &str) -> Refusal {
    Refusal::new(
        "ingest.assembly_unknown",
        format!("{name} does not say on which human assembly its positions are ({compared})"),
        "Ask the laboratory and give --assembly GRCh37 or --assembly GRCh38.",
    )
}

/// The refusal of a file on another human reference.
pub(crate) fn not_read(name: &str, build: &str, why: &str) -> Refusal {
    Refusal::new(
        "ingest.assembly_not_read",
        format!("{name} was written for {build} ({why})"),
        "Only GRCh37 and GRCh38 are read: ask for the calls on one of them.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use Assembly::{GRCh37, GRCh38};
    use Weight::{Mention, Proof, Statement};

    fn decide(declared: Option<Assembly>, facts: &[(Assembly, Weight)]) -> Result<Option<Assembly>, String> {
        let mut evidence = Evidence::new(declared);
        for (assembly, weight) in facts {
            evidence.add(*assembly, *weight, format!("{assembly} {weight:?}"));
        }
        evidence.decide("x").map(|d| d.map(|(a, _)| a)).map_err(|r| r.message)
    }

    #[test]
    fn facts_decide_and_contradictions_name_both() {
        assert_eq!(decide(None, &[]), Ok(None));
        assert_eq!(decide(None, &[(GRCh38, Proof)]), Ok(Some(GRCh38)));
        assert_eq!(decide(None, &[(GRCh37, Proof), (GRCh38, Mention)]), Ok(Some(GRCh37)));
        assert_eq!(decide(None, &[(GRCh37, Mention), (GRCh38, Mention)]), Ok(None));
        let message = decide(None, &[(GRCh37, Statement), (GRCh38, Proof)]).unwrap_err();
        assert!(message.contains("GRCh38 Proof") && message.contains("GRCh37 Statement"), "{message}");
    }

    #[test]
    fn the_user_cannot_overrule_a_proof_but_settles_a_stale_header() {
        assert_eq!(decide(Some(GRCh37), &[]), Ok(Some(GRCh37)));
        assert!(decide(Some(GRCh37), &[(GRCh38, Proof)]).is_err());
        assert!(decide(Some(GRCh37), &[(GRCh38, Statement)]).is_err());
        assert_eq!(decide(Some(GRCh38), &[(GRCh37, Statement), (GRCh38, Proof)]), Ok(Some(GRCh38)));
        assert!(decide(Some(GRCh38), &[(GRCh37, Proof), (GRCh38, Proof)]).is_err());
    }
}
