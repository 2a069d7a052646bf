//! What the genome reports hold: findings, copy number, fusions, biomarkers, and what they leave open.

use attune_genome::{CalledVariant, GenomeReport};

use super::Writer;
use crate::findings::{
    BiomarkerCard, GenomeGap, Support, Supports, VariantWords, biomarker_cards, class_of, negatives,
    report_gaps,
};
use crate::flow::{Cell, Column, Inline, Sign, Table, level, text};
use crate::text::{count, list, number, sentence};

/// Most variants printed; all of them stand in the program.
const ROWS: usize = 40;
/// Most gaps and negative findings printed.
const GAPS: usize = 30;

/// The section.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    if !super::planned(input) {
        return;
    }
    let genomes = input.genomes;
    let total: usize = genomes.iter().map(|g| g.variants.len()).sum();
    let note =
        if genomes.is_empty() { "not imported".to_owned() } else { count(total, "variant", "variants") };
    writer.section("Genome", &note);
    if genomes.is_empty() {
        let words = "No genome report was imported. Not tested is not negative.";
        writer.flow.paragraph(&[text(words, writer.flow.sizes.plain())]);
        return;
    }
    variants(writer, genomes, total);
    copies(writer, genomes);
    fusions(writer, genomes);
    biomarkers(writer, &biomarker_cards(genomes));
    open(writer, genomes);
}

/// A variant that is printed, with what rests on it.
type Printed<'a> = (&'a CalledVariant, Support);

/// Variants that an option or a resistance rests on, and those with a class that is harmful or disputed.
fn printed<'a>(writer: &Writer<'a>, genomes: &'a [GenomeReport]) -> Vec<Printed<'a>> {
    let ranked = writer.input.ranked;
    let supports = Supports::of(ranked);
    let mut out: Vec<Printed<'a>> = Vec::new();
    for report in genomes {
        let mut found = supports.of_variants(report, ranked);
        for (at, variant) in report.variants.iter().enumerate() {
            let support = found.remove(&at).map(|(s, _)| s);
            let class = class_of(variant);
            let set = class.by == "clinician";
            if support.is_some() || class.differs || set || (class.harmful() && variant.passed()) {
                out.push((variant, support.unwrap_or_default()));
            }
        }
    }
    out.sort_by_key(|(v, s)| (s.level.is_none(), s.level, v.gene.clone(), v.line));
    out
}

fn variants<'a>(writer: &mut Writer<'a>, genomes: &'a [GenomeReport], total: usize) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let all = printed(writer, genomes);
    let rows: Vec<Vec<Cell>> = all
        .iter()
        .take(ROWS)
        .map(|(variant, support)| {
            let (words, class) = (VariantWords::of(variant), class_of(variant));
            let mut judged = vec![text(&class.class, plain)];
            if class.by == "clinician" {
                let ours = class.ours.as_ref().filter(|_| class.differs_from_ours);
                let ours = ours.map_or(String::new(), |ours| format!("; Attune: {ours}"));
                judged.extend([Inline::Break, text(&format!("set by a clinician{ours}"), small)]);
            }
            if let Some(laboratory) = class.laboratory.as_ref().filter(|_| class.differs) {
                judged
                    .extend([Inline::Break, text(&format!("differs: laboratory says {laboratory}"), small)]);
            }
            let tier = support.level.map_or_else(|| text("none", small), |l| level(l, plain));
            vec![
                vec![text(&words.gene, strong)],
                vec![text(&words.protein, plain), Inline::Break, text(&words.coding, small)],
                vec![text(words.consequence, plain)],
                vec![text(&words.vaf, plain)],
                vec![text(&words.depth, plain)],
                vec![text(&words.origin, plain), Inline::Break, text(&words.filter, small)],
                judged,
                vec![tier],
            ]
        })
        .collect();
    if rows.is_empty() {
        let words = match total {
            0 => "The reports name no small variant.".to_owned(),
            _ => format!(
                "None of the {} has evidence in the pack, a harmful class or a disputed one.",
                count(total, "variant", "variants")
            ),
        };
        writer.flow.paragraph(&[text(&words, plain)]);
        return;
    }
    let shown = rows.len();
    writer.flow.table(&Table {
        summary: "Variants with evidence or a class".into(),
        columns: vec![
            Column::new("Gene", 0.11),
            Column::new("Change", 0.21),
            Column::new("Consequence", 0.13),
            Column::right("VAF, %", 0.08),
            Column::right("Depth", 0.08),
            Column::new("Origin, filter", 0.14),
            Column::new("Class", 0.17),
            Column::new("Tier", 0.08),
        ],
        rows,
    });
    for (variant, _) in all.iter().take(ROWS) {
        let changed = class_of(variant).changed;
        if !changed.is_empty() {
            let head = format!("{}, criteria set by a clinician: ", variant.label());
            writer.flow.paragraph(&[
                text(&head, sizes.small().strong()),
                text(&sentence(&changed.join("; ")), small),
            ]);
        }
    }
    let words = format!(
        "{shown} of {} printed: those with evidence, a harmful or a disputed class. All of them stand in the program.",
        count(total, "variant", "variants")
    );
    writer.flow.paragraph(&[text(&words, small)]);
}

fn copies(writer: &mut Writer<'_>, genomes: &[GenomeReport]) {
    let plain = writer.flow.sizes.plain();
    let strong = plain.strong();
    let words: Vec<String> = genomes
        .iter()
        .flat_map(|g| &g.copy_number)
        .map(|c| {
            let copies =
                c.copies.map_or("copies not stated".to_owned(), |n| format!("{} copies", number(n, 1)));
            format!("{} {} ({copies})", c.gene, c.event)
        })
        .collect();
    let shown = if words.is_empty() {
        "none in the files imported; that is not a proof of normal copy number.".to_owned()
    } else {
        sentence(&words.join("; "))
    };
    let head = format!("Copy number, {}: ", count(words.len(), "event", "events"));
    writer.flow.paragraph(&[text(&head, strong), text(&shown, plain)]);
}

fn fusions(writer: &mut Writer<'_>, genomes: &[GenomeReport]) {
    let plain = writer.flow.sizes.plain();
    let strong = plain.strong();
    let words: Vec<String> = genomes
        .iter()
        .flat_map(|g| &g.fusions)
        .map(|f| {
            let side = |s: &Option<String>| s.clone().unwrap_or_else(|| "unnamed".to_owned());
            let doubt = f.doubt.as_ref().map_or(String::new(), |d| format!(", not matched: {d}"));
            format!("{}::{}{doubt}", side(&f.five_prime), side(&f.three_prime))
        })
        .collect();
    let shown = if words.is_empty() {
        "none in the files imported; that is not a proof of their absence.".to_owned()
    } else {
        sentence(&words.join("; "))
    };
    let head = format!("Fusions, {}: ", words.len());
    writer.flow.paragraph(&[text(&head, strong), text(&shown, plain)]);
}

fn biomarkers(writer: &mut Writer<'_>, cards: &[BiomarkerCard]) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let rows = cards.iter().map(|card| {
        let value = format!("{} {}", card.value, card.unit);
        vec![
            vec![text(card.label, strong)],
            vec![text(value.trim(), if card.known { strong } else { plain })],
            vec![text(&card.lines.join(" "), small)],
        ]
    });
    writer.flow.table(&Table {
        summary: "Tumour-wide biomarkers, and why one is missing".into(),
        columns: vec![
            Column::new("Biomarker", 0.25),
            Column::new("Value", 0.2),
            Column::new("Interval, rule and source, or the reason", 0.55),
        ],
        rows: rows.collect(),
    });
}

fn open(writer: &mut Writer<'_>, genomes: &[GenomeReport]) {
    let sizes = writer.flow.sizes;
    let (plain, strong, small) = (sizes.plain(), sizes.strong(), sizes.small());
    let (gaps, negatives) = (report_gaps(genomes), negatives(genomes));
    if !negatives.is_empty() {
        let genes: Vec<String> = negatives.iter().map(|(gene, _)| gene.clone()).collect();
        let head = format!("Looked at in full, no variant, {}: ", count(genes.len(), "gene", "genes"));
        writer.flow.paragraph(&[text(&head, strong), text(&sentence(&list(&genes)), plain)]);
    }
    if gaps.is_empty() {
        return;
    }
    let head = format!("Left open by the reports, {}:", count(gaps.len(), "gap", "gaps"));
    writer.flow.paragraph(&[text(&head, strong)]);
    let lines = lines(&gaps);
    let item = |(subject, words): &(String, String)| {
        (Sign::Unknown, vec![text(&format!("{subject}: "), strong), text(words, plain)])
    };
    writer.flow.list(&lines.iter().take(GAPS).map(item).collect::<Vec<_>>());
    if lines.len() > GAPS {
        let more = format!("{} more stand in the program.", lines.len() - GAPS);
        writer.flow.paragraph(&[text(&more, small)]);
    }
}

/// Subject and words of each gap; the codons of one gene that were not covered share a line.
fn lines(gaps: &[GenomeGap]) -> Vec<(String, String)> {
    let codon = |gap: &GenomeGap| {
        let rest = gap.message.strip_prefix(&format!("{} codon ", gap.subject))?;
        Some(rest.split_once(" not covered")?.0.to_owned())
    };
    let mut out: Vec<(String, String)> = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for gap in gaps {
        if codon(gap).is_none() {
            out.push((gap.subject.clone(), format!("{}. {}", gap.kind, sentence(&gap.message))));
            continue;
        }
        if done.contains(&gap.subject.as_str()) {
            continue;
        }
        done.push(&gap.subject);
        let codons: Vec<String> =
            gaps.iter().filter(|g| g.subject == gap.subject).filter_map(codon).collect();
        let named = if codons.len() == 1 { "Codon" } else { "Codons" };
        let words =
            format!("{}. {named} {}: this is not \"{} wild-type\".", gap.kind, list(&codons), gap.subject);
        out.push((gap.subject.clone(), words));
    }
    out
}
