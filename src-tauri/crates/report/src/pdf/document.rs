//! Catalogue, outline and metadata. Nothing in the file can act: no script, no launch, no address.

use lopdf::{Document, Object, ObjectId, StringFormat, dictionary};

use super::PdfError;
use crate::page::{Mark, Node, Pages, Role};

/// A text string: UTF-16 with its byte order mark (PDF 32000-1, 7.9.2.2).
pub(crate) fn text_string(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn latin(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// Writes title, dates, language, outline and file identifier.
pub(crate) fn describe(file: &mut Document, pages: &Pages) -> Result<(), PdfError> {
    let stamp = latin(&pages.created.strftime("D:%Y%m%d%H%M%SZ").to_string());
    let info = dictionary! {
        "Title" => text_string(&pages.title),
        "Creator" => text_string(&pages.producer),
        "Producer" => text_string(&pages.producer),
        "Subject" => text_string(&format!("Content SHA-256 {}", pages.content_sha256)),
        "CreationDate" => stamp.clone(),
        "ModDate" => stamp,
    };
    let info = file.add_object(info);
    if let Ok(old) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        file.objects.remove(&old);
    }
    file.trailer.set("Info", info);
    // The identifier follows from the content, so that the same report has the same bytes.
    let id = Object::String(
        pages.content_sha256.as_bytes().iter().take(32).copied().collect(),
        StringFormat::Literal,
    );
    file.trailer.set("ID", vec![id.clone(), id]);
    file.version = "1.7".into();
    let outline = outline(file, pages);
    let catalog = file.catalog_mut().map_err(|e| PdfError::Write(e.to_string()))?;
    for key in [b"OutputIntents".as_slice(), b"Metadata", b"OpenAction", b"AA", b"Names"] {
        catalog.remove(key);
    }
    catalog.set("Lang", latin("en-GB"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    file.prune_objects();
    Ok(())
}

struct Entry<'a> {
    title: &'a str,
    depth: usize,
    page: ObjectId,
    top: f64,
}

/// Sections, and below them their parts. The entries are places in the file, not actions.
fn outline(file: &mut Document, pages: &Pages) -> Option<ObjectId> {
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (number, node) in pages.nodes.iter().enumerate() {
        let (Some(title), Some(depth)) = (node.title.as_deref(), depth(node)) else { continue };
        if let Some((page, top)) = place(pages, number)
            && let Some(page) = page_ids.get(page)
        {
            entries.push(Entry { title, depth, page: *page, top });
        }
    }
    let ids: Vec<ObjectId> = entries.iter().map(|_| file.new_object_id()).collect();
    let root = file.new_object_id();
    let parent = |i: usize| -> Option<usize> {
        let own = entries.get(i)?.depth;
        (0..i).rev().find(|j| entries.get(*j).is_some_and(|e| e.depth < own))
    };
    let children = |of: Option<usize>| -> Vec<ObjectId> {
        ids.iter().enumerate().filter(|(i, _)| parent(*i) == of).map(|(_, id)| *id).collect()
    };
    for (i, (entry, id)) in entries.iter().zip(&ids).enumerate() {
        let place = vec![
            entry.page.into(),
            "XYZ".into(),
            Object::Null,
            Object::Real((pages.sheet.height - entry.top) as f32),
            Object::Null,
        ];
        let above = parent(i).and_then(|p| ids.get(p)).copied().unwrap_or(root);
        let mut item =
            dictionary! { "Title" => text_string(entry.title), "Parent" => above, "Dest" => place };
        let own = children(Some(i));
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            item.set("First", *first);
            item.set("Last", *last);
            // Negative: closed when the file is opened.
            item.set("Count", -(own.len() as i64));
        }
        let siblings = children(parent(i));
        let at = siblings.iter().position(|s| s == id)?;
        if let Some(before) = at.checked_sub(1).and_then(|b| siblings.get(b)) {
            item.set("Prev", *before);
        }
        if let Some(after) = siblings.get(at + 1) {
            item.set("Next", *after);
        }
        file.objects.insert(*id, item.into());
    }
    let top = children(None);
    let (first, last) = (top.first()?, top.last()?);
    let outline =
        dictionary! { "Type" => "Outlines", "First" => *first, "Last" => *last, "Count" => top.len() as i64 };
    file.objects.insert(root, outline.into());
    Some(root)
}

fn depth(node: &Node) -> Option<usize> {
    match node.role {
        Role::H2 => Some(1),
        Role::H3 => Some(2),
        _ => None,
    }
}

/// Page and top of the first text of a part.
fn place(pages: &Pages, node: usize) -> Option<(usize, f64)> {
    pages.pages.iter().enumerate().find_map(|(number, page)| {
        page.items.iter().filter(|i| i.node == Some(node)).find_map(|i| match &i.mark {
            Mark::Text(run) => Some((number, run.bounds()[1])),
            Mark::Path { .. } => None,
        })
    })
}
