//! Variants that CIViC and the Cancer Biomarkers Database place on GRCh37, for genes without a sequence.

use std::collections::BTreeSet;

use super::BuildError;
use super::chain::Liftover;
use super::table::Table;
use crate::alteration::{one_letter_to_hgvs, parse_protein_change};
use crate::transcript::are_bases;
use crate::transcript::edit::Edit;
use crate::transcript::known::KnownVariant;
use crate::{AlterationKind, Contig};

/// CIViC: position, bases and HGVS names in columns.
pub(super) fn civic(
    bytes: &[u8],
    sequenced: &BTreeSet<&str>,
    chain: &Liftover,
) -> Result<Vec<KnownVariant>, BuildError> {
    let columns = [
        "gene",
        "variant",
        "chromosome",
        "start",
        "reference_bases",
        "variant_bases",
        "representative_transcript",
        "reference_build",
        "hgvs_expressions",
    ];
    let mut out = Vec::new();
    Table::read(bytes, "civic_2021-02_VariantSummaries.tsv", &columns)?.each(|get| {
        if sequenced.contains(get("gene")) || get("reference_build") != "GRCh37" {
            return;
        }
        let (reference, alternate) = (get("reference_bases"), get("variant_bases"));
        if !are_bases(reference) || !are_bases(alternate) {
            return;
        }
        let Some(start) = get("start").parse::<u32>().ok() else { return };
        // CIViC writes an insertion between two bases and gives the left one as its start.
        let low = if reference.is_empty() { start.saturating_add(1) } else { start };
        let expressions: Vec<&str> = get("hgvs_expressions").split(',').collect();
        let stated = expressions.iter().find_map(|e| e.split_once(":p.").map(|(_, p)| format!("p.{p}")));
        // The name of the variant and its HGVS name must be one change: some rows have another isoform.
        let name = parse_protein_change(get("variant"));
        let hgvs_p = match (&name, stated.as_deref().and_then(parse_protein_change)) {
            (Some(a), Some(b)) if *a == b => hgvs(a),
            (Some(a), None) => hgvs(a),
            _ => None,
        };
        let Some(hgvs_p) = hgvs_p else { return };
        let transcript = get("representative_transcript");
        let coding = expressions.iter().find_map(|e| {
            let (t, c) = e.split_once(":c.")?;
            (!transcript.is_empty() && t == transcript).then(|| format!("c.{c}"))
        });
        let row = Stated {
            contig: get("chromosome"),
            low,
            reference,
            alternate,
            gene: get("gene"),
            transcript: Some(transcript).filter(|t| !t.is_empty() && coding.is_some()),
            hgvs_c: coding,
            hgvs_p,
            source: "CIViC 2021-02",
        };
        out.extend(row.known(chain));
    });
    Ok(out)
}

/// Cancer Biomarkers Database: `chr9:g.133748283C>T`, and other bases with the same protein change.
pub(super) fn cancer_biomarkers(
    bytes: &[u8],
    sequenced: &BTreeSet<&str>,
    chain: &Liftover,
) -> Result<Vec<KnownVariant>, BuildError> {
    let columns = ["Gene", "gDNA", "cDNA", "individual_mutation", "info", "transcript"];
    let mut out: Vec<KnownVariant> = Vec::new();
    Table::read(bytes, "cgi_biomarkers_per_variant_2017.tsv", &columns)?.each(|get| {
        let Some((gene, change)) = get("individual_mutation").split_once(':') else { return };
        let kind = parse_protein_change(change).filter(|k| matches!(k, AlterationKind::Substitution { .. }));
        let Some(hgvs_p) = kind.as_ref().and_then(hgvs) else { return };
        if gene != get("Gene") || sequenced.contains(gene) {
            return;
        }
        let info = get("info");
        let field = |key: &str| info.split(';').find_map(|f| f.strip_prefix(key)).unwrap_or_default();
        let others =
            field("candidate_snv_variants=").split(',').chain(field("candidate_mnv_variants=").split(','));
        for (i, place) in std::iter::once(get("gDNA")).chain(others).enumerate() {
            let Some((contig, low, reference, alternate)) = genomic(place) else { continue };
            let row = Stated {
                contig,
                low,
                reference,
                alternate,
                gene,
                transcript: (i == 0).then(|| get("transcript")).filter(|t| !t.is_empty()),
                hgvs_c: (i == 0).then(|| get("cDNA").to_owned()).filter(|c| c.starts_with("c.")),
                hgvs_p: hgvs_p.clone(),
                source: "Cancer Biomarkers Database 2017",
            };
            out.extend(row.known(chain));
        }
    });
    out.sort_by(|a, b| {
        (&a.gene, a.positions, &a.alternate, &a.hgvs_p).cmp(&(&b.gene, b.positions, &b.alternate, &b.hgvs_p))
    });
    out.dedup_by(|a, b| {
        (&a.gene, a.positions, &a.reference, &a.alternate)
            == (&b.gene, b.positions, &b.reference, &b.alternate)
    });
    Ok(out)
}

/// Changes of H3-3A (H3F3A) at K27 and G34 of the protein without its first methionine: GRCh37 position, bases, coding and
/// protein name. The changes are those of Schwartzentruber 2012 (PMID 22286061) and Wu 2012 (PMID 22286216); the codons are
/// AAG at 226,252,134 and GGG at 226,252,155 of chromosome 1, plus strand, NM_002107. No fact file has its sequence.
const H3_3A: [(u32, &str, &str, &str, &str); 5] = [
    (226_252_135, "A", "T", "c.83A>T", "p.Lys28Met"),
    (226_252_155, "G", "A", "c.103G>A", "p.Gly35Arg"),
    (226_252_155, "G", "T", "c.103G>T", "p.Gly35Trp"),
    (226_252_156, "G", "T", "c.104G>T", "p.Gly35Val"),
    (226_252_156, "G", "A", "c.104G>A", "p.Gly35Glu"),
];

/// Changes that no fact file places and papers do.
pub(super) fn papers(sequenced: &BTreeSet<&str>, chain: &Liftover) -> Vec<KnownVariant> {
    if sequenced.contains("H3-3A") {
        return Vec::new();
    }
    let row =
        |(low, reference, alternate, coding, protein): &(u32, &'static str, &'static str, &str, &str)| {
            Stated {
                contig: "1",
                low: *low,
                reference,
                alternate,
                gene: "H3-3A",
                transcript: Some("NM_002107.4"),
                hgvs_c: Some((*coding).to_owned()),
                hgvs_p: (*protein).to_owned(),
                source: "PMID 22286061, position recalled and not checked against a sequence",
            }
            .known(chain)
        };
    H3_3A.iter().filter_map(row).collect()
}

/// `chr7:g.140453135_140453136delCAinsTT` or `chr7:g.140453136A>T`.
fn genomic(text: &str) -> Option<(&str, u32, &str, &str)> {
    let (contig, rest) = text.split_once(":g.")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let low: u32 = rest.get(..digits)?.parse().ok()?;
    let rest = &rest[digits..];
    let (reference, alternate) = match rest.strip_prefix('_') {
        Some(range) => {
            let digits = range.bytes().take_while(u8::is_ascii_digit).count();
            let high: u32 = range.get(..digits)?.parse().ok()?;
            let (reference, alternate) = range[digits..].strip_prefix("del")?.split_once("ins")?;
            (usize::try_from(high.checked_sub(low)?).ok()? + 1 == reference.len()).then_some(())?;
            (reference, alternate)
        }
        None => rest.split_once('>')?,
    };
    (!reference.is_empty() && are_bases(reference) && are_bases(alternate))
        .then_some((contig, low, reference, alternate))
}

/// Three-letter HGVS name of a change that has one.
fn hgvs(kind: &AlterationKind) -> Option<String> {
    match kind {
        AlterationKind::Substitution { reference, residue, alternate } => {
            Some(format!("p.{}", one_letter_to_hgvs(&format!("{reference}{residue}{alternate}"))))
        }
        AlterationKind::Inframe { name, .. } => Some(format!("p.{}", one_letter_to_hgvs(name))),
        _ => None,
    }
}

struct Stated<'a> {
    contig: &'a str,
    low: u32,
    reference: &'a str,
    alternate: &'a str,
    gene: &'a str,
    transcript: Option<&'a str>,
    hgvs_c: Option<String>,
    hgvs_p: String,
    source: &'static str,
}

impl Stated<'_> {
    fn known(self, chain: &Liftover) -> Option<KnownVariant> {
        let edit = Edit::trim(self.low, self.reference.as_bytes(), self.alternate.as_bytes())?;
        let contig = Contig::new(self.contig).as_str().to_owned();
        let lifted = chain.lift(&contig, edit.low).filter(|(to, _)| *to == contig).map_or(0, |(_, p)| p);
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        Some(KnownVariant {
            positions: [edit.low, lifted],
            contig,
            reference: text(&edit.removed),
            alternate: text(&edit.inserted),
            gene: self.gene.to_owned(),
            transcript: self.transcript.map(str::to_owned),
            hgvs_c: self.hgvs_c,
            hgvs_p: self.hgvs_p,
            source: self.source.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn genomic_names_are_read() {
        assert_eq!(genomic("chr9:g.133748283C>T"), Some(("chr9", 133_748_283, "C", "T")));
        assert_eq!(genomic("chr9:g.10_11delCTinsTC"), Some(("chr9", 10, "CT", "TC")));
        for unread in ["", "chr9:g.10_12delCTinsTC", "chr9:g.10delC", "chr9:g.x>T"] {
            assert_eq!(genomic(unread), None, "{unread}");
        }
    }
}
