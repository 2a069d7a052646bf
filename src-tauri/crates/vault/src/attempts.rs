//! `vault.attempts`: failed attempts to unlock, and the wait that follows them.
//!
//! The wait slows a person at the keyboard; Argon2id slows everyone else. It never locks anyone out for good.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{VaultError, durable};

const NAME: &str = "vault.attempts";

/// Attempts without any wait.
const FREE: u32 = 3;

/// Longest wait, seconds.
const LONGEST: u64 = 60;

/// State between two successful unlocks. Holds nothing secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempts {
    /// Failed since the last success.
    pub(crate) failed: u32,
    /// Time of the last failure.
    last_failed: Option<Timestamp>,
    /// Time of the last success.
    pub(crate) last_unlocked: Option<Timestamp>,
}

impl Attempts {
    /// An unreadable file counts as none: it must not keep the owner out.
    pub(crate) fn read(dir: &Path) -> Self {
        std::fs::read(dir.join(NAME)).ok().and_then(|b| serde_json::from_slice(&b).ok()).unwrap_or_default()
    }

    fn write(&self, dir: &Path) -> Result<(), VaultError> {
        let bytes = serde_json::to_vec(self).map_err(|e| VaultError::Store(e.to_string()))?;
        durable::replace(&dir.join(NAME), &bytes)
    }

    /// Refuses an attempt that comes too early.
    pub(crate) fn permit(&self, at: Timestamp) -> Result<(), VaultError> {
        let Some(last) = self.last_failed else { return Ok(()) };
        let wait = Self::wait_after(self.failed);
        // A clock that was wrong and is set back must not keep anyone out: the attempt counts from now.
        let Ok(passed) = u64::try_from(at.duration_since(last).as_secs()) else { return Ok(()) };
        if passed >= wait { Ok(()) } else { Err(VaultError::TooManyAttempts { seconds: wait - passed }) }
    }

    /// 1, 2, 4 .. 60 s from the fourth failure on.
    fn wait_after(failed: u32) -> u64 {
        match failed.checked_sub(FREE) {
            None => 0,
            Some(over) => 1u64.checked_shl(over).unwrap_or(LONGEST).min(LONGEST),
        }
    }

    pub(crate) fn failed(mut self, dir: &Path, at: Timestamp) -> Result<(), VaultError> {
        self.failed = self.failed.saturating_add(1);
        self.last_failed = Some(at);
        self.write(dir)
    }

    pub(crate) fn succeeded(dir: &Path, at: Timestamp) -> Result<(), VaultError> {
        Self { failed: 0, last_failed: None, last_unlocked: Some(at) }.write(dir)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn three_attempts_are_free_then_the_wait_doubles_up_to_a_minute() {
        let waits: Vec<u64> = (0..12).map(Attempts::wait_after).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(Attempts::wait_after(u32::MAX), 60);
    }

    #[test]
    fn the_wait_ends_and_a_clock_set_back_ends_it_too() {
        let state =
            Attempts { failed: 5, last_failed: Some(at("2026-11-20T10:00:00Z")), last_unlocked: None };
        let seconds = |t: &str| match state.permit(at(t)) {
            Err(VaultError::TooManyAttempts { seconds }) => seconds,
            other => {
                assert_eq!(other, Ok(()));
                0
            }
        };
        assert_eq!(seconds("2026-11-20T10:00:01Z"), 3);
        assert_eq!(seconds("2026-11-20T10:00:04Z"), 0);
        assert_eq!(seconds("2025-11-20T10:00:00Z"), 0);
    }
}
