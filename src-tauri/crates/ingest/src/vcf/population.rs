//! Population frequency from the annotation of the file: gnomAD, ExAC or 1000 Genomes keys of INFO or of VEP.
//!
//! An absent or empty key is no statement: it is never read as "absent from the population".

use attune_genome::PopulationFrequency;

/// INFO keys that hold a population frequency. `AF` alone is the fraction of the caller and is not one of them.
const KEYS: [&str; 14] = [
    "gnomAD_AF",
    "gnomADe_AF",
    "gnomADg_AF",
    "gnomad_AF",
    "GNOMAD_AF",
    "gnomAD_exome_AF",
    "gnomAD_genome_AF",
    "AF_popmax",
    "AF_grpmax",
    "gnomAD_AF_popmax",
    "gnomAD_AF_grpmax",
    "MAX_AF",
    "ExAC_AF",
    "KG_AF",
];

/// True for a column of VEP that holds a population frequency.
pub(super) fn is_frequency(column: &str) -> bool {
    let name = column.to_ascii_lowercase();
    name == "max_af" || (name.starts_with("gnomad") && name.ends_with("_af")) || name == "exac_af"
}

/// True for an INFO key that is read here.
pub(crate) fn is_key(key: &str) -> bool {
    KEYS.contains(&key)
}

/// The highest frequency that INFO keys of the alternate number `at` (of `count`) state.
pub(crate) fn from_info<'a>(
    entries: impl Iterator<Item = (&'a str, &'a str)>,
    at: usize,
    count: usize,
) -> Option<PopulationFrequency> {
    let values = entries.filter(|(key, _)| is_key(key)).filter_map(|(key, value)| {
        let values: Vec<&str> = value.split(',').collect();
        let own =
            if values.len() == count { values.get(at)? } else { values.first().filter(|_| count == 1)? };
        Some((number(own)?, format!("INFO {key}")))
    });
    highest(values)
}

/// `0.001`, or several joined by `&`: the highest.
pub(super) fn number(text: &str) -> Option<f64> {
    text.split('&')
        .filter_map(|t| t.trim().parse::<f64>().ok())
        .filter(|f| (0.0..=1.0).contains(f))
        .max_by(f64::total_cmp)
}

fn highest(values: impl Iterator<Item = (f64, String)>) -> Option<PopulationFrequency> {
    values
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(frequency, source)| PopulationFrequency { frequency, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_of_the_right_allele_counts() {
        let info = [("AF", "0.5,0.4"), ("gnomAD_AF", "0.001,0.02"), ("MAX_AF", "0.003,.")];
        let of = |at| from_info(info.into_iter(), at, 2);
        assert_eq!(of(0).map(|p| (p.frequency, p.source)), Some((0.003, "INFO MAX_AF".into())));
        assert_eq!(of(1).map(|p| p.frequency), Some(0.02));
    }

    #[test]
    fn the_callers_fraction_and_empty_values_are_no_frequency() {
        assert_eq!(from_info([("AF", "0.5"), ("gnomAD_AF", ".")].into_iter(), 0, 1), None);
        assert_eq!(from_info([("gnomAD_AF", "7")].into_iter(), 0, 1), None);
    }
}
