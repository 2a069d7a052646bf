//! A file on its way to a reader: what passes is kept for the vault, counted for the window, and can be stopped.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};

/// News is given after every this many bytes.
const STEP: u64 = 512 << 10;

/// A file that is being read. What is kept is exactly what the reader saw, whatever happens to the file meanwhile.
pub(crate) struct Watched<'a> {
    /// The file, or its bytes where they are at hand.
    pub(crate) input: Box<dyn Read + 'a>,
    /// The bytes that passed.
    pub(crate) kept: &'a mut Vec<u8>,
    /// Set from another thread to stop the reading.
    pub(crate) stop: &'a AtomicBool,
    /// Bytes of which news was given.
    pub(crate) told: u64,
    /// Takes the number of bytes that passed.
    pub(crate) news: &'a dyn Fn(u64),
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("the reading was stopped"));
        }
        let n = self.input.read(buffer)?;
        self.kept.extend_from_slice(&buffer[..n]);
        let passed = self.kept.len() as u64;
        if n == 0 || passed >= self.told + STEP {
            self.told = passed;
            (self.news)(passed);
        }
        Ok(n)
    }
}
