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
fn fraction(bytes: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(bytes).ok()?;
    let value = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok()? / 100.0,
        None => text.parse::<f64>().ok()?,
    };
    (0.0..=1.0).contains(&value).then_some(value)
}

/// What a sample column says beyond the shared shape.
#[derive(Debug, Default)]
pub(crate) struct SampleExtra {
    /// Allele fraction of each alternate: as written, or from the read counts.
    pub(crate) fractions: Vec<Option<f64>>,
    /// FORMAT `SS` of SomaticSniper and VarScan: 1 germline, 2 somatic.
    pub(crate) somatic_status: Option<u32>,
}

/// Reads one sample column.
pub(crate) fn sample(
    format: &Format,
    column: &[u8],
    reference: &str,
    alternates: &[Allele],
) -> Result<(SampleCall, SampleExtra), Problem> {
    let values = Values { format, values: column.split(|b| *b == b':').collect() };
    let genotype = values.get(b"GT").map(|gt| genotype(gt, alternates.len())).transpose()?;
    let depths = allele_depths(&values, reference, alternates);
    let depth = values.whole(b"DP").or_else(|| {
        depths.as_ref().and_then(|d| d.iter().copied().collect::<Option<Vec<u32>>>()).map(|d| d.iter().sum())
    });
    let written = [b"AF".as_slice(), b"FA", b"VAF", b"FREQ"]
        .into_iter()
        .find_map(|key| values.get(key))
        .map(|v| v.split(|b| *b == b',').map(fraction).collect::<Vec<_>>())
        .filter(|f| f.len() == alternates.len());
    let fractions = (0..alternates.len())
        .map(|i| {
            written
                .as_ref()
                .and_then(|w| w[i])
                .or_else(|| from_counts(depths.as_deref(), i + 1, values.whole(b"DP")))
        })
        .collect();
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
        phase_set: values.get(b"PS").map(text),
    };
    Ok((call, SampleExtra { fractions, somatic_status: values.whole(b"SS") }))
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
fn allele_depths(values: &Values<'_>, reference: &str, alternates: &[Allele]) -> Option<Vec<Option<u32>>> {
    if let Some(ad) = values.numbers(b"AD") {
        if ad.len() == alternates.len() + 1 {
            return Some(ad);
        }
        if ad.len() == alternates.len()
            && let Some(rd) = values.whole(b"RD")
        {
            return Some(std::iter::once(Some(rd)).chain(ad).collect());
        }
    }
    // FreeBayes: RO and AO.
    if let (Some(ro), Some(ao)) = (values.whole(b"RO"), values.numbers(b"AO"))
        && ao.len() == alternates.len()
    {
        return Some(std::iter::once(Some(ro)).chain(ao).collect());
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
        assert_eq!(vaf("GT:DP", "0/1:40"), None);
        assert_eq!(vaf("GT:AF", "0/1:31"), None, "31 is no fraction");
    }

    #[test]
    fn the_reads_of_varscan_are_put_in_the_common_order() {
        let (call, _) = read("GT:RD:AD", "0/1:9:4", "A", "C");
        assert_eq!((call.allele_depths, call.depth), (Some(vec![9, 4]), Some(13)));
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
