//! The structure tree (PDF 32000-1, 14.7 and 14.8): headings, lists, tables and figures in reading order.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::PdfError;
use super::document::text_string;
use crate::page::{Node, Pages, Role};

fn tag(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::H1 => "H1",
        Role::H2 => "H2",
        Role::H3 => "H3",
        Role::P => "P",
        Role::List => "L",
        Role::ListItem => "LI",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::Row => "TR",
        Role::Head => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
    }
}

/// What a screen reader needs beside the tag.
fn describe(element: &mut Dictionary, node: &Node) {
    let alt = node.alt.as_deref().filter(|a| !a.is_empty());
    match (node.role, alt) {
        (Role::Figure, Some(alt)) => element.set("Alt", text_string(alt)),
        (Role::Table, Some(alt)) => {
            element.set("A", dictionary! { "O" => "Table", "Summary" => text_string(alt) });
        }
        (Role::Head, _) => element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
        _ => {}
    }
}

/// Adds the tree. `content` names the pieces of marked content of each part: page number and id.
pub(crate) fn add(
    file: &mut Document,
    pages: &Pages,
    content: &BTreeMap<usize, Vec<(usize, i64)>>,
) -> Result<(), PdfError> {
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = pages.nodes.iter().map(|_| file.new_object_id()).collect();
    let mut kids: Vec<Vec<Object>> = vec![Vec::new(); ids.len()];
    for (number, (node, id)) in pages.nodes.iter().zip(&ids).enumerate() {
        for (page, mcid) in content.get(&number).into_iter().flatten() {
            let (Some(page), Some(own)) = (page_ids.get(*page), kids.get_mut(number)) else { continue };
            own.push(dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => *mcid }.into());
        }
        if let Some(siblings) = node.parent.and_then(|p| kids.get_mut(p)) {
            siblings.push(Object::Reference(*id));
        }
    }
    for ((node, id), kids) in pages.nodes.iter().zip(&ids).zip(kids) {
        let parent = node.parent.and_then(|p| ids.get(p)).copied().unwrap_or(root);
        let mut element =
            dictionary! { "Type" => "StructElem", "S" => tag(node.role), "P" => parent, "K" => kids };
        describe(&mut element, node);
        file.objects.insert(*id, element.into());
    }
    let parents = parent_tree(file, &page_ids, &ids, content);
    let first: Vec<Object> = ids.first().map(|id| Object::Reference(*id)).into_iter().collect();
    let tree = dictionary! {
        "Type" => "StructTreeRoot", "K" => first, "ParentTree" => parents,
        "ParentTreeNextKey" => page_ids.len() as i64,
    };
    file.objects.insert(root, tree.into());
    for (number, page) in page_ids.iter().enumerate() {
        let page = file.get_dictionary_mut(*page).map_err(|e| PdfError::Write(e.to_string()))?;
        page.set("StructParents", number as i64);
        page.set("Tabs", "S");
        // printpdf writes an empty list of annotations; there are none.
        page.remove(b"Annots");
    }
    let catalog = file.catalog_mut().map_err(|e| PdfError::Write(e.to_string()))?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

/// From each piece of marked content back to its part.
fn parent_tree(
    file: &mut Document,
    pages: &[ObjectId],
    ids: &[ObjectId],
    content: &BTreeMap<usize, Vec<(usize, i64)>>,
) -> ObjectId {
    let mut of_page: Vec<BTreeMap<i64, ObjectId>> = vec![BTreeMap::new(); pages.len()];
    for (node, pieces) in content {
        for (page, mcid) in pieces {
            if let (Some(map), Some(id)) = (of_page.get_mut(*page), ids.get(*node)) {
                map.insert(*mcid, *id);
            }
        }
    }
    let mut nums = Vec::new();
    for (number, map) in of_page.into_iter().enumerate() {
        nums.push(Object::Integer(number as i64));
        let list: Vec<Object> = map.into_values().map(Object::Reference).collect();
        nums.push(Object::Reference(file.add_object(list)));
    }
    file.add_object(dictionary! { "Nums" => nums })
}
