//! The rules of the allele columns of MAF.

/// The alternate alleles of a row. `Tumor_Seq_Allele1` is the reference or, where both tumour alleles changed, the
/// second alternate; an allele that is missing says nothing. `-` stands for no base.
///
/// # Errors
/// What is wrong with the alleles, in words.
pub(super) fn alternates(
    reference: &str,
    second: Option<&str>,
    first: Option<&str>,
) -> Result<Vec<String>, String> {
    for allele in [Some(reference), second, first].into_iter().flatten() {
        if !is_allele(allele) {
            return Err(format!("`{allele}` is no allele"));
        }
    }
    let mut out: Vec<String> = Vec::new();
    for allele in [second, first].into_iter().flatten().map(str::to_ascii_uppercase) {
        if !allele.eq_ignore_ascii_case(reference) && !out.contains(&allele) {
            out.push(allele);
        }
    }
    match out.is_empty() {
        true if second.is_none() && first.is_none() => Err("no tumour allele is given".to_owned()),
        true => Err("both tumour alleles are the reference".to_owned()),
        false => Ok(out),
    }
}

fn is_allele(text: &str) -> bool {
    text == "-" || !text.is_empty() && text.bytes().all(|b| b"ACGTNacgtn".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tumour_alleles() {
        let of = |r, second, first| alternates(r, second, first).unwrap_or_default();
        assert_eq!(of("A", Some("T"), Some("A")), ["T"]);
        assert_eq!(of("A", Some("T"), Some("T")), ["T"], "homozygous");
        assert_eq!(of("A", Some("A"), Some("T")), ["T"], "the columns the other way round");
        assert_eq!(of("A", Some("T"), Some("G")), ["T", "G"], "both alleles changed");
        assert_eq!(of("-", Some("acg"), None), ["ACG"]);
        assert_eq!(of("AC", Some("-"), Some("AC")), ["-"]);
        assert!(alternates("A", Some("A"), Some("A")).is_err());
        assert!(alternates("A", None, None).is_err());
        assert!(alternates("A", Some("<DEL>"), None).is_err());
    }
}
