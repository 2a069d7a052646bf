//! Names of HLA alleles as laboratories write them: `HLA-B*57:01:01`, `B*57:01`, `*57:01`, `57:01`, GL strings.
//!
//! A slash parts the two alleles of a person, as in the tables of PharmCAT's users; in a GL string the plus does,
//! and the slash parts the possibilities of one of them. What is less resolved than the two fields that guidelines
//! ask for (`*57`, `*57:XX`, a multiple allele code) stays so: it is neither positive nor negative.

/// Possibilities of one person that are listed; more are not read.
const MOST: usize = 64;

/// The genotypes that a text allows, each as `*57:01/*44:02`; `Err` names what is no HLA allele.
pub(super) fn genotypes(symbol: &str, text: &str) -> Result<Vec<String>, String> {
    let gl = text.contains('+');
    let copies: Vec<&str> =
        if gl { text.split('+').collect() } else { text.split(['/', ',', ';']).collect() };
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for copy in copies {
        let choices: Vec<&str> = if gl { copy.split('/').collect() } else { vec![copy] };
        let choices: Result<Vec<String>, String> = choices.into_iter().map(|c| allele(symbol, c)).collect();
        let choices = choices?;
        all = all
            .iter()
            .flat_map(|own| choices.iter().map(|c| own.iter().cloned().chain([c.clone()]).collect()))
            .take(MOST + 1)
            .collect();
    }
    if all.len() > MOST || all.iter().any(|copies: &Vec<String>| copies.len() > 2) {
        return Err(text.to_owned());
    }
    let mut out: Vec<String> = Vec::new();
    for mut copies in all {
        copies.sort();
        let name = copies.join("/");
        if !out.contains(&name) {
            out.push(name);
        }
    }
    Ok(out)
}

/// `*57:01:01` of `HLA-B*57:01:01G`; a field that is no number ends the name.
fn allele(symbol: &str, text: &str) -> Result<String, String> {
    let locus = symbol.trim_start_matches("HLA-");
    let bare = text.trim().trim_start_matches("HLA-");
    let bare = bare.strip_prefix(locus).unwrap_or(bare).trim_start_matches(['*', ':', ' ']);
    let mut fields: Vec<&str> = Vec::new();
    for field in bare.split(':') {
        let digits = field.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number = (2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        match (number, fields.is_empty()) {
            (true, _) => fields.push(digits),
            (false, true) => return Err(text.trim().to_owned()),
            (false, false) => break,
        }
        if digits.len() < field.len() {
            break;
        }
    }
    Ok(format!("*{}", fields.join(":")))
}

/// Whether a genotype has an allele of two fields: `None` where it is not resolved enough, or where the second
/// allele of the person is not given.
pub(crate) fn carries(genotype: &str, allele: &str) -> Option<bool> {
    let strands: Vec<&str> = genotype.split('/').collect();
    let within = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    if strands.iter().any(|s| within(s, allele)) {
        return Some(true);
    }
    let open = strands.len() < 2 || strands.iter().any(|s| within(allele, s));
    (!open).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_gives_one_name() {
        for text in [
            "*57:01/*44:02",
            "B*57:01/B*44:02",
            "HLA-B*57:01/HLA-B*44:02",
            "HLA-B*44:02+HLA-B*57:01",
            "57:01/44:02",
            "*57:01,*44:02",
        ] {
            assert_eq!(genotypes("HLA-B", text), Ok(vec!["*44:02/*57:01".to_owned()]), "{text}");
        }
        assert_eq!(genotypes("HLA-B", "B*57:01:01G"), Ok(vec!["*57:01:01".to_owned()]));
        assert_eq!(genotypes("HLA-B", "B*57:XX/*44:AB"), Ok(vec!["*44/*57".to_owned()]));
        assert!(genotypes("HLA-B", "positive").is_err() && genotypes("HLA-B", "A*31:01/*44:02").is_err());
        let two = genotypes("HLA-A", "HLA-A*31:01/HLA-A*31:04+HLA-A*02:01");
        assert_eq!(two, Ok(vec!["*02:01/*31:01".to_owned(), "*02:01/*31:04".to_owned()]));
    }

    #[test]
    fn what_is_not_resolved_is_neither_positive_nor_negative() {
        assert_eq!(carries("*44:02/*57:01:01", "*57:01"), Some(true));
        assert_eq!(carries("*44:02/*57:03", "*57:01"), Some(false));
        assert_eq!(carries("*44:02/*57", "*57:01"), None);
        assert_eq!(carries("*44:02", "*57:01"), None, "the second allele is not given");
    }
}
