//! Tumour-wide biomarkers: the value with its interval and rule, or why there is none.

use attune_genome::{GenomeReport, MsiStatus, SignatureExposure, TmbCount, TumourMutationalBurden};

use crate::text::{capital, count, list, number, sentence};

/// One biomarker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BiomarkerCard {
    /// Stable name: `tmb`, `msi`, `hrd`, `signatures`.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// The value, or `Not computed`, `Not stated`.
    pub value: String,
    /// Unit and interval, or empty.
    pub unit: String,
    /// Rule, region, source, reason: one sentence each.
    pub lines: Vec<String>,
    /// True where there is a value.
    pub known: bool,
}

/// The four biomarkers of a tumour, in a fixed order, whether known or not.
#[must_use]
pub fn biomarker_cards(genomes: &[GenomeReport]) -> Vec<BiomarkerCard> {
    vec![tmb(genomes), msi(genomes), hrd(genomes), signatures(genomes)]
}

fn card(
    id: &'static str,
    label: &'static str,
    value: Option<(String, String)>,
    lines: Vec<String>,
) -> BiomarkerCard {
    let known = value.is_some();
    let (value, unit) = value.unwrap_or_else(|| ("Not computed".to_owned(), String::new()));
    let lines = lines.iter().filter(|l| !l.trim().is_empty()).map(|l| sentence(l)).collect();
    BiomarkerCard { id, label, value, unit, lines, known }
}

const NO_REPORT: &str = "because no tumour report was imported";

/// The reason why there is no value, as the end of a sentence.
fn because(remark: &str) -> String {
    let reason =
        ["not assessable: ", "no score: ", "not reportable: "].iter().find_map(|p| remark.strip_prefix(p));
    format!("because {}", reason.unwrap_or(remark))
}

/// The answer of the report that tells most: one with a value, then the one that saw most.
fn best<'g, T>(
    genomes: &'g [GenomeReport],
    answer: impl Fn(&'g GenomeReport) -> Option<&'g T>,
    worth: impl Fn(&T) -> (bool, usize),
) -> Option<&'g T> {
    let answers = genomes.iter().filter_map(answer);
    // The first one of equals, in the order of the reports.
    answers.fold(None, |best, next| match best {
        Some(best) if worth(best) >= worth(next) => Some(best),
        _ => Some(next),
    })
}

fn tmb(genomes: &[GenomeReport]) -> BiomarkerCard {
    let counted = best(genomes, |g| g.biomarkers.tmb.as_ref(), |c| (c.value.is_some(), c.counted as usize));
    let stated = genomes.iter().find_map(|g| g.tmb.as_ref());
    let value = stated.or_else(|| counted.and_then(|c| c.value.as_ref()));
    let mut lines = Vec::new();
    if let Some(t) = value {
        lines.push(interval(t));
        lines.push(format!("Source: {}", t.source));
    }
    match counted {
        Some(c) => lines.extend(counting(c, value.is_none())),
        None if value.is_none() => lines.push(match genomes.is_empty() {
            true => NO_REPORT.to_owned(),
            false => "because the size of the region looked at is not stated".to_owned(),
        }),
        None => {}
    }
    let shown = value.map(|t| (number(t.value, 1), "mut/Mb".to_owned()));
    card("tmb", "Tumour mutational burden", shown, lines)
}

fn interval(t: &TumourMutationalBurden) -> String {
    let region =
        t.megabases.map_or_else(|| "region size not stated".to_owned(), |m| format!("{} Mb", number(m, 2)));
    match (t.low, t.high) {
        (Some(low), Some(high)) => {
            format!("95 % interval {} to {}, {region}", number(low, 1), number(high, 1))
        }
        _ => format!("No interval: {region}"),
    }
}

fn counting(c: &TmbCount, without: bool) -> Vec<String> {
    let counted = count(c.counted as usize, "variant", "variants");
    let excluded: Vec<String> = c.excluded.iter().map(|(what, n)| format!("{n} {what}")).collect();
    let left = if excluded.is_empty() { String::new() } else { format!("; left out: {}", list(&excluded)) };
    [
        c.remark.as_ref().map(|r| if without { because(r) } else { r.clone() }),
        Some(format!("{counted} counted{left}")),
        Some(format!("Rule: {}", c.rule)),
        c.region.as_ref().map(|r| format!("Region: {r}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn msi(genomes: &[GenomeReport]) -> BiomarkerCard {
    let state = genomes.iter().find_map(|g| g.msi).map(|m| match m {
        MsiStatus::High => "High (MSI-H)",
        MsiStatus::Low => "Low (MSI-L)",
        MsiStatus::Stable => "Stable (MSS)",
    });
    let mut lines = Vec::new();
    match state {
        Some(_) => lines.push("As the laboratory states it".to_owned()),
        None if genomes.is_empty() => lines.push(NO_REPORT.to_owned()),
        None => lines.push("because no report states a measured microsatellite state".to_owned()),
    }
    let proxy = best(genomes, |g| g.biomarkers.msi_proxy.as_ref(), |p| (false, p.variants as usize));
    if let Some(proxy) = proxy {
        lines.push(format!(
            "Estimate from the variants ({}): {}, {} of {} variants are short insertions or deletions",
            proxy.label, proxy.reading, proxy.indels, proxy.variants
        ));
        if !proxy.genes.is_empty() {
            lines.push(format!("Findings in repair genes: {}", list(&proxy.genes)));
        }
    }
    let mut card = card("msi", "Microsatellites", state.map(|s| (s.to_owned(), String::new())), lines);
    if !card.known {
        "Not stated".clone_into(&mut card.value);
    }
    card
}

fn hrd(genomes: &[GenomeReport]) -> BiomarkerCard {
    let answer = best(genomes, |g| g.biomarkers.hrd.as_ref(), |a| (a.sum.is_some(), a.genes.len()));
    let Some(answer) = answer else {
        let why =
            if genomes.is_empty() { NO_REPORT } else { "because no allele-specific segments were imported" };
        return card("hrd", "Homologous recombination (HRD)", None, vec![why.to_owned()]);
    };
    let parts = [("LOH", answer.loh), ("TAI", answer.tai), ("LST", answer.lst)];
    let shares: Vec<String> = parts.iter().filter_map(|(name, n)| n.map(|n| format!("{name} {n}"))).collect();
    let remark = if answer.sum.is_none() { because(&answer.remark) } else { capital(&answer.remark) };
    let mut lines = vec![shares.join(", "), remark];
    lines.push(match answer.genes.is_empty() {
        true => "No finding in genes of homologous recombination among the variants imported".to_owned(),
        false => format!("Findings in repair genes: {}", list(&answer.genes)),
    });
    let value = answer.sum.map(|s| (s.to_string(), "scar score (LOH + TAI + LST)".to_owned()));
    card("hrd", "Homologous recombination (HRD)", value, lines)
}

fn signatures(genomes: &[GenomeReport]) -> BiomarkerCard {
    let answer = best(
        genomes,
        |g| g.biomarkers.signatures.as_ref(),
        |a| (!a.exposures.is_empty(), (a.substitutions + a.without_context) as usize),
    );
    let Some(answer) = answer else {
        let why = if genomes.is_empty() { NO_REPORT } else { "because no signature reference was imported" };
        return card("signatures", "Mutational signatures", None, vec![why.to_owned()]);
    };
    let percent = |share: f64| number(share * 100.0, 0);
    let one = |e: &SignatureExposure| format!("{} {} %", e.name, percent(e.share));
    let shown: Vec<String> = answer.exposures.iter().take(3).map(one).collect();
    let mut lines = vec![if shown.is_empty() { because(&answer.remark) } else { capital(&answer.remark) }];
    for e in &answer.exposures {
        let interval =
            e.low.zip(e.high).map(|(a, b)| format!(", 95 % of resamplings {} to {}", percent(a), percent(b)));
        lines.push(format!("{}{}", one(e), interval.unwrap_or_default()));
    }
    if answer.substitutions + answer.without_context > 0 {
        lines.push(format!(
            "{} with a known context, {} without",
            count(answer.substitutions as usize, "substitution", "substitutions"),
            answer.without_context
        ));
    }
    lines.extend(answer.similarity.map(|s| format!("Cosine similarity of the fit {}", number(s, 2))));
    lines.extend(answer.matrix.as_ref().map(|m| format!("Matrix imported at this site: {m}")));
    let value = (!shown.is_empty()).then(|| (shown.join(", "), "of the mutations".to_owned()));
    card("signatures", "Mutational signatures", value, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_says_why_and_what_is_known_has_its_interval() {
        let none = biomarker_cards(&[]);
        assert_eq!(none.iter().map(|c| c.id).collect::<Vec<_>>(), ["tmb", "msi", "hrd", "signatures"]);
        assert!(none.iter().all(|c| !c.known && c.lines[0].contains("because")), "{none:?}");
        let tmb = TumourMutationalBurden {
            value: 5.66,
            low: Some(2.28),
            high: Some(11.71),
            megabases: Some(1.23),
            source: "laboratory report".into(),
        };
        let report = GenomeReport { tmb: Some(tmb), msi: Some(MsiStatus::Stable), ..GenomeReport::default() };
        let cards = biomarker_cards(&[report]);
        assert_eq!((cards[0].value.as_str(), cards[0].unit.as_str()), ("5.7", "mut/Mb"));
        assert!(cards[0].lines[0].contains("95 % interval 2.3 to 11.7, 1.23 Mb"), "{:?}", cards[0].lines);
        assert_eq!(cards[1].value, "Stable (MSS)");
        assert!(!cards[2].known && cards[2].value == "Not computed");
    }
}
