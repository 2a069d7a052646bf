//! Stored form of the assertions: rows of numbers into tables of the texts that repeat.
//!
//! About 4,500 facts share 2,000 biomarkers, 300 diseases and 500 therapies. Storing those once makes the
//! part a third as large and as quick to read as one object a fact.

use std::borrow::Cow;
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
struct Stored<'a> {
    schema: String,
    /// Name, licence.
    sources: Vec<(String, String)>,
    /// Text, condition.
    biomarkers: Vec<(String, BiomarkerExpr)>,
    /// Disease text, scope.
    tumours: Vec<(String, TumourScope)>,
    therapies: Vec<Therapy>,
    citations: Vec<Citation>,
    #[serde(borrow)]
    rows: Vec<Row<'a>>,
}

/// A fact, as an array in the order of the fields. Texts are lent from the bytes until the fact is made.
#[derive(Serialize, Deserialize)]
struct Row<'a>(
    #[serde(borrow)] Cow<'a, str>, // id
    u32,                           // source
    #[serde(borrow)] Cow<'a, str>, // id inside the source
    AssertionKind,
    u32,         // biomarker
    Option<u32>, // therapy
    u32,         // tumour
    Significance,
    Direction,
    Basis,
    Option<String>,                // source level
    Option<u8>,                    // rating
    Option<String>,                // origin
    #[serde(borrow)] Cow<'a, str>, // statement
    Option<String>,                // line
    Option<String>,                // region
    Vec<u32>,                      // citations
    Option<String>,                // date
    Verification,
    bool, // withdrawn
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
            Cow::Borrowed(a.id.as_str()),
            sources.put(source.clone(), || source),
            Cow::Borrowed(a.source.id.as_str()),
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
            Cow::Borrowed(a.statement.as_str()),
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
    // One check of the whole is cheaper than one a string.
    let text = std::str::from_utf8(bytes).map_err(|e| PackError::malformed(PART, e))?;
    let Stored { schema, rows, sources, biomarkers, tumours, therapies, citations } =
        serde_json::from_str(text).map_err(|e| PackError::malformed(PART, e))?;
    if schema != SCHEMA {
        return Err(PackError::UnknownSchema { found: schema, expected: SCHEMA.to_owned() });
    }
    let tables = Tables { sources, biomarkers, tumours, therapies, citations };
    let mut facts = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.0.clone();
        facts.push(tables.fact(row).ok_or_else(|| PackError::malformed(PART, format!("row {id}")))?);
    }
    Ok(facts)
}

/// The texts that rows refer to.
struct Tables {
    sources: Vec<(String, String)>,
    biomarkers: Vec<(String, BiomarkerExpr)>,
    tumours: Vec<(String, TumourScope)>,
    therapies: Vec<Therapy>,
    citations: Vec<Citation>,
}

impl Tables {
    fn fact(&self, row: Row<'_>) -> Option<Assertion> {
        let (name, licence) = self.sources.get(row.1 as usize)?;
        let (biomarker_text, biomarker) = self.biomarkers.get(row.4 as usize)?;
        let (disease_text, tumours) = self.tumours.get(row.6 as usize)?;
        let therapy = match row.5 {
            Some(i) => Some(self.therapies.get(i as usize)?.clone()),
            None => None,
        };
        let citation = |i: &u32| self.citations.get(*i as usize).cloned();
        Some(Assertion {
            id: row.0.into_owned(),
            source: Source { name: name.clone(), id: row.2.into_owned(), licence: licence.clone() },
            kind: row.3,
            biomarker: biomarker.clone(),
            biomarker_text: biomarker_text.clone(),
            therapy,
            tumours: tumours.clone(),
            disease_text: disease_text.clone(),
            significance: row.7,
            direction: row.8,
            basis: row.9,
            source_level: row.10,
            rating: row.11,
            origin: row.12,
            statement: row.13.into_owned(),
            line: row.14,
            region: row.15,
            citations: row.16.iter().map(citation).collect::<Option<_>>()?,
            date: row.17,
            verification: row.18,
            withdrawn: row.19,
        })
    }
}
