//! Gene, transcript and HGVS names that the file itself carries: SnpEff (ANN), Funcotator, or single INFO keys.

use attune_genome::Consequence;

use super::fields::percent_decoded;

/// What the input says about one alternate allele.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Annotation {
    pub(crate) gene: Option<String>,
    pub(crate) transcript: Option<String>,
    pub(crate) hgvs_c: Option<String>,
    pub(crate) hgvs_p: Option<String>,
    pub(crate) consequence: Option<Consequence>,
    /// Exon and count of exons.
    pub(crate) exon: Option<(u16, u16)>,
    /// `input CSQ`, `input ANN`, `input INFO`.
    pub(crate) by: &'static str,
}

pub(super) fn filled(text: Option<&&str>) -> Option<String> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty() && *t != "." && *t != "-").map(percent_decoded)
}

/// `16/20`; of `4-5/12` the first.
pub(crate) fn exon(text: &str) -> Option<(u16, u16)> {
    let (at, all) = text.trim().split_once('/')?;
    let exon: u16 = at.split('-').next()?.trim().parse().ok()?;
    let all: u16 = all.trim().parse().ok()?;
    (exon > 0 && exon <= all).then_some((exon, all))
}

/// Splits `NM_004333.6:c.1799T>A` into transcript and name.
pub(super) fn hgvs(text: Option<String>, prefix: &str) -> (Option<String>, Option<String>) {
    let Some(text) = text else { return (None, None) };
    match text.rsplit_once(':') {
        Some((reference, name)) if name.starts_with(prefix) => {
            (Some(reference.to_owned()), Some(name.to_owned()))
        }
        None if text.starts_with(prefix) => (None, Some(text)),
        _ => (None, None),
    }
}

/// Terms of the Sequence Ontology, the most severe first.
const ORDER: [(&str, Consequence); 29] = [
    ("transcript_ablation", Consequence::Other),
    ("splice_acceptor_variant", Consequence::SpliceAcceptorVariant),
    ("splice_donor_variant", Consequence::SpliceDonorVariant),
    ("stop_gained", Consequence::StopGained),
    ("frameshift_variant", Consequence::FrameshiftVariant),
    ("stop_lost", Consequence::StopLost),
    ("start_lost", Consequence::StartLost),
    ("initiator_codon_variant", Consequence::StartLost),
    ("inframe_insertion", Consequence::InframeInsertion),
    ("conservative_inframe_insertion", Consequence::InframeInsertion),
    ("disruptive_inframe_insertion", Consequence::InframeInsertion),
    ("inframe_deletion", Consequence::InframeDeletion),
    ("conservative_inframe_deletion", Consequence::InframeDeletion),
    ("disruptive_inframe_deletion", Consequence::InframeDeletion),
    ("missense_variant", Consequence::MissenseVariant),
    ("protein_altering_variant", Consequence::ProteinAlteringVariant),
    ("splice_region_variant", Consequence::SpliceRegionVariant),
    ("splice_donor_5th_base_variant", Consequence::SpliceRegionVariant),
    ("splice_donor_region_variant", Consequence::SpliceRegionVariant),
    ("splice_polypyrimidine_tract_variant", Consequence::SpliceRegionVariant),
    ("synonymous_variant", Consequence::SynonymousVariant),
    ("stop_retained_variant", Consequence::SynonymousVariant),
    ("5_prime_UTR_premature_start_codon_gain_variant", Consequence::UtrVariant),
    ("5_prime_UTR_variant", Consequence::UtrVariant),
    ("3_prime_UTR_variant", Consequence::UtrVariant),
    ("intron_variant", Consequence::IntronVariant),
    ("upstream_gene_variant", Consequence::UpstreamGeneVariant),
    ("intergenic_variant", Consequence::IntergenicVariant),
    ("intergenic_region", Consequence::IntergenicVariant),
];

/// How severe the worst term of a list joined by `&` is: the higher the worse, 0 for terms that are not known.
pub(super) fn severity(terms: &str) -> usize {
    let place = |term: &str| ORDER.iter().position(|(name, _)| *name == term);
    terms.split('&').filter_map(place).min().map_or(0, |at| ORDER.len() - at)
}

/// The consequence of a list joined by `&`: the most severe one.
pub(crate) fn consequence(terms: &str) -> Option<Consequence> {
    let mut said = false;
    let mut worst: Option<usize> = None;
    for term in terms.split(['&', ',']).map(str::trim).filter(|t| !t.is_empty() && *t != ".") {
        said = true;
        if let Some(at) = ORDER.iter().position(|(name, _)| *name == term) {
            worst = Some(worst.map_or(at, |before| before.min(at)));
        }
    }
    match worst {
        Some(at) => ORDER.get(at).map(|(_, c)| *c),
        None => said.then_some(Consequence::Other),
    }
}

/// Chooses the SnpEff entry of an alternate: the first with this allele, which SnpEff sorts by severity.
pub(crate) fn from_snpeff(value: &str, alternate: &str) -> Option<Annotation> {
    let entry =
        value.split(',').map(|e| e.split('|').collect::<Vec<_>>()).find(|e| e.first() == Some(&alternate))?;
    let (_, hgvs_c) = hgvs(filled(entry.get(9)), "c.");
    let (_, hgvs_p) = hgvs(filled(entry.get(10)), "p.");
    Some(Annotation {
        gene: filled(entry.get(3)),
        transcript: filled(entry.get(6)).filter(|_| entry.get(5) == Some(&"transcript")),
        hgvs_c,
        hgvs_p,
        consequence: entry.get(1).and_then(|c| consequence(c)),
        // The rank of SnpEff is that of an intron where the change lies in one.
        exon: entry
            .get(8)
            .and_then(|r| exon(r))
            .filter(|_| !entry.get(1).is_some_and(|c| c.contains("intron"))),
        by: "input ANN",
    })
}

/// Chooses the Funcotator entry of an alternate: the first transcript, which is the one it ranks best. Its fields
/// carry the release of Gencode in their names (`Gencode_34_hugoSymbol`).
pub(crate) fn from_funcotator(columns: &[String], value: &str, number: usize) -> Option<Annotation> {
    let allele = value.split(',').nth(number)?;
    let entry = allele.split('#').next()?.trim_matches(['[', ']']);
    let fields: Vec<&str> = entry.split('|').collect();
    let at = |name: &str| {
        let place = columns.iter().position(|c| c.starts_with("Gencode_") && c.ends_with(name))?;
        filled(fields.get(place)).map(|t| t.replace("_%20_", " ").replace("_%2C_", ","))
    };
    let class = at("_variantClassification").unwrap_or_default();
    let hgvs_c = at("_cDnaChange").filter(|c| c.starts_with("c."));
    let hgvs_p = at("_proteinChange").as_deref().and_then(protein_name);
    Some(Annotation {
        gene: at("_hugoSymbol").filter(|g| g != "Unknown"),
        transcript: at("_annotationTranscript").filter(|t| t != "no_transcript"),
        consequence: crate::table::consequence_of_class(&class, hgvs_c.as_deref()),
        hgvs_c,
        hgvs_p,
        exon: None,
        by: "input FUNCOTATION",
    })
}

/// Genes that SnpEff names: both partners of a `gene_fusion`, else each gene once.
pub(crate) fn snpeff_genes(value: &str) -> Option<(Vec<String>, bool)> {
    let mut genes: Vec<String> = Vec::new();
    for entry in value.split(',') {
        let fields: Vec<&str> = entry.split('|').collect();
        let Some(gene) = filled(fields.get(3)) else { continue };
        let effects = fields.get(1).copied().unwrap_or_default();
        if let (true, Some((five, three))) =
            (effects.split('&').any(|e| e == "gene_fusion"), gene.split_once('&'))
            && five != three
        {
            return Some((vec![five.to_owned(), three.to_owned()], true));
        }
        for name in gene.split('&') {
            if !genes.iter().any(|g| g == name) && genes.len() < 1_000 {
                genes.push(name.to_owned());
            }
        }
    }
    (!genes.is_empty()).then_some((genes, false))
}

/// Names in keys of their own, as simple exporters write them. The second value is true where a key for the
/// coding name held a protein change.
pub(crate) fn from_keys(get: impl Fn(&str) -> Option<String>) -> (Option<Annotation>, bool) {
    let first = |keys: &[&str]| keys.iter().find_map(|k| get(k)).filter(|v| !v.is_empty() && v != ".");
    let coding = first(&["HGVS_C", "HGVSc", "CDS_CHANGE"]);
    let protein = first(&["HGVS_P", "HGVSp", "AA_CHANGE"]);
    let (mut transcript, hgvs_c) = hgvs(coding.clone(), "c.");
    transcript = transcript.or_else(|| first(&["TRANSCRIPT"]));
    let mut hgvs_p = protein.as_deref().and_then(protein_name);
    let mut misplaced = false;
    if hgvs_c.is_none() && hgvs_p.is_none() {
        hgvs_p = coding.as_deref().and_then(protein_name);
        misplaced = hgvs_p.is_some();
    }
    let gene = first(&["GENE", "Gene", "SYMBOL", "GENE_SYMBOL"]);
    let found = first(&["SO", "CONSEQUENCE"]).and_then(|c| consequence(&c));
    if gene.is_none() && hgvs_c.is_none() && hgvs_p.is_none() {
        return (None, false);
    }
    (
        Some(Annotation {
            gene,
            transcript,
            hgvs_c,
            hgvs_p,
            consequence: found,
            exon: None,
            by: "input INFO",
        }),
        misplaced,
    )
}

const RESIDUES: [(char, &str); 22] = [
    ('A', "Ala"),
    ('R', "Arg"),
    ('N', "Asn"),
    ('D', "Asp"),
    ('C', "Cys"),
    ('Q', "Gln"),
    ('E', "Glu"),
    ('G', "Gly"),
    ('H', "His"),
    ('I', "Ile"),
    ('L', "Leu"),
    ('K', "Lys"),
    ('M', "Met"),
    ('F', "Phe"),
    ('P', "Pro"),
    ('S', "Ser"),
    ('T', "Thr"),
    ('W', "Trp"),
    ('Y', "Tyr"),
    ('V', "Val"),
    ('*', "Ter"),
    ('U', "Sec"),
];

/// Writes a protein change with three-letter residues: `E1353*`, `p.V600E`, `NP_1:p.Val600Glu`.
/// `None` where the text is no protein change.
pub(crate) fn protein_name(text: &str) -> Option<String> {
    let (_, name) = text.rsplit_once(':').unwrap_or(("", text));
    let body = name.strip_prefix("p.").unwrap_or(name).trim_matches(['(', ')']);
    let mut chars = body.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    if second.is_ascii_lowercase() {
        return name.starts_with("p.").then(|| format!("p.{body}"));
    }
    if !RESIDUES.iter().any(|(c, _)| *c == first) || !second.is_ascii_digit() {
        return None;
    }
    let mut out = String::from("p.");
    for c in body.chars() {
        match RESIDUES.iter().find(|(letter, _)| *letter == c) {
            Some((_, residue)) => out.push_str(residue),
            None => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn funcotator_names_gene_change_and_class() {
        let columns: Vec<String> = "Gencode_34_hugoSymbol|Gencode_34_variantClassification|Gencode_34_annotationTranscript|Gencode_34_cDnaChange|Gencode_34_proteinChange"
            .split('|')
            .map(str::to_owned)
            .collect();
        let value = "[BRAF|MISSENSE|ENST1.3|c.1799T>A|p.V600E]#[BRAF|INTRON|ENST2|c.1T>A|],[TP53|SPLICE_SITE|ENST3|c.375+1G>T|]";
        let a = from_funcotator(&columns, value, 0).unwrap();
        assert_eq!((a.gene.as_deref(), a.hgvs_p.as_deref()), (Some("BRAF"), Some("p.Val600Glu")));
        assert_eq!(a.consequence, Some(Consequence::MissenseVariant));
        let a = from_funcotator(&columns, value, 1).unwrap();
        assert_eq!(a.consequence, Some(Consequence::SpliceDonorVariant));
        assert!(from_funcotator(&columns, value, 2).is_none());
    }

    #[test]
    fn an_exon_is_a_number_of_all() {
        for (text, read) in
            [("16/20", Some((16, 20))), ("4-5/12", Some((4, 12))), ("", None), ("3/0", None), ("9/4", None)]
        {
            assert_eq!(exon(text), read, "{text}");
        }
    }

    #[test]
    fn snpeff_by_allele() {
        let ann = "A|missense_variant|MODERATE|APC|ENSG1|transcript|ENST1.2|protein_coding|16/16|c.5465T>A|p.Val1822Asp|1/2||";
        let a = from_snpeff(ann, "A").unwrap();
        assert_eq!((a.gene.as_deref(), a.hgvs_p.as_deref()), (Some("APC"), Some("p.Val1822Asp")));
        assert_eq!(a.exon, Some((16, 16)));
        assert_eq!(from_snpeff(ann, "C"), None);
    }

    #[test]
    fn a_protein_change_under_the_coding_key_is_recognised() {
        let keys = |c: &'static str| {
            from_keys(move |k| match k {
                "GENE" => Some("APC".to_owned()),
                "HGVS_C" => Some(c.to_owned()),
                _ => None,
            })
        };
        let (a, misplaced) = keys("E1353*");
        assert_eq!((a.unwrap().hgvs_p.as_deref(), misplaced), (Some("p.Glu1353Ter"), true));
        assert_eq!(keys("T751_E758del").0.unwrap().hgvs_p.as_deref(), Some("p.Thr751_Glu758del"));
        let (a, misplaced) = keys("c.4057G>T");
        assert_eq!((a.unwrap().hgvs_c.as_deref(), misplaced), (Some("c.4057G>T"), false));
        assert_eq!(keys("Promoter").0.unwrap().hgvs_p, None);
    }

    #[test]
    fn protein_names_are_written_one_way() {
        for (text, name) in [
            ("p.V600E", Some("p.Val600Glu")),
            ("NP_004324.2:p.Val600Glu", Some("p.Val600Glu")),
            ("p.(Val600Glu)", Some("p.Val600Glu")),
            ("E1156Gfs*7", Some("p.Glu1156GlyfsTer7")),
            ("X123", None),
            ("MUTATED", None),
        ] {
            assert_eq!(protein_name(text).as_deref(), name, "{text}");
        }
    }
}
