//! From the genotype to this person: populations, phenoconversion, doses.

use attune_knowledge::pgx::PgxTables;

use crate::person::PersonFacts;
use crate::{PgxSample, doses, guidance, phenoconversion};

/// Age from which a row for adults holds, in years.
const ADULT: i32 = 18;

/// Adds to a called sample what the facts of the person decide: whether a row's population is theirs, what
/// current medication does to the phenotypes, and doses by published algorithms. The recommendations of the
/// genotype stay as they are.
#[must_use]
pub fn interpret(tables: &PgxTables, mut sample: PgxSample, person: &PersonFacts) -> PgxSample {
    for row in &mut sample.recommendations {
        row.population_applies = row.population.as_deref().and_then(|p| applies(p, person.age));
    }
    sample.conflicts = guidance::conflicts(&sample.recommendations);
    sample.phenoconversion = phenoconversion::steps(tables, &sample, person);
    for step in &mut sample.phenoconversion {
        for row in &mut step.recommendations {
            row.population_applies = row.population.as_deref().and_then(|p| applies(p, person.age));
        }
    }
    sample.doses = doses::all(tables, &sample, person);
    sample
}

/// Whether a population is that of a person of this age; `None` where the words say nothing of an age or the age
/// is not known. `child >40kg_adult` is for both.
fn applies(population: &str, age: Option<i32>) -> Option<bool> {
    let age = age?;
    let words = population.to_lowercase();
    let child = ["pediatric", "paediatric", "child"].iter().any(|w| words.contains(w));
    let adult = words.contains("adult");
    match (child, adult) {
        (true, false) => Some(age < ADULT),
        (false, true) => Some(age >= ADULT),
        (true, true) => (age >= ADULT).then_some(true),
        (false, false) => None,
    }
}
