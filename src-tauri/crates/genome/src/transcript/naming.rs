//! HGVS names of coding positions and changes (HGVS Nomenclature 21.0, doi 10.1186/s13073-024-01421-5).

use super::layout::Point;

/// Coding position of a place: `1799`, `-124`, `*12`, `340+1`, `341-2`. Without a coding sequence the
/// number of the base in the transcript.
pub(crate) fn position(point: Point, cds: Option<(u32, u32)>) -> String {
    let base = match cds {
        None => point.tx.to_string(),
        Some((start, end)) => {
            let (start, end) = (i64::from(start), i64::from(end));
            if point.tx < start {
                format!("-{}", start - point.tx)
            } else if point.tx > end {
                format!("*{}", point.tx - end)
            } else {
                (point.tx - start + 1).to_string()
            }
        }
    };
    match point.offset {
        0 => base,
        o if o > 0 => format!("{base}+{o}"),
        o => format!("{base}{o}"),
    }
}

/// `c.` for coding transcripts, `n.` for others.
pub(crate) fn prefix(cds: Option<(u32, u32)>) -> &'static str {
    if cds.is_some() { "c." } else { "n." }
}

/// One position or a range.
pub(crate) fn range(first: Point, last: Point, cds: Option<(u32, u32)>) -> String {
    let (a, b) = (position(first, cds), position(last, cds));
    if a == b { a } else { format!("{a}_{b}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        let cds = Some((101, 400));
        for (tx, offset, want) in [
            (101, 0, "1"),
            (100, 0, "-1"),
            (-23, 0, "-124"),
            (401, 0, "*1"),
            (200, 2, "100+2"),
            (201, -1, "101-1"),
            (90, 3, "-11+3"),
        ] {
            assert_eq!(position(Point { tx, offset }, cds), want);
        }
        assert_eq!(position(Point { tx: 7, offset: 0 }, None), "7");
    }
}
