//! Drugs of the guidelines in the words of a medication list.

use attune_knowledge::DrugTable;

/// International names of drugs that the guidelines list under their United States name.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("tioguanine", "thioguanine"),
    ("suxamethonium", "succinylcholine"),
    ("methylthioninium", "methylene blue"),
    ("tolonium", "toluidine blue"),
];

/// Which of the guidelines' drugs a text of the medication list names (`Capecitabine 500 mg tablets`,
/// `Xeloda`), in the order of `guideline`. Whole words only: `esomeprazole` is not `omeprazole`.
#[must_use]
pub fn guideline_drugs<'a>(
    text: &str,
    guideline: impl Iterator<Item = &'a str>,
    names: &DrugTable,
) -> Vec<&'a str> {
    let words = words(text);
    let mentioned: Vec<&str> = names.mentioned(text).into_iter().map(|d| d.name.as_str()).collect();
    let named = |drug: &str| {
        let other = OTHER_NAMES.iter().filter(|(_, listed)| *listed == drug).map(|(other, _)| *other);
        let generic = names.generic(drug).map_or(drug, |d| d.name.as_str());
        mentioned.contains(&generic) || other.chain([drug]).any(|name| contains(&words, &self::words(name)))
    };
    guideline.filter(|drug| named(drug)).collect()
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn contains(text: &[String], name: &[String]) -> bool {
    !name.is_empty() && text.windows(name.len()).any(|w| w == name)
}
