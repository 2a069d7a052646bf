//! What a file is, from its first bytes.

use serde::{Deserialize, Serialize};

use crate::table::table_kind;

/// Formats that are told apart. Not each of them is read by this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// VCF or gVCF.
    Vcf,
    /// Export of a genotyping array (23andMe, AncestryDNA, MyHeritage).
    Array,
    /// FHIR JSON: a Bundle or a single resource.
    FhirBundle,
    /// FHIR resources, one a line.
    FhirNdjson,
    /// FHIR as XML.
    FhirXml,
    /// Mutation Annotation Format.
    Maf,
    /// Calls of a caller in a table of its own.
    CallTable,
    /// Copy number of genes.
    CopyNumber,
    /// Copy number of stretches.
    Segments,
    /// Gene fusions.
    Fusions,
    /// Structural variants as a table.
    StructuralVariants,
    /// Depth of coverage by gene or region.
    Coverage,
    /// Expression values.
    Expression,
    /// Purity, HRD, signatures and what else belongs to the tumour as a whole.
    Biomarkers,
    /// A clinical table, gene panel or meta file that stands beside the genome tables of a study.
    StudyTable,
    /// GA4GH Phenopacket.
    Phenopacket,
    /// MTB record of the German model projects.
    MtbJson,
    /// HL7 CDA document.
    Ccda,
    /// HL7 version 2 message.
    Hl7v2,
    /// Pharmacogenomic calls of another program or laboratory. Recognised by their gene symbols, not by [`sniff`].
    OutsideCalls,
    /// Table with separators.
    Csv,
    /// None of these.
    Unknown,
}

impl FileKind {
    /// True for formats of genome reports.
    #[must_use]
    pub fn is_genome(self) -> bool {
        matches!(
            self,
            Self::Vcf
                | Self::Array
                | Self::Maf
                | Self::CallTable
                | Self::CopyNumber
                | Self::Segments
                | Self::Fusions
                | Self::StructuralVariants
                | Self::Coverage
                | Self::Expression
                | Self::Biomarkers
                | Self::StudyTable
                | Self::Phenopacket
                | Self::MtbJson
        )
    }

    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vcf => "vcf",
            Self::Array => "array",
            Self::FhirBundle => "fhir-bundle",
            Self::FhirNdjson => "fhir-ndjson",
            Self::FhirXml => "fhir-xml",
            Self::Maf => "maf",
            Self::CallTable => "call-table",
            Self::CopyNumber => "copy-number",
            Self::Segments => "segments",
            Self::Fusions => "fusions",
            Self::StructuralVariants => "structural-variants",
            Self::Coverage => "coverage",
            Self::Expression => "expression",
            Self::Biomarkers => "biomarkers",
            Self::StudyTable => "study-table",
            Self::Phenopacket => "phenopacket",
            Self::MtbJson => "mtb-json",
            Self::Ccda => "ccda",
            Self::Hl7v2 => "hl7v2",
            Self::OutsideCalls => "outside-calls",
            Self::Csv => "csv",
            Self::Unknown => "unknown",
        }
    }

    /// The words for the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Vcf => "VCF",
            Self::Array => "genotyping array export",
            Self::FhirBundle => "FHIR R4 JSON",
            Self::FhirNdjson => "FHIR R4 NDJSON",
            Self::FhirXml => "FHIR XML",
            Self::Maf => "MAF",
            Self::CallTable => "table of calls",
            Self::CopyNumber => "copy-number table",
            Self::Segments => "copy-number segments",
            Self::Fusions => "fusion table",
            Self::StructuralVariants => "structural-variant table",
            Self::Coverage => "coverage table",
            Self::Expression => "expression table",
            Self::Biomarkers => "biomarker table",
            Self::StudyTable => "study table",
            Self::Phenopacket => "Phenopacket",
            Self::MtbJson => "MTB record (JSON)",
            Self::Ccda => "C-CDA",
            Self::Hl7v2 => "HL7 v2",
            Self::OutsideCalls => "pharmacogenomic calls",
            Self::Csv => "table (CSV or TSV)",
            Self::Unknown => "unknown",
        }
    }
}

/// Tells the format from the first bytes, after decompression. A few kilobytes suffice.
#[must_use]
pub fn sniff(head: &[u8]) -> FileKind {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|b| !b.is_ascii_whitespace() && *b != 0x0b).unwrap_or(head.len());
    let head = &head[start..];
    if head.is_empty() {
        return FileKind::Unknown;
    }
    if head.starts_with(b"##fileformat=VCF") || head.starts_with(b"#CHROM") {
        return FileKind::Vcf;
    }
    if head.starts_with(b"##") && contains(head, b"\n#CHROM") {
        return FileKind::Vcf;
    }
    if crate::array::looks_like(&head[..head.len().min(8192)]) {
        return FileKind::Array;
    }
    if [b"MSH".as_slice(), b"FHS", b"BHS"].iter().any(|s| head.starts_with(s)) && head.get(3) == Some(&b'|') {
        return FileKind::Hl7v2;
    }
    match head[0] {
        b'{' | b'[' => return json_kind(head),
        b'<' => return xml_kind(head),
        _ => {}
    }
    if let Some(table) = table_kind(head) {
        return table.file_kind();
    }
    // The sequence dictionary of a table of GATK may be longer than the bytes given.
    if head.starts_with(b"@HD\tVN:") {
        return FileKind::Segments;
    }
    if looks_like_table(head) { FileKind::Csv } else { FileKind::Unknown }
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(hay, needle).is_some()
}

/// NDJSON where the first line is a whole object and another object begins one of the next lines.
fn json_kind(head: &[u8]) -> FileKind {
    let mut lines = head.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|l| !l.is_empty());
    let first = lines.next().unwrap_or_default();
    let whole = first.starts_with(b"{") && first.ends_with(b"}");
    if whole && lines.take(20).any(|line| line.starts_with(b"{")) {
        FileKind::FhirNdjson
    } else {
        crate::report_json::kind_of(head)
    }
}

fn xml_kind(head: &[u8]) -> FileKind {
    if contains(head, b"ClinicalDocument") || contains(head, b"urn:hl7-org:v3") {
        FileKind::Ccda
    } else if contains(head, b"http://hl7.org/fhir") {
        FileKind::FhirXml
    } else {
        FileKind::Unknown
    }
}

/// Text whose first two lines have the same separator equally often.
fn looks_like_table(head: &[u8]) -> bool {
    if head.iter().take(4096).any(|b| *b < 0x09 || (0x0e..0x20).contains(b)) {
        return false;
    }
    let mut lines = head.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return false };
    [b',', b'\t', b';'].into_iter().any(|separator| {
        let count = |line: &[u8]| line.iter().filter(|b| **b == separator).count();
        count(first) > 0
            && (count(first) == count(second) || separator == b',' && count(second) >= count(first))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let cases: &[(&[u8], FileKind)] = &[
            (b"##fileformat=VCFv4.2\n#CHROM\tPOS", FileKind::Vcf),
            (b"\xef\xbb\xbf##fileformat=VCFv4.2\r\n", FileKind::Vcf),
            (b"{\"resourceType\":\"Bundle\"}", FileKind::FhirBundle),
            (b"{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Patient\"}\n", FileKind::FhirNdjson),
            (b"<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">", FileKind::Ccda),
            (b"<Patient xmlns=\"http://hl7.org/fhir\">", FileKind::FhirXml),
            (b"MSH|^~\\&|LAB", FileKind::Hl7v2),
            (b"#version 2.4\nHugo_Symbol\tEntrez_Gene_Id\tVariant_Classification\n", FileKind::Maf),
            (b"Hugo_Symbol\tHGVSp_Short\nTP53\tp.R175H\n", FileKind::Maf),
            (b"Hugo_Symbol\tEntrez_Gene_Id\tS1\nTP53\t7157\t-2\n", FileKind::CopyNumber),
            (b"ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n", FileKind::Segments),
            (b"#FusionName\tJunctionReadCount\n", FileKind::Fusions),
            (b"a,b,c\n1,2,3\n", FileKind::Csv),
            (b"# 23andMe\n# rsid\tchromosome\tposition\tgenotype\nrs1\t1\t5\tAA\n", FileKind::Array),
            (b"", FileKind::Unknown),
            (b"\x00\x01\x02", FileKind::Unknown),
            (b"Dear colleague", FileKind::Unknown),
        ];
        for (bytes, kind) in cases {
            assert_eq!(sniff(bytes), *kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
