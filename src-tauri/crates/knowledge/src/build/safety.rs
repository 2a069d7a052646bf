//! Our safety table into rules. The criterion column has a small language, one form a line:
//!
//! `lab ANALYTE < VALUE UNIT`, `medication class:C; drug:D`, `allergy class:C; drug:D; word:W`,
//! `condition word:W; code:C`, `pregnancy`, `ecog >= N`, `pgx GENE: PHENOTYPE, PHENOTYPE`, `age < N`.

use crate::{PackError, RuleSeverity, SafetyCriterion, SafetyRule};

use super::drugs::Drugs;
use super::labels::verification;
use super::table::{Row, Table};

const NEEDED: [&str; 10] = [
    "id",
    "drugs",
    "classes",
    "kind",
    "criterion",
    "severity",
    "message",
    "source",
    "citation",
    "verification",
];
const KINDS: [&str; 6] = ["pgx", "organ_function", "interaction", "allergy", "prior_therapy", "other"];

pub(super) fn build(bytes: &[u8], drugs: &Drugs) -> Result<Vec<SafetyRule>, PackError> {
    let table = Table::read("safety.tsv", bytes, &NEEDED)?;
    let mut rules: Vec<SafetyRule> = Vec::new();
    for row in table.rows() {
        let rule = rule(&row)?;
        let (mut names, mut classes) = (rule.drugs.clone(), rule.classes.clone());
        match &rule.criterion {
            SafetyCriterion::Medication { drugs, classes: c } => {
                names.extend(drugs.clone());
                classes.extend(c.clone());
            }
            SafetyCriterion::Allergy { classes: c, .. } => classes.extend(c.clone()),
            _ => {}
        }
        if names.iter().any(|d| !drugs.knows(d)) || classes.iter().any(|c| !drugs.has_class(c)) {
            return Err(row.refuse("drugs", "a drug or class that the drug table does not hold"));
        }
        if rules.iter().any(|r| r.id == rule.id) {
            return Err(row.refuse("id", "twice in the table"));
        }
        rules.push(rule);
    }
    Ok(rules)
}

fn rule(row: &Row<'_, '_>) -> Result<SafetyRule, PackError> {
    if !KINDS.contains(&row.get("kind")) {
        return Err(row.refuse("kind", "not known"));
    }
    Ok(SafetyRule {
        id: row.get("id").to_owned(),
        drugs: row.list("drugs"),
        classes: row.list("classes"),
        kind: row.get("kind").to_owned(),
        criterion: criterion(row.get("criterion"))
            .ok_or_else(|| row.refuse("criterion", "not understood"))?,
        severity: match row.get("severity") {
            "block" => RuleSeverity::Block,
            "caution" => RuleSeverity::Caution,
            "info" => RuleSeverity::Info,
            _ => return Err(row.refuse("severity", "not known")),
        },
        message: row.get("message").to_owned(),
        source: row.get("source").to_owned(),
        citation: row.get("citation").to_owned(),
        verification: verification(row)?,
    })
}

fn criterion(text: &str) -> Option<SafetyCriterion> {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let tagged = |tag: &str| -> Vec<String> {
        let values = rest.split(';').filter_map(|p| p.trim().strip_prefix(tag));
        values.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect()
    };
    let number = |sign: &str| rest.strip_prefix(sign)?.trim().parse::<u8>().ok();
    Some(match word {
        "lab" => {
            let mut words = rest.split(' ');
            let (analyte, sign, value) = (words.next()?, words.next()?, words.next()?.parse().ok()?);
            let unit = words.next()?.to_owned();
            let (below, above) = match sign {
                "<" => (Some(value), None),
                ">" => (None, Some(value)),
                _ => return None,
            };
            SafetyCriterion::Lab { analyte: analyte.to_owned(), below, above, unit }
        }
        "medication" => SafetyCriterion::Medication { drugs: tagged("drug:"), classes: tagged("class:") },
        "allergy" => {
            let substances = tagged("drug:").into_iter().chain(tagged("word:")).collect();
            SafetyCriterion::Allergy { substances, classes: tagged("class:") }
        }
        "condition" => SafetyCriterion::Condition { words: tagged("word:"), codes: tagged("code:") },
        "pregnancy" => SafetyCriterion::Pregnancy,
        "ecog" => SafetyCriterion::Ecog { at_least: number(">=")? },
        "age" => SafetyCriterion::Age { below: number("<")? },
        "pgx" => {
            let (gene, phenotypes) = rest.split_once(':')?;
            let phenotypes = phenotypes.split(',').map(|p| p.trim().to_owned()).collect();
            SafetyCriterion::Pgx { gene: gene.trim().to_owned(), phenotypes }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_read() {
        assert_eq!(
            criterion("lab creatinine_clearance < 50 mL/min"),
            Some(SafetyCriterion::Lab {
                analyte: "creatinine_clearance".into(),
                below: Some(50.0),
                above: None,
                unit: "mL/min".into()
            })
        );
        assert_eq!(criterion("ecog >= 3"), Some(SafetyCriterion::Ecog { at_least: 3 }));
        assert_eq!(criterion("pregnancy"), Some(SafetyCriterion::Pregnancy));
        assert_eq!(
            criterion("pgx DPYD: Poor Metabolizer"),
            Some(SafetyCriterion::Pgx { gene: "DPYD".into(), phenotypes: vec!["Poor Metabolizer".into()] })
        );
        assert_eq!(criterion("lab creatinine_clearance around 50 mL/min"), None);
        assert_eq!(criterion("moon full"), None);
    }
}
