//! The embedded typeface and its measures.

use std::collections::HashMap;
use std::sync::LazyLock;

use ttf_parser::Face as Parsed;

/// Name of the family in SVG.
pub(crate) const FAMILY: &str = "IBM Plex Sans";

/// Height of capitals in em (OS/2 sCapHeight of IBM Plex Sans: 698 of 1000).
pub(crate) const CAP_HEIGHT: f64 = 0.698;
/// Space that a line of text takes above its baseline, in em.
pub(crate) const ASCENT: f64 = 0.78;
/// Space that it takes below, in em.
pub(crate) const DESCENT: f64 = 0.22;

/// A weight of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 400.
    Regular,
    /// 600.
    Strong,
}

impl Face {
    /// Both weights.
    pub(crate) const ALL: [Self; 2] = [Self::Regular, Self::Strong];

    /// The TrueType file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../../assets/fonts/IBMPlexSans-Regular.ttf"),
            Self::Strong => include_bytes!("../../../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
        }
    }

    /// CSS weight.
    pub(crate) fn weight(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Strong => 600,
        }
    }

    fn metrics(self) -> &'static Metrics {
        static REGULAR: LazyLock<Metrics> = LazyLock::new(|| Metrics::read(Face::Regular));
        static STRONG: LazyLock<Metrics> = LazyLock::new(|| Metrics::read(Face::Strong));
        match self {
            Self::Regular => &REGULAR,
            Self::Strong => &STRONG,
        }
    }

    /// The font as the parser sees it.
    pub(crate) fn parsed(self) -> Option<&'static Parsed<'static>> {
        static REGULAR: LazyLock<Option<Parsed<'static>>> =
            LazyLock::new(|| Parsed::parse(Face::Regular.bytes(), 0).ok());
        static STRONG: LazyLock<Option<Parsed<'static>>> =
            LazyLock::new(|| Parsed::parse(Face::Strong.bytes(), 0).ok());
        match self {
            Self::Regular => REGULAR.as_ref(),
            Self::Strong => STRONG.as_ref(),
        }
    }

    /// Units of the outlines in an em.
    pub(crate) fn units_per_em(self) -> f64 {
        self.parsed().map_or(1000.0, |f| f64::from(f.units_per_em()))
    }

    /// Number of the glyph of a character.
    pub(crate) fn glyph(self, character: char) -> Option<u16> {
        self.metrics().advances.get(&character).map(|(glyph, _)| *glyph)
    }

    /// Whether the weight has a glyph for a character.
    pub(crate) fn covers(self, character: char) -> bool {
        self.metrics().advances.contains_key(&character)
    }

    /// Width of a text in points. Kerning is not used on the page, therefore not counted.
    pub(crate) fn width(self, text: &str, size: f64) -> f64 {
        let metrics = self.metrics();
        let em: f64 =
            text.chars().map(|c| metrics.advances.get(&c).map_or(metrics.missing, |(_, width)| *width)).sum();
        em * size
    }
}

/// Glyphs and their advance widths in em.
struct Metrics {
    advances: HashMap<char, (u16, f64)>,
    missing: f64,
}

impl Metrics {
    /// A file that cannot be read has no glyphs: every character would then be printed as its code point.
    /// The tests prove that the embedded files can be read.
    fn read(face: Face) -> Self {
        let mut advances = HashMap::new();
        let mut missing = 0.6;
        if let Some(face) = face.parsed() {
            let em = f64::from(face.units_per_em());
            let width = |id| face.glyph_hor_advance(id).map(|w| f64::from(w) / em);
            missing = width(ttf_parser::GlyphId(0)).unwrap_or(missing);
            for table in face.tables().cmap.into_iter().flat_map(|c| c.subtables).filter(|t| t.is_unicode()) {
                table.codepoints(|code| {
                    let glyph = char::from_u32(code).and_then(|c| table.glyph_index(code).map(|id| (c, id)));
                    if let Some((character, id)) = glyph.filter(|(_, id)| id.0 != 0) {
                        advances.insert(character, (id.0, width(id).unwrap_or(missing)));
                    }
                });
            }
        }
        Self { advances, missing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_of_the_reports_has_a_glyph_in_both_weights() {
        for face in Face::ALL {
            for sign in "Aa019 +−±×≥≤≈µμ°²³–—…•·→←↑↓%/()[]{}<>&\"'*#@αβγΔŁőşЖя".chars()
            {
                assert!(face.covers(sign), "{sign} in {face:?}");
            }
        }
    }

    #[test]
    fn figures_are_tabular() {
        for face in Face::ALL {
            let one = face.width("1", 10.0);
            assert!(one > 0.0 && "023456789".chars().all(|d| face.width(&d.to_string(), 10.0) == one));
        }
    }

    #[test]
    fn what_has_no_glyph_is_known() {
        assert!(!Face::Regular.covers('王') && !Face::Strong.covers('漢'));
    }
}
