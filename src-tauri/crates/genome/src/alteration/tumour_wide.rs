//! Biomarkers of the tumour as a whole: microsatellites, mutational burden, homologous recombination.

use super::AlterationKind;
use super::words::number;

/// Genomic instability score from which the Myriad test calls a tumour deficient (FDA PMA P190014).
const GIS_THRESHOLD: f64 = 42.0;

/// Reads a whole text without a gene. `phrase` is lower case with single blanks.
pub(crate) fn parse(phrase: &str) -> Option<AlterationKind> {
    microsatellites(phrase)
        .or_else(|| burden(phrase))
        .or_else(|| recombination(phrase))
        .or_else(|| named(phrase))
}

/// Removes a prefix word and the blank after it.
fn after<'a>(text: &'a str, heads: &[&str]) -> Option<&'a str> {
    heads.iter().find_map(|h| {
        let rest = text.strip_prefix(h)?;
        (rest.is_empty() || rest.starts_with([' ', '=', '>', '<'])).then(|| rest.trim_start())
    })
}

/// Findings that are known by their name only: chromosome arms, viruses, an HLA type.
fn named(phrase: &str) -> Option<AlterationKind> {
    let plain = phrase.strip_suffix(" detected").unwrap_or(phrase);
    if let Some(share) = loss_of_heterozygosity(plain) {
        return Some(AlterationKind::Named { name: share });
    }
    let name = match plain {
        "chromosome 5q deletion" | "5q deletion" | "5q syndrome" | "5q" => "del(5q)",
        "1p19q codel" | "1p19q co deleted" | "1p19q codeletion" | "1p19q co deletion" | "1p19q codeleted"
        | "1p19q deletion" => "1p/19q codeletion",
        "hla a0201 positive" | "hla a0201" => "HLA-A*02:01 positive",
        "hla a0201 negative" => "HLA-A*02:01 negative",
        "ebv positive" | "ebv+" | "ebv +" | "eber positive" | "eber+" | "ebv associated" => "EBV positive",
        "hpv positive" | "hpv+" | "hpv +" | "hpv associated" | "p16/hpv positive" => "HPV positive",
        "hpv negative" | "hpv-" => "HPV negative",
        "tuberous sclerosis complex" | "tuberous sclerosis" => "tuberous sclerosis",
        "molecular residual disease positive" | "molecular residual disease" => "molecular residual disease",
        _ => return None,
    };
    Some(AlterationKind::Named { name: name.into() })
}

/// Genomic loss of heterozygosity, high or in percent of the genome: `gLOH high`, `LOH 18 %`.
fn loss_of_heterozygosity(phrase: &str) -> Option<String> {
    let rest = ["genomic loh", "gloh", "loh score", "loh"].iter().find_map(|h| phrase.strip_prefix(h))?;
    let rest = rest.trim_start_matches([':', '=', ' ']);
    if rest == "high" && !phrase.starts_with("loh ") {
        return Some("gLOH high".to_owned());
    }
    let (value, unit) = number(rest)?;
    (unit == "%" && value <= 100.0).then(|| format!("gLOH {value}%"))
}

fn microsatellites(phrase: &str) -> Option<AlterationKind> {
    Some(match phrase {
        "msi h" | "msi high" | "msih" | "dmmr" | "mmr d" | "mmrd" | "d mmr" | "mmr deficient"
        | "deficient mmr" => AlterationKind::MsiHigh,
        "mismatch repair deficient" | "mismatch repair deficiency" | "mmr deficiency" => {
            AlterationKind::MsiHigh
        }
        "msi positive"
        | "microsatellite unstable"
        | "microsatellite instability high"
        | "high microsatellite instability"
        | "msi status high" => AlterationKind::MsiHigh,
        "deficient mismatch repair" | "msi h/dmmr" | "dmmr/msi h" | "msi h / dmmr" | "dmmr / msi h" => {
            AlterationKind::MsiHigh
        }
        "mss"
        | "pmmr"
        | "mmr p"
        | "mmr proficient"
        | "proficient mmr"
        | "microsatellite stable"
        | "msi stable" => AlterationKind::MsiStable,
        "mismatch repair proficient" | "proficient mismatch repair" | "mss/pmmr" | "pmmr/mss" => {
            AlterationKind::MsiStable
        }
        // MSI-L behaves as stable in care, but it is not the same statement.
        "msi l" | "msi low" => AlterationKind::Named { name: "MSI-L".into() },
        _ => return None,
    })
}

fn burden(phrase: &str) -> Option<AlterationKind> {
    if matches!(phrase, "high tmb" | "high tumor mutational burden" | "high tumour mutational burden") {
        return Some(AlterationKind::Tmb { value: None });
    }
    let heads = [
        "tmb",
        "btmb",
        "tumor mutational burden",
        "tumour mutational burden",
        "tumor mutation burden",
        "tumour mutation burden",
    ];
    let rest = after(phrase, &heads)?;
    match rest {
        "h" | "high" => return Some(AlterationKind::Tmb { value: None }),
        "l" | "low" => return Some(AlterationKind::Named { name: "TMB-low".into() }),
        _ => {}
    }
    // The FDA table writes `TMB-H (>= 10 mut/Mb)`.
    let rest = after(rest, &["h", "high"]).unwrap_or(rest);
    // An upper limit at or below the cut-off of the label is low; any other leaves open how high it is.
    let below = rest.strip_prefix('<').filter(|r| !r.starts_with('='));
    let rest = below.or_else(|| rest.strip_prefix(">=")).or_else(|| rest.strip_prefix('=')).unwrap_or(rest);
    let (value, unit) = number(rest)?;
    if below.is_some() {
        return (value <= super::matching::TMB_HIGH)
            .then(|| AlterationKind::Named { name: "TMB-low".into() });
    }
    let unit: String = unit.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        unit.as_str(),
        "" | "mut/mb"
            | "muts/mb"
            | "mutations/mb"
            | "/mb"
            | "mutationspermegabase"
            | "mutations/megabase"
            | "mut/mbp"
            | "m/mb"
            | "mutationspermb"
            | "mutations/mbp"
            | "variants/mb"
    )
    .then_some(AlterationKind::Tmb { value: Some(value) })
}

fn recombination(phrase: &str) -> Option<AlterationKind> {
    // The sum of LOH, telomeric imbalance and large-scale transitions is reported under either name.
    let heads = [
        "gis",
        "genomic instability score",
        "hrd score",
        "hrd gis",
        "hrd positive gis",
        "hrd negative gis",
        "gis score",
    ];
    if let Some(rest) = after(phrase, &heads) {
        let rest = rest.strip_prefix(">=").or_else(|| rest.strip_prefix('=')).unwrap_or(rest);
        let (score, unit) = number(rest)?;
        if score > 100.0 {
            return None;
        }
        // A score that says the other than the words beside it is not read.
        let other = if score >= GIS_THRESHOLD { "negative" } else { "positive" };
        return (unit.is_empty() && !phrase.contains(other)).then_some(if score >= GIS_THRESHOLD {
            AlterationKind::HrdPositive
        } else {
            AlterationKind::HrdNegative
        });
    }
    match phrase {
        "hrd-" | "hrd -" | "hr proficient tumour" => return Some(AlterationKind::HrdNegative),
        "homologous recombination deficient" | "homologous recombination deficient tumour" => {
            return Some(AlterationKind::HrdPositive);
        }
        "hrd+" => return Some(AlterationKind::HrdPositive),
        "hrp" => return Some(AlterationKind::HrdNegative),
        _ => {}
    }
    if let Some(rest) = after(
        phrase,
        &["hrd", "homologous recombination", "hrd status", "homologous recombination deficiency"],
    ) {
        return match rest {
            "positive" | "deficient" | "deficiency" | "+" | "present" | "status positive" => {
                Some(AlterationKind::HrdPositive)
            }
            "negative" | "proficient" | "proficiency" | "status negative" => {
                Some(AlterationKind::HrdNegative)
            }
            _ => None,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burden_with_and_without_number() {
        assert_eq!(parse("tmb 14"), Some(AlterationKind::Tmb { value: Some(14.0) }));
        assert_eq!(parse("tmb >= 10"), Some(AlterationKind::Tmb { value: Some(10.0) }));
        assert_eq!(parse("tmb 8.1 mut/mb"), Some(AlterationKind::Tmb { value: Some(8.1) }));
        assert_eq!(parse("tmb high"), Some(AlterationKind::Tmb { value: None }));
        // An upper limit is not a lower one, and other units are other things.
        assert_eq!(parse("tmb < 10"), Some(AlterationKind::Named { name: "TMB-low".into() }));
        for unread in ["tmb < 20", "tmb <= 10", "tmb 20 %", "tmb", "tmb unknown"] {
            assert_eq!(parse(unread), None, "{unread}");
        }
    }

    #[test]
    fn recombination_needs_a_statement() {
        assert_eq!(parse("hrd positive"), Some(AlterationKind::HrdPositive));
        assert_eq!(parse("gis 42"), Some(AlterationKind::HrdPositive));
        assert_eq!(parse("gis 41"), Some(AlterationKind::HrdNegative));
        assert_eq!(parse("hrd score 50"), Some(AlterationKind::HrdPositive));
        for unread in ["hrd", "hrd score", "hrdx positive"] {
            assert_eq!(parse(unread), None, "{unread}");
        }
    }
}
