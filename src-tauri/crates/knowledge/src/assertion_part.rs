//! Stored form of the assertions: rows of numbers into tables of the texts that repeat.
//!
//! About 4,500 facts share 2,000 biomarkers, 300 diseases and 500 therapies. Storing those once makes the
//! part a third as large and as quick to read as one object a fact.

use std::collections::HashMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use crate::{
    Assertion, AssertionKind, Basis, BiomarkerExpr, Citation, Direction, PackError, Significance, Source,
    Therapy, TumourScope, Verification,
};

/// Name of the part.
pub(crate) const PART: &str = "assertions";
/// Schema of the part.
pub(crate) const SCHEMA: &str = "attune/assertions/1";

#[derive(Serialize, Deserialize)]
struct Stored {
    schema: String,
    /// Name, licence.
    sources: Vec<(String, String)>,
    /// Text, condition.
    biomarkers: Vec<(String, BiomarkerExpr)>,
    /// Disease text, scope.
    tumours: Vec<(String, TumourScope)>,
    therapies: Vec<Therapy>,
    citations: Vec<Citation>,
    rows: Vec<Row>,
}

/// A fact, as an array in the order of the fields.
#[derive(Serialize, Deserialize)]
struct Row(
    String,         // id
    u32,            // source
    String,         // id inside the source
    AssertionKind,  //
    u32,            // biomarker
    Option<u32>,    // therapy
    u32,            // tumour
    Significance,   //
    Direction,      //
    Basis,          //
    Option<String>, // source level
    Option<u8>,     // rating
    Option<String>, // origin
    String,         // statement
    Option<String>, // line
    Option<String>, // region
    Vec<u32>,       // citations
    Option<String>, // date
    Verification,   //
    bool,           // withdrawn
);

/// Texts in the order of their first use.
struct Table<K, V> {
    index: HashMap<K, u32>,
    values: Vec<V>,
}

impl<K: Eq + Hash, V> Table<K, V> {
    fn new() -> Self {
        Self { index: HashMap::new(), values: Vec::new() }
    }

    fn put(&mut self, key: K, value: impl FnOnce() -> V) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let values = &mut self.values;
        *self.index.entry(key).or_insert_with(|| {
            values.push(value());
            next
        })
    }
}

/// Writes the part.
///
/// # Errors
/// [`PackError::Malformed`] where a number cannot be written as JSON.
pub(crate) fn write(assertions: &[Assertion]) -> Result<Vec<u8>, PackError> {
    let bad = |e: serde_json::Error| PackError::malformed(PART, e);
    let (mut sources, mut citations) = (Table::new(), Table::new());
    let (mut biomarkers, mut tumours, mut therapies) = (Table::new(), Table::new(), Table::new());
    let mut rows = Vec::with_capacity(assertions.len());
    for a in assertions {
        let source = (a.source.name.clone(), a.source.licence.clone());
        let expr = serde_json::to_string(&a.biomarker).map_err(bad)?;
        let scope = serde_json::to_string(&a.tumours).map_err(bad)?;
        let therapy = match &a.therapy {
            Some(t) => {
                let key = serde_json::to_string(t).map_err(bad)?;
                Some(therapies.put(key, || t.clone()))
            }
            None => None,
        };
        let cite = |c: &Citation| citations.put((c.id.clone(), c.text.clone()), || c.clone());
        rows.push(Row(
            a.id.clone(),
            sources.put(source.clone(), || source),
            a.source.id.clone(),
            a.kind,
            biomarkers
                .put((a.biomarker_text.clone(), expr), || (a.biomarker_text.clone(), a.biomarker.clone())),
            therapy,
            tumours.put((a.disease_text.clone(), scope), || (a.disease_text.clone(), a.tumours.clone())),
            a.significance,
            a.direction,
            a.basis,
            a.source_level.clone(),
            a.rating,
            a.origin.clone(),
            a.statement.clone(),
            a.line.clone(),
            a.region.clone(),
            a.citations.iter().map(cite).collect(),
            a.date.clone(),
            a.verification,
            a.withdrawn,
        ));
    }
    serde_json::to_vec(&Stored {
        schema: SCHEMA.to_owned(),
        sources: sources.values,
        biomarkers: biomarkers.values,
        tumours: tumours.values,
        therapies: therapies.values,
        citations: citations.values,
        rows,
    })
    .map_err(bad)
}

/// Reads the part.
///
/// # Errors
/// [`PackError::UnknownSchema`] or [`PackError::Malformed`].
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Assertion>, PackError> {
    let stored: Stored = serde_json::from_slice(bytes).map_err(|e| PackError::malformed(PART, e))?;
    if stored.schema != SCHEMA {
        return Err(PackError::UnknownSchema { found: stored.schema, expected: SCHEMA.to_owned() });
    }
    let tables = &stored;
    stored
        .rows
        .iter()
        .map(|row| tables.fact(row).ok_or_else(|| PackError::malformed(PART, format!("row {}", row.0))))
        .collect()
}

impl Stored {
    fn fact(&self, row: &Row) -> Option<Assertion> {
        let (name, licence) = self.sources.get(row.1 as usize)?;
        let (biomarker_text, biomarker) = self.biomarkers.get(row.4 as usize)?;
        let (disease_text, tumours) = self.tumours.get(row.6 as usize)?;
        let therapy = match row.5 {
            Some(i) => Some(self.therapies.get(i as usize)?.clone()),
            None => None,
        };
        Some(Assertion {
            id: row.0.clone(),
            source: Source { name: name.clone(), id: row.2.clone(), licence: licence.clone() },
            kind: row.3,
            biomarker: biomarker.clone(),
            biomarker_text: biomarker_text.clone(),
            therapy,
            tumours: tumours.clone(),
            disease_text: disease_text.clone(),
            significance: row.7,
            direction: row.8,
            basis: row.9,
            source_level: row.10.clone(),
            rating: row.11,
            origin: row.12.clone(),
            statement: row.13.clone(),
            line: row.14.clone(),
            region: row.15.clone(),
            citations: row
                .16
                .iter()
                .map(|i| self.citations.get(*i as usize).cloned())
                .collect::<Option<_>>()?,
            date: row.17.clone(),
            verification: row.18,
            withdrawn: row.19,
        })
    }
}
