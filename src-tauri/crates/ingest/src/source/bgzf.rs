//! BGZF unpacked by several threads. A BGZF file is a row of small gzip members that each say how long they are
//! (SAM/BAM specification, section 4.1), so that the reading thread cuts them off the stream without unpacking,
//! hands them out in batches, and takes the text back in the same order.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Most bytes that one block may unpack to.
const BLOCK: usize = 64 << 10;
/// Packed bytes of one batch; a batch of usual text unpacks to about 1 MiB.
const BATCH: usize = 256 << 10;
/// Batches under way for each worker.
const AHEAD: usize = 2;
/// Workers at most: the reading thread is not faster than about this many.
const WORKERS: usize = 4;

/// Whole packed blocks, one behind the other.
type Packed = Vec<u8>;
/// What they unpack to.
type Unpacked = io::Result<Vec<u8>>;

/// A thread that unpacks batches.
struct Worker {
    jobs: SyncSender<Packed>,
    results: Receiver<Unpacked>,
}

/// Unpacks the blocks of a stream that starts with one.
pub(super) struct Bgzf<R> {
    inner: R,
    /// Packed bytes read and not yet handed out; starts at a block.
    packed: Vec<u8>,
    workers: Vec<Worker>,
    /// Batches handed out and taken back; batch `n` is with worker `n % workers`.
    sent: usize,
    received: usize,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    failed: Option<io::Error>,
}

impl<R: Read> Bgzf<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            packed: Vec::new(),
            workers: Vec::new(),
            sent: 0,
            received: 0,
            text: Vec::new(),
            at: 0,
            ended: false,
            failed: None,
        }
    }

    pub(super) fn get_ref(&self) -> &R {
        &self.inner
    }

    /// Reads until whole blocks of a batch are there; empty at the end of the stream.
    fn batch(&mut self) -> io::Result<Packed> {
        loop {
            let whole = whole_blocks(&self.packed)?;
            if whole >= BATCH || (self.ended && whole > 0) {
                let rest = self.packed.split_off(whole);
                return Ok(std::mem::replace(&mut self.packed, rest));
            }
            if self.ended {
                let cut = !self.packed.is_empty();
                return if cut { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Vec::new()) };
            }
            let from = self.packed.len();
            self.packed.resize(from + BATCH, 0);
            let n = loop {
                match self.inner.read(&mut self.packed[from..]) {
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.packed.truncate(from + n);
            self.ended = n == 0;
        }
    }

    /// The next stretch of text; empty at the end.
    fn next_text(&mut self) -> Unpacked {
        // What was read before a failure is given out first, as one thread would.
        while self.failed.is_none() && self.sent - self.received < self.room() {
            match self.batch() {
                Ok(batch) if batch.is_empty() => break,
                // A file of one batch is not worth a thread.
                Ok(batch) if self.ended && self.sent == 0 => return unpack(&batch),
                Ok(batch) => self.send(batch)?,
                Err(e) => self.failed = Some(e),
            }
        }
        if self.received == self.sent {
            return self.failed.take().map_or(Ok(Vec::new()), Err);
        }
        let worker = &self.workers[self.received % self.workers.len()];
        self.received += 1;
        worker.results.recv().unwrap_or_else(|_| Err(lost()))
    }

    fn room(&self) -> usize {
        self.workers.len().max(1) * AHEAD
    }

    fn send(&mut self, batch: Packed) -> io::Result<()> {
        if self.workers.is_empty() {
            let cores = thread::available_parallelism().map_or(1, usize::from);
            self.workers = (0..cores.min(WORKERS)).map(|_| Worker::start()).collect::<io::Result<_>>()?;
        }
        let worker = &self.workers[self.sent % self.workers.len()];
        self.sent += 1;
        worker.jobs.send(batch).map_err(|_| lost())
    }
}

impl<R: Read> Read for Bgzf<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            self.text = self.next_text()?;
            self.at = 0;
            if self.text.is_empty() && self.ended && self.received == self.sent && self.failed.is_none() {
                return Ok(0);
            }
        }
        let n = buffer.len().min(self.text.len() - self.at);
        buffer[..n].copy_from_slice(&self.text[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

impl Worker {
    /// The thread ends by itself when its sender is dropped.
    fn start() -> io::Result<Self> {
        let (jobs, waiting) = sync_channel::<Packed>(AHEAD);
        let (done, results) = sync_channel::<Unpacked>(AHEAD);
        thread::Builder::new().name("bgzf".to_owned()).spawn(move || {
            while let Ok(batch) = waiting.recv() {
                if done.send(unpack(&batch)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { jobs, results })
    }
}

fn lost() -> io::Error {
    io::Error::other("an unpacking thread ended early")
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// Size of the block at the start of `bytes`, `None` where its head is not whole.
fn block_size(bytes: &[u8]) -> io::Result<Option<usize>> {
    let Some(head) = bytes.get(..18) else {
        let begun = [0x1f, 0x8b, 8, 4];
        let known = bytes.len().min(begun.len());
        return if bytes[..known] == begun[..known] { Ok(None) } else { Err(damaged("no BGZF block")) };
    };
    // Every writer puts the BC subfield first and alone.
    if head[..4] != [0x1f, 0x8b, 8, 4] || head[10..16] != [6, 0, b'B', b'C', 2, 0] {
        return Err(damaged("bytes that are no BGZF block stand behind one"));
    }
    let size = usize::from(u16::from_le_bytes([head[16], head[17]])) + 1;
    if size < 26 { Err(damaged("a BGZF block of no size")) } else { Ok(Some(size)) }
}

/// Bytes at the start that are whole blocks.
fn whole_blocks(bytes: &[u8]) -> io::Result<usize> {
    let mut at = 0;
    while at < bytes.len() {
        match block_size(&bytes[at..])? {
            Some(size) if at + size <= bytes.len() => at += size,
            _ => break,
        }
    }
    Ok(at)
}

/// Unpacks whole blocks and proves the checksum and length of each.
fn unpack(mut packed: &[u8]) -> Unpacked {
    let mut text = Vec::with_capacity(packed.len() * 4);
    let mut inflate = Decompress::new(false);
    while !packed.is_empty() {
        let size = block_size(packed)?.filter(|s| *s <= packed.len()).ok_or_else(|| damaged("no block"))?;
        block(&packed[..size], &mut inflate, &mut text)?;
        packed = &packed[size..];
    }
    Ok(text)
}

/// Unpacks one whole block behind `text`.
pub(crate) fn block(block: &[u8], inflate: &mut Decompress, text: &mut Vec<u8>) -> io::Result<()> {
    let (body, tail) = block[18..].split_at(block.len() - 26);
    let word = |at: usize| u32::from_le_bytes([tail[at], tail[at + 1], tail[at + 2], tail[at + 3]]);
    let length = word(4) as usize;
    if length > BLOCK {
        return Err(damaged("a BGZF block says that it is longer than 64 KiB"));
    }
    let from = text.len();
    text.resize(from + length, 0);
    inflate.reset(false);
    let status = inflate.decompress(body, &mut text[from..], FlushDecompress::Finish);
    let whole = matches!(status, Ok(Status::StreamEnd | Status::Ok | Status::BufError))
        && inflate.total_out() == length as u64;
    let mut crc = Crc::new();
    crc.update(&text[from..]);
    if whole && crc.sum() == word(0) { Ok(()) } else { Err(damaged("a BGZF block does not unpack")) }
}
