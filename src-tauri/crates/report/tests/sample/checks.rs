//! What every composed report must satisfy.

use attune_report::{Mark, Pages, TextRun};

/// Rounding of places, in points.
const SLACK: f64 = 0.3;

fn overlap([al, at, ar, ab]: [f64; 4], [bl, bt, br, bb]: [f64; 4]) -> bool {
    let wide = ar.min(br) - al.max(bl);
    let high = ab.min(bb) - at.max(bt);
    wide > SLACK && high > SLACK
}

/// No text stands on another one or outside the margins, no mark outside the page.
#[track_caller]
pub(crate) fn legible(pages: &Pages) {
    let (width, height) = pages.size();
    // A card has the margins of a card.
    let (side, head, foot) = if width < 300.0 { (10.0, 7.0, 4.0) } else { (40.0, 30.0, 20.0) };
    for (number, page) in pages.pages().iter().enumerate() {
        let runs: Vec<(&TextRun, [f64; 4])> = page.runs().map(|r| (r, r.bounds())).collect();
        for (i, (a, bounds)) in runs.iter().enumerate() {
            let [left, top, right, bottom] = *bounds;
            assert!(
                left >= side && right <= width - side && top >= head && bottom <= height - foot,
                "page {}: {:?} is outside the margins",
                number + 1,
                a
            );
            for (b, other) in &runs[i + 1..] {
                assert!(!overlap(*bounds, *other), "page {}: {:?} stands on {:?}", number + 1, a, b);
            }
        }
        for mark in page.marks() {
            if let Mark::Path { points, .. } = mark {
                let inside = |(x, y): &(f64, f64)| (0.0..=width).contains(x) && (0.0..=height).contains(y);
                assert!(points.iter().all(inside), "page {}: {mark:?} is outside the page", number + 1);
            }
        }
    }
}

/// Every page says its number and how many there are, and whose it is.
#[track_caller]
pub(crate) fn numbered(pages: &Pages, identity: &[&str]) {
    let texts = pages.texts();
    let total = texts.len();
    for (i, text) in texts.iter().enumerate() {
        assert!(
            text.contains(&format!("Page {} of {total}", i + 1)),
            "page {} has no number:\n{text}",
            i + 1
        );
        for part in identity {
            assert!(text.contains(part), "page {} does not say {part}:\n{text}", i + 1);
        }
    }
}
