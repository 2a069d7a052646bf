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
