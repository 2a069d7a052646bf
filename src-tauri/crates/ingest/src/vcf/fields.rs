//! Fields of a line and entries of INFO, as bytes.

/// Number of tab-separated fields, and of those that are not empty.
pub(super) fn count_fields(line: &[u8]) -> (usize, u64) {
    let mut fields = 1;
    let mut empty = 0;
    let mut start = 0;
    for tab in memchr::memchr_iter(b'\t', line) {
        fields += 1;
        empty += u64::from(tab == start);
        start = tab + 1;
    }
    empty += u64::from(start == line.len());
    (fields, fields as u64 - empty)
}

/// What stands before and behind the first separator.
pub(super) fn split_once(bytes: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(separator, bytes)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

/// Keys and values of INFO; a flag has an empty value.
pub(super) fn info_entries(info: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    info.split(|b| *b == b';')
        .filter(|e| !e.is_empty())
        .map(|entry| split_once(entry, b'=').unwrap_or((entry, b"")))
}

/// Text in which `%` and two hexadecimal digits stand for a byte, as from VCF 4.3 on and in VEP. Anything else stays.
pub(super) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_are_decoded() {
        for (written, read) in [
            ("p.Gly12%3D", "p.Gly12="),
            ("a%3Bb%2Cc%25", "a;b,c%"),
            ("%253D", "%3D"),
            ("12%", "12%"),
            ("50%zz", "50%zz"),
            ("caf%C3%A9", "café"),
        ] {
            assert_eq!(percent_decoded(written), read);
        }
    }
}
