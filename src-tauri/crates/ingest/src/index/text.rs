//! The header of a BGZF file and chosen stretches of it, as one stream of text.

use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::Decompress;

use crate::source::{BGZF_END, block};

/// Longest header that is read.
const HEADER: usize = 64 << 20;

/// Gives out the header, then the records between the virtual offsets of each chunk.
pub(super) struct IndexedText<R> {
    file: R,
    chunks: VecDeque<(u64, u64)>,
    /// Place in the file of the next block, and the chunk that is being read.
    next: u64,
    current: Option<(u64, u64)>,
    inflate: Decompress,
    packed: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    end: usize,
}

impl<R: Read + Seek> IndexedText<R> {
    /// Reads the header and proves that the file ends as a whole one does.
    pub(super) fn open(mut file: R, chunks: Vec<(u64, u64)>) -> io::Result<Self> {
        let mut tail = [0; BGZF_END.len()];
        file.seek(SeekFrom::End(-(BGZF_END.len() as i64)))?;
        file.read_exact(&mut tail)?;
        if tail != BGZF_END {
            return Err(io::Error::other("the closing BGZF block is missing"));
        }
        let inflate = Decompress::new(false);
        let (packed, text) = (Vec::new(), Vec::new());
        let mut this = Self {
            file,
            chunks: chunks.into(),
            next: 0,
            current: None,
            inflate,
            packed,
            text,
            at: 0,
            end: 0,
        };
        let mut header = Vec::new();
        while this.block()? && header_end(&header, &this.text).is_none() {
            header.append(&mut this.text);
            if header.len() > HEADER {
                return Err(io::Error::other("the header is longer than 64 MB"));
            }
        }
        let rest = header_end(&header, &this.text).unwrap_or(this.text.len());
        header.extend_from_slice(&this.text[..rest]);
        (this.end, this.text) = (header.len(), header);
        Ok(this)
    }

    /// Unpacks the block at `next` into `text`; false at the end of the file.
    fn block(&mut self) -> io::Result<bool> {
        self.file.seek(SeekFrom::Start(self.next))?;
        self.text.clear();
        let mut head = [0; 18];
        let mut got = 0;
        while got < head.len() {
            match self.file.read(&mut head[got..])? {
                0 => break,
                n => got += n,
            }
        }
        if got == 0 {
            return Ok(false);
        }
        if got < head.len() || head[..4] != [0x1f, 0x8b, 8, 4] || head[10..14] != [6, 0, b'B', b'C'] {
            return Err(io::Error::other("it points to a place where no BGZF block begins"));
        }
        let size = usize::from(u16::from_le_bytes([head[16], head[17]])) + 1;
        if size < 26 {
            return Err(io::Error::other("a BGZF block of no size"));
        }
        self.packed.clear();
        self.packed.extend_from_slice(&head);
        self.packed.resize(size, 0);
        self.file.read_exact(&mut self.packed[18..])?;
        block(&self.packed, &mut self.inflate, &mut self.text)?;
        self.next += size as u64;
        Ok(true)
    }

    /// Unpacks the next stretch; false when all chunks were given out.
    fn advance(&mut self) -> io::Result<bool> {
        loop {
            let (begin, end) = match self.current {
                Some(chunk) => chunk,
                None => {
                    let Some(chunk) = self.chunks.pop_front() else { return Ok(false) };
                    self.next = chunk.0 >> 16;
                    self.current = Some(chunk);
                    chunk
                }
            };
            let here = self.next;
            if here > end >> 16 || here == end >> 16 && end & 0xffff == 0 || !self.block()? {
                self.current = None;
                continue;
            }
            let inside = |offset: u64| usize::try_from(offset & 0xffff).unwrap_or(0).min(self.text.len());
            self.at = if here == begin >> 16 { inside(begin) } else { 0 };
            self.end = if here == end >> 16 { inside(end) } else { self.text.len() };
            if self.at < self.end {
                return Ok(true);
            }
        }
    }
}

/// Where the first line begins in `next` that is not of the header, `None` where it does not.
fn header_end(before: &[u8], next: &[u8]) -> Option<usize> {
    let mut line = before.last().is_none_or(|b| *b == b'\n');
    for (at, byte) in next.iter().enumerate() {
        if line && *byte != b'#' {
            return Some(at);
        }
        line = *byte == b'\n';
    }
    None
}

impl<R: Read + Seek> Read for IndexedText<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.end && !self.advance()? {
            return Ok(0);
        }
        let n = buffer.len().min(self.end - self.at);
        buffer[..n].copy_from_slice(&self.text[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
