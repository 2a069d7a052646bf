//! Microsatellite states by code, and by words only where the whole text is understood: a treatment hangs on it.

use attune_genome::MsiStatus;

/// The state of an answer code of LOINC list LL3994-8, or of the codes that laboratories use beside it.
pub(super) fn of_code(code: &str) -> Option<MsiStatus> {
    Some(match code {
        "LA26203-2" | "MSI-H" | "msi-high" => MsiStatus::High,
        "LA26202-4" | "MSI-L" | "msi-low" => MsiStatus::Low,
        "LA14122-8" | "MSS" | "mss" | "stable" => MsiStatus::Stable,
        _ => return None,
    })
}

/// True for codes that say that nothing is known: no call, indeterminate.
pub(super) fn is_open(code: &str) -> bool {
    matches!(code, "LA18198-4" | "LA11884-6" | "indeterminate" | "unknown" | "no-call")
}

/// The state of a text that says nothing else. A part in brackets must say the same.
pub(super) fn of_text(text: &str) -> Option<MsiStatus> {
    let mut parts = text.split(['(', ')']).map(str::trim).filter(|p| !p.is_empty());
    let first = of_phrase(parts.next()?)?;
    parts.all(|p| of_phrase(p) == Some(first)).then_some(first)
}

fn of_phrase(text: &str) -> Option<MsiStatus> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !matches!(*w, "" | "status" | "the" | "tumor" | "tumour" | "is" | "of"))
        .collect();
    Some(match words.join(" ").as_str() {
        "msi h"
        | "msi high"
        | "high"
        | "msih"
        | "msi"
        | "unstable"
        | "instable"
        | "microsatellite instable"
        | "microsatellite unstable"
        | "microsatellite instability high"
        | "high microsatellite instability"
        | "microsatellite instability msi h"
        | "msi h high"
        | "high instability" => MsiStatus::High,
        "msi l" | "msi low" | "low" | "microsatellite instability low" | "low microsatellite instability" => {
            MsiStatus::Low
        }
        "mss"
        | "stable"
        | "ms stable"
        | "msi stable"
        | "microsatellite stable"
        | "microsatellite stability"
        | "microsatellites stable" => MsiStatus::Stable,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denial_and_doubt_are_not_read_over() {
        for (text, state) in [
            ("MSI-H", Some(MsiStatus::High)),
            ("MSI-High (MSI-H)", Some(MsiStatus::High)),
            ("Microsatellite instability-high", Some(MsiStatus::High)),
            ("MSS", Some(MsiStatus::Stable)),
            ("Microsatellite stable", Some(MsiStatus::Stable)),
            ("not unstable", None),
            ("indeterminate / not low, not high", None),
            ("no evidence of MSI-H", None),
            ("MSI cannot be determined", None),
            ("MSI-High (MSS)", None),
            ("highly uncertain", None),
            ("", None),
        ] {
            assert_eq!(of_text(text), state, "{text}");
        }
    }
}
