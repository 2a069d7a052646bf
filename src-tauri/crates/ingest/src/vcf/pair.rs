//! Tumour and normal among the samples that were read: what is stated, and where nothing is, what the calls show.

use attune_genome::Allele;

use super::Chosen;
use super::columns::{Roles, stated_by};
use super::header::Header;
use super::variants::Kept;
use crate::finding::Findings;
use crate::{Role, SampleRole, Severity};

/// Calls that passed, from which on it can be said which of two samples carries them.
const FEWEST_CALLS: usize = 5;
/// Share of the calls that the tumour must carry at least, and the normal at most.
const CARRIED: f64 = 0.9;
const NOT_CARRIED: f64 = 0.1;
/// Fraction of reads below which a sample without a genotype does not carry an allele.
const LEAST_FRACTION: f64 = 0.05;

/// The roles of the samples read, by their places among these.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) roles: Roles,
    /// The calls themselves were asked.
    pub(super) by_calls: bool,
    why: String,
}

impl Pair {
    pub(super) fn of(header: &Header, chosen: &Chosen, kept: &[Kept]) -> Self {
        let place = |column: Option<usize>| chosen.columns.iter().position(|c| Some(*c) == column);
        let roles = Roles { tumour: place(chosen.roles.tumour), normal: place(chosen.roles.normal) };
        if roles != Roles::default() || chosen.columns.len() != 2 {
            return Self { roles, by_calls: false, why: stated_by(header).to_owned() };
        }
        let calls = kept.iter().filter(|k| k.record.filter.as_deref().is_none_or(|f| f == "PASS"));
        let carried: Vec<[bool; 2]> = calls.filter_map(|k| Some([carries(k, 0)?, carries(k, 1)?])).collect();
        let count = |at: usize| carried.iter().filter(|c| c[at]).count();
        let (first, second, all) = (count(0), count(1), carried.len());
        #[allow(clippy::cast_precision_loss, reason = "counts of calls")]
        let share = |n: usize| n as f64 / all as f64;
        let roles = if all < FEWEST_CALLS {
            Roles::default()
        } else if share(first) >= CARRIED && share(second) <= NOT_CARRIED {
            Roles { tumour: Some(0), normal: Some(1) }
        } else if share(second) >= CARRIED && share(first) <= NOT_CARRIED {
            Roles { tumour: Some(1), normal: Some(0) }
        } else {
            Roles::default()
        };
        let why = format!("of {all} calls the first sample carries {first}, the second {second}");
        Self { roles, by_calls: roles != Roles::default(), why }
    }

    /// All samples of the file with their roles, for a person who has to choose.
    pub(super) fn listed(&self, header: &Header, chosen: &Chosen) -> Vec<SampleRole> {
        let role = |column: usize| match chosen.columns.iter().position(|c| *c == column) {
            Some(place) if Some(place) == self.roles.tumour => Role::Tumour,
            Some(place) if Some(place) == self.roles.normal => Role::Normal,
            _ => Role::Unknown,
        };
        let why = |role: Role| if role == Role::Unknown { String::new() } else { self.why.clone() };
        let all = header.samples.iter().enumerate().map(|(at, name)| (name.clone(), role(at)));
        all.map(|(name, role)| SampleRole { name, role, why: why(role) }).collect()
    }

    /// Tells which sample the report is about and why, or that a person has to choose.
    pub(super) fn tell(&self, samples: &[String], sample: Option<&str>, findings: &mut Findings) {
        let listed = samples.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
        let more =
            if samples.len() > 20 { format!(" and {} more", samples.len() - 20) } else { String::new() };
        let (severity, message) = match sample {
            None => (
                Severity::Warning,
                format!(
                    "{} samples ({listed}{more}), and nothing says which is the tumour: choose one with --sample.",
                    samples.len()
                ),
            ),
            Some(sample) if self.by_calls => (
                Severity::Warning,
                format!("Variants are those of {sample}: {}. State the sample if this is wrong.", self.why),
            ),
            Some(sample) => {
                let normal = self.roles.normal.and_then(|n| samples.get(n)).filter(|n| *n != sample);
                let normal = normal.map(|n| format!(", its normal is {n}")).unwrap_or_default();
                let why = if self.why.is_empty() { String::new() } else { format!(" ({})", self.why) };
                (
                    Severity::Info,
                    format!("{} samples; variants are those of {sample}{normal}{why}.", samples.len()),
                )
            }
        };
        findings.add(severity, "vcf.several_samples", || "header".into(), || message);
    }
}

/// Whether a sample carries an alternate of a line; `None` where it does not say so.
fn carries(kept: &Kept, sample: usize) -> Option<bool> {
    let call = kept.record.samples.get(sample)?;
    let has_bases = kept.record.alternates.iter().any(|a| matches!(a, Allele::Bases(_)));
    if !has_bases {
        return None;
    }
    if let Some(genotype) = &call.genotype {
        let alleles: Vec<u16> = genotype.alleles.iter().copied().collect::<Option<_>>()?;
        return Some(alleles.iter().any(|a| *a > 0));
    }
    let fraction = call.fractions(kept.record.alternates.len()).into_iter().flatten().reduce(f64::max)?;
    Some(fraction >= LEAST_FRACTION)
}
