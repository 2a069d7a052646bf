//! One data line: the fixed columns.

use attune_genome::{Allele, CallRecord, Contig, Position, SampleCall};

/// Why a line is not read: code and sentence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

pub(crate) fn problem(code: &'static str, message: impl Into<String>) -> Problem {
    Problem { code, message: message.into() }
}

/// The eight mandatory columns and what follows them, as bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns<'a> {
    pub(crate) contig: &'a [u8],
    pub(crate) position: &'a [u8],
    pub(crate) id: &'a [u8],
    pub(crate) reference: &'a [u8],
    pub(crate) alternates: &'a [u8],
    pub(crate) quality: &'a [u8],
    pub(crate) filter: &'a [u8],
    pub(crate) info: &'a [u8],
    /// FORMAT and samples, empty where there are none.
    pub(crate) rest: &'a [u8],
}

impl<'a> Columns<'a> {
    /// Splits a line; `None` where it has fewer than eight columns.
    pub(crate) fn split(line: &'a [u8]) -> Option<Self> {
        let mut fields = line.splitn(9, |b| *b == b'\t');
        Some(Self {
            contig: fields.next()?,
            position: fields.next()?,
            id: fields.next()?,
            reference: fields.next()?,
            alternates: fields.next()?,
            quality: fields.next()?,
            filter: fields.next()?,
            info: fields.next()?,
            rest: fields.next().unwrap_or_default(),
        })
    }
}

/// A whole number of ASCII digits.
pub(crate) fn number(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 10 {
        return None;
    }
    bytes.iter().try_fold(0u32, |sum, b| {
        let digit = b.wrapping_sub(b'0');
        if digit > 9 { None } else { sum.checked_mul(10)?.checked_add(u32::from(digit)) }
    })
}

/// `END` of the INFO column.
pub(crate) fn info_end(info: &[u8]) -> Option<u32> {
    let value = |at: usize| number(info[at..].split(|b| *b == b';').next().unwrap_or_default());
    if info.starts_with(b"END=") {
        return value(4);
    }
    memchr::memmem::find(info, b";END=").and_then(|at| value(at + 5))
}

/// `SVLEN` of the INFO column, without its sign: from VCF 4.5 on a deletion, duplication or stretch has no `END`.
fn info_length(info: &[u8]) -> Option<u32> {
    let at = match info.starts_with(b"SVLEN=") {
        true => 6,
        false => memchr::memmem::find(info, b";SVLEN=")? + 7,
    };
    let value = info[at..].split(|b| matches!(b, b';' | b',')).next()?;
    number(value.strip_prefix(b"-").unwrap_or(value))
}

/// Last base of a symbolic allele that takes the place of reference bases.
pub(crate) fn symbolic_end(start: u32, columns: &Columns<'_>) -> Option<u32> {
    let spans = [b"<DEL".as_slice(), b"<DUP", b"<CNV", b"<INV", b"<CN"];
    let spanning = spans.iter().any(|name| columns.alternates.starts_with(name));
    info_end(columns.info)
        .or_else(|| info_length(columns.info).filter(|_| spanning).map(|length| start.saturating_add(length)))
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_bases(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|b| b"ACGTNacgtn".contains(b))
}

/// The alternate alleles; none for `.`.
fn alternates(bytes: &[u8]) -> Result<Vec<Allele>, Problem> {
    if bytes == b"." {
        return Ok(Vec::new());
    }
    bytes
        // Older VarScan puts a slash between alternates.
        .split(|b| *b == b',' || *b == b'/' && bytes.iter().all(|b| b"ACGTNacgtn/".contains(b)))
        .map(|allele| match allele {
            // Not of the format, but written by exporters that take their alleles from MAF: no base at all.
            b"-" => Ok(Allele::Bases("-".to_owned())),
            b"*" | b"<*:DEL>" => Ok(Allele::SpanningDeletion),
            b"<NON_REF>" | b"<*>" => Ok(Allele::NonReference),
            a if is_bases(a) => Ok(Allele::Bases(text(a).to_ascii_uppercase())),
            a if a.first() == Some(&b'<') && a.last() == Some(&b'>') => {
                Ok(Allele::Symbolic(text(&a[1..a.len() - 1])))
            }
            a if a.iter().any(|b| matches!(b, b'[' | b']')) => Ok(Allele::Breakend(text(a))),
            // Single breakends: a base and a dot.
            a if a.len() > 1 && (a[0] == b'.' || a[a.len() - 1] == b'.') => Ok(Allele::Breakend(text(a))),
            a => Err(problem(
                "vcf.alternate_not_an_allele",
                format!("ALT `{}` is not an allele of the format; the line was not read.", text(a)),
            )),
        })
        .collect()
}

/// Reads the fixed columns. `samples` is filled in by the caller.
pub(crate) fn record(columns: &Columns<'_>, contig: Contig, line: u64) -> Result<CallRecord, Problem> {
    let start = number(columns.position).filter(|p| *p < 1 << 31).ok_or_else(|| {
        problem("vcf.position", format!("POS `{}` is not a position.", text(columns.position)))
    })?;
    let position = Position::new(start).ok_or_else(|| {
        problem("vcf.position_zero", "POS 0 is the telomere, where no base stands; the line was not read.")
    })?;
    if !is_bases(columns.reference) && columns.reference != b"-" {
        return Err(problem(
            "vcf.reference_not_bases",
            format!("REF `{}` is not made of A, C, G, T, N; the line was not read.", text(columns.reference)),
        ));
    }
    let alternates = alternates(columns.alternates)?;
    let bases_end = start.saturating_add(u32::try_from(columns.reference.len()).unwrap_or(u32::MAX) - 1);
    let end = symbolic_end(start, columns).filter(|end| *end >= start).unwrap_or(bases_end).max(bases_end);
    let quality = if columns.quality == b"." {
        None
    } else {
        let value: Option<f64> = std::str::from_utf8(columns.quality).ok().and_then(|q| q.parse().ok());
        Some(value.filter(|q| q.is_finite()).ok_or_else(|| {
            problem(
                "vcf.quality",
                format!("QUAL `{}` is not a number; the line was not read.", text(columns.quality)),
            )
        })?)
    };
    let ids = if columns.id == b"." || columns.id.is_empty() {
        Vec::new()
    } else {
        columns.id.split(|b| *b == b';').map(text).collect()
    };
    Ok(CallRecord {
        contig,
        position,
        end: Position::new(end).unwrap_or(position),
        ids,
        reference: text(columns.reference).to_ascii_uppercase(),
        alternates,
        quality,
        filter: (columns.filter != b"." && !columns.filter.is_empty()).then(|| text(columns.filter)),
        samples: Vec::<SampleCall>::new(),
        info: Vec::new(),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<CallRecord, &'static str> {
        let line = line.replace(' ', "\t");
        let columns = Columns::split(line.as_bytes()).ok_or("columns")?;
        record(&columns, Contig::new("1"), 1).map_err(|p| p.code)
    }

    #[test]
    fn alleles_of_every_kind() {
        let r = read("1 10 . a T,*,<NON_REF>,<DUP>,G]17:198982],. . . .").map(|r| r.alternates);
        assert_eq!(r, Err("vcf.alternate_not_an_allele"));
        let r = read("1 10 rs1;rs2 a t,*,<NON_REF>,<DUP>,G]17:198982],.A 5 q10 END=40").unwrap();
        assert_eq!(r.reference, "A");
        assert_eq!(r.ids, ["rs1", "rs2"]);
        assert_eq!(r.alternates[0], Allele::Bases("T".into()));
        assert_eq!(r.alternates[1], Allele::SpanningDeletion);
        assert_eq!(r.alternates[2], Allele::NonReference);
        assert_eq!(r.alternates[3], Allele::Symbolic("DUP".into()));
        assert!(
            matches!(r.alternates[4], Allele::Breakend(_)) && matches!(r.alternates[5], Allele::Breakend(_))
        );
        assert_eq!((r.end.get(), r.quality, r.filter.as_deref()), (40, Some(5.0), Some("q10")));
        assert_eq!(read("1 10 . CAT . . . END=5").map(|r| (r.end.get(), r.alternates.len())), Ok((12, 0)));
    }

    #[test]
    fn bad_lines_say_why() {
        for (line, code) in [
            ("1 x . A T . . .", "vcf.position"),
            ("1 -5 . A T . . .", "vcf.position"),
            ("1 99999999999 . A T . . .", "vcf.position"),
            ("1 4294967295 . A T . . .", "vcf.position"),
            ("1 0 . A T . . .", "vcf.position_zero"),
            ("1 5 . A -T . . .", "vcf.alternate_not_an_allele"),
            ("1 5 . R T . . .", "vcf.reference_not_bases"),
            ("1 5 . A T high . .", "vcf.quality"),
            ("1 5 . A T . .", "columns"),
        ] {
            assert_eq!(read(line).map(|_| ()), Err(code), "{line}");
        }
    }

    #[test]
    fn a_stretch_without_an_end_has_its_length() {
        for (line, end) in [
            ("1 100 . N <DEL> . . SVTYPE=DEL;SVLEN=50", 150),
            ("1 100 . N <DEL> . . SVLEN=-50", 150),
            ("1 100 . N <CNV:TR> . . SVLEN=50;RN=1", 150),
            ("1 100 . N <DUP:TANDEM> . . END=130;SVLEN=50", 130),
            ("1 100 . N <INS> . . SVLEN=50", 100),
        ] {
            assert_eq!(read(line).map(|r| r.end.get()), Ok(end), "{line}");
        }
    }

    #[test]
    fn the_end_is_found_only_as_a_key() {
        assert_eq!(info_end(b"CIEND=5;END=9;X"), Some(9));
        assert_eq!(info_end(b"CIEND=5"), None);
        assert_eq!(info_end(b"END=x"), None);
    }
}
