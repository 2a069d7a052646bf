//! What the annotation programs wrote into INFO, for each alternate of a line.

use attune_genome::{Allele, PopulationFrequency};

use super::annotation::{Annotation, from_funcotator, from_keys, from_snpeff};
use super::fields::info_entries;
use super::header::Header;
use super::population;
use super::record::Columns;
use super::vep::Vep;

/// INFO keys that name a gene or a change by themselves.
const NAME_KEYS: [&str; 10] = [
    "GENE",
    "Gene",
    "SYMBOL",
    "GENE_SYMBOL",
    "HGVS_C",
    "HGVSc",
    "HGVS_P",
    "HGVSp",
    "CDS_CHANGE",
    "AA_CHANGE",
];

/// What INFO says of one alternate.
pub(super) type OfAllele = (Option<Annotation>, Option<PopulationFrequency>);

/// The annotation that the header declares.
#[derive(Debug)]
pub(super) struct Notes {
    pub(super) vep: Option<Vep>,
    funcotator: Option<Vec<String>>,
    /// The header declares an annotation of any kind.
    pub(super) declared: bool,
}

impl Notes {
    pub(super) fn new(header: &Header) -> Self {
        let named = |id: &String| id == "ANN" || NAME_KEYS.contains(&id.as_str());
        Self {
            vep: header.vep.as_ref().map(|(id, columns)| Vep::new(id, columns)),
            funcotator: header.funcotator.clone(),
            declared: header.vep.is_some()
                || header.funcotator.is_some()
                || header.info_ids.iter().any(named),
        }
    }

    /// Annotation and population frequency of each alternate, and whether a key of the coding name held a protein
    /// change.
    pub(super) fn of(
        &self,
        columns: &Columns<'_>,
        record: &attune_genome::CallRecord,
    ) -> (Vec<OfAllele>, bool) {
        let entry = |wanted: &str| {
            let found = info_entries(columns.info).find(|(k, _)| *k == wanted.as_bytes());
            found.map(|(_, v)| String::from_utf8_lossy(v))
        };
        let bases: Vec<&str> = record
            .alternates
            .iter()
            .map(|a| if let Allele::Bases(b) = a { b.as_str() } else { "" })
            .collect();
        let vep = self.vep.as_ref().and_then(|vep| entry(&vep.id).map(|value| (vep, value)));
        let ann = entry("ANN");
        let funcotation = self.funcotator.as_ref().and_then(|names| Some((names, entry("FUNCOTATION")?)));
        let get = |key: &str| record.info.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        let (keys, misplaced) = from_keys(get);
        let list = (0..bases.len())
            .map(|i| {
                let own = || record.info.iter().map(|(k, v)| (k.as_str(), v.as_str()));
                let in_info = population::from_info(own(), i, bases.len());
                if bases[i].is_empty() {
                    return (None, in_info);
                }
                let of_vep = vep.as_ref().map(|(vep, value)| vep.read(value, &record.reference, &bases, i));
                let (annotation, population) = of_vep.unwrap_or_default();
                let annotation = annotation
                    .or_else(|| ann.as_ref().and_then(|value| from_snpeff(value, bases[i])))
                    .or_else(|| {
                        funcotation.as_ref().and_then(|(names, value)| from_funcotator(names, value, i))
                    })
                    .or_else(|| keys.clone().filter(|_| bases.len() == 1));
                (annotation, in_info.or(population))
            })
            .collect();
        (list, misplaced)
    }
}
