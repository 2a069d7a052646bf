//! Ends and centromeres of the autosomes. Lengths: Genome Reference Consortium; centromeres: UCSC gap table (hg19) and
//! centromere models (hg38), rounded to ten thousand bases.

use crate::Assembly;

/// Length, centromere from, centromere to; in ten thousand bases; chromosomes 1 to 22.
type Rows = [(u32, u32, u32); 22];

const ON_37: Rows = [
    (24_925, 12_153, 12_453),
    (24_319, 9_232, 9_532),
    (19_802, 9_050, 9_350),
    (19_115, 4_966, 5_266),
    (18_091, 4_640, 4_940),
    (17_111, 5_883, 6_183),
    (15_913, 5_805, 6_105),
    (14_636, 4_383, 4_683),
    (14_121, 4_736, 5_036),
    (13_553, 3_925, 4_225),
    (13_500, 5_164, 5_464),
    (13_385, 3_485, 3_785),
    (11_516, 1_600, 1_900),
    (10_734, 1_600, 1_900),
    (10_253, 1_700, 2_000),
    (9_035, 3_533, 3_833),
    (8_119, 2_226, 2_526),
    (7_807, 1_546, 1_846),
    (5_912, 2_468, 2_768),
    (6_302, 2_636, 2_936),
    (4_812, 1_128, 1_428),
    (5_130, 1_300, 1_600),
];

const ON_38: Rows = [
    (24_895, 12_202, 12_493),
    (24_219, 9_218, 9_409),
    (19_829, 9_077, 9_365),
    (19_021, 4_971, 5_174),
    (18_153, 4_648, 5_005),
    (17_080, 5_855, 5_982),
    (15_934, 5_816, 6_152),
    (14_513, 4_403, 4_587),
    (13_839, 4_338, 4_551),
    (13_379, 3_968, 4_159),
    (13_508, 5_107, 5_442),
    (13_327, 3_476, 3_718),
    (11_436, 1_600, 1_805),
    (10_704, 1_600, 1_817),
    (10_199, 1_708, 1_972),
    (9_033, 3_631, 3_826),
    (8_325, 2_281, 2_661),
    (8_037, 1_546, 2_086),
    (5_861, 2_449, 2_719),
    (6_444, 2_570, 3_003),
    (4_670, 1_086, 1_291),
    (5_081, 1_295, 1_505),
];

const UNIT: u32 = 10_000;

fn row(assembly: Assembly, chromosome: u8) -> Option<(u32, u32, u32)> {
    let rows = match assembly {
        Assembly::GRCh37 => &ON_37,
        Assembly::GRCh38 => &ON_38,
    };
    rows.get(usize::from(chromosome).checked_sub(1)?).copied()
}

/// Last position of an autosome, rounded down.
pub(super) fn chromosome_end(assembly: Assembly, chromosome: u8) -> Option<u32> {
    row(assembly, chromosome).map(|(end, ..)| end * UNIT)
}

/// First and last position of its centromere.
pub(super) fn centromere(assembly: Assembly, chromosome: u8) -> Option<(u32, u32)> {
    row(assembly, chromosome).map(|(_, a, b)| (a * UNIT, b * UNIT))
}
