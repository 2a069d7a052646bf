//! Exons of Ensembl 75 on GRCh37 (UCSC genePred columns, starts 0-based).

use super::BuildError;
use super::table::Table;
use crate::Contig;

const FILE: &str = "ensembl75_grch37_exons_civic_genes.tsv";

/// A transcript with its exons; positions 1-based, inclusive, ascending.
#[derive(Debug, Clone)]
pub(super) struct Transcript {
    pub(super) name: String,
    pub(super) gene: String,
    pub(super) contig: String,
    pub(super) reverse: bool,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) cds: Option<(u32, u32)>,
    pub(super) exons: Vec<(u32, u32)>,
}

/// Transcripts on the chromosomes; those on patches and haplotypes are left out.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Transcript>, BuildError> {
    let columns = [
        "name",
        "chrom",
        "strand",
        "txStart",
        "txEnd",
        "cdsStart",
        "cdsEnd",
        "exonStarts",
        "exonEnds",
        "gene",
    ];
    let table = Table::read(bytes, FILE, &columns)?;
    let mut out = Vec::new();
    let mut damaged = None;
    table.each(|get| {
        let contig = Contig::new(get("chrom")).as_str().to_owned();
        if contig.len() > 2 {
            return;
        }
        let number = |name: &str| get(name).parse::<u32>().ok();
        let list = |name: &str| {
            get(name)
                .split(',')
                .filter(|p| !p.is_empty())
                .map(|p| p.parse::<u32>().ok())
                .collect::<Option<Vec<u32>>>()
        };
        let read = || {
            let (starts, ends) = (list("exonStarts")?, list("exonEnds")?);
            let (start, end) = (number("cdsStart")?, number("cdsEnd")?);
            (starts.len() == ends.len() && !starts.is_empty()).then_some(())?;
            Some(Transcript {
                name: get("name").to_owned(),
                gene: get("gene").to_owned(),
                contig: contig.clone(),
                reverse: get("strand") == "-",
                first: number("txStart")? + 1,
                last: number("txEnd")?,
                cds: (start < end).then_some((start + 1, end)),
                exons: starts.into_iter().zip(ends).map(|(a, b)| (a + 1, b)).collect(),
            })
        };
        match read() {
            Some(transcript) => out.push(transcript),
            None => damaged = Some(get("name").to_owned()),
        }
    });
    match damaged {
        Some(name) => Err(BuildError::content(FILE, format!("{name} cannot be read"))),
        None => Ok(out),
    }
}
