use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn unpack(bytes: &[u8]) -> Result<(Vec<u8>, String), Refusal> {
    let mut source = Source::open("x", bytes, Limits::RECORD)?;
    let all = read_all(&mut source)?;
    Ok((all, source.sha256()))
}

/// One BGZF block made by hand: gzip with the BC subfield.
fn bgzf_block(bytes: &[u8]) -> Vec<u8> {
    let plain = gz(bytes);
    let mut block = vec![0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, b'B', b'C', 2, 0];
    let size = plain.len() + 8;
    block.extend_from_slice(&u16::try_from(size - 1).unwrap().to_le_bytes());
    block.extend_from_slice(&plain[10..]);
    block
}

#[test]
fn the_hash_is_that_of_the_bytes_as_given() {
    let (text, hash) = unpack(b"abc").unwrap();
    assert_eq!(text, b"abc");
    assert_eq!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let packed = gz(b"abc");
    let (text, hash) = unpack(&packed).unwrap();
    assert_eq!(text, b"abc");
    assert_ne!(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn every_member_is_unpacked() {
    let mut two = gz(b"one ");
    two.extend(gz(b"two"));
    assert_eq!(unpack(&two).unwrap().0, b"one two");
    let mut bgzf = bgzf_block(b"one ");
    bgzf.extend(bgzf_block(b"two"));
    bgzf.extend(BGZF_END);
    assert_eq!(unpack(&bgzf).unwrap().0, b"one two");
}

#[test]
fn every_cut_of_a_packed_file_is_refused() {
    let mut bgzf = bgzf_block(b"##fileformat=VCFv4.2\n");
    bgzf.extend(bgzf_block(b"#CHROM\n"));
    bgzf.extend(BGZF_END);
    for packed in [bgzf, gz(b"a longer text, a longer text")] {
        // One byte alone is not yet gzip; it passes as text here and the sniffer refuses it later.
        for cut in 2..packed.len() {
            let refusal = unpack(&packed[..cut]).map(|_| ()).expect_err("a cut file");
            assert_eq!(refusal.code, "ingest.truncated", "{cut}: {refusal:?}");
        }
    }
}

#[test]
fn a_flipped_bit_is_refused() {
    let mut packed = gz(b"a longer text, a longer text");
    let middle = packed.len() - 6;
    packed[middle] ^= 1;
    assert_eq!(unpack(&packed).unwrap_err().code, "ingest.damaged");
}

#[test]
fn a_bomb_is_stopped() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 100 << 20]).unwrap();
    let refusal = unpack(&encoder.finish().unwrap()).map(|_| ()).unwrap_err();
    assert_eq!(refusal.code, "ingest.too_large");
}

#[test]
fn empty_and_foreign_files_are_named() {
    assert_eq!(unpack(b"").unwrap_err().code, "ingest.empty_file");
    for (head, word) in [(b"PK\x03\x04".as_slice(), "ZIP"), (b"BCF\x02\x02", "BCF"), (b"%PDF-1.7", "PDF")] {
        let refusal = unpack(head).unwrap_err();
        assert_eq!(refusal.code, "ingest.kind_not_read");
        assert!(refusal.message.contains(word), "{refusal}");
    }
}

/// Text of many batches, so that the threads are used.
fn long_text() -> Vec<u8> {
    (0..400_000u32).flat_map(|i| format!("{}\t", i.wrapping_mul(2_654_435_761)).into_bytes()).collect()
}

#[test]
fn many_blocks_come_back_in_order() {
    let text = long_text();
    let mut packed: Vec<u8> = text.chunks(60_000).flat_map(bgzf_block).collect();
    packed.extend(BGZF_END);
    let (unpacked, hash) = unpack(&packed).unwrap();
    assert!(unpacked == text);
    let given: String = Sha256::digest(&packed).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(hash, given);
}

#[test]
fn damage_inside_many_blocks_is_refused() {
    let blocks: Vec<Vec<u8>> = long_text().chunks(60_000).map(bgzf_block).collect();
    let mut flipped = blocks.concat();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 4;
    flipped.extend(BGZF_END);
    assert_eq!(unpack(&flipped).unwrap_err().code, "ingest.damaged");
    // A block is missing at the end, or half of one.
    let whole = blocks.concat();
    assert_eq!(unpack(&whole).unwrap_err().code, "ingest.truncated");
    assert_eq!(unpack(&whole[..whole.len() - 9]).unwrap_err().code, "ingest.truncated");
    // Something else stands between two blocks.
    let mut foreign = blocks[0].clone();
    foreign.extend(b"not a block at all, but text");
    foreign.extend(BGZF_END);
    assert_eq!(unpack(&foreign).unwrap_err().code, "ingest.damaged");
}
