//! Fills the variants of a report from a predictor and counts what could not be interpreted.

use std::collections::BTreeMap;

use super::{Basis, ConsequencePredictor, NotPredicted, Predicted};
use crate::alteration::{parse_protein_change, same_residue};
use crate::{
    AlterationKind, CalledVariant, Consequence, GenomeReport, NotInterpreted, legacy_names, named_event,
};

/// What the annotation of a report found out about the report itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnnotationSummary {
    /// Variants with a consequence or a protein name after the annotation.
    pub interpreted: usize,
    /// Variants whose reference bases the pack could check.
    pub in_pack: usize,
    /// Variants among these whose REF is not the base of the stated assembly.
    pub reference_mismatches: usize,
    /// Variants whose annotation in the input names another protein change than the pack.
    pub disagreements: usize,
    /// Names of the file that do not belong to their place: line and sentence.
    pub contradictions: Vec<(u64, String)>,
    /// Reference bases that are not those of the assembly: line and sentence.
    pub mismatches: Vec<(u64, String)>,
}

/// Mismatches from which the stated assembly is doubted: most of the checked variants, or a good share of
/// many. On a wrong assembly three of four bases differ; single mismatches come from patches of the reference
/// and from careless files.
const DOUBTS: [(usize, f64); 2] = [(2, 0.5), (3, 0.2)];

impl AnnotationSummary {
    /// True where so many reference bases differ that the coordinates are most likely of another assembly.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of variants of one file
    pub fn doubts_assembly(&self) -> bool {
        let share = self.reference_mismatches as f64 / self.in_pack.max(1) as f64;
        DOUBTS.iter().any(|(count, least)| self.reference_mismatches >= *count && share > *least)
    }
}

/// Annotates all variants. Where the assembly is in doubt nothing is filled in: names at wrong coordinates
/// would be worse than none.
pub(crate) fn annotate(
    predictor: &impl ConsequencePredictor,
    name: &str,
    report: &mut GenomeReport,
) -> AnnotationSummary {
    let mut summary = AnnotationSummary::default();
    let answers: Vec<Result<Predicted, NotPredicted>> =
        report.variants.iter().map(|v| predictor.predict(&v.variant)).collect();
    for answer in &answers {
        match answer {
            // Deep in an intron there is no base to compare with.
            Ok(p) if p.basis == Basis::Sequence && p.consequence != Some(Consequence::IntronVariant) => {
                summary.in_pack += 1;
            }
            Err(NotPredicted::ReferenceMismatch { .. }) => {
                summary.in_pack += 1;
                summary.reference_mismatches += 1;
            }
            _ => {}
        }
    }
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let doubt = summary.doubts_assembly();
    if doubt {
        let reason = format!(
            "reference bases differ from the stated assembly at {} of {} variants in known genes: the assembly is in doubt",
            summary.reference_mismatches, summary.in_pack
        );
        reasons.insert(reason, report.variants.len());
    }
    let words = |reason: &NotPredicted, assembly| match reason {
        NotPredicted::OutsidePack | NotPredicted::NoSequence { .. } => {
            format!("{reason}{}", predictor.remedy(assembly))
        }
        other => other.to_string(),
    };
    for (variant, answer) in report.variants.iter_mut().zip(answers) {
        written_one_way(variant);
        let from_input = variant.hgvs_p.is_some() || variant.consequence.is_some();
        if let Err(NotPredicted::ReferenceMismatch { gene, position, expected, found }) = &answer {
            summary.mismatches.push((
                variant.line,
                format!("{gene}, {}:{position}: the reference base is {found} in the file and {expected} on the assembly", variant.variant.contig),
            ));
        }
        variant.interpretation.not_interpreted = None;
        if let (Ok(predicted), false) = (&answer, doubt)
            && variant.gene.as_ref().is_none_or(|g| *g == predicted.gene)
        {
            variant.interpretation.exon = predicted.exon;
            variant.interpretation.truncation.clone_from(&predicted.truncation);
        }
        match answer {
            _ if doubt => {}
            Ok(predicted) if from_input => compare(variant, &predicted, name, &mut summary),
            Ok(predicted) => fill(variant, predicted, name),
            Err(reason) => {
                if let NotPredicted::NoSequence { gene } = &reason {
                    variant.gene.get_or_insert_with(|| gene.clone());
                }
                if !from_input {
                    let reason = words(&reason, variant.variant.assembly);
                    variant.interpretation.not_interpreted = Some(reason.clone());
                    *reasons.entry(reason).or_default() += 1;
                }
            }
        }
        variant.interpretation.aliases = legacy_names(variant);
        variant.interpretation.event = named_event(variant);
        variant.interpretation.residues = variant.hgvs_p.as_deref().and_then(residues);
        if variant.consequence.is_some() || variant.hgvs_p.is_some() {
            summary.interpreted += 1;
        }
    }
    for (reason, count) in reasons {
        match report.not_interpreted.iter_mut().find(|n| n.reason == reason) {
            Some(known) => known.count = count,
            None => report.not_interpreted.push(NotInterpreted { count, reason }),
        }
    }
    summary
}

/// First and last residue that a protein name touches.
fn residues(name: &str) -> Option<(u32, u32)> {
    Some(match parse_protein_change(name)? {
        AlterationKind::Substitution { residue, .. }
        | AlterationKind::Residue { residue, .. }
        | AlterationKind::Frameshift { residue } => (residue, residue),
        AlterationKind::Inframe { start, end, .. } => (start, end),
        _ => {
            let digits: String =
                name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            let residue = digits.parse().ok()?;
            (residue, residue)
        }
    })
}

fn fill(variant: &mut CalledVariant, predicted: Predicted, name: &str) {
    variant.gene = Some(predicted.gene);
    variant.transcript = predicted.transcript;
    variant.hgvs_c = predicted.hgvs_c;
    variant.hgvs_p = predicted.hgvs_p;
    variant.consequence = predicted.consequence;
    variant.annotated_by = Some(match predicted.basis {
        Basis::Sequence if predicted.of_site => format!("{name}, reference of this site"),
        Basis::Sequence => name.to_owned(),
        Basis::Exons => format!("{name}, exons without sequence"),
        Basis::Stated(source) => format!("{name}, stated by {source}"),
    });
}

/// Keeps what the file says, adds what it does not say, and notes whether both name the same change.
fn compare(variant: &mut CalledVariant, predicted: &Predicted, name: &str, summary: &mut AnnotationSummary) {
    if variant.annotated_by.as_deref().is_some_and(|by| by.contains(name)) {
        return;
    }
    let by = variant.annotated_by.clone().unwrap_or_else(|| "input".to_owned());
    // The names of another gene at the same place say nothing about this one.
    if variant.gene.as_ref().is_some_and(|g| *g != predicted.gene) {
        return;
    }
    variant.gene.get_or_insert_with(|| predicted.gene.clone());
    let (Some(theirs), Some(ours)) = (&variant.hgvs_p, &predicted.hgvs_p) else {
        // A transcript alone is no name. A coding name of another transcript is not mixed with our protein name.
        let ours = match (&variant.transcript, &variant.hgvs_c) {
            (None, _) | (_, None) => true,
            (Some(theirs), Some(_)) => {
                predicted.transcript.as_deref().is_some_and(|t| accession(t) == accession(theirs))
            }
        };
        if variant.hgvs_p.is_none() && ours && (predicted.hgvs_p.is_some() || variant.hgvs_c.is_none()) {
            variant.transcript.clone_from(&predicted.transcript);
            variant.hgvs_c = variant.hgvs_c.take().or_else(|| predicted.hgvs_c.clone());
            variant.hgvs_p.clone_from(&predicted.hgvs_p);
            variant.consequence = variant.consequence.or(predicted.consequence);
            variant.annotated_by = Some(format!("{by}; names by {name}"));
        }
        return;
    };
    if same_change(&predicted.gene, theirs, ours) {
        variant.annotated_by = Some(format!("{by}; {name} agrees"));
        return;
    }
    summary.disagreements += 1;
    let transcript = predicted.transcript.as_deref().unwrap_or("no transcript");
    // On one transcript a place has one name: theirs belongs to another place.
    let one_transcript = match (&variant.transcript, &predicted.transcript) {
        (Some(a), Some(b)) => accession(a) == accession(b),
        _ => false,
    };
    // Another transcript has other numbers, seldom other amino acids: not where the number differs as well.
    let elsewhere = other_residues(theirs, ours) && residues(theirs) != residues(ours);
    let contradicts = one_transcript || elsewhere && !OTHER_FRAMES.contains(&predicted.gene.as_str());
    let contradicts = contradicts && predicted.basis == Basis::Sequence;
    if contradicts || predicted.basis == Basis::Sequence && other_residues(theirs, ours) {
        let place = format!("{}:{}", variant.variant.contig, variant.variant.position.get());
        let message = format!(
            "{place} {}>{}: the file names {} {theirs}{}, the sequence there says {ours} on {transcript}; {}",
            variant.variant.reference,
            variant.variant.alternate,
            predicted.gene,
            variant.transcript.as_deref().map(|t| format!(" on {t}")).unwrap_or_default(),
            if contradicts { "ours is used" } else { "check what the laboratory reports" },
        );
        summary.contradictions.push((variant.line, message));
    }
    if contradicts {
        variant.annotated_by = Some(format!("{name}; {by} names {theirs}"));
        variant.transcript.clone_from(&predicted.transcript);
        variant.hgvs_c.clone_from(&predicted.hgvs_c);
        variant.hgvs_p.clone_from(&predicted.hgvs_p);
        variant.consequence = predicted.consequence.or(variant.consequence);
        return;
    }
    variant.annotated_by = Some(format!("{by}; {name} names {ours} on {transcript}"));
}

/// Genes with transcripts that read the same bases in two frames.
const OTHER_FRAMES: [&str; 2] = ["CDKN2A", "GNAS"];

/// A transcript without its version.
fn accession(transcript: &str) -> &str {
    transcript.split_once('.').map_or(transcript, |(head, _)| head)
}

/// True where two names speak of substitutions of different amino acids: no other transcript makes one of the other.
fn other_residues(a: &str, b: &str) -> bool {
    match (parse_protein_change(a), parse_protein_change(b)) {
        (
            Some(AlterationKind::Substitution { reference: r1, alternate: a1, .. }),
            Some(AlterationKind::Substitution { reference: r2, alternate: a2, .. }),
        ) => (r1, a1) != (r2, a2),
        _ => false,
    }
}

/// One way of writing the names that files give: `Ter` for a stop, no brackets, no bases behind `del` and `dup`.
fn written_one_way(variant: &mut CalledVariant) {
    if let Some(name) = &mut variant.hgvs_p
        && let Some(one) = protein_one_way(name)
    {
        *name = one;
    }
    if let Some(name) = &mut variant.hgvs_c
        && let Some(one) = coding_one_way(name)
    {
        *name = one;
    }
}

fn protein_one_way(name: &str) -> Option<String> {
    let body = name.strip_prefix("p.")?;
    let bare = body.strip_prefix('(').and_then(|b| b.strip_suffix(')')).unwrap_or(body);
    let three = bare.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    let stop = if three { bare.replace('*', "Ter") } else { bare.to_owned() };
    (stop != body).then(|| format!("p.{stop}"))
}

fn coding_one_way(name: &str) -> Option<String> {
    let body = name.strip_prefix("c.")?;
    let is_tail =
        |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric()) && !t.contains("ins");
    if let Some((head, tail)) = body.split_once("del") {
        // `delACinsT` is `delinsT`.
        if let Some((gone, new)) = tail.split_once("ins") {
            return (!gone.is_empty()).then(|| format!("c.{head}delins{new}"));
        }
        return is_tail(tail).then(|| format!("c.{head}del"));
    }
    let (head, tail) = body.split_once("dup")?;
    is_tail(tail).then(|| format!("c.{head}dup"))
}

/// True where two protein names are one change, whatever their spelling or numbering.
fn same_change(gene: &str, a: &str, b: &str) -> bool {
    match (parse_protein_change(a), parse_protein_change(b)) {
        (
            Some(AlterationKind::Substitution { reference: r1, residue: p1, alternate: a1 }),
            Some(AlterationKind::Substitution { reference: r2, residue: p2, alternate: a2 }),
        ) => r1 == r2 && a1 == a2 && same_residue(gene, p1, p2),
        (Some(x), Some(y)) => x == y,
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::{coding_one_way, other_residues, protein_one_way};

    #[test]
    fn names_of_files_are_written_one_way() {
        for (given, want) in [
            ("p.Gln1327*", Some("p.Gln1327Ter")),
            ("p.(Val600Glu)", Some("p.Val600Glu")),
            ("p.Glu23ValfsTer17", None),
            ("p.Glu23Valfs*17", Some("p.Glu23ValfsTer17")),
            ("p.V600E", None),
        ] {
            assert_eq!(protein_one_way(given).as_deref(), want, "{given}");
        }
        for (given, want) in [
            ("c.14999delC", Some("c.14999del")),
            ("c.2313_2324dupATACGTGATGGC", Some("c.2313_2324dup")),
            ("c.2237_2251delAATinsG", Some("c.2237_2251delinsG")),
            ("c.2237_2251delinsG", None),
            ("c.68_69del", None),
            ("c.1799T>A", None),
            ("c.672+1G>A", None),
        ] {
            assert_eq!(coding_one_way(given).as_deref(), want, "{given}");
        }
    }

    #[test]
    fn another_number_may_be_another_transcript_and_other_amino_acids_are_not() {
        assert!(!other_residues("p.Leu265Pro", "p.Leu273Pro"));
        assert!(other_residues("p.Arg248Gln", "p.Arg175His"));
        assert!(!other_residues("p.Arg248Ter", "p.Arg248Ter"));
    }
}
