//! What the annotation programs wrote into INFO, for each alternate of a line.

use attune_genome::Allele;

use super::annotation::{Annotation, from_funcotator, from_keys, from_snpeff, from_vep, vep_population};
use super::fields::info_entries;
use super::header::Header;
use super::population;
use super::record::{Columns, text};

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

/// The annotation that the header declares.
#[derive(Debug)]
pub(super) struct Notes {
    /// INFO field and column names of VEP.
    pub(super) vep: Option<(String, Vec<String>)>,
    funcotator: Option<Vec<String>>,
    /// The header declares an annotation of any kind.
    pub(super) declared: bool,
}

impl Notes {
    pub(super) fn new(header: &Header) -> Self {
        let named = |id: &String| id == "ANN" || NAME_KEYS.contains(&id.as_str());
        Self {
            vep: header.vep.clone(),
            funcotator: header.funcotator.clone(),
            declared: header.vep.is_some()
                || header.funcotator.is_some()
                || header.info_ids.iter().any(named),
        }
    }

    /// The population frequency of each alternate, where the file gives one.
    pub(super) fn populations(
        &self,
        columns: &Columns<'_>,
        record: &attune_genome::CallRecord,
    ) -> Vec<Option<attune_genome::PopulationFrequency>> {
        let bases: Vec<&str> = record
            .alternates
            .iter()
            .map(|a| if let Allele::Bases(b) = a { b.as_str() } else { "" })
            .collect();
        let vep = self.vep.as_ref().and_then(|(id, names)| {
            let found = info_entries(columns.info).find(|(k, _)| *k == id.as_bytes());
            found.map(|(_, v)| (names, text(v)))
        });
        (0..bases.len())
            .map(|i| {
                let keys = record.info.iter().map(|(k, v)| (k.as_str(), v.as_str()));
                let from_keys = population::from_info(keys, i, bases.len());
                from_keys.or_else(|| {
                    let (names, value) = vep.as_ref()?;
                    vep_population(names, value, &record.reference, &bases, i)
                })
            })
            .collect()
    }

    /// The annotation of each alternate, and whether a key of the coding name held a protein change.
    pub(super) fn annotations(
        &self,
        columns: &Columns<'_>,
        record: &attune_genome::CallRecord,
    ) -> (Vec<Option<Annotation>>, bool) {
        let entry = |wanted: &str| {
            info_entries(columns.info).find(|(k, _)| *k == wanted.as_bytes()).map(|(_, v)| text(v))
        };
        let bases: Vec<&str> = record
            .alternates
            .iter()
            .map(|a| match a {
                Allele::Bases(b) => b.as_str(),
                _ => "",
            })
            .collect();
        let vep = self.vep.as_ref().and_then(|(id, names)| entry(id).map(|value| (names.clone(), value)));
        let ann = entry("ANN");
        let funcotation = self.funcotator.as_ref().and_then(|names| Some((names, entry("FUNCOTATION")?)));
        let get = |key: &str| record.info.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        let (keys, misplaced) = from_keys(get);
        let list = (0..bases.len())
            .map(|i| {
                if bases[i].is_empty() {
                    return None;
                }
                vep.as_ref()
                    .and_then(|(names, value)| from_vep(names, value, &record.reference, &bases, i))
                    .or_else(|| ann.as_ref().and_then(|value| from_snpeff(value, bases[i])))
                    .or_else(|| {
                        funcotation.as_ref().and_then(|(names, value)| from_funcotator(names, value, i))
                    })
                    .or_else(|| keys.clone().filter(|_| bases.len() == 1))
            })
            .collect();
        (list, misplaced)
    }
}
