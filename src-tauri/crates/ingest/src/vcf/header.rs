//! The header of a VCF: what it says about contigs, samples, callers and annotation.

use attune_genome::{Assembly, Origin};

use super::columns::{Roles, StatedRoles};
use crate::assembly::{
    Chromosome, Evidence, LengthVerdict, Named, Weight, judge_lengths, named_build, not_read,
};
use crate::{Refusal, source};

/// What the header said.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// `4.2`, empty where no `##fileformat` stands.
    pub(crate) version: String,
    /// Contigs that have a length.
    pub(crate) lengths: Vec<(String, u32)>,
    /// Sample columns in order.
    pub(crate) samples: Vec<String>,
    /// Number of columns of the `#CHROM` line.
    pub(crate) columns: usize,
    /// INFO field and column names of VEP annotation.
    pub(crate) vep: Option<(String, Vec<String>)>,
    /// Column names of Funcotator annotation.
    pub(crate) funcotator: Option<Vec<String>>,
    /// Declared INFO fields.
    pub(crate) info_ids: Vec<String>,
    /// Samples that lines of their own state (`##tumor_sample` of Mutect2, `##SAMPLE`, `##PEDIGREE`).
    pub(crate) stated: StatedRoles,
    /// Samples that the command line of a caller names.
    pub(crate) commanded: StatedRoles,
    /// True where a line of its own declares the origin, and not only the name of a caller.
    pub(crate) origin_declared: bool,
    /// True where FILTER says of single calls that they are germline (DeepSomatic).
    pub(crate) marks_germline: bool,
    /// True where INFO `AF` is the fraction in the reads: LoFreq, which writes no sample column.
    pub(crate) fraction_in_info: bool,
    /// True where FORMAT gives the length of reference blocks (VCF 4.5 `LEN`).
    pub(crate) block_length: bool,
    /// Purity and ploidy as the caller estimated them.
    pub(crate) purity: Option<f64>,
    pub(crate) ploidy: Option<f64>,
    /// Statements about the origin of the calls, with the words they rest on.
    pub(crate) origins: Vec<(Origin, String)>,
    /// Text of `##attune_synthetic`: the file says of itself that it is invented.
    pub(crate) synthetic: Option<String>,
    builds: Vec<(Assembly, Weight, String)>,
    foreign: Option<(&'static str, String)>,
}

impl Header {
    /// Reads a `##` line; false where nothing of it is used.
    pub(crate) fn meta(&mut self, line: &str) -> bool {
        let Some((key, value)) = line.trim_start_matches('#').split_once('=') else { return false };
        let value = value.trim();
        let origin = self.origin(line, key, value) | self.command(key, value);
        let used = match key {
            "fileformat" => {
                self.version = value.trim_start_matches("VCFv").to_owned();
                true
            }
            "contig" => self.contig(value),
            "INFO" => self.info(value),
            "tumor_sample" => push(&mut self.stated.tumours, Some(value.to_owned())),
            "normal_sample" => push(&mut self.stated.normals, Some(value.to_owned())),
            // MuSE: `##TUMOR="Sample=P17,File=tumour.bam"`.
            "TUMOR" => push(&mut self.stated.tumours, flagged(value, &["sample"])),
            "NORMAL" => push(&mut self.stated.normals, flagged(value, &["sample"])),
            // VCF 4.1 to 4.3: the derived sample is the tumour of the original one.
            "PEDIGREE" => {
                let original = attribute(value, "Original");
                let derived = attribute(value, "Derived")
                    .or_else(|| original.as_ref().and_then(|_| attribute(value, "ID")));
                push(&mut self.stated.tumours, derived) | push(&mut self.stated.normals, original)
            }
            "SAMPLE" => self.sample(value),
            "FORMAT" => {
                self.block_length |= attribute(value, "ID").as_deref() == Some("LEN");
                self.reference(key, value, line)
            }
            "FILTER" => {
                self.marks_germline |= attribute(value, "ID").as_deref() == Some("GERMLINE");
                self.marks_germline
            }
            "EstimatedTumorPurity" | "purity" | "TumorPurity" => {
                self.purity = value.parse().ok().filter(|p| *p > 0.0 && *p <= 1.0);
                self.purity.is_some()
            }
            "OverallPloidy" | "ploidy" => {
                self.ploidy = value.parse().ok().filter(|p| *p > 0.0 && *p <= 20.0);
                self.ploidy.is_some()
            }
            "attune_synthetic" => {
                self.synthetic = Some(value.to_owned());
                true
            }
            _ => self.reference(key, value, line),
        };
        used || origin
    }

    /// `##SAMPLE=<ID=B,Description="Primary solid Tumor DNA">`, `##SAMPLE=<ID=B,Genomes=Tumor>`: which column is the
    /// tumour. Columns of RNA are not what a report is about.
    fn sample(&mut self, value: &str) -> bool {
        let Some(id) = attribute(value, "ID") else { return false };
        let text = |key| attribute(value, key).unwrap_or_default();
        let words = format!("{} {}", text("Description"), text("Genomes")).to_ascii_lowercase();
        let any = |list: &[&str]| list.iter().any(|w| words.contains(w));
        match (any(&["tumor", "tumour", "primary"]), any(&["normal", "germline", "control"])) {
            _ if any(&["rna"]) => false,
            (true, false) => push(&mut self.stated.tumours, Some(id)),
            (false, true) => push(&mut self.stated.normals, Some(id)),
            _ => false,
        }
    }

    /// Sample names in the command line of a caller.
    fn command(&mut self, key: &str, value: &str) -> bool {
        let lower = key.to_ascii_lowercase();
        if !lower.contains("command") && !lower.contains("cmd") && !lower.starts_with("mutect") {
            return false;
        }
        const TUMOUR: [&str; 6] =
            ["tumor-sample", "tumor-sample-name", "tumor", "rgsm-tumor", "tumor-name", "tumour-sample"];
        let tumour = push(&mut self.commanded.tumours, flagged(value, &TUMOUR));
        let mut normal =
            vec!["normal-sample", "normal-sample-name", "normal", "normal-name", "control-sample"];
        if tumour {
            normal.push("rgsm");
        }
        push(&mut self.commanded.normals, flagged(value, &normal)) | tumour
    }

    /// Whether the header says of two columns that one is the normal of the other: a role of one of them suffices.
    pub(crate) fn one_person(&self, roles: &Roles) -> bool {
        let of = |role: Option<usize>| role.and_then(|i| self.samples.get(i));
        let stated = [&self.stated, &self.commanded];
        // Two samples that both are called tumours are no pair.
        !stated.iter().any(|s| self.samples.iter().all(|name| s.tumours.contains(name)))
            && (of(roles.tumour).is_some() || of(roles.normal).is_some())
    }

    fn contig(&mut self, value: &str) -> bool {
        let Some(name) = attribute(value, "ID") else { return false };
        if let Some((_, Some(assembly))) = Chromosome::accession(&name) {
            self.builds.push((assembly, Weight::Proof, format!("##contig is RefSeq accession {name}")));
        }
        if let Some(length) = attribute(value, "length").and_then(|l| l.parse().ok()) {
            self.lengths.push((name.clone(), length));
        }
        for key in ["assembly", "species"] {
            if let Some(text) = attribute(value, key)
                && self.builds.len() < 200
            {
                self.name_build(&text, Weight::Statement, || format!("##contig {name} says {key}={text}"));
            }
        }
        true
    }

    fn info(&mut self, value: &str) -> bool {
        let Some(id) = attribute(value, "ID") else { return false };
        let description = attribute(value, "Description").unwrap_or_default();
        let mut used = matches!(id.as_str(), "ANN" | "SOMATIC" | "SS" | "END");
        if let Some((_, format)) = description.split_once("Format: ")
            && format.contains('|')
            && (id == "CSQ" || format.to_ascii_lowercase().contains("consequence"))
        {
            let columns =
                format.trim_matches(['"', '\'', ' ']).split('|').map(|c| c.trim().to_owned()).collect();
            self.vep = Some((id.clone(), columns));
            used = true;
        }
        if id == "FUNCOTATION"
            && let Some((_, fields)) = description.split_once("fields are:")
        {
            self.funcotator = Some(fields.split('|').map(|c| c.trim().to_owned()).collect());
            used = true;
        }
        self.info_ids.push(id);
        used
    }

    /// Lines that name the reference. Lift-over lines name two builds and are passed over.
    fn reference(&mut self, key: &str, value: &str, line: &str) -> bool {
        let lower = key.to_ascii_lowercase();
        if lower.contains("liftover") || lower.contains("chain") {
            return false;
        }
        let statement =
            ["reference", "assembly", "genome_build", "genomebuild", "build", "genome", "vep", "snpeffcmd"]
                .contains(&lower.as_str())
                || lower.ends_with("genome_reference")
                || lower.ends_with("reference_genome");
        let text =
            if lower == "vep" { quoted(value, "assembly").unwrap_or_default() } else { value.to_owned() };
        if statement {
            let short: String = line.chars().take(120).collect();
            return self.name_build(&text, Weight::Statement, || short);
        }
        if lower.contains("command") || lower == "source" {
            return self.name_build(&text, Weight::Mention, || format!("the line ##{key} names it"));
        }
        false
    }

    fn name_build(&mut self, text: &str, weight: Weight, say: impl FnOnce() -> String) -> bool {
        match named_build(text) {
            Some(Named::Build(assembly)) => self.builds.push((assembly, weight, say())),
            Some(Named::Foreign(name)) if weight >= Weight::Statement => self.foreign = Some((name, say())),
            _ => return false,
        }
        true
    }

    /// Callers that make only one kind of calls, by the names they write into their own lines.
    fn origin(&mut self, line: &str, key: &str, value: &str) -> bool {
        const SOMATIC: [&str; 12] = [
            "mutect",
            "somaticsniper",
            "varscansomatic",
            "muse",
            "lancet",
            "tnscope",
            "tnhaplotyper",
            "tnseq",
            "sage",
            "strelka somatic",
            "somatic snv calls",
            "somatic indel calls",
        ];
        const GERMLINE: [&str; 12] = [
            "germlinecnvcaller",
            "postprocessgermlinecnvcalls",
            "haplotypecaller",
            "haplotyper",
            "dnascope",
            "gvcftyper",
            "genotypegvcfs",
            "deepvariant",
            "glnexus",
            "strelka germline",
            "freebayes germline",
            "germline variant calls",
        ];
        let lower_key = key.to_ascii_lowercase();
        self.fraction_in_info |= lower_key == "source" && value.to_ascii_lowercase().starts_with("lofreq");
        let words = match lower_key.as_str() {
            "source" | "content" | "caller" => value.to_ascii_lowercase(),
            "attune_origin" | "origin" => {
                let origin = match value.to_ascii_lowercase().as_str() {
                    "somatic" => Origin::Somatic,
                    "germline" => Origin::Germline,
                    _ => return false,
                };
                self.origins.push((origin, format!("##{key}={value}")));
                self.origin_declared = true;
                return true;
            }
            "filter" | "info" => {
                let lower = line.to_ascii_lowercase();
                let proof =
                    ["as a confident somatic mutation", "algorithms that called the somatic mutation"];
                if let Some(words) = proof.iter().find(|p| lower.contains(**p)) {
                    self.origins.push((Origin::Somatic, format!("the header says \"{words}\"")));
                    return true;
                }
                return false;
            }
            "tumor_sample" => {
                self.origins.push((Origin::Somatic, format!("##tumor_sample={value}")));
                return true;
            }
            "gvcfblock" => "haplotypecaller".to_owned(),
            k if k.starts_with("gvcfblock") => "haplotypecaller".to_owned(),
            k if k.starts_with("gatkcommandline") => {
                let id = attribute(value, "ID").unwrap_or_default();
                format!("{id} {k}").to_ascii_lowercase()
            }
            // The name of the algorithm stands in the key.
            k if k.starts_with("sentieoncommandline.") => k.to_owned(),
            // One program calls both kinds; only the options say which.
            "dragencommandline" => {
                let lower = value.to_ascii_lowercase();
                let tumour = ["--tumor-", "-tumor "].iter().any(|o| lower.contains(o));
                let calls =
                    tumour || ["--enable-variant-caller", "--enable-cnv"].iter().any(|o| lower.contains(o));
                let origin = if tumour { Origin::Somatic } else { Origin::Germline };
                if calls {
                    self.origins.push((origin, "the options of DRAGEN".to_owned()));
                }
                return calls;
            }
            k if ["mutect", "deepvariant", "muse_"].iter().any(|name| k.starts_with(name)) => k.to_owned(),
            _ => return false,
        };
        // A name of one word must begin a word of the text: "usage" does not name SAGE.
        let named = |name: &str| {
            if name.contains(' ') {
                words.contains(name)
            } else {
                words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word.starts_with(name))
            }
        };
        let found = |list: &[&str]| list.iter().find(|w| named(w)).map(|w| (*w).to_owned());
        let origin = match (found(&SOMATIC), found(&GERMLINE)) {
            (Some(word), None) => (Origin::Somatic, word),
            (None, Some(word)) => (Origin::Germline, word),
            _ => return false,
        };
        self.origins.push((origin.0, format!("##{key} names {}", origin.1)));
        true
    }

    /// Reads the `#CHROM` line.
    ///
    /// # Errors
    /// A line without the eight mandatory columns.
    pub(crate) fn columns(&mut self, name: &str, line: &str) -> Result<(), Refusal> {
        let columns: Vec<_> = line.split('\t').collect();
        if columns.len() < 8 {
            if line.split_whitespace().count() >= 8 {
                return Err(Refusal::new(
                    "vcf.blanks_for_tabs",
                    format!("{name} separates its columns with blanks"),
                    "VCF columns are separated by tabs: save the file again with tabs.",
                ));
            }
            return Err(source::truncated(name, "the #CHROM line has fewer than 8 columns"));
        }
        self.columns = columns.len();
        self.samples = columns.iter().skip(9).map(|s| (*s).to_owned()).collect();
        Ok(())
    }

    /// Puts what the header says about the assembly into the evidence.
    ///
    /// # Errors
    /// Another species, another human build, or lengths of both builds.
    pub(crate) fn assembly_facts(&self, name: &str, evidence: &mut Evidence) -> Result<(), Refusal> {
        match judge_lengths(&self.lengths) {
            LengthVerdict::Silent => {}
            LengthVerdict::Is(assembly, text) => evidence.add(assembly, Weight::Proof, text),
            LengthVerdict::Both(a, b) => {
                evidence.add(Assembly::GRCh37, Weight::Proof, a);
                evidence.add(Assembly::GRCh38, Weight::Proof, b);
            }
            LengthVerdict::OtherHuman(build) => return Err(not_read(name, build, "its contig lengths")),
            LengthVerdict::NotHuman(text) => return Err(not_human(name, &text)),
        }
        if let Some((build, text)) = &self.foreign {
            return Err(not_read(name, build, text));
        }
        for (assembly, weight, text) in &self.builds {
            evidence.add(*assembly, *weight, text.clone());
        }
        Ok(())
    }
}

pub(crate) fn not_human(name: &str, why: &str) -> Refusal {
    Refusal::new(
        "ingest.not_human",
        format!("{name} is not on a human reference ({why})"),
        "Give a VCF on GRCh37 or GRCh38.",
    )
}

/// Adds a name; false where there is none.
fn push(list: &mut Vec<String>, name: Option<String>) -> bool {
    let Some(name) = name.filter(|n| !n.is_empty()) else { return false };
    if !list.contains(&name) {
        list.push(name);
    }
    true
}

/// The word behind one of these options of a command line: `--tumor_sample B`, `tumor-name=B`.
fn flagged(text: &str, options: &[&str]) -> Option<String> {
    let separator = |c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | ',' | '\\' | '>');
    let words: Vec<&str> = text.split(separator).filter(|w| !w.is_empty()).collect();
    words.windows(2).find_map(|w| {
        let option = w[0].trim_start_matches('-').to_ascii_lowercase().replace('_', "-");
        (options.contains(&option.as_str()) && !w[1].starts_with('-')).then(|| w[1].to_owned())
    })
}

/// Value of `key` inside `<ID=1,length=5,Description="a, b">`.
pub(crate) fn attribute(value: &str, key: &str) -> Option<String> {
    let inner = value.strip_prefix('<')?;
    let inner = inner.strip_suffix('>').unwrap_or(inner);
    let mut rest = inner;
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let (text, next) = if let Some(quoted) = after.strip_prefix('"') {
            let end = closing_quote(quoted);
            (quoted.get(..end)?.replace("\\\"", "\""), quoted.get(end + 1..).unwrap_or(""))
        } else {
            let end = after.find(',').unwrap_or(after.len());
            (after[..end].to_owned(), &after[end..])
        };
        if name.trim().trim_start_matches(',').trim() == key {
            return Some(text);
        }
        rest = next.trim_start_matches(',');
    }
    None
}

/// Place of the quote that is not escaped, or the end.
fn closing_quote(text: &str) -> usize {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|i| bytes[*i] == b'"' && (*i == 0 || bytes[i - 1] != b'\\')).unwrap_or(bytes.len())
}

/// Value of `key="..."` in the free text of the VEP line.
fn quoted(text: &str, key: &str) -> Option<String> {
    let (_, after) = text.split_once(&format!("{key}=\""))?;
    after.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_with_commas_and_quotes() {
        let value =
            r#"<ID=CSQ,Number=.,Type=String,Description="Consequence, \"all\". Format: Allele|Gene">"#;
        assert_eq!(attribute(value, "ID").as_deref(), Some("CSQ"));
        assert_eq!(
            attribute(value, "Description").as_deref(),
            Some("Consequence, \"all\". Format: Allele|Gene")
        );
        assert_eq!(attribute("<ID=1,length=5>", "length").as_deref(), Some("5"));
        assert_eq!(attribute("<ID=1,length", "length"), None);
        assert_eq!(attribute("<ID=1,Description=\"open", "Description").as_deref(), Some("open"));
    }

    fn origins(lines: &[&str]) -> Vec<Origin> {
        let mut header = Header::default();
        for line in lines {
            header.meta(line);
        }
        header.origins.iter().map(|(o, _)| *o).collect()
    }

    #[test]
    fn callers_state_the_origin() {
        assert_eq!(origins(&["##source=Mutect2"]), [Origin::Somatic]);
        assert_eq!(origins(&["##MuTect=\"analysis_type\""]), [Origin::Somatic]);
        assert_eq!(origins(&["##content=strelka somatic snv calls"]), [Origin::Somatic]);
        assert_eq!(
            origins(&["##GATKCommandLine=<ID=HaplotypeCaller,CommandLine=\"x\">"]),
            [Origin::Germline]
        );
        assert_eq!(origins(&["##GVCFBlock0-1=minGQ=0"]), [Origin::Germline]);
        assert_eq!(origins(&["##DeepVariant_version=1.5"]), [Origin::Germline]);
        assert_eq!(origins(&["##source=VarScan2", "##germlineSnvTheta=0.001"]), []);
        assert_eq!(
            origins(&["##GATKCommandLine=<ID=Mutect2,CommandLine=\"--germline-resource x\">"]),
            [Origin::Somatic]
        );
    }
}
