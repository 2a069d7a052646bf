//! Protein expression: reading of grades and comparison of an observed grade with a required one.
//!
//! Rules: PD-L1 and hormone receptors count as positive from 1 % (ASCO/CAP 2020, doi
//! 10.1200/JCO.19.02309, for receptors; labels for PD-L1); HER2 is positive at IHC 3+ or with a
//! positive ISH, 1+ or 2+ without ISH amplification is HER2-low (ASCO/CAP 2023, doi
//! 10.1200/JCO.22.02864). 2+ without an ISH result is neither positive nor negative.

use super::words::number;
use super::{AlterationKind, MatchGrade};

/// Genes whose protein is measured as a biomarker: `positive` and `negative` mean staining.
const STAINED: [&str; 31] = [
    "IL3RA", "CDKN2A", "ESR1", "PGR", "AR", "ERBB2", "CD274", "CLDN18", "FOLR1", "TACSTD2", "MLH1", "MSH2",
    "MSH6", "PMS2", "PDCD1LG2", "MS4A1", "CD19", "TNFRSF8", "SSTR2", "CEACAM5", "HR", "MET", "FOLH1",
    "NECTIN4", "TNFRSF17", "CD38", "CD33", "CD22", "DLL3", "MAGEA4", "F3",
];

/// True where `GENE positive` is a statement of staining.
pub(crate) fn is_stained(gene: &str) -> bool {
    STAINED.contains(&gene)
}

/// Grade and number of an expression phrase about a gene; `None` where it is none.
pub(crate) fn parse(gene: Option<&str>, phrase: &str) -> Option<AlterationKind> {
    let made =
        |grade: &str, value: Option<f64>| Some(AlterationKind::Expression { grade: grade.into(), value });
    let stained = gene.is_some_and(is_stained);
    // `ALK IHC positive` is a companion test of the fusion.
    if gene == Some("ALK") && phrase == "ihc positive" {
        return None;
    }
    match phrase {
        "expression" | "expressed" | "expression positive" | "protein expression" | "ihc positive" => {
            return made("positive", None);
        }
        "overexpression"
        | "overexpressed"
        | "high overexpression"
        | "overexpression high"
        | "protein overexpression high"
        | "overexpression positive"
        | "high protein overexpression"
        | "high protein expression"
        | "strong expression"
        | "ihc overexpression"
        | "high expression"
        | "expression high"
        | "protein overexpression" => {
            return made("high", None);
        }
        "underexpression" | "low expression" | "expression low" | "reduced expression" => {
            return made("low", None);
        }
        "loss of expression"
        | "expression loss"
        | "no expression"
        | "loss of protein expression"
        | "ihc loss"
        | "loss of nuclear expression"
        | "protein loss"
        | "loss of nuclear protein expression" => {
            return made("loss", None);
        }
        "ihc negative" | "expression negative" | "not expressed" => return made("negative", None),
        _ => {}
    }
    if !stained {
        return None;
    }
    // `score 1` of HER2 is 1+.
    let signed =
        phrase.strip_prefix("score ").filter(|s| matches!(*s, "1" | "2" | "3")).map(|s| format!("{s}+"));
    let mut text = signed.as_deref().unwrap_or(phrase);
    for head in ["ihc ", "expression ", "score ", "ihc ", "score "] {
        text = text.strip_prefix(head).unwrap_or(text);
    }
    if let Some(class) = cell_class(gene, text) {
        return made(class.0, class.1);
    }
    match text {
        "positive" | "+" | "pos" | "ihc+" => return made("positive", None),
        "negative" | "neg" => return made("negative", None),
        "low" | "low positive" => return made("low", None),
        "ultralow" | "ultra low" => return made("ultralow", None),
        "high" => return made("high", None),
        "deficient" | "loss" | "lost" if gene.is_some_and(|g| MMR.contains(&g)) => return made("loss", None),
        _ => {}
    }
    // `positive (90 %)` and `90 % positive` say the percentage; intensities beside it say nothing more.
    let bare = text.strip_prefix("positive ").or_else(|| text.strip_suffix(" positive")).unwrap_or(text);
    let bare = [" 2+/3+", " 2+ or 3+", " 2+ 3+", " 2+", " of cells", " tumour cells", " tumor cells"]
        .iter()
        .find_map(|tail| bare.strip_suffix(tail))
        .unwrap_or(bare);
    score(gene, text).or_else(|| percentage(bare))
}

/// Classes of the PD-L1 assay SP142 (FDA PMA P160002): TC3 is 50 % of tumour cells or more, IC3 is 10 % of the
/// tumour area or more; `TC3/IC3` is one of both, not which.
fn cell_class(gene: Option<&str>, text: &str) -> Option<(&'static str, Option<f64>)> {
    (gene == Some("CD274")).then_some(())?;
    Some(match text {
        "tc3" | "tc 3" => ("TC 50%", Some(50.0)),
        "tc2" | "tc 2" | "tc2/3" => ("TC 5%", Some(5.0)),
        "ic3" | "ic 3" => ("IC 10%", Some(10.0)),
        "ic2" | "ic 2" | "ic2/3" | "ic 2/3" => ("IC 5%", Some(5.0)),
        "tc1" | "tc 1" | "tc1/2/3" => ("TC 1%", Some(1.0)),
        "ic0" | "ic 0" => ("negative", None),
        "ic1/2/3" => ("IC 1%", Some(1.0)),
        "ic1" | "ic 1" => ("IC 1%", Some(1.0)),
        "tc3/ic3" | "tc3 or ic3" => ("high", None),
        "tc0/ic0" | "tc0" => ("negative", None),
        _ => return None,
    })
}

/// Percentage from which the label of a drug calls the protein positive: claudin 18.2 (zolbetuximab) and folate
/// receptor alpha (mirvetuximab soravtansine) from 75 %, c-Met (telisotuzumab vedotin) from 50 %, others from 1 %.
fn positive_from(gene: Option<&str>) -> f64 {
    match gene {
        Some("CLDN18" | "FOLR1") => 75.0,
        Some("MET") => 50.0,
        _ => 1.0,
    }
}

/// Mismatch-repair proteins: loss of one of them is deficient mismatch repair.
const MMR: [&str; 4] = ["MLH1", "MSH2", "MSH6", "PMS2"];

/// True where the observation is the loss of a mismatch-repair protein.
pub(crate) fn is_mmr_loss(gene: Option<&str>, kind: &AlterationKind) -> bool {
    gene.is_some_and(|g| MMR.contains(&g))
        && matches!(kind, AlterationKind::Expression { grade, .. } if grade == "loss" || grade == "negative")
}

/// `3+`, `2+`, `1+`, `0`, and HER2 `2+` with its ISH result.
fn score(gene: Option<&str>, text: &str) -> Option<AlterationKind> {
    let text = text.replace('/', " ");
    let mut parts = text.split_whitespace();
    let first = parts.next()?;
    let value: u8 = first.strip_suffix('+').unwrap_or(first).parse().ok()?;
    let plus = first.ends_with('+');
    if value > 3 || plus != (value > 0) {
        return None;
    }
    let rest = parts.collect::<Vec<_>>().join(" ");
    let made = |grade: String, value: Option<f64>| Some(AlterationKind::Expression { grade, value });
    match (gene, value, rest.as_str()) {
        (_, _, "") => made(if plus { format!("{value}+") } else { "0".into() }, Some(f64::from(value))),
        (
            Some("ERBB2"),
            2,
            "ish+" | "ish positive" | "ish amplified" | "fish positive" | "fish+" | "fish amplified",
        ) => made("positive".into(), None),
        (
            Some("ERBB2"),
            2,
            "ish-" | "ish negative" | "ish not amplified" | "fish-" | "fish negative" | "fish not amplified",
        ) => made("low".into(), None),
        _ => None,
    }
}

/// `TPS 60%`, `CPS >= 10`, `60 %`, `1-49 %`, `< 1 %`.
fn percentage(text: &str) -> Option<AlterationKind> {
    let (scale, rest) = ["tps", "cps", "area", "ic", "tc", "h score"]
        .iter()
        .find_map(|s| Some((s.to_uppercase(), text.strip_prefix(s)?.trim_start())))
        .unwrap_or((String::new(), text));
    let scale = match scale.as_str() {
        "H SCORE" => "H-score".to_owned(),
        // Tumour area positivity; the parser writes it so because TAP is the name of a gene as well.
        "AREA" => "TAP".to_owned(),
        _ => scale,
    };
    let percent_scale = !matches!(scale.as_str(), "CPS" | "H-score");
    let (sign, rest) = [">=", "<", ">", "=", ":"]
        .iter()
        .find_map(|s| Some((*s, rest.strip_prefix(s)?.trim_start())))
        .unwrap_or(("", rest));
    let (value, mut rest) = number(rest)?;
    // Hyphens became blanks: `1-49%` arrives as `1 49%`. The lower end is what is certain.
    let mut upper = None;
    if let Some((u, tail)) = number(rest) {
        (u > value).then_some(())?;
        upper = Some(u);
        rest = tail;
    }
    let unit_ok = matches!(rest, "%" | "percent") && percent_scale || rest.is_empty() && !scale.is_empty();
    if !unit_ok || (scale != "H-score" && value > 100.0) {
        return None;
    }
    if sign == "<" {
        // Below 1 is negative; any other upper limit leaves open how much there is.
        return ((value - 1.0).abs() < f64::EPSILON && upper.is_none())
            .then(|| AlterationKind::Expression { grade: "negative".into(), value: None });
    }
    if sign == ">" && value > 0.0 {
        return None;
    }
    let unit = if percent_scale { "%" } else { "" };
    let range = upper.map_or_else(|| trim(value), |u| format!("{}-{}", trim(value), trim(u)));
    let grade = format!("{scale} {range}{unit}").trim_start().to_owned();
    Some(AlterationKind::Expression { grade, value: Some(value) })
}

fn trim(value: f64) -> String {
    format!("{value}")
}

/// Scale of a numeric grade: `TPS`, `CPS` ..., empty for a bare percentage; `None` for a word or `3+`.
fn scale(grade: &str) -> Option<&str> {
    let numeric = grade.contains('%') || grade.starts_with("CPS") || grade.starts_with("H-score");
    numeric.then(|| grade.split_once(' ').map_or("", |(s, _)| s))
}

/// Whether an observed grade meets the required one.
pub(crate) fn met(
    gene: Option<&str>,
    required: (&str, Option<f64>),
    observed: (&str, Option<f64>),
) -> Option<MatchGrade> {
    let her2 = gene == Some("ERBB2");
    if let (Some(need), Some(least)) = (scale(required.0), required.1) {
        let (have, value) = (scale(observed.0)?, observed.1?);
        // A bare PD-L1 percentage is read as TPS, which is how it is reported; CPS is another scale.
        let same = have == need || matches!((have, need), ("", "TPS") | ("TPS", ""));
        return (same && value >= least).then_some(MatchGrade::Exact);
    }
    if required.0 == observed.0 {
        return Some(MatchGrade::Exact);
    }
    let percent = scale(observed.0).filter(|s| *s != "H-score").and(observed.1);
    let class = match required.0 {
        "positive" => match observed.0 {
            "high" | "3+" => true,
            "2+" | "1+" | "0" | "low" | "ultralow" | "negative" | "loss" => false,
            _ => percent.is_some_and(|p| p >= positive_from(gene)),
        },
        "negative" => match observed.0 {
            "loss" | "0" => true,
            "1+" | "low" | "ultralow" => her2,
            _ => percent.is_some_and(|p| p < 1.0) && !observed.0.contains('-'),
        },
        "high" => {
            observed.0 == "3+"
                || percent.is_some_and(|p| positive_from(gene) > 1.0 && p >= positive_from(gene))
        }
        "low" => her2 && observed.0 == "1+",
        "loss" => observed.0 == "negative",
        _ => false,
    };
    class.then_some(MatchGrade::Class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grade(gene: &str, phrase: &str) -> Option<(String, Option<f64>)> {
        match parse(Some(gene), phrase)? {
            AlterationKind::Expression { grade, value } => Some((grade, value)),
            _ => None,
        }
    }

    #[test]
    fn grades_are_read() {
        let some = |g: &str, v| Some((g.to_owned(), v));
        for (gene, text, want) in [
            ("CD274", "tps 60%", some("TPS 60%", Some(60.0))),
            ("CD274", "tps >= 50 %", some("TPS 50%", Some(50.0))),
            ("CD274", "cps 10", some("CPS 10", Some(10.0))),
            ("CD274", "1 49%", some("1-49%", Some(1.0))),
            ("CD274", "tps <1%", some("negative", None)),
            ("CD274", "tps <50%", None),
            ("CD274", "60", None),
            ("CD274", "tps 160%", None),
            ("ERBB2", "3+", some("3+", Some(3.0))),
            ("ERBB2", "ihc 2+/ish negative", some("low", None)),
            ("ERBB2", "ihc 2+/ish+", some("positive", None)),
            ("ERBB2", "4+", None),
            ("ESR1", "positive", some("positive", None)),
            ("BRAF", "positive", None),
            ("MDM2", "overexpression", some("high", None)),
        ] {
            assert_eq!(grade(gene, text), want, "{gene} {text}");
        }
    }

    #[test]
    fn required_grades() {
        let ok = |g, r, o| met(Some(g), r, o).is_some();
        assert!(ok("CD274", ("TPS 50%", Some(50.0)), ("TPS 60%", Some(60.0))));
        assert!(!ok("CD274", ("TPS 50%", Some(50.0)), ("TPS 49%", Some(49.0))));
        assert!(!ok("CD274", ("CPS 10", Some(10.0)), ("TPS 60%", Some(60.0))));
        assert!(ok("CD274", ("positive", None), ("TPS 1%", Some(1.0))));
        assert!(!ok("CD274", ("positive", None), ("TPS 0%", Some(0.0))));
        assert!(ok("ERBB2", ("positive", None), ("3+", Some(3.0))));
        assert!(!ok("ERBB2", ("positive", None), ("2+", Some(2.0))));
        assert!(!ok("ERBB2", ("negative", None), ("2+", Some(2.0))));
        assert!(!ok("CD274", ("TPS 50%", Some(50.0)), ("positive", None)));
    }
}
