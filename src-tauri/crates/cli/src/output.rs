//! Writing answers: JSON or text on standard output, notes on standard error.

use std::io::{self, BufWriter, IsTerminal, Write};

use attune_app::AppError;
use serde::Serialize;

use crate::arguments::Format;

/// The format that was asked for; without one, text on a terminal and JSON elsewhere.
pub(crate) fn format(asked: Option<Format>) -> Format {
    asked.unwrap_or(if io::stdout().is_terminal() { Format::Text } else { Format::Json })
}

/// Writes a document as JSON.
pub(crate) fn json(document: &impl Serialize) -> Result<(), AppError> {
    // Written as it is made: the document of an exome is as large as all that was read.
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, document).map_err(io::Error::from);
    match written.and_then(|()| writeln!(out)).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(AppError::new(
            "output.json",
            e.to_string(),
            "check where the output goes, or report this file",
        )),
        // A buffer that is left must not be written again when it is dropped.
        Err(_) => {
            let _ = out.into_parts();
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Writes text. A reader that closed the pipe wants no more of it: that is no error.
pub(crate) fn line(text: &str) -> Result<(), AppError> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(AppError::new("output.write", e.to_string(), "check where the output goes"))
        }
        _ => Ok(()),
    }
}

/// Writes notes to standard error. Beyond the first twenty they are only counted.
pub(crate) fn notes(notes: &[String]) {
    const SHOWN: usize = 20;
    for note in notes.iter().take(SHOWN) {
        eprintln!("{}", one_line(note));
    }
    if notes.len() > SHOWN {
        eprintln!("and {} further notes: `attune import` lists them all", notes.len() - SHOWN);
    }
}

/// Text of a file must not forge a line of ours: control characters are shown, not sent to the terminal.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
