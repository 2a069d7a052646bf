//! The recovery code: 128 random bits, written so that a person can copy it from paper.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::secret::Key;
use crate::{Entropy, VaultError, entropy};

/// Crockford's base 32 (no I, L, O, U) and, after it, the five extra check symbols.
const SYMBOLS: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// 128 bits fill 26 symbols of five bits, with two zero bits in front.
const DIGITS: usize = 26;

/// A code that opens the vault when the passphrase is lost. Shown once, never stored.
///
/// It is 26 symbols and a check symbol (number modulo 37), in groups of four. Any one wrong symbol and any
/// two neighbours exchanged are noticed, because 37 is prime and greater than 32.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode(u128);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

impl RecoveryCode {
    pub(super) fn new(entropy: &mut dyn Entropy) -> Result<Self, VaultError> {
        entropy::random(entropy).map(|bytes| Self(u128::from_be_bytes(bytes)))
    }

    /// The code as it is printed: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXX`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let digits = (0..DIGITS).rev().map(|i| usize::try_from(self.0 >> (5 * i) & 31).unwrap_or(0));
        let check = usize::try_from(self.0 % 37).unwrap_or(0);
        let mut text = String::new();
        for (i, value) in digits.chain([check]).enumerate() {
            if i > 0 && i % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(SYMBOLS[value]));
        }
        text
    }

    /// Reads a typed code: case, spaces and hyphens do not matter, `O` is zero, `I` and `L` are one.
    ///
    /// # Errors
    /// [`VaultError::MistypedRecoveryCode`] where it cannot be a code of any vault.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let mistyped = |why| Err(VaultError::MistypedRecoveryCode(why));
        let mut number: u128 = 0;
        let mut count = 0;
        for symbol in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2013}')) {
            let symbol = match symbol.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let Some(value) = SYMBOLS.iter().position(|s| char::from(*s) == symbol) else {
                return mistyped("it has a character that no code has");
            };
            if count == DIGITS {
                if number % 37 != value as u128 {
                    return mistyped("its last symbol does not fit the others");
                }
            } else if value >= 32 {
                return mistyped("a check symbol stands before its end");
            } else if count == 0 && value >= 8 {
                return mistyped("its first symbol is not one of 0 to 7");
            } else {
                number = number << 5 | value as u128;
            }
            count += 1;
        }
        if count == DIGITS + 1 { Ok(Self(number)) } else { mistyped("it does not have 27 symbols") }
    }

    /// 128 random bits cannot be guessed, so one hash is stretching enough.
    pub(super) fn key(&self, salt: &[u8; 16]) -> Key {
        let mut bytes = self.0.to_be_bytes();
        let key = Key::derive(&bytes, &[b"attune recovery code", salt]);
        bytes.zeroize();
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OsEntropy;

    #[test]
    fn reads_back_what_was_printed_however_it_is_typed() {
        for number in [0, 1, 36, 37, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let printed = RecoveryCode(number).grouped();
            assert_eq!(printed.len(), 27 + 6);
            let sloppy = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            for text in [printed, sloppy] {
                assert_eq!(RecoveryCode::parse(&text).map(|c| c.0), Ok(number), "{text}");
            }
        }
    }

    #[test]
    fn notices_every_single_error_and_every_exchange_of_neighbours() {
        let code = RecoveryCode::new(&mut OsEntropy).unwrap();
        let printed: Vec<char> = code.grouped().chars().filter(|c| *c != '-').collect();
        let refused = |symbols: &[char]| RecoveryCode::parse(&symbols.iter().collect::<String>()).is_err();
        for place in 0..printed.len() {
            for symbol in SYMBOLS {
                let mut wrong = printed.clone();
                wrong[place] = char::from(*symbol);
                assert_eq!(refused(&wrong), wrong != printed, "place {place}, {symbol}");
            }
            if place > 0 && printed[place] != printed[place - 1] {
                let mut wrong = printed.clone();
                wrong.swap(place, place - 1);
                assert!(refused(&wrong), "exchange at {place}");
            }
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for text in ["", "0000", "not a code at all!", "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZ"] {
            assert!(RecoveryCode::parse(text).is_err(), "{text}");
        }
    }
}
