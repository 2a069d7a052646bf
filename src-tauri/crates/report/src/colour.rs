//! Colours of the light theme (`tokens.css`). Paper is white whatever the theme of the window.

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// `#15212a`.
    pub(crate) fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

pub(crate) const WHITE: Colour = Colour(0xff, 0xff, 0xff);
/// Text.
pub(crate) const INK: Colour = Colour(0x15, 0x21, 0x2a);
/// Text of second rank.
pub(crate) const INK_2: Colour = Colour(0x43, 0x52, 0x5d);
/// Rules between rows.
pub(crate) const RULE: Colour = Colour(0xdf, 0xe5, 0xe8);
/// Rules under heads.
pub(crate) const RULE_STRONG: Colour = Colour(0xc6, 0xcf, 0xd5);
/// Axes and frames: 3:1 on white.
pub(crate) const LINE: Colour = Colour(0x7b, 0x89, 0x93);
/// Stops.
pub(crate) const BLOCK: Colour = Colour(0xa5, 0x19, 0x0f);
/// Needs care: word.
pub(crate) const CAUTION: Colour = Colour(0x6b, 0x47, 0x00);
/// Needs care: shape.
pub(crate) const CAUTION_LINE: Colour = Colour(0xa9, 0x78, 0x00);
/// To know: word.
pub(crate) const INFO: Colour = Colour(0x3a, 0x4c, 0x5c);
/// To know: shape.
pub(crate) const INFO_LINE: Colour = Colour(0x6f, 0x80, 0x90);
/// Speaks for.
pub(crate) const FOR: Colour = Colour(0x16, 0x68, 0xa8);
/// Speaks against; always hatched.
pub(crate) const AGAINST: Colour = Colour(0xa8, 0x47, 0x08);
/// Ground under the hatching of [`AGAINST`].
pub(crate) const AGAINST_GROUND: Colour = Colour(0xfb, 0xe7, 0xd8);
/// Level I-B.
pub(crate) const LEVEL_2: Colour = Colour(0x53, 0x62, 0x6d);
