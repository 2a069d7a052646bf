//! Records of a made-up sample, written for a gene position by position.

use attune_clinical::Sex;
use attune_genome::{Allele, Assembly, CallRecord, Contig, Genotype, Origin, Position, SampleCall};
use attune_knowledge::pgx::{PgxGene, PgxPosition, PgxTables};
use attune_pharmacogenomics::{CallInput, GeneResult, PgxSample, Stated, call};

/// A sample under construction: for each position of a gene the bases of its strands, or nothing.
#[derive(Debug, Clone)]
pub(crate) struct Sample<'a> {
    pub(crate) tables: &'a PgxTables,
    pub(crate) assembly: Assembly,
    pub(crate) records: Vec<CallRecord>,
    pub(crate) sex: Sex,
    pub(crate) origin: Origin,
    pub(crate) stated: Stated<'a>,
}

impl<'a> Sample<'a> {
    /// A sample without any record.
    pub(crate) fn empty(tables: &'a PgxTables) -> Self {
        Self {
            tables,
            assembly: Assembly::GRCh38,
            records: Vec::new(),
            sex: Sex::Unknown,
            origin: Origin::Germline,
            stated: Stated::Nothing,
        }
    }

    /// A sample that is homozygous reference (of GRCh38) at each position of the gene.
    pub(crate) fn reference(tables: &'a PgxTables, symbol: &str) -> Self {
        let mut sample = Self::empty(tables);
        let gene = tables.gene(symbol).expect("a gene of the fixture");
        for position in &gene.positions {
            let base = position.bases[0].as_str();
            sample.records.push(record(gene, position, Assembly::GRCh38, &[base, base], false));
        }
        sample
    }

    /// Replaces the genotype of the position with this rsID or coordinate.
    pub(crate) fn with(mut self, symbol: &str, place: &str, bases: &[&str], phased: bool) -> Self {
        let gene = self.tables.gene(symbol).expect("a gene of the fixture");
        let position = position(gene, place);
        let new = record(gene, position, self.assembly, bases, phased);
        let old = self.records.iter().position(|r| r.contig == new.contig && r.position == new.position);
        match old {
            Some(at) => self.records[at] = new,
            None => self.records.push(new),
        }
        self
    }

    /// Takes the record of a position away.
    pub(crate) fn without(mut self, symbol: &str, place: &str) -> Self {
        let gene = self.tables.gene(symbol).expect("a gene of the fixture");
        let at = position(gene, place).at;
        let contig = Contig::new(&gene.contig);
        self.records.retain(|r| r.contig != contig || r.position.get() != at);
        self
    }

    /// Adds the records of VCF lines.
    pub(crate) fn lines(mut self, text: &str) -> Self {
        self.records.extend(super::vcf(&text.replace(' ', "\t")));
        self
    }

    /// Calls everything.
    pub(crate) fn call(&self) -> PgxSample {
        call(
            self.tables,
            &CallInput {
                records: &self.records,
                sample_index: 0,
                sample: "S",
                assembly: self.assembly,
                sex: self.sex,
                origin: self.origin,
                stated: self.stated,
                array: false,
                rcrs: false,
            },
        )
    }

    /// The result of one gene.
    pub(crate) fn gene(&self, symbol: &str) -> GeneResult {
        self.call().genes.into_iter().find(|g| g.gene == symbol).expect("the gene")
    }
}

/// Names of the diplotypes in order.
pub(crate) fn names(result: &GeneResult) -> Vec<&str> {
    result.diplotypes.iter().map(|d| d.name.as_str()).collect()
}

/// Codes of the findings.
pub(crate) fn codes(result: &GeneResult) -> Vec<&str> {
    result.findings.iter().map(|f| f.code.as_str()).collect()
}

/// Position by rsID or GRCh38 coordinate.
pub(crate) fn position<'a>(gene: &'a PgxGene, place: &str) -> &'a PgxPosition {
    let found = |p: &&PgxPosition| p.rsid.as_deref() == Some(place) || p.at.to_string() == place;
    gene.positions.iter().find(found).expect("a position of the gene")
}

/// A record of a position on an assembly. `.` is a missing base.
pub(crate) fn record(
    gene: &PgxGene,
    position: &PgxPosition,
    assembly: Assembly,
    bases: &[&str],
    phased: bool,
) -> CallRecord {
    let (at, own) = match assembly {
        Assembly::GRCh38 => (i64::from(position.at), 0),
        Assembly::GRCh37 => (i64::from(position.at) - gene.offset, position.reference_37.unwrap_or(0)),
    };
    let reference = position.bases[usize::from(own)].clone();
    let mut alternates: Vec<&str> =
        position.bases.iter().map(String::as_str).filter(|b| *b != reference).collect();
    for base in bases {
        if *base != "." && *base != reference && !alternates.contains(base) {
            alternates.push(base);
        }
    }
    let number = |base: &&str| match *base {
        "." => None,
        base if base == reference => Some(0),
        base => {
            let at = alternates.iter().position(|a| *a == base).expect("written above");
            Some(u16::try_from(at).expect("few") + 1)
        }
    };
    let at = u32::try_from(at).expect("a coordinate");
    let end = at + u32::try_from(reference.len()).expect("short") - 1;
    CallRecord {
        contig: Contig::new(&gene.contig),
        position: Position::new(at).expect("1 or more"),
        end: Position::new(end).expect("1 or more"),
        ids: Vec::new(),
        samples: vec![SampleCall {
            genotype: Some(Genotype { alleles: bases.iter().map(number).collect(), phased }),
            ..SampleCall::default()
        }],
        alternates: alternates.into_iter().map(|a| Allele::Bases(a.to_owned())).collect(),
        reference,
        quality: None,
        filter: Some("PASS".to_owned()),
        info: Vec::new(),
        line: 1,
    }
}
