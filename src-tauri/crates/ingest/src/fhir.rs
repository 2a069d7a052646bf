//! The FHIR R4 reader: Bundles of any type, single resources, and NDJSON.
//!
//! Each resource is mapped on its own, so that a fault of one never costs another. Mappers read leaves
//! through a cursor that marks them; what stays unmarked is kept raw or ignored by a named rule.

mod allergy;
mod biomarker;
mod collect;
mod condition;
mod consent;
mod facts;
mod family;
mod laboratory;
mod medication;
mod observation;
mod patient;
mod people;
mod procedure;
pub(crate) mod tally;
mod value;

use std::borrow::Cow;

use crate::finding::Findings;
use crate::json::{Node, Parser, Syntax};
use crate::source::truncated;
use crate::{FileKind, RecordImport, Refusal, Severity};
use collect::Collection;

/// Findings listed for one code; more are counted.
const LISTED: usize = 200;

/// Reads FHIR JSON or NDJSON.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    kind: FileKind,
    sha256: String,
) -> Result<RecordImport, Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let mut collection = Collection::new(name, &text, Findings::new(LISTED));
    if let Cow::Owned(_) = text {
        collection.findings.add(
            Severity::Warning,
            "json.not_utf8",
            || "whole file".into(),
            || "Some bytes are no UTF-8 text; they were replaced by U+FFFD.".to_owned(),
        );
    }
    if kind == FileKind::FhirNdjson {
        read_lines(name, &text, &mut collection)?;
    } else {
        read_documents(name, &text, &mut collection)?;
    }
    collection.finish(kind, sha256)
}

/// One document, or several one after the other.
fn read_documents<'a>(name: &str, text: &'a str, collection: &mut Collection<'a>) -> Result<(), Refusal> {
    let mut parser = Parser::new(text);
    let mut documents = 0;
    while let Some(byte) = parser.peek() {
        if documents > 0 && !matches!(byte, b'{' | b'[') {
            // A stray brace behind the last document: what came before it is whole.
            let offset = parser.offset();
            collection.findings.add(
                Severity::Error,
                "json.text_after_document",
                || place(text, offset),
                || "Text that is no JSON stands behind the last document; it was not read.".to_owned(),
            );
            break;
        }
        let document = parser.document("entry", &mut |index, element| collection.entry(index, &element));
        let document = document.map_err(|syntax| refused(name, text, &syntax))?;
        collection.document(&document, "");
        documents += 1;
    }
    Ok(())
}

/// One resource a line. A bad line costs only itself, unless it is the last and just ends.
fn read_lines<'a>(name: &str, text: &'a str, collection: &mut Collection<'a>) -> Result<(), Refusal> {
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let root = format!("line {}: ", index + 1);
        let mut parser = Parser::new(&text[..start + line.trim_end().len()]);
        parser.start_at(start);
        let mut entries = Vec::new();
        match parser.document("entry", &mut |at, element| entries.push((at, element))) {
            Ok(document) if parser.peek().is_none() => {
                for (at, element) in &entries {
                    collection.entry(*at, element);
                }
                collection.document(&document, &root);
            }
            Err(syntax) if syntax.at_end && !line.ends_with('\n') => {
                return Err(truncated(name, &format!("line {} breaks off", index + 1)));
            }
            _ => {
                collection.ledger.error(1);
                collection.findings.add(
                    Severity::Error,
                    "json.line",
                    || format!("line {}", index + 1),
                    || "The line is no JSON document; it was not read.".to_owned(),
                );
            }
        }
    }
    Ok(())
}

/// `line 3, column 14` of a byte offset.
fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}")
}

pub(crate) fn refused(name: &str, text: &str, syntax: &Syntax) -> Refusal {
    if syntax.at_end {
        return truncated(name, &format!("the text ends where {} should stand", syntax.what));
    }
    Refusal::new(
        "json.syntax",
        format!("{name} is no JSON: {} expected at {}", syntax.what, place(text, syntax.offset)),
        "Export the record again as FHIR R4 JSON; an edited file may lack a comma or a quote there.",
    )
}

/// Name of a resource as it stands in the file, or `None` for other JSON.
fn resource_type<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    node.peek("resourceType").filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests;
