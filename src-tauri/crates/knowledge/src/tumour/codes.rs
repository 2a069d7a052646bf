//! Codes in a text: `ICD-O-3: C56.9 / 8441/3`, `SNOMED CT 93761005`, `C50.911`, `M-8500/3`. What is a code is taken out of the text
//! together with the name of its system; the rest is left for the reader of words.

use super::OncoTree;

/// A code of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Code {
    /// ICD-10 code or ICD-O-3 topography, upper case, without a dot.
    Site(String),
    /// ICD-O-3 morphology; the behaviour is `None` where it is not written.
    Morphology(u16, Option<u8>),
    /// Types of a SNOMED CT, NCIt, UMLS or OncoTree code; none where the code is not known.
    Types(Vec<usize>),
}

/// A text with its codes taken out.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) codes: Vec<Code>,
    pub(super) rest: String,
}

impl Scan {
    /// True where nothing but codes and names of their systems is written.
    pub(super) fn is_pure(&self) -> bool {
        !self.codes.is_empty() && !self.rest.chars().any(char::is_alphanumeric)
    }
}

/// System that a word names before a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Icd,
    IcdO,
    Snomed,
    Ncit,
    Umls,
    OncoTree,
    /// `code`, `M`, `10`: nothing by itself, part of a label beside one or beside a code.
    Filler,
}

fn system(token: &str) -> Option<System> {
    let bare: String = token.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
    const FILLERS: [&str; 19] = [
        "", "code", "codes", "coded", "cm", "gm", "who", "10", "3", "32", "31", "o", "ct", "m", "t", "site",
        "version", "dx", "cd",
    ];
    const ICDO: [&str; 10] = [
        "morphology",
        "morph",
        "topography",
        "topo",
        "histology",
        "histologycode",
        "morphologie",
        "topographie",
        "icdo3m",
        "icdo3t",
    ];
    Some(match bare.as_str() {
        b if b.starts_with("icdo") || ICDO.contains(&b) => System::IcdO,
        b if b.starts_with("icd") => System::Icd,
        b if b.contains("snomed") || b == "sct" || b == "sctid" => System::Snomed,
        "ncit" | "nci" | "ncithesaurus" | "ncitcode" => System::Ncit,
        "umls" | "cui" => System::Umls,
        "oncotree" => System::OncoTree,
        b if FILLERS.contains(&b) => System::Filler,
        _ => return None,
    })
}

impl OncoTree {
    /// Takes the codes out of a text. A number without behaviour or label (`8441`) is a morphology only beside a site or alone.
    pub(super) fn scan(&self, text: &str) -> Scan {
        let scan = self.scan_with(text, true);
        let sited = scan.codes.iter().any(|c| matches!(c, Code::Site(_)));
        if sited || scan.is_pure() { scan } else { self.scan_with(text, false) }
    }

    fn scan_with(&self, text: &str, bare_numbers: bool) -> Scan {
        let between = |c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '|' | ':' | '=' | '#' | '_')
        };
        let mut codes = Vec::new();
        let mut gone = vec![false; text.len()];
        // Words before a code that name its system, kept until the next word shows whether they do.
        let mut label: Vec<(usize, usize, System)> = Vec::new();
        let mut after_code = false;
        let mut start = 0;
        let ends = text.char_indices().filter(|(_, c)| between(*c)).map(|(i, c)| (i, c.len_utf8()));
        for (end, width) in ends.chain([(text.len(), 0)]).collect::<Vec<_>>() {
            let token = &text[start..end];
            let from = std::mem::replace(&mut start, end + width);
            if token.is_empty() {
                continue;
            }
            let named = label.iter().rev().map(|l| l.2).find(|s| *s != System::Filler);
            if let Some(found) = self.token(token, named, bare_numbers) {
                codes.extend(found);
                for (a, b, _) in label.drain(..).chain([(from, end, System::Filler)]) {
                    gone[a..b].fill(true);
                }
                after_code = true;
            } else if let Some(system) = system(token) {
                label.push((from, end, system));
            } else {
                label.clear();
                after_code = false;
            }
        }
        if after_code {
            // `8441/3 (ICD-O-3)`, `C50.9 M`
            label.drain(..).for_each(|(a, b, _)| gone[a..b].fill(true));
        }
        let rest = text.char_indices().map(|(i, c)| if gone[i] { ' ' } else { c }).collect();
        Scan { codes, rest }
    }

    /// The codes of one word; `None` where it is none.
    fn token(&self, token: &str, named: Option<System>, bare_numbers: bool) -> Option<Vec<Code>> {
        let token = token.trim_matches(|c: char| !c.is_alphanumeric());
        if let Some(code) = self.one(token, named, bare_numbers) {
            return Some(vec![code]);
        }
        // `C56.9/8441/3`, `8500/3-C50.9`
        token.char_indices().filter(|(_, c)| matches!(c, '/' | '-' | '+' | '&')).find_map(|(i, c)| {
            let (left, right) = (&token[..i], &token[i + c.len_utf8()..]);
            let pair = [self.one(left, named, true)?, self.one(right, named, true)?];
            let sited = pair.iter().filter(|c| matches!(c, Code::Site(_))).count();
            (sited == 1).then(|| pair.to_vec())
        })
    }

    fn one(&self, token: &str, named: Option<System>, bare_numbers: bool) -> Option<Code> {
        let upper = token.to_uppercase();
        match named {
            Some(System::OncoTree) => {
                return self.get(token).map(|n| Code::Types(vec![self.by_code[&n.code]]));
            }
            Some(System::Snomed) if is_number(token, 6, 18) => {
                return Some(Code::Types(self.concept(&upper)));
            }
            Some(System::Ncit) if is_number(upper.strip_prefix('C').unwrap_or(""), 3, 6) => {
                return Some(Code::Types(self.concept(&upper)));
            }
            Some(System::Umls) if is_number(upper.strip_prefix('C').unwrap_or(""), 7, 7) => {
                return Some(Code::Types(self.concept(&upper)));
            }
            _ => {}
        }
        let labelled = matches!(named, Some(System::Icd | System::IcdO));
        if let Some(site) = self.site(&upper, labelled) {
            return Some(Code::Site(site));
        }
        if let Some((number, behaviour)) = morphology(&upper, bare_numbers || named == Some(System::IcdO)) {
            return Some(Code::Morphology(number, behaviour));
        }
        let is_concept = is_number(token, 6, 18) || is_number(upper.strip_prefix('C').unwrap_or(""), 4, 7);
        let known = self.concept(&upper);
        (is_concept && !known.is_empty()).then_some(Code::Types(known))
    }

    fn concept(&self, code: &str) -> Vec<usize> {
        self.by_concept.get(code).cloned().unwrap_or_default()
    }

    /// An ICD-10 code with its dot, of three characters, of four without the dot (`C569`), or longer where the text names the system. Only chapters that tumours stand in.
    fn site(&self, code: &str, labelled: bool) -> Option<String> {
        let bare = code.replacen('.', "", 1);
        let dotted = code.len() == bare.len() + 1 && code.get(3..4) == Some(".");
        let shape = (3..=7).contains(&bare.len())
            && bare.bytes().all(|b| b.is_ascii_alphanumeric())
            && bare[1..2].bytes().all(|b| b.is_ascii_digit())
            && (bare.as_bytes()[2].is_ascii_digit() || ["C4A", "C7A", "C7B", "D3A"].contains(&&bare[..3]));
        if !shape || (code.len() != bare.len() && !dotted) {
            return None;
        }
        let chapter = match &bare[..1] {
            "C" => true,
            "D" => matches!(&bare[1..2], "0" | "1" | "2" | "3" | "4") || bare.starts_with("D76"),
            "E" => bare.starts_with("E85"),
            "Q" => bare.starts_with("Q85"),
            "Z" => ["Z03", "Z08", "Z12", "Z13", "Z15", "Z80", "Z85", "Z86"].contains(&&bare[..3]),
            _ => false,
        };
        let four_digits = is_number(&bare[1..], 3, 3);
        let written = dotted
            || (bare.len() == 3 && bare.starts_with(['C', 'Z']))
            || labelled
            || four_digits && bare.starts_with('C');
        (chapter && (written || (bare.len() == 3 && !self.icd10_codes(&bare).is_empty()))).then_some(bare)
    }
}

fn is_number(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `8140/3`, `8140/33` (with grade), `8140-3`, `M8140/3`, `M-81403`; `8140` and `81403` where numbers may stand alone.
fn morphology(code: &str, bare_numbers: bool) -> Option<(u16, Option<u8>)> {
    let bare = code.strip_prefix('M').map_or(code, |r| r.trim_start_matches('-'));
    let marked = bare.len() < code.len();
    let number = bare.get(..4).filter(|n| is_number(n, 4, 4) && n.starts_with(['8', '9']))?;
    let number: u16 = number.parse().ok()?;
    let rest = &bare[4..];
    let digit = |t: &str| t.bytes().next().map(|b| b - b'0').filter(|b| [0, 1, 2, 3, 6, 9].contains(b));
    match rest.chars().next() {
        None => (bare_numbers || marked).then_some((number, None)),
        Some('/' | '-') if is_number(&rest[1..], 1, 2) => Some((number, Some(digit(&rest[1..])?))),
        Some(_) if is_number(rest, 1, 1) && (bare_numbers || marked) => Some((number, Some(digit(rest)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_morphology_is_read_as_registries_write_it() {
        for (text, bare, expected) in [
            ("8140/3", false, Some((8140, Some(3)))),
            ("8140/33", false, Some((8140, Some(3)))),
            ("M8500/3", false, Some((8500, Some(3)))),
            ("M-8500/6", false, Some((8500, Some(6)))),
            ("8441-3", false, Some((8441, Some(3)))),
            ("8441", true, Some((8441, None))),
            ("8441", false, None),
            ("84413", true, Some((8441, Some(3)))),
            ("7441/3", false, None),
            ("8441/5", false, None),
        ] {
            assert_eq!(morphology(text, bare), expected, "{text}");
        }
    }

    #[test]
    fn names_of_systems_are_known_and_words_are_not() {
        for text in
            ["ICD-10", "ICD10CM", "ICD-O-3", "icd-o", "SNOMED-CT", "SCTID", "NCIt", "UMLS", "OncoTree"]
        {
            assert!(system(text).is_some_and(|s| s != System::Filler), "{text}");
        }
        for text in ["carcinoma", "lung", "grade", "stage"] {
            assert!(system(text).is_none(), "{text}");
        }
    }
}
