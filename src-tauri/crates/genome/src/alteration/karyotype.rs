//! Changes of chromosomes and immunoglobulin genes as cytogenetics writes them (ISCN, Karger 2020).

use super::AlterationKind;

/// Arms and bands whose loss has a name of its own in reports; others are not read.
const LOST: [&str; 10] = ["5q", "7q", "11q", "13q", "20q", "6q", "9q", "12p", "1p", "3p"];
/// Whole chromosomes whose loss or gain is reported.
const WHOLE: [&str; 10] = ["3", "5", "7", "8", "9", "12", "13", "15", "18", "21"];
/// Arms whose gain is reported.
const GAINED: [&str; 2] = ["1q", "17q"];

/// Reads a whole text; `None` where it is no such statement.
pub(super) fn parse(text: &str) -> Option<AlterationKind> {
    let low = text.trim().to_lowercase();
    let mut low = low.as_str();
    for head in ["isolated ", "chromosome "] {
        low = low.strip_prefix(head).unwrap_or(low);
    }
    for tail in [" detected", " positive", " present", " by fish", " (fish)", " on fish", " fish"] {
        low = low.strip_suffix(tail).unwrap_or(low);
    }
    let named = |name: String| Some(AlterationKind::Named { name });
    match low {
        "complex karyotype" | "karyotype complex" | "complex" if low.contains("karyotype") => {
            return named("complex karyotype".into());
        }
        "normal karyotype" | "karyotype normal" | "46,xx" | "46,xy" | "46,xx[20]" | "46,xy[20]" => {
            return named("normal karyotype".into());
        }
        "double hit" | "double-hit" | "double hit lymphoma" | "double-hit (myc and bcl2)" => {
            return named("double hit".into());
        }
        "ighv unmutated" | "unmutated ighv" | "u-ighv" | "u-cll" | "ighv not mutated" => {
            return named("IGHV unmutated".into());
        }
        "ighv mutated" | "mutated ighv" | "m-ighv" | "m-cll" => return named("IGHV mutated".into()),
        "1p19q intact"
        | "1p/19q intact"
        | "1p/19q not co-deleted"
        | "1p/19q not codeleted"
        | "1p/19q non-codeleted"
        | "1p/19q retained"
        | "no 1p/19q codeletion" => {
            return named("1p/19q intact".into());
        }
        _ => {}
    }
    lost(low).or_else(|| whole(low)).or_else(|| gained(low))
}

/// The arm of `13q14.3`, where it is one of the table.
fn arm<'a>(band: &str, table: &[&'a str]) -> Option<&'a str> {
    let end = band.find(['p', 'q'])? + 1;
    let rest = &band[end..];
    let bands = rest.split(['p', 'q', '-']).all(|b| b.is_empty() || b.parse::<f64>().is_ok());
    bands.then(|| table.iter().find(|a| **a == &band[..end]).copied()).flatten()
}

/// `del(11q)`, `del(13)(q14)`, `13q-`, `13q deletion`, `deletion 11q`, `del11q22`.
fn lost(text: &str) -> Option<AlterationKind> {
    let band = text
        .strip_prefix("del(")
        .and_then(|t| t.strip_suffix(')'))
        .map(|t| t.replace(")(", ""))
        .or_else(|| text.strip_prefix("deletion ").map(str::to_owned))
        .or_else(|| text.strip_prefix("deletion of ").map(str::to_owned))
        .or_else(|| text.strip_prefix("del").map(|t| t.trim().to_owned()))
        .or_else(|| text.strip_suffix(" deletion").map(str::to_owned))
        .or_else(|| text.strip_suffix(" loss").map(str::to_owned))
        .or_else(|| text.strip_suffix('-').map(str::to_owned))?;
    let arm = arm(&band, &LOST)?;
    Some(AlterationKind::Named { name: format!("del({arm})") })
}

/// `-7`, `monosomy 7`, `+12`, `trisomy 12`.
fn whole(text: &str) -> Option<AlterationKind> {
    let (number, word) =
        text.strip_prefix("monosomy ").or_else(|| text.strip_prefix('-')).map(|n| (n, "monosomy")).or_else(
            || text.strip_prefix("trisomy ").or_else(|| text.strip_prefix('+')).map(|n| (n, "trisomy")),
        )?;
    WHOLE.contains(&number).then(|| AlterationKind::Named { name: format!("{word} {number}") })
}

/// `1q gain`, `gain(1q)`, `gain 1q21`, `+1q`.
fn gained(text: &str) -> Option<AlterationKind> {
    let band = text
        .strip_prefix("gain(")
        .and_then(|t| t.strip_suffix(')'))
        .map(|t| t.replace(")(", ""))
        .or_else(|| text.strip_prefix("gain of ").map(str::to_owned))
        .or_else(|| text.strip_prefix("gain ").map(str::to_owned))
        .or_else(|| text.strip_suffix(" gain").map(str::to_owned))
        .or_else(|| text.strip_suffix('+').map(str::to_owned))
        .or_else(|| text.strip_prefix('+').map(str::to_owned))?;
    let arm = arm(&band, &GAINED)?;
    Some(AlterationKind::Named { name: format!("{arm} gain") })
}

/// Translocations and inversions, and the fusion that they make (WHO classification, 5th edition; ICC 2022).
pub(super) const FUSIONS: [(&str, &str); 42] = [
    ("t(9;22)", "BCR::ABL1 fusion"),
    ("t(15;17)", "PML::RARA fusion"),
    ("t(8;21)", "RUNX1::RUNX1T1 fusion"),
    ("inv(16)", "CBFB::MYH11 fusion"),
    ("t(16;16)", "CBFB::MYH11 fusion"),
    ("t(12;21)", "ETV6::RUNX1 fusion"),
    ("t(11;14)", "CCND1::IGH fusion"),
    ("t(4;14)", "NSD2::IGH fusion"),
    ("t(14;16)", "MAF::IGH fusion"),
    ("t(14;20)", "MAFB::IGH fusion"),
    ("t(6;14)", "CCND3::IGH fusion"),
    ("t(14;18)", "BCL2::IGH fusion"),
    ("t(8;14)", "MYC::IGH fusion"),
    ("t(2;5)", "NPM1::ALK fusion"),
    ("t(4;11)", "KMT2A::AFF1 fusion"),
    ("t(9;11)", "KMT2A::MLLT3 fusion"),
    ("t(10;11)", "KMT2A::MLLT10 fusion"),
    ("t(6;11)", "KMT2A::AFDN fusion"),
    ("t(6;9)", "DEK::NUP214 fusion"),
    ("inv(3)", "GATA2::MECOM fusion"),
    ("t(3;3)", "GATA2::MECOM fusion"),
    ("t(1;19)", "TCF3::PBX1 fusion"),
    ("t(17;19)", "TCF3::HLF fusion"),
    ("t(8;9)", "PCM1::JAK2 fusion"),
    ("t(5;12)", "ETV6::PDGFRB fusion"),
    ("t(8;13)", "ZMYM2::FGFR1 fusion"),
    ("t(8;16)", "KAT6A::CREBBP fusion"),
    ("t(11;18)", "BIRC3::MALT1 fusion"),
    ("inv(2)(p21p23)", "EML4::ALK fusion"),
    ("inv(2)(p21;p23)", "EML4::ALK fusion"),
    ("t(x;18)", "SS18::SSX fusion"),
    ("t(11;22)(q24;q12)", "EWSR1::FLI1 fusion"),
    ("t(11;22)(p13;q12)", "EWSR1::WT1 fusion"),
    ("t(21;22)", "EWSR1::ERG fusion"),
    ("t(2;13)", "PAX3::FOXO1 fusion"),
    ("t(1;13)", "PAX7::FOXO1 fusion"),
    ("t(12;16)", "FUS::DDIT3 fusion"),
    ("t(12;15)", "ETV6::NTRK3 fusion"),
    ("t(17;22)", "COL1A1::PDGFB fusion"),
    ("t(12;22)", "EWSR1::ATF1 fusion"),
    ("t(9;22)(q22;q12)", "EWSR1::NR4A3 fusion"),
    ("t(x;17)", "ASPSCR1::TFE3 fusion"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chromosomes_are_read_whole_or_not() {
        let read = |text: &str| match parse(text) {
            Some(AlterationKind::Named { name }) => name,
            _ => String::new(),
        };
        for (text, want) in [
            ("del(13)(q14)", "del(13q)"),
            ("13q14 deletion", "del(13q)"),
            ("-7", "monosomy 7"),
            ("+12", "trisomy 12"),
            ("+1q", "1q gain"),
            ("del(13x)", ""),
            ("-77", ""),
            ("13q", ""),
            ("complex", ""),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }
}
