//! The annotation of VEP: where its columns stand, and the entry of each alternate that counts.

use attune_genome::{Consequence, PopulationFrequency};

use super::annotation::{Annotation, consequence, exon, filled, hgvs, severity};
use super::population;

/// Most entries of one line that are looked at; VEP writes one for each transcript, seldom more than fifty.
const ENTRIES: usize = 2_000;

/// Places of the columns, found once for a file.
#[derive(Debug, Clone)]
pub(super) struct Vep {
    /// The INFO field.
    pub(super) id: String,
    allele: Option<usize>,
    number: Option<usize>,
    symbol: Option<usize>,
    feature: Option<usize>,
    coding: Option<usize>,
    protein: Option<usize>,
    consequence: Option<usize>,
    mane: Option<usize>,
    pick: Option<usize>,
    canonical: Option<usize>,
    exon: Option<usize>,
    /// Columns that hold a population frequency, with their names.
    frequencies: Vec<(usize, String)>,
}

/// What decides between entries: MANE Select and its severity, PICK, canonical, severity, a coding name.
type Rank = (bool, usize, bool, bool, usize, bool);

/// The columns of an entry.
struct Entry<'a, 'b>(&'b [&'a str]);

impl<'a> Entry<'a, '_> {
    /// The column at a place; empty where there is none.
    fn at(&self, place: Option<usize>) -> &'a str {
        place.and_then(|p| self.0.get(p)).map_or("", |t| t.trim())
    }

    fn filled(&self, place: Option<usize>) -> Option<String> {
        filled(Some(&self.at(place)))
    }
}

/// Splits an entry into the columns at hand, without a new allocation for each.
fn split<'a>(entry: &'a str, columns: &mut Vec<&'a str>) {
    columns.clear();
    let mut start = 0;
    for bar in memchr::memchr_iter(b'|', entry.as_bytes()) {
        columns.push(&entry[start..bar]);
        start = bar + 1;
    }
    columns.push(&entry[start..]);
}

/// The allele as VEP names it: without the first base that the alleles of an indel share, `-` if nothing is left.
fn vep_allele<'a>(reference: &str, alternate: &'a str) -> &'a str {
    let indel = reference.len() != alternate.len();
    let shared = indel && reference.as_bytes().first() == alternate.as_bytes().first();
    let rest = if shared { &alternate[1..] } else { alternate };
    if rest.is_empty() { "-" } else { rest }
}

impl Vep {
    pub(super) fn new(id: &str, columns: &[String]) -> Self {
        let place = |name: &str| columns.iter().position(|c| c.eq_ignore_ascii_case(name));
        let all = columns.iter().enumerate();
        Self {
            id: id.to_owned(),
            allele: place("Allele"),
            number: place("ALLELE_NUM"),
            symbol: place("SYMBOL"),
            feature: place("Feature"),
            coding: place("HGVSc"),
            protein: place("HGVSp"),
            consequence: place("Consequence"),
            mane: place("MANE_SELECT"),
            pick: place("PICK"),
            canonical: place("CANONICAL"),
            exon: place("EXON"),
            frequencies: all
                .filter(|(_, c)| population::is_frequency(c))
                .map(|(i, c)| (i, c.clone()))
                .collect(),
        }
    }

    /// Whether an entry is about an alternate.
    fn is_of(&self, entry: &Entry<'_, '_>, reference: &str, alternates: &[&str], number: usize) -> bool {
        match entry.at(self.number).parse::<usize>() {
            Ok(n) => n == number + 1,
            Err(_) if alternates.len() == 1 => true,
            Err(_) => {
                alternates.get(number).is_some_and(|a| entry.at(self.allele) == vep_allele(reference, a))
            }
        }
    }

    /// The annotation and the population frequency of an alternate. Of several entries the one of MANE Select counts,
    /// of several genes the most severe of these; then PICK, then the canonical transcript, then the most severe.
    pub(super) fn read(
        &self,
        value: &str,
        reference: &str,
        alternates: &[&str],
        number: usize,
    ) -> (Option<Annotation>, Option<PopulationFrequency>) {
        let mut best: Option<(Rank, &str)> = None;
        let mut highest: Option<(f64, &str)> = None;
        let mut columns = Vec::new();
        for text in value.split(',').take(ENTRIES) {
            split(text, &mut columns);
            let entry = Entry(&columns);
            if !self.is_of(&entry, reference, alternates, number) {
                continue;
            }
            let said = |place| !matches!(entry.at(place), "" | "." | "-");
            let mane = said(self.mane);
            let severe = severity(entry.at(self.consequence));
            let rank = (
                mane,
                if mane { severe } else { 0 },
                entry.at(self.pick) == "1",
                entry.at(self.canonical) == "YES",
                severe,
                said(self.coding),
            );
            // The first of the best.
            if best.as_ref().is_none_or(|(before, _)| rank > *before) {
                best = Some((rank, text));
            }
            for (place, name) in &self.frequencies {
                let found = population::number(entry.at(Some(*place)));
                if let Some(f) = found.filter(|f| highest.is_none_or(|(before, _)| *f > before)) {
                    highest = Some((f, name));
                }
            }
        }
        let annotation = best.map(|(_, text)| {
            split(text, &mut columns);
            let entry = Entry(&columns);
            let (from_c, hgvs_c) = hgvs(entry.filled(self.coding), "c.");
            let (_, hgvs_p) = hgvs(entry.filled(self.protein), "p.");
            let found: Option<Consequence> = entry.filled(self.consequence).and_then(|c| consequence(&c));
            Annotation {
                gene: entry.filled(self.symbol),
                transcript: from_c.or_else(|| entry.filled(self.feature)),
                hgvs_c,
                hgvs_p,
                consequence: found,
                exon: exon(entry.at(self.exon)),
                by: "input CSQ",
            }
        });
        let population =
            highest.map(|(frequency, name)| PopulationFrequency { frequency, source: format!("CSQ {name}") });
        (annotation, population)
    }

    /// Genes of a structural record, each once.
    pub(super) fn genes(&self, value: &str) -> Option<(Vec<String>, bool)> {
        let mut genes: Vec<String> = Vec::new();
        let mut columns = Vec::new();
        for text in value.split(',') {
            split(text, &mut columns);
            if let Some(gene) = Entry(&columns).filled(self.symbol)
                && !genes.contains(&gene)
                && genes.len() < 1_000
            {
                genes.push(gene);
            }
        }
        (!genes.is_empty()).then_some((genes, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vep(columns: &str) -> Vep {
        Vep::new("CSQ", &columns.split('|').map(str::to_owned).collect::<Vec<_>>())
    }

    const COLUMNS: &str = "Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp|PICK|MANE_SELECT|CANONICAL";

    #[test]
    fn mane_comes_before_pick() {
        let csq = "T|intron_variant|BRAF|ENST1|ENST1:c.1A>T||1||,\
                   T|missense_variant&splice_region_variant|BRAF|ENST2|ENST2:c.1799T>A|ENSP2:p.Val600Glu||NM_004333.6|YES";
        let a = vep(COLUMNS).read(csq, "A", &["T"], 0).0.unwrap();
        assert_eq!(a.transcript.as_deref(), Some("ENST2"));
        assert_eq!(a.hgvs_c.as_deref(), Some("c.1799T>A"));
        assert_eq!(a.hgvs_p.as_deref(), Some("p.Val600Glu"));
        assert_eq!(a.consequence, Some(Consequence::MissenseVariant));
    }

    #[test]
    fn of_two_genes_the_one_that_is_hit_counts() {
        let csq = "T|upstream_gene_variant|NEAR|ENST1||||NM_1|YES,T|stop_gained|HIT|ENST2||ENSP2:p.Gln3Ter||NM_2|YES";
        let a = vep(COLUMNS).read(csq, "A", &["T"], 0).0.unwrap();
        assert_eq!(a.gene.as_deref(), Some("HIT"));
    }

    #[test]
    fn entries_belong_to_their_allele() {
        let csq = "-|frameshift_variant|TP53|ENST1||ENSP1:p.Gly1%3D|||,GG|inframe_insertion|TP53|ENST1|||||";
        let of = |number| vep(COLUMNS).read(csq, "CA", &["C", "CGG"], number).0.unwrap();
        assert_eq!(of(0).consequence, Some(Consequence::FrameshiftVariant));
        assert_eq!(of(0).hgvs_p.as_deref(), Some("p.Gly1="));
        assert_eq!(of(0).transcript.as_deref(), Some("ENST1"));
        assert_eq!(of(1).consequence, Some(Consequence::InframeInsertion));
    }

    #[test]
    fn the_highest_population_frequency_counts_and_an_empty_one_says_nothing() {
        let of = |csq: &str| vep("Allele|gnomADe_AF|gnomADe_AFR_AF").read(csq, "A", &["T"], 0).1;
        assert_eq!(of("T||"), None);
        let found = of("T|0|0.0002&0.0001,T|0.00001|");
        assert_eq!(found.map(|p| (p.frequency, p.source)), Some((0.0002, "CSQ gnomADe_AFR_AF".into())));
    }

    #[test]
    fn short_entries_lose_nothing() {
        let a = vep(COLUMNS).read("T|missense_variant|BRAF", "A", &["T"], 0).0.unwrap();
        assert_eq!((a.gene.as_deref(), a.transcript), (Some("BRAF"), None));
    }
}
