//! The pack container: nothing unsigned, altered, swapped or cut is ever handed out.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use attune_knowledge::{
    DraftPart, EmbeddedParts, MANIFEST_FILE, Pack, PackDraft, PackError, SIGNATURE_FILE, parse_public_key,
    parse_secret_key, public_key, sign,
};

const SECRET: [u8; 32] = [7; 32];

fn part(name: &str, content: &str, compress: bool) -> DraftPart {
    DraftPart {
        name: name.into(),
        schema: format!("test/{name}/1"),
        licence: "CC0-1.0".into(),
        attribution: "the test".into(),
        content: content.as_bytes().to_vec(),
        ending: "json".into(),
        compress,
    }
}

fn draft() -> PackDraft {
    PackDraft {
        id: "test".into(),
        version: "2026.11.1".into(),
        valid_from: "2026-11-20".into(),
        valid_to: "2027-05-31".into(),
        sources: vec![],
        parts: vec![
            part("plain", r#"{"a":1}"#, false),
            part("packed", &"repeat ".repeat(500), true),
            part("other", r#"{"b":2}"#, false),
        ],
        statistics: vec![],
    }
}

fn files() -> BTreeMap<String, Vec<u8>> {
    sign(draft(), &SECRET).unwrap()
}

fn open(files: BTreeMap<String, Vec<u8>>) -> Result<Pack, PackError> {
    Pack::open(Box::new(files), &[public_key(&SECRET)])
}

#[test]
fn a_signed_pack_gives_its_content() {
    let pack = open(files()).unwrap();
    assert_eq!(pack.part("plain").unwrap(), br#"{"a":1}"#);
    assert_eq!(pack.part("packed").unwrap(), "repeat ".repeat(500).as_bytes());
    assert!(pack.manifest().part("packed").unwrap().bytes < 200);
    pack.verify().unwrap();
    assert_eq!(pack.part("nothing").unwrap_err().code(), "pack.missing_part");
}

#[test]
fn the_same_draft_gives_the_same_bytes() {
    assert_eq!(files(), files());
}

#[test]
fn every_flipped_byte_of_the_manifest_is_refused() {
    let whole = files();
    for at in 0..whole[MANIFEST_FILE].len() {
        let mut files = whole.clone();
        files.get_mut(MANIFEST_FILE).unwrap()[at] ^= 1;
        let code = open(files).unwrap_err().code();
        // Where the flipped byte is in the name of the key, the key is what is refused.
        assert!(["pack.bad_signature", "pack.untrusted_key"].contains(&code), "byte {at}: {code}");
    }
}

#[test]
fn every_flipped_byte_of_a_part_is_refused() {
    let whole = files();
    for file in ["plain.json", "packed.json.gz"] {
        for at in 0..whole[file].len() {
            let mut files = whole.clone();
            files.get_mut(file).unwrap()[at] ^= 0x40;
            let pack = open(files).unwrap();
            let name = file.split('.').next().unwrap();
            assert_eq!(pack.part(name).unwrap_err(), PackError::AlteredPart(name.into()), "{file} byte {at}");
            assert!(pack.verify().is_err());
        }
    }
}

#[test]
fn a_wrong_key_is_refused() {
    let other = public_key(&[8; 32]);
    let refused = Pack::open(Box::new(files()), &[other]).unwrap_err();
    assert_eq!(refused.code(), "pack.untrusted_key");
    assert_eq!(Pack::open(Box::new(files()), &[]).unwrap_err().code(), "pack.untrusted_key");
    // A manifest that names a trusted key but was signed with another one.
    let mut forged = sign(draft(), &[8; 32]).unwrap();
    let manifest = String::from_utf8(forged[MANIFEST_FILE].clone()).unwrap();
    let hex = |key: [u8; 32]| attune_knowledge::key_text(&key);
    let manifest = manifest.replace(&hex(other), &hex(public_key(&SECRET)));
    forged.insert(MANIFEST_FILE.into(), manifest.into_bytes());
    assert_eq!(open(forged).unwrap_err().code(), "pack.bad_signature");
}

#[test]
fn a_second_trusted_key_opens_the_pack_of_a_site() {
    let keys = [public_key(&[8; 32]), public_key(&SECRET)];
    assert!(Pack::open(Box::new(files()), &keys).is_ok());
}

#[test]
fn swapped_and_cut_parts_are_named() {
    let mut swapped = files();
    let other = swapped["other.json"].clone();
    swapped.insert("plain.json".into(), other);
    let refused = open(swapped).unwrap().part("plain").unwrap_err();
    assert_eq!(refused, PackError::SwappedPart { part: "plain".into(), holds: "other".into() });

    let mut cut = files();
    cut.get_mut("packed.json.gz").unwrap().pop();
    let refused = open(cut).unwrap().part("packed").unwrap_err();
    assert_eq!(refused.code(), "pack.truncated_part");
}

#[test]
fn unreadable_signatures_and_missing_files_are_refused() {
    let mut files = files();
    files.insert(SIGNATURE_FILE.into(), b"not a signature".to_vec());
    assert_eq!(open(files.clone()).unwrap_err().code(), "pack.unreadable_signature");
    files.remove(SIGNATURE_FILE);
    assert_eq!(open(files).unwrap_err().code(), "pack.missing_part");
}

#[test]
fn an_unknown_schema_is_refused_although_signed() {
    use ed25519_dalek::{Signer, SigningKey};
    let mut files = files();
    let manifest = String::from_utf8(files[MANIFEST_FILE].clone()).unwrap();
    let manifest = manifest.replace("attune/pack/1", "attune/pack/9").into_bytes();
    let signature = SigningKey::from_bytes(&SECRET).sign(&manifest).to_bytes();
    let signature: String = signature.iter().map(|b| format!("{b:02x}")).collect();
    files.insert(MANIFEST_FILE.into(), manifest);
    files.insert(SIGNATURE_FILE.into(), signature.into_bytes());
    assert_eq!(open(files).unwrap_err().code(), "pack.unknown_schema");
}

#[test]
fn embedded_parts_are_looked_up_by_file_name() {
    use attune_knowledge::PartSource;
    let parts = EmbeddedParts(&[("a.json", b"{}")]);
    assert_eq!(parts.part("a.json").unwrap().as_ref(), b"{}");
    assert!(parts.part("b.json").is_none());
}

#[test]
fn keys_are_read_with_remarks() {
    let text = format!("# remark\n{}\n", "07".repeat(32));
    assert_eq!(parse_public_key(&text), Some([7; 32]));
    assert_eq!(parse_secret_key(&text), Some([7; 32]));
    assert_eq!(parse_public_key("07"), None);
    assert_eq!(parse_public_key(&"zz".repeat(32)), None);
}
