//! FORMAT and sample columns: genotype, depth, allele depths, and the allele fraction of each caller.

use attune_genome::{Allele, Genotype, SampleCall};

use super::record::{Problem, number, problem, text};

/// Where the known keys stand in FORMAT. Lines of one file mostly share one FORMAT, so it is kept.
#[derive(Debug, Default)]
pub(crate) struct Format {
    raw: Vec<u8>,
    keys: Vec<Vec<u8>>,
}

impl Format {
    /// The value of one key in a sample column; absent, `.` and empty are all missing.
    pub(crate) fn value<'a>(&self, key: &[u8], column: &'a [u8]) -> Option<&'a [u8]> {
        let at = self.keys.iter().position(|k| k == key)?;
        column.split(|b| *b == b':').nth(at).filter(|v| !v.is_empty() && *v != b".")
    }

    pub(crate) fn set(&mut self, raw: &[u8]) {
        if self.raw != raw {
            raw.clone_into(&mut self.raw);
            self.keys = raw.split(|b| *b == b':').map(<[u8]>::to_vec).collect();
        }
    }
}

/// The values of one sample column.
struct Values<'a> {
    format: &'a Format,
    values: Vec<&'a [u8]>,
}

impl<'a> Values<'a> {
    /// The value of a key; absent, `.` and empty are all missing.
    fn get(&self, key: &[u8]) -> Option<&'a [u8]> {
        let at = self.format.keys.iter().position(|k| k == key)?;
        self.values.get(at).copied().filter(|v| !v.is_empty() && *v != b".")
    }

    fn whole(&self, key: &[u8]) -> Option<u32> {
        self.get(key).and_then(|v| first(v, number))
    }

    fn numbers(&self, key: &[u8]) -> Option<Vec<Option<u32>>> {
        self.get(key).map(|v| v.split(|b| *b == b',').map(number).collect())
    }
}

fn first<T>(value: &[u8], read: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
    value.split(|b| *b == b',').next().and_then(read)
}

/// A fraction: `0.31`, or `12.5%` as VarScan writes it.
fn fraction(text: &str) -> Option<f64> {
    let value = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0,
        None => text.parse::<f64>().ok()?,
    };
    (0.0..=1.0).contains(&value).then_some(value)
}

/// The fractions of the alternates. VarScan writes `12,5%` where the system does so; RADIA gives the reference too.
fn fractions(value: &[u8], alternates: usize) -> Option<Vec<Option<f64>>> {
    let text = std::str::from_utf8(value).ok()?;
    if alternates == 1 && text.ends_with('%') && text.matches(',').count() == 1 {
        return Some(vec![fraction(&text.replace(',', "."))]);
    }
    let all: Vec<_> = text.split(',').map(fraction).collect();
    if all.len() == alternates + 1 {
        return Some(all[1..].to_vec());
    }
    (all.len() == alternates).then_some(all)
}

/// What a sample column says beyond the shared shape.
#[derive(Debug, Default)]
pub(crate) struct SampleExtra {
    /// Allele fraction of each alternate: as written, or from the read counts.
    pub(crate) fractions: Vec<Option<f64>>,
    /// FORMAT `SS` of SomaticSniper and VarScan: 1 germline, 2 somatic.
    pub(crate) somatic_status: Option<u32>,
    /// FORMAT `FT` where it is not `PASS`: the filter of this sample.
    pub(crate) filter: Option<String>,
    /// FORMAT `LEN`: bases of a reference block (VCF 4.5).
    pub(crate) block: Option<u32>,
}

/// Reads one sample column.
pub(crate) fn sample(
    format: &Format,
    column: &[u8],
    reference: &str,
    alternates: &[Allele],
) -> Result<(SampleCall, SampleExtra), Problem> {
    let values = Values { format, values: column.split(|b| *b == b':').collect() };
    let local = local_alleles(&values, alternates.len());
    let genotype = match (values.get(b"GT"), values.get(b"LGT"), &local) {
        (Some(gt), _, _) => Some(genotype(gt, alternates.len())?),
        (None, Some(gt), Some(local)) => Some(global(genotype(gt, local.len())?, local)),
        _ => None,
    };
    let (genotype, phase_set) = physically_phased(&values, genotype, alternates.len());
    let depths = allele_depths(&values, reference, alternates, local.as_deref());
    let total = |d: &[Option<u32>]| d.iter().try_fold(0u32, |sum, n| sum.checked_add((*n)?));
    // The least depth of a reference block counts, not its mean.
    let depth = (values.whole(b"MIN_DP"))
        .or_else(|| values.whole(b"DP"))
        .or_else(|| depths.as_deref().and_then(total))
        .or_else(|| {
            [b"FDP".as_slice(), b"AFDP", b"DPI", b"NR"].into_iter().find_map(|key| values.whole(key))
        });
    let written = [b"AF".as_slice(), b"FA", b"VAF", b"FREQ", b"VF", b"ALT_AF", b"PM"]
        .into_iter()
        .find_map(|key| values.get(key).and_then(|v| fractions(v, alternates.len())));
    let of_reads = |i: usize| from_counts(depths.as_deref(), i + 1, depth);
    let fractions =
        (0..alternates.len()).map(|i| written.as_ref().and_then(|w| w[i]).or_else(|| of_reads(i))).collect();
    let call = SampleCall {
        genotype,
        depth,
        genotype_quality: values.get(b"GQ").and_then(|v| {
            let text = std::str::from_utf8(v).ok()?;
            // Some callers write GQ with a fraction; it is cut, never rounded up.
            text.parse::<f64>().ok().filter(|q| (0.0..1e9).contains(q)).map(|q| q as u32)
        }),
        allele_depths: depths.and_then(|d| d.into_iter().collect()),
        allele_fractions: written.and_then(|w| w.into_iter().collect()),
        phase_set,
    };
    let extra = SampleExtra {
        fractions,
        somatic_status: values.whole(b"SS"),
        filter: values.get(b"FT").filter(|f| *f != b"PASS").map(text),
        block: values.whole(b"LEN"),
    };
    Ok((call, extra))
}

/// Phase and phase set: those of the genotype with `PS`, else the physical phase that GATK, Mutect2, DRAGEN and
/// Sentieon write beside it (`PGT`, `PID`).
fn physically_phased(
    values: &Values<'_>,
    own: Option<Genotype>,
    alternates: usize,
) -> (Option<Genotype>, Option<String>) {
    let set = values.get(b"PS").map(text);
    if own.as_ref().is_some_and(|g| g.phased && set.is_some()) {
        return (own, set);
    }
    let stated = values.get(b"PGT").and_then(|pgt| genotype(pgt, alternates).ok());
    let (Some(stated), Some(id)) = (stated, values.get(b"PID")) else { return (own, set) };
    let sorted = |g: &Genotype| {
        let mut alleles = g.alleles.clone();
        alleles.sort_unstable();
        alleles
    };
    // It must be the same genotype; of several alternates PGT names the first, whichever is meant.
    let same = own.as_ref().is_none_or(|g| sorted(g) == sorted(&stated));
    match stated.phased && same && alternates == 1 {
        true => (Some(stated), Some(text(id))),
        false => (own, set),
    }
}

/// Numbers of the alternates that a sample speaks of (VCF 4.5 `LAA`).
fn local_alleles(values: &Values<'_>, alternates: usize) -> Option<Vec<usize>> {
    let laa = values.numbers(b"LAA")?;
    laa.into_iter()
        .map(|n| n.and_then(|n| usize::try_from(n).ok()).filter(|n| (1..=alternates).contains(n)))
        .collect()
}

/// A genotype over local alleles in the numbering of the line.
fn global(genotype: Genotype, local: &[usize]) -> Genotype {
    let number = |allele: u16| match usize::from(allele).checked_sub(1) {
        None => Some(0),
        Some(at) => local.get(at).and_then(|n| u16::try_from(*n).ok()),
    };
    let alleles = genotype.alleles.iter().map(|a| a.and_then(number)).collect();
    Genotype { alleles, ..genotype }
}

/// Share of an allele in the reads; over the depth where the reads of the reference are not given.
fn from_counts(depths: Option<&[Option<u32>]>, allele: usize, depth: Option<u32>) -> Option<f64> {
    let depths = depths?;
    let reads = f64::from((*depths.get(allele)?)?);
    let sum: Option<u32> = depths.iter().copied().try_fold(0u32, |sum, d| sum.checked_add(d?));
    let total = f64::from(sum.or(depth)?);
    (total > 0.0 && reads <= total).then(|| reads / total)
}

/// Reads for each allele, reference first, in the ways of the callers: AD (all alleles), AD with RD (VarScan),
/// tier-1 counts (Strelka), BCOUNT (SomaticSniper). `None` where none of them fits the alleles.
fn allele_depths(
    values: &Values<'_>,
    reference: &str,
    alternates: &[Allele],
    local: Option<&[usize]>,
) -> Option<Vec<Option<u32>>> {
    // Reads of an alternate that the sample does not speak of are unknown, not none.
    if let (Some(lad), Some(local)) = (values.numbers(b"LAD"), local)
        && lad.len() == local.len() + 1
    {
        let reads = |n: usize| local.iter().position(|l| *l == n).and_then(|at| lad[at + 1]);
        return Some((0..=alternates.len()).map(|n| if n == 0 { lad[0] } else { reads(n) }).collect());
    }
    if let Some(ad) = values.numbers(b"AD") {
        if ad.len() == alternates.len() + 1 {
            return Some(ad);
        }
        if ad.len() == alternates.len()
            && let Some(rd) = values.whole(b"RD")
        {
            return Some(std::iter::once(Some(rd)).chain(ad).collect());
        }
        // Reads of the alternates alone: a fraction needs the depth.
        if ad.len() == alternates.len() && values.get(b"DP").is_some() {
            return Some(std::iter::once(None).chain(ad).collect());
        }
    }
    // FreeBayes RO and AO; Ion Torrent, after its own filters, FRO and FAO.
    for (reference, alternate) in [(b"FRO".as_slice(), b"FAO".as_slice()), (b"RO", b"AO")] {
        if let (Some(ro), Some(ao)) = (values.whole(reference), values.numbers(alternate))
            && ao.len() == alternates.len()
        {
            return Some(std::iter::once(Some(ro)).chain(ao).collect());
        }
    }
    // Platypus: all reads and those of the alternate.
    if let (Some(all), Some(own), 1) = (values.whole(b"NR"), values.whole(b"NV"), alternates.len()) {
        return Some(vec![all.checked_sub(own), Some(own)]);
    }
    // Reads of both strands, reference and alternate: SomaticSniper and samtools.
    if alternates.len() == 1
        && values.get(b"BCOUNT").is_none()
        && let Some(four) = values.numbers(b"DP4").filter(|d| d.len() == 4)
    {
        let sum = |a: Option<u32>, b: Option<u32>| a.zip(b).and_then(|(a, b)| a.checked_add(b));
        return Some(vec![sum(four[0], four[1]), sum(four[2], four[3])]);
    }
    let alleles: Vec<&str> = std::iter::once(Some(reference))
        .chain(alternates.iter().map(|a| match a {
            Allele::Bases(bases) => Some(bases.as_str()),
            _ => None,
        }))
        .collect::<Option<_>>()?;
    let snv = alleles.iter().all(|a| a.len() == 1);
    if snv && values.get(b"AU").is_some() {
        return alleles.iter().map(|a| values.whole(format!("{a}U").as_bytes()).map(Some)).collect();
    }
    if let (Some(reference), Some(indel), 1) = (values.whole(b"TAR"), values.whole(b"TIR"), alternates.len())
    {
        return Some(vec![Some(reference), Some(indel)]);
    }
    if snv && let Some(counts) = values.numbers(b"BCOUNT").filter(|c| c.len() == 4) {
        return alleles.iter().map(|a| "ACGT".find(*a).map(|i| counts[i])).collect();
    }
    None
}

/// `0/1`, `1|0`, `./1`, `1`, `.`: a dot is a missing allele, never the reference.
fn genotype(bytes: &[u8], alternates: usize) -> Result<Genotype, Problem> {
    let bad = || problem("vcf.genotype", format!("GT `{}` names no genotype of this line.", text(bytes)));
    // VCF 4.4 allows a phase character in front.
    let body = match bytes.first() {
        Some(b'/' | b'|') => &bytes[1..],
        _ => bytes,
    };
    let separators = body.iter().filter(|b| matches!(b, b'/' | b'|')).count();
    let phased = separators > 0 && body.iter().filter(|b| **b == b'|').count() == separators;
    let alleles = body
        .split(|b| matches!(b, b'/' | b'|'))
        .map(|allele| match allele {
            b"." => Ok(None),
            digits => number(digits)
                .and_then(|n| u16::try_from(n).ok())
                .filter(|n| usize::from(*n) <= alternates)
                .map(Some)
                .ok_or_else(bad),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Genotype { alleles, phased })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, column: &str, reference: &str, alternate: &str) -> (SampleCall, SampleExtra) {
        let mut keys = Format::default();
        keys.set(format.as_bytes());
        let alternates = vec![Allele::Bases(alternate.to_owned())];
        sample(&keys, column.as_bytes(), reference, &alternates).unwrap()
    }

    fn vaf(format: &str, column: &str) -> Option<f64> {
        read(format, column, "A", "C").1.fractions[0].map(|f| (f * 1000.0).round() / 1000.0)
    }

    #[test]
    fn each_caller_has_its_own_way_to_say_the_fraction() {
        assert_eq!(vaf("GT:AD:AF", "0/1:60,30:0.31"), Some(0.31));
        assert_eq!(vaf("GT:AD:BQ:DP:FA", "0/1:11,3:29:14:0.214"), Some(0.214));
        assert_eq!(vaf("GT:GQ:DP:RD:AD:FREQ:DP4", "0/1:.:13:9:4:30.77%:5,4,2,2"), Some(0.308));
        assert_eq!(vaf("GT:AD:DP", "0/1:778,123:901"), Some(0.137));
        assert_eq!(vaf("GT:AD:DP", "0/1:.,21:54"), Some(0.389));
        assert_eq!(vaf("DP:AU:CU:GU:TU", "40:30,31:10,10:0,0:0,0"), Some(0.25));
        assert_eq!(vaf("GT:BCOUNT", "0/1:30,10,0,0"), Some(0.25));
        assert_eq!(vaf("GT:DP:RO:AO", "0/1:40:30:10"), Some(0.25));
        assert_eq!(vaf("GT:DP:DP4", "0/1:40:15,15,6,4"), Some(0.25));
        assert_eq!(vaf("GT:DP:AD:AF", "0/1:40:30,10:0.75,0.25"), Some(0.25), "RADIA gives the reference too");
        assert_eq!(vaf("GT:FREQ", "0/1:12,5%"), Some(0.125), "a system that writes decimals with a comma");
        assert_eq!(vaf("GT:DP:AD", "0/1:100:31"), Some(0.31), "reads of the alternate alone");
        assert_eq!(vaf("GT:GQ:AD:DP:VF", "0/1:100:69,31:100:0.31"), Some(0.31), "Illumina panels");
        assert_eq!(vaf("GT:NR:NV", "0/1:100:31"), Some(0.31), "Platypus");
        assert_eq!(vaf("GT:AO:RO:FAO:FRO", "0/1:9:9:31:69"), Some(0.31), "Ion Torrent");
        assert_eq!(vaf("GT:DP", "0/1:40"), None);
        assert_eq!(vaf("GT:AF", "0/1:31"), None, "31 is no fraction");
    }

    #[test]
    fn the_reads_of_varscan_are_put_in_the_common_order() {
        let (call, _) = read("GT:RD:AD", "0/1:9:4", "A", "C");
        assert_eq!((call.allele_depths, call.depth), (Some(vec![9, 4]), Some(13)));
    }

    #[test]
    fn physical_phase_is_phase() {
        let (call, _) = read("GT:AD:PGT:PID", "0/1:60,30:1|0:25245350_C_T", "C", "T");
        assert_eq!(call.genotype, Some(Genotype { alleles: vec![Some(1), Some(0)], phased: true }));
        assert_eq!(call.phase_set.as_deref(), Some("25245350_C_T"));
        let (call, _) = read("GT:PGT:PID", "1/1:0|1:x", "C", "T");
        assert!(!call.genotype.is_some_and(|g| g.phased), "another genotype");
        let (call, _) = read("GT:PGT:PID", "0/1:0|1:.", "C", "T");
        assert!(!call.genotype.is_some_and(|g| g.phased), "without a set");
    }

    #[test]
    fn local_alleles_are_put_in_the_order_of_the_line() {
        let mut keys = Format::default();
        keys.set(b"LGT:LAA:LAD");
        let alternates: Vec<_> = ["C", "G", "T"].iter().map(|b| Allele::Bases((*b).to_owned())).collect();
        let (call, extra) = sample(&keys, b"0/1:3:69,31", "A", &alternates).unwrap();
        assert_eq!(call.genotype.map(|g| g.alleles), Some(vec![Some(0), Some(3)]));
        assert_eq!(
            (extra.fractions, call.depth),
            (vec![None, None, None], None),
            "the other reads are unknown"
        );
        keys.set(b"GT:LAA:LAD:DP");
        let (call, extra) = sample(&keys, b"0/3:3:69,31:100", "A", &alternates).unwrap();
        assert_eq!(call.genotype.map(|g| g.alleles), Some(vec![Some(0), Some(3)]));
        assert_eq!(extra.fractions, [None, None, Some(0.31)]);
    }

    #[test]
    fn a_reference_block_has_its_least_depth_and_a_sample_its_filter() {
        let (call, extra) = read("GT:DP:MIN_DP:FT:LEN", "0/0:90:12:LowGQX:40", "A", "C");
        assert_eq!((call.depth, extra.filter.as_deref(), extra.block), (Some(12), Some("LowGQX"), Some(40)));
    }

    #[test]
    fn genotypes_keep_what_is_missing() {
        for (text, alleles, phased) in [
            ("0/1", vec![Some(0), Some(1)], false),
            ("1|0", vec![Some(1), Some(0)], true),
            ("./1", vec![None, Some(1)], false),
            ("./.", vec![None, None], false),
            ("1", vec![Some(1)], false),
            ("|1|0", vec![Some(1), Some(0)], true),
        ] {
            let call = read("GT", text, "A", "C").0;
            assert_eq!(call.genotype, Some(Genotype { alleles, phased }), "{text}");
        }
        assert_eq!(read("GT", ".", "A", "C").0.genotype, None);
        for text in ["0/2", "a/b", "0//1", "-1/0"] {
            assert!(genotype(text.as_bytes(), 1).is_err(), "{text}");
        }
    }
}
