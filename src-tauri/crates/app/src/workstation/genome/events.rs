//! Copy number, fusions, gaps and negative findings.

use attune_genome::{
    Alteration, AlterationKind, Breakpoint, CopyNumber, FusionPartner, GenomeReport, Origin,
};
use attune_report::findings::{NOT_STATED, negatives as tested, report_gaps};

use super::gap;
use super::table::GenomeTable;
use crate::answer::best_pgx;
use crate::view::{CopyNumberRow, FusionRow, GapRow};
use attune_pharmacogenomics::CallStatus;

/// `4 reports: sample T-1, GRCh38, somatic calls; copy number, GRCh38`. Reports of which the same is told stand once.
pub(super) fn context(genomes: &[GenomeReport]) -> String {
    let one = |g: &GenomeReport| {
        let sample = g.sample.as_ref().map(|s| format!("sample {s}"));
        let contents = [
            (!g.copy_number.is_empty() || !g.segments.is_empty(), "copy number"),
            (!g.fusions.is_empty() || !g.structural.is_empty(), "fusions"),
            (!g.named.is_empty() || g.tmb.is_some() || g.msi.is_some(), "results of the record"),
        ];
        let sample = sample.or_else(|| {
            let told: Vec<&str> =
                contents.iter().filter(|(there, _)| *there).map(|(_, word)| *word).collect();
            (g.variants.is_empty() && !told.is_empty()).then(|| told.join(" and "))
        });
        let assembly = g.assembly.map(|a| a.to_string());
        let origin = match g.origin {
            Origin::Somatic => Some("somatic calls".to_owned()),
            Origin::Germline => Some("germline calls".to_owned()),
            Origin::Unknown => None,
        };
        let purity = g.biomarkers.purity.as_ref().map(|(p, by)| format!("purity {:.0} % ({by})", p * 100.0));
        let ploidy = g.biomarkers.ploidy.as_ref().map(|(p, by)| format!("ploidy {p:.1} ({by})"));
        [sample, assembly, origin, purity, ploidy].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let mut parts: Vec<String> = Vec::new();
    for part in genomes.iter().map(one).filter(|p| !p.is_empty()) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    match genomes.len() {
        0 => "no genome report".to_owned(),
        1 => parts.join("; "),
        reports => format!("{reports} reports: {}", parts.join("; ")),
    }
}

fn stated(text: Option<String>) -> String {
    text.filter(|t| !t.is_empty()).unwrap_or_else(|| NOT_STATED.to_owned())
}

fn plain(gene: Option<String>, kind: AlterationKind) -> String {
    Alteration { gene, kind, origin: Origin::Unknown, text: String::new() }.label()
}

pub(super) fn copy_number(genomes: &[GenomeReport], table: &GenomeTable) -> Vec<CopyNumberRow> {
    let events = genomes.iter().flat_map(|g| &g.copy_number);
    events
        .map(|c| {
            let name = copy_number_name(c);
            let (supports, option) = table.told(name.as_deref().and_then(|n| table.supports.get(n)));
            CopyNumberRow {
                gene: c.gene.clone(),
                event: c.event.clone(),
                copies: stated(c.copies.map(|n| format!("{n:.1}"))),
                log2: stated(c.log2.map(|n| format!("{n:.2}").replace('-', "\u{2212}"))),
                source: c.source.clone(),
                supports,
                option,
            }
        })
        .collect()
}

pub(super) fn fusions(genomes: &[GenomeReport], table: &GenomeTable) -> Vec<FusionRow> {
    let side = |s: &Option<String>| s.clone().unwrap_or_else(|| "unnamed".to_owned());
    let place = |b: &Option<Breakpoint>| b.as_ref().map(ToString::to_string).filter(|t| !t.is_empty());
    let breaks = |a: Option<String>, b: Option<String>| {
        stated(Some([a, b].into_iter().flatten().collect::<Vec<_>>().join(" to ")))
    };
    let fused = genomes.iter().flat_map(|g| &g.fusions).map(|f| {
        let support = fusion_names(f.five_prime.as_ref(), f.three_prime.as_ref())
            .into_iter()
            .find_map(|name| table.supports.get(&name));
        let (supports, option) = table.told(support);
        FusionRow {
            name: format!("{}::{}", side(&f.five_prime), side(&f.three_prime)),
            breaks: breaks(place(&f.five_prime_break), place(&f.three_prime_break)),
            frame: stated(f.frame.clone()),
            support: stated(f.reads.map(|r| format!("{r} reads")).or_else(|| f.support.clone())),
            doubt: f.doubt.clone().unwrap_or_default(),
            source: f.source.clone(),
            supports,
            option,
        }
    });
    let structural = genomes.iter().flat_map(|g| &g.structural).map(|s| {
        let genes = [s.start.gene.clone(), s.end.as_ref().and_then(|e| e.gene.clone())];
        let genes: Vec<String> = genes.into_iter().flatten().collect();
        FusionRow {
            name: format!("{} {}", s.kind, genes.join(", ")).trim().to_owned(),
            breaks: breaks(place(&Some(s.start.clone())), place(&s.end)),
            frame: "no fusion of two named genes".to_owned(),
            support: stated(s.reads.map(|r| format!("{r} reads"))),
            doubt: s.filter.clone().filter(|f| !matches!(f.as_str(), "PASS" | "." | "")).unwrap_or_default(),
            source: s.source.clone(),
            supports: "none".to_owned(),
            option: None,
        }
    });
    fused.chain(structural).collect()
}

/// The name that a ranked answer uses for a copy-number event.
pub(super) fn copy_number_name(c: &CopyNumber) -> Option<String> {
    let kind = match c.event.as_str() {
        "amplification" => AlterationKind::Amplification,
        "deletion" => AlterationKind::Deletion,
        _ => return None,
    };
    Some(plain(Some(c.gene.clone()), kind))
}

/// The names that a ranked answer may use for a fusion.
pub(super) fn fusion_names(five: Option<&String>, three: Option<&String>) -> Vec<String> {
    let fusion =
        |gene: &String, partner: FusionPartner| plain(Some(gene.clone()), AlterationKind::Fusion { partner });
    let mut out = Vec::new();
    if let (Some(a), Some(b)) = (five, three) {
        out.push(fusion(a, FusionPartner::Gene(b.clone())));
        out.push(fusion(b, FusionPartner::Gene(a.clone())));
    }
    out.extend(five.into_iter().chain(three).map(|g| fusion(g, FusionPartner::Any)));
    out
}

pub(super) fn negatives(genomes: &[GenomeReport]) -> Vec<GapRow> {
    tested(genomes).iter().map(|(gene, proof)| gap("Looked at in full", gene, proof)).collect()
}

/// What the reports leave open, pharmacogenes that could not be called, and what consent withholds.
pub(super) fn gaps(genomes: &[GenomeReport], table: &GenomeTable) -> Vec<GapRow> {
    let mut out: Vec<GapRow> =
        report_gaps(genomes).iter().map(|g| gap(g.kind, &g.subject, &g.message)).collect();
    if genomes.is_empty() {
        out.push(gap("Not tested", "Genome", "no genome report was imported; not tested is not negative"));
    }
    for gene in best_pgx(&table.case.intake.pgx).map(|p| p.genes.as_slice()).unwrap_or_default() {
        if gene.status == CallStatus::NotCalled {
            let why =
                gene.findings.first().map_or("no genotype at its defining positions", |f| f.message.as_str());
            out.push(gap("No firm call", &gene.gene, why));
        }
    }
    for alteration in table.ranked.alterations.iter().filter(|a| !a.recognised) {
        out.push(gap("Not understood", &alteration.text, "stated in these words and not used"));
    }
    out.extend(table.ranked.withheld.iter().map(|words| {
        let (class, why) = words.split_once(':').unwrap_or(("Consent", words));
        gap("Withheld", class, why.trim())
    }));
    out
}
