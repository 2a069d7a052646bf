//! The PDF file: opens, is tagged, its fonts are subsets, its text can be found, and it can do nothing by itself.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sample;

use std::collections::BTreeSet;

use attune_report::{Audience, Pages, compose};
use lopdf::{Dictionary, Document, Object};
use sample::{colon, melanoma};

fn pages(audience: Audience) -> Pages {
    compose(&colon::sample().input(audience))
}

fn file(pages: &Pages) -> Document {
    Document::load_mem(&pages.to_pdf().unwrap()).unwrap()
}

fn dictionaries(object: &Object, found: &mut Vec<Dictionary>) {
    match object {
        Object::Dictionary(d) => {
            found.push(d.clone());
            d.iter().for_each(|(_, v)| dictionaries(v, found));
        }
        Object::Stream(s) => {
            found.push(s.dict.clone());
            s.dict.iter().for_each(|(_, v)| dictionaries(v, found));
        }
        Object::Array(a) => a.iter().for_each(|v| dictionaries(v, found)),
        _ => {}
    }
}

fn all_dictionaries(file: &Document) -> Vec<Dictionary> {
    let mut found = Vec::new();
    file.objects.values().for_each(|o| dictionaries(o, &mut found));
    found
}

#[test]
fn nothing_in_the_file_can_act() {
    for audience in [Audience::Clinician, Audience::Patient] {
        let file = file(&pages(audience));
        let forbidden = [
            "JS",
            "JavaScript",
            "Launch",
            "URI",
            "OpenAction",
            "AA",
            "A1",
            "EmbeddedFile",
            "EmbeddedFiles",
            "AcroForm",
            "Annots",
            "RichMedia",
            "SubmitForm",
            "GoToR",
        ];
        for dictionary in all_dictionaries(&file) {
            for (key, value) in dictionary.iter() {
                let key = String::from_utf8_lossy(key);
                assert!(!forbidden.contains(&&*key), "key /{key}");
                if let Object::Name(name) = value {
                    let name = String::from_utf8_lossy(name);
                    assert!(!forbidden.contains(&&*name), "value /{name}");
                }
                // "A" is an action in an annotation or outline item, and attributes in a structure element.
                if key == "A" {
                    assert_eq!(dictionary.get(b"Type").and_then(Object::as_name).unwrap(), b"StructElem");
                }
            }
        }
    }
}

#[test]
fn the_catalogue_has_only_known_keys() {
    let file = file(&pages(Audience::Clinician));
    let known: BTreeSet<&[u8]> = [
        "Type",
        "Pages",
        "PageLayout",
        "PageMode",
        "StructTreeRoot",
        "MarkInfo",
        "Lang",
        "ViewerPreferences",
        "Outlines",
    ]
    .map(str::as_bytes)
    .into();
    let catalog = file.catalog().unwrap();
    for (key, _) in catalog.iter() {
        assert!(known.contains(key.as_slice()), "/{}", String::from_utf8_lossy(key));
    }
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"en-GB");
}

#[test]
fn fonts_are_embedded_subsets() {
    let file = file(&pages(Audience::Clinician));
    let mut names = BTreeSet::new();
    let mut programs = 0;
    for dictionary in all_dictionaries(&file) {
        if let Ok(name) = dictionary.get(b"BaseFont").and_then(Object::as_name) {
            names.insert(String::from_utf8_lossy(name).into_owned());
        }
        if let Ok(id) = dictionary.get(b"FontFile2").and_then(Object::as_reference) {
            let stream = file.get_object(id).and_then(Object::as_stream).unwrap();
            let size = stream.decompressed_content().unwrap().len();
            assert!((2_000..60_000).contains(&size), "{size} bytes of font");
            programs += 1;
        }
    }
    assert_eq!(programs, 2);
    for name in names {
        let (tag, rest) = name.split_once('+').expect("a subset is marked");
        assert!(
            tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) && rest.starts_with("IBMPlexSans"),
            "{name}"
        );
    }
}

#[test]
fn text_can_be_found() {
    let sample = colon::sample();
    let file = file(&pages(Audience::Clinician));
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&numbers).unwrap();
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Treatment options report",
        "MARCHETTI, Elena",
        "encorafenib + cetuximab",
        "Page 1 of",
        "\u{2212}0.04",
        "0.82",
    ] {
        assert!(flat.contains(words), "{words} not found");
    }
    for option in &sample.ranked.options {
        assert!(flat.contains(&option.treatment));
        // The chart's labels are text, not outlines.
        assert!(option.contributions.iter().all(|c| flat.contains(c.label.split(' ').next().unwrap())));
    }
}

#[test]
fn it_is_tagged_and_every_figure_has_words() {
    let sample = melanoma::sample();
    let file = file(&compose(&sample.input(Audience::Clinician)));
    let elements = all_dictionaries(&file);
    let of = |tag: &[u8]| {
        elements.iter().filter(|d| d.get(b"S").and_then(Object::as_name).is_ok_and(|n| n == tag)).count()
    };
    assert_eq!(of(b"Document"), 1);
    assert_eq!(of(b"H1"), 1);
    assert_eq!(of(b"Figure"), sample.ranked.options.len() + sample.ranked.predictions.len());
    assert!(of(b"TH") > 10 && of(b"TD") > 20 && of(b"H2") >= 8);
    let alts = elements.iter().filter(|d| d.has(b"Alt")).count();
    assert_eq!(alts, of(b"Figure"));
}

#[test]
fn metadata_names_the_document_and_not_the_patient() {
    let pages = pages(Audience::Clinician);
    let file = file(&pages);
    let info = file
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .and_then(|id| file.get_dictionary(id))
        .unwrap();
    let text = |key: &[u8]| {
        let bytes = info.get(key).and_then(Object::as_str).unwrap().to_vec();
        let units: Vec<u16> = bytes[2..].chunks(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
        String::from_utf16(&units).unwrap()
    };
    assert_eq!(text(b"Title"), "Treatment options report");
    assert!(text(b"Subject").ends_with(pages.content_sha256()));
    assert_eq!(info.get(b"CreationDate").and_then(Object::as_str).unwrap(), b"D:20261120104200Z");
    for (_, value) in info.iter() {
        assert!(!String::from_utf8_lossy(value.as_str().unwrap()).contains("MARCHETTI"));
    }
    assert!(!text(b"Title").contains("MARCHETTI") && !text(b"Subject").contains("4471"));
}

#[test]
fn the_same_report_has_the_same_bytes() {
    assert_eq!(pages(Audience::Clinician).to_pdf().unwrap(), pages(Audience::Clinician).to_pdf().unwrap());
}

#[test]
fn the_outline_leads_to_every_section() {
    let file = file(&pages(Audience::Clinician));
    let items = all_dictionaries(&file).into_iter().filter(|d| d.has(b"Dest")).count();
    assert!(items >= 10, "{items} entries");
}
