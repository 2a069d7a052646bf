use std::io::{Cursor, Write};

use attune_genome::{Assembly, Contig};
use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

use super::*;
use crate::source::BGZF_END;

const HEADER: &str = "##fileformat=VCFv4.2\n##contig=<ID=chr7,length=159345973>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n";

fn bgzf_block(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    let body = encoder.finish().unwrap();
    let mut crc = Crc::new();
    crc.update(bytes);
    let mut block = vec![0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, b'B', b'C', 2, 0];
    block.extend_from_slice(&u16::try_from(body.len() + 25).unwrap().to_le_bytes());
    block.extend(body);
    block.extend_from_slice(&crc.sum().to_le_bytes());
    block.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
    block
}

/// A file of 40,000 records in blocks, with its index written by hand: every 16-kb window is one bin.
fn file_and_index(csi: bool) -> (Vec<u8>, Vec<u8>) {
    let mut file = bgzf_block(HEADER.as_bytes());
    let mut bins: Vec<(u32, u64, u64)> = Vec::new();
    let position = |i: u32| 10_000 + i * 500;
    for window in 0..1_300u32 {
        let inside: Vec<u32> = (0..40_000).filter(|i| (position(*i) - 1) >> 14 == window).collect();
        if inside.is_empty() {
            continue;
        }
        let text: String = inside
            .iter()
            .map(|i| format!("chr7\t{}\t.\tA\tC\t.\tPASS\t.\tGT\t0/1\n", position(*i)))
            .collect();
        let from = (file.len() as u64) << 16;
        file.extend(bgzf_block(text.as_bytes()));
        bins.push((4681 + window, from, (file.len() as u64) << 16));
    }
    file.extend(BGZF_END);
    let mut head: Vec<u8> = [2u32, 1, 2, 0, 35, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
    head.extend(5u32.to_le_bytes());
    head.extend(b"chr7\0");
    let mut index = Vec::new();
    if csi {
        index.extend(b"CSI\x01");
        index.extend([14u32, 5, head.len() as u32].iter().flat_map(|n| n.to_le_bytes()));
        index.extend(head);
        index.extend(1u32.to_le_bytes());
    } else {
        index.extend(b"TBI\x01\x01\0\0\0");
        index.extend(head);
    }
    index.extend((bins.len() as u32).to_le_bytes());
    for (bin, from, to) in &bins {
        index.extend(bin.to_le_bytes());
        if csi {
            index.extend(from.to_le_bytes());
        }
        index.extend(1u32.to_le_bytes());
        index.extend(from.to_le_bytes());
        index.extend(to.to_le_bytes());
    }
    if !csi {
        index.extend((bins.len() as u32).to_le_bytes());
        for (_, from, _) in &bins {
            index.extend(from.to_le_bytes());
        }
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&index).unwrap();
    (file, packed.finish().unwrap())
}

fn options() -> GenomeOptions {
    let region = |start, end| Region { contig: Contig::new("7"), start, end };
    GenomeOptions {
        keep: Some(vec![region(10_000, 10_500), region(5_000_000, 5_010_000), region(5_020_000, 5_020_000)]),
        ..GenomeOptions::default()
    }
}

#[test]
fn the_index_gives_the_records_of_the_whole_file() {
    for csi in [false, true] {
        let (file, index) = file_and_index(csi);
        let whole = crate::read_genome("x", file.as_slice(), &options()).unwrap();
        let part = read_genome_indexed("x", Cursor::new(&file), &index, &options()).unwrap();
        assert_eq!(
            whole.records,
            part.records
                .iter()
                .cloned()
                .map(|mut r| {
                    // Line numbers are those of what was read.
                    r.line = whole.records.iter().find(|w| w.position == r.position).map_or(0, |w| w.line);
                    r
                })
                .collect::<Vec<_>>()
        );
        assert_eq!(part.records.len(), 24);
        assert_eq!(part.assembly, Some(Assembly::GRCh38));
        assert!(part.ledger.adds_up() && part.ledger.total < whole.ledger.total / 50);
    }
}

#[test]
fn an_index_that_does_not_fit_is_refused() {
    let (file, index) = file_and_index(false);
    for (file, index) in [
        (file.as_slice(), b"".as_slice()),
        (&file, b"TBI\x01"),
        (&file[..file.len() - 3], &index),
        (&file[40..], &index),
        (b"##fileformat=VCFv4.2\n", &index),
    ] {
        let refusal = read_genome_indexed("x", Cursor::new(file), index, &options()).unwrap_err();
        assert!(refusal.code.starts_with("ingest."), "{refusal:?}");
    }
    let none = read_genome_indexed("x", Cursor::new(&file), &index, &GenomeOptions::default()).unwrap_err();
    assert_eq!(none.code, "ingest.index");
}
