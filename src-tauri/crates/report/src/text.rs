//! Text from outside, made fit for paper: nothing invisible, nothing without a glyph, nothing endless.

use unicode_normalization::UnicodeNormalization;

use crate::font::Face;

/// Longest text printed in one place, in characters. What is longer says how much is missing.
const LIMIT: usize = 4_000;

/// A text in which each character can be seen. Line ends and tabs become spaces; control, direction and
/// zero-width characters and those without a glyph are written as code points; letters are composed (NFC).
pub(crate) fn clean(text: &str) -> String {
    clean_to(text, LIMIT)
}

/// As [`clean`], with another limit. What exceeds it is counted, not dropped in silence.
pub(crate) fn clean_to(text: &str, limit: usize) -> String {
    let total = text.chars().count();
    let taken = fitting(text, limit);
    let mut out = String::new();
    let mut codes = Codes::default();
    for character in text.chars().take(taken).nfc() {
        match classify(character) {
            Class::Shown => {
                codes.flush(&mut out);
                out.push(character);
            }
            Class::Space => {
                codes.flush(&mut out);
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            Class::Dropped => {}
            Class::Code => codes.push(character, &mut out),
        }
    }
    codes.flush(&mut out);
    if total > taken {
        out.push_str(&format!(" [{} more characters not printed]", total - taken));
    }
    out
}

/// A text cut for a summary: at the end of a sentence where one fits, else between words. ` […]` says that it goes on.
pub(crate) fn clip(text: &str, limit: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= limit {
        return text;
    }
    let head: String = text.chars().take(limit).collect();
    let sentence = head.rfind(". ").map(|at| at + 1).filter(|at| *at * 3 > limit);
    let end = sentence.or_else(|| head.rfind(' ')).unwrap_or(head.len());
    format!("{} […]", head.get(..end).unwrap_or(&head).trim_end())
}

/// How many characters are printed: a code point takes the room of eight letters.
fn fitting(text: &str, limit: usize) -> usize {
    let mut room = limit;
    let mut before = None;
    for (number, character) in text.chars().take(limit).enumerate() {
        let cost =
            if matches!(classify(character), Class::Code) && before != Some(character) { 8 } else { 1 };
        if cost > room {
            return number;
        }
        room -= cost;
        before = Some(character);
    }
    limit
}

enum Class {
    Shown,
    Space,
    Dropped,
    Code,
}

fn classify(character: char) -> Class {
    match character {
        ' '
        | '\t'
        | '\n'
        | '\r'
        | '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}' => Class::Space,
        // A soft hyphen is a hint for line breaks, not a character of the text.
        '\u{ad}' => Class::Dropped,
        '\u{2011}' => Class::Shown,
        c if c.is_control() || is_format(c) => Class::Code,
        c if Face::ALL.iter().all(|f| f.covers(c)) => Class::Shown,
        _ => Class::Code,
    }
}

/// Characters that steer direction, joining or nothing visible (Unicode category Cf), and private use.
fn is_format(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A run of code points; repetitions are counted, so that a megabyte of one character stays short.
#[derive(Default)]
struct Codes {
    last: Option<(char, usize)>,
    open: bool,
}

impl Codes {
    fn push(&mut self, character: char, out: &mut String) {
        match &mut self.last {
            Some((last, count)) if *last == character => *count += 1,
            _ => {
                self.write(out);
                self.last = Some((character, 1));
            }
        }
    }

    fn write(&mut self, out: &mut String) {
        if let Some((character, count)) = self.last.take() {
            out.push(if self.open { ' ' } else { '[' });
            self.open = true;
            out.push_str(&format!("U+{:04X}", u32::from(character)));
            if count > 1 {
                out.push_str(&format!(" ×{count}"));
            }
        }
    }

    fn flush(&mut self, out: &mut String) {
        self.write(out);
        if self.open {
            out.push(']');
            self.open = false;
        }
    }
}

/// `+0.55`, `−0.04`, `0.00`: the minus is U+2212, as wide as the plus.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let zero = !digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
    match (zero, value < 0.0) {
        (true, _) => digits,
        (false, true) => format!("\u{2212}{digits}"),
        (false, false) => format!("+{digits}"),
    }
}

/// A number without a sign for plus, with U+2212 for minus.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    signed(value, decimals).trim_start_matches('+').to_owned()
}

/// `09-Apr-1962` for an ISO date; any other text as it is.
pub(crate) fn date(text: &str) -> String {
    text.parse::<attune_clinical::PartialDate>().map_or_else(|_| text.to_owned(), |d| d.display())
}

/// `1 option`, `2 options`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// The text as a sentence: one full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ']']) { text.to_owned() } else { format!("{text}.") }
}

/// The text with a capital at its head.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_becomes_visible_text() {
        for (given, expected) in [
            ("<img onerror=x>", "<img onerror=x>"),
            ("a\u{0}b", "a[U+0000]b"),
            ("\u{202e}evil", "[U+202E]evil"),
            ("x\u{200b}\u{feff}y", "x[U+200B U+FEFF]y"),
            ("two\r\n\tlines", "two lines"),
            ("王小", "[U+738B U+5C0F]"),
            ("e\u{301}", "é"),
            ("co\u{ad}operate", "cooperate"),
            ("≥ 5 µg", "≥ 5 µg"),
        ] {
            assert_eq!(clean(given), expected, "{given:?}");
        }
    }

    #[test]
    fn repeated_code_points_are_counted() {
        assert_eq!(clean(&"\u{0}".repeat(3000)), "[U+0000 ×3000]");
    }

    #[test]
    fn what_is_not_printed_is_counted() {
        let long = "x".repeat(1_000_000);
        let shown = clean(&long);
        assert!(shown.ends_with("[996000 more characters not printed]") && shown.chars().count() < 4_050);
    }

    #[test]
    fn a_clipped_text_says_so() {
        assert_eq!(clip("Short.", 20), "Short.");
        assert_eq!(clip("First sentence. Second sentence.", 20), "First sentence. […]");
        assert_eq!(clip("one two three four five", 12), "one two […]");
    }

    #[test]
    fn numbers_have_a_real_minus() {
        assert_eq!(signed(0.55, 2), "+0.55");
        assert_eq!(signed(-0.04, 2), "\u{2212}0.04");
        assert_eq!(signed(-0.001, 2), "0.00");
        assert_eq!(number(-1.5, 1), "\u{2212}1.5");
    }
}
