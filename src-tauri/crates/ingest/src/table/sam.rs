//! The SAM header that GATK puts before its tables of segments: its contigs have lengths, its read group names the
//! sample.

use crate::Refusal;
use crate::assembly::{Evidence, LengthVerdict, Weight, judge_lengths, not_read};

/// True for a line of a SAM header (SAM specification, section 1.3).
pub(super) fn is_header(line: &[u8]) -> bool {
    [b"@HD\t".as_slice(), b"@SQ\t", b"@RG\t", b"@PG\t", b"@CO\t"].iter().any(|tag| line.starts_with(tag))
}

/// True for a line of which something is used.
pub(super) fn is_used(line: &str) -> bool {
    line.starts_with("@SQ\t") || line.starts_with("@RG\t")
}

fn tag<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.split('\t').find_map(|field| field.strip_prefix(name)?.strip_prefix(':'))
}

/// The sample of the read groups, where they name one only.
pub(super) fn sample(comments: &[String]) -> Option<&str> {
    let mut names = comments.iter().filter(|c| c.starts_with("@RG\t")).filter_map(|c| tag(c, "SM"));
    let first = names.next().filter(|n| !n.is_empty())?;
    names.all(|n| n == first).then_some(first)
}

/// What the lengths of the contigs say about the assembly.
///
/// # Errors
/// Lengths of another reference than the two that are read.
pub(super) fn lengths(name: &str, comments: &[String], evidence: &mut Evidence) -> Result<(), Refusal> {
    let contigs = comments.iter().filter(|c| c.starts_with("@SQ\t"));
    let lengths: Vec<(String, u32)> =
        contigs.filter_map(|c| Some((tag(c, "SN")?.to_owned(), tag(c, "LN")?.parse().ok()?))).collect();
    match judge_lengths(&lengths) {
        LengthVerdict::Silent => {}
        LengthVerdict::Is(assembly, text) => evidence.add(assembly, Weight::Proof, text),
        LengthVerdict::Both(a, b) => {
            evidence.add(attune_genome::Assembly::GRCh37, Weight::Proof, a);
            evidence.add(attune_genome::Assembly::GRCh38, Weight::Proof, b);
        }
        LengthVerdict::OtherHuman(build) => return Err(not_read(name, build, "its contig lengths")),
        LengthVerdict::NotHuman(text) => {
            return Err(Refusal::new(
                "ingest.not_human",
                format!("{name} is not on a human reference ({text})"),
                "Give a table on GRCh37 or GRCh38.",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_of_the_read_group() {
        let of = |lines: &[&str]| {
            sample(&lines.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>()).map(str::to_owned)
        };
        assert_eq!(of(&["@HD\tVN:1.6", "@RG\tID:GATKCopyNumber\tSM:T17"]).as_deref(), Some("T17"));
        assert_eq!(of(&["@RG\tID:a\tSM:T17", "@RG\tID:b\tSM:N17"]), None);
        assert!(is_header(b"@SQ\tSN:chr1\tLN:5") && !is_header(b"@home"));
    }
}
