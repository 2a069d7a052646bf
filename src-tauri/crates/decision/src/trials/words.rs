//! Small tools to read text: only what is consumed as a whole counts as understood.

/// Lower case, ASCII signs, words for comparisons as signs.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let lower: Vec<char> = text.to_lowercase().chars().collect();
    let digit = |i: usize| lower.get(i).is_some_and(char::is_ascii_digit);
    for (i, c) in lower.iter().copied().enumerate() {
        match c {
            // `100,000`: three digits and no more behind a comma between digits.
            ',' if i > 0 && digit(i - 1) && (1..=3).all(|n| digit(i + n)) && !digit(i + 4) => {}
            '≥' | '⩾' | '≧' => out.push_str(" >= "),
            '≤' | '⩽' | '≦' => out.push_str(" <= "),
            '–' | '—' | '‑' | '−' => out.push('-'),
            '×' => out.push('x'),
            'µ' | 'μ' => out.push('u'),
            '²' => out.push('2'),
            '³' => out.push('3'),
            '⁹' => out.push_str("^9"),
            '\u{a0}' | '\t' | '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    for (words, sign) in [
        ("greater than or equal to", " >= "),
        ("less than or equal to", " <= "),
        ("equal to or greater than", " >= "),
        ("equal to or less than", " <= "),
        ("of at least", " >= "),
        ("at least", " >= "),
        ("no more than", " <= "),
        ("not more than", " <= "),
        ("at most", " <= "),
        ("more than", " > "),
        ("greater than", " > "),
        ("less than", " < "),
        ("=>", ">="),
        ("=<", "<="),
    ] {
        out = out.replace(words, sign);
    }
    out.trim().trim_end_matches(['.', ';', ',']).trim().to_owned()
}

/// Words, numbers and signs of a plain text.
pub(super) fn tokens(plain: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut letters = plain.chars().peekable();
    let flush = |current: &mut String, out: &mut Vec<String>| {
        let token = current.trim_matches(|c: char| matches!(c, '.' | '/' | '^')).to_owned();
        if !token.is_empty() {
            out.push(token);
        }
        current.clear();
    };
    while let Some(c) = letters.next() {
        match c {
            '<' | '>' | '=' => {
                flush(&mut current, &mut out);
                let mut sign = c.to_string();
                if letters.peek() == Some(&'=') {
                    letters.next();
                    sign.push('=');
                }
                out.push(sign);
            }
            '-' => {
                flush(&mut current, &mut out);
                out.push("-".to_owned());
            }
            c if c.is_alphanumeric() || matches!(c, '.' | '/' | '^' | '%') => {
                // A letter behind a digit begins a word: `18years`, but `x10^9/l` stays one.
                current.push(c);
            }
            _ => flush(&mut current, &mut out),
        }
    }
    flush(&mut current, &mut out);
    out
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Less,
    AtMost,
    AtLeast,
    More,
    Equal,
}

impl Sign {
    pub(super) fn of(token: &str) -> Option<Self> {
        Some(match token {
            "<" => Self::Less,
            "<=" => Self::AtMost,
            ">=" => Self::AtLeast,
            ">" => Self::More,
            "=" | "==" => Self::Equal,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_words_are_told_apart() {
        assert_eq!(tokens(&plain("Age ≥ 18 years.")), ["age", ">=", "18", "years"]);
        assert_eq!(
            tokens(&plain("ECOG performance status 0–1")),
            ["ecog", "performance", "status", "0", "-", "1"]
        );
        assert_eq!(tokens(&plain("ANC at least 1.5 x 10^9/L")), ["anc", ">=", "1.5", "x", "10^9/l"]);
    }
}
