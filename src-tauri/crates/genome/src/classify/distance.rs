//! Distance of two amino acids by composition, polarity and volume (Grantham 1974, doi
//! 10.1126/science.185.4154.862).

/// Amino acid, composition, polarity, volume.
const PROPERTIES: [(char, f64, f64, f64); 20] = [
    ('S', 1.42, 9.2, 32.0),
    ('R', 0.65, 10.5, 124.0),
    ('L', 0.0, 4.9, 111.0),
    ('P', 0.39, 8.0, 32.5),
    ('T', 0.71, 8.6, 61.0),
    ('A', 0.0, 8.1, 31.0),
    ('V', 0.0, 5.9, 84.0),
    ('G', 0.74, 9.0, 3.0),
    ('I', 0.0, 5.2, 111.0),
    ('F', 0.0, 5.2, 132.0),
    ('Y', 0.20, 6.2, 136.0),
    ('C', 2.75, 5.5, 55.0),
    ('H', 0.58, 10.4, 96.0),
    ('Q', 0.89, 10.5, 85.0),
    ('N', 1.33, 11.6, 56.0),
    ('K', 0.33, 11.3, 119.0),
    ('D', 1.38, 13.0, 54.0),
    ('E', 0.92, 12.3, 83.0),
    ('M', 0.0, 5.7, 105.0),
    ('W', 0.13, 5.4, 170.0),
];

/// The distance, rounded as in the published table (5 to 215); `None` for other letters.
pub(super) fn grantham(a: char, b: char) -> Option<u32> {
    let of = |c: char| PROPERTIES.iter().find(|(x, ..)| *x == c);
    let ((_, c1, p1, v1), (_, c2, p2, v2)) = (of(a)?, of(b)?);
    let square = |x: f64, y: f64| (x - y) * (x - y);
    let sum = 1.833 * square(*c1, *c2) + 0.1018 * square(*p1, *p2) + 0.000_399 * square(*v1, *v2);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 215
    Some((50.723 * sum.sqrt()).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::grantham;

    #[test]
    fn distances_are_those_of_the_table() {
        for (a, b, d) in [('S', 'R', 110), ('L', 'I', 5), ('C', 'W', 215), ('V', 'E', 121), ('G', 'D', 94)] {
            let got = grantham(a, b).expect("amino acids");
            assert!(got.abs_diff(d) <= 1, "{a}{b}: {got}, published {d}");
        }
        assert_eq!(grantham('V', '*'), None);
    }
}
