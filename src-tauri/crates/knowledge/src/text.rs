//! One spelling for names that are looked up: lower case, American, without punctuation.

/// British and other spellings that differ from the one used in the index.
const SPELLINGS: [(&str, &str); 11] = [
    ("tumour", "tumor"),
    ("leukaemia", "leukemia"),
    ("oesophag", "esophag"),
    ("haemat", "hemat"),
    ("haemang", "hemang"),
    ("anaemia", "anemia"),
    ("paediatric", "pediatric"),
    ("faecal", "fecal"),
    ("coeliac", "celiac"),
    ("diarrhoea", "diarrhea"),
    ("orrhoea", "orrhea"),
];

/// Words, lower case, joined by one space; signs other than `+` and `*` separate words.
pub(crate) fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || c == '+' || c == '*' {
            out.extend(c.to_lowercase());
        } else if c != '\'' && c != '\u{2019}' && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    for (from, to) in SPELLINGS {
        if out.contains(from) {
            out = out.replace(from, to);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn spelling_case_and_signs_do_not_matter() {
        assert_eq!(key("Non-Small Cell Lung Cancer"), key("non small cell lung cancer"));
        assert_eq!(key("Oesophageal tumour,  NOS "), "esophageal tumor nos");
        assert_eq!(key("Wilms' Tumor"), "wilms tumor");
        assert_eq!(key("Acute myeloid leukaemia"), "acute myeloid leukemia");
    }
}
