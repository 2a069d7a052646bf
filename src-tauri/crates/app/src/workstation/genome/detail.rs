//! One variant in full, with the plot of its gene.

use std::collections::BTreeSet;

use attune_genome::{Alteration, AlterationKind, CalledVariant, Criterion, Strength};
use attune_knowledge::BiomarkerExpr;
use attune_report::findings::{ClassWords, VariantWords, criteria_of, percent};
use attune_report::{Lollipop, Stem, lollipop_figure};

use super::super::patient::figures;
use super::table::{Entry, GenomeTable};
use crate::error::AppError;
use crate::printing::moment_words;
use crate::reclassify::{AS_COMPUTED, Change, classes};
use crate::view::{ClassChangeRow, CriterionRow, OptionLink, VariantDetail};
use crate::workstation::Workstation;

/// Most changes in one plot; exome reports have genes with hundreds of silent ones.
const STEMS: usize = 40;

impl Workstation {
    pub(super) fn detail(&self, table: &GenomeTable, key: &str) -> Result<VariantDetail, AppError> {
        let entry = table.find(key)?;
        let variant = table.variant(entry);
        let (figure, figure_note) = self.plot(table, entry)?;
        let criteria = variant.into_iter().flat_map(criteria_of);
        let class = &entry.class;
        let points = class.points.map_or(String::new(), |p| format!(", {p} points"));
        Ok(VariantDetail {
            banner: self.banner_of(&table.case)?,
            row: table.row(entry),
            facts: facts(entry, variant),
            in_force: in_force(class),
            ours: match &class.ours {
                Some(ours) => format!("{ours} ({}{points})", class.guideline),
                None => "not classified by Attune".to_owned(),
            },
            differs_from_ours: class.differs_from_ours,
            laboratory: class.laboratory.clone().unwrap_or_else(|| "the file states no class".to_owned()),
            criteria: criteria.map(|c| self.criterion(c)).collect(),
            options: links(table, entry),
            classes: variant.map(|v| self.choices(v, &table.case.changes, key)).unwrap_or_default(),
            changes: self.changes_of(&table.case.changes, key),
            figure,
            figure_note,
        })
    }

    /// Classes that can be set; where one was set, also that it is taken back.
    fn choices(&self, v: &CalledVariant, changes: &[Change], key: &str) -> Vec<String> {
        let mut all = classes(v).map(str::to_owned).to_vec();
        let last = changes.iter().rev().find(|c| c.key == key && c.criterion.is_none());
        if last.is_some_and(|c| c.to != AS_COMPUTED) {
            all.push(AS_COMPUTED.to_owned());
        }
        all
    }

    fn criterion(&self, c: &Criterion) -> CriterionRow {
        let points = if c.points == 0 { "0".to_owned() } else { signed(c.points) };
        let usual = Strength::of_code(&c.code);
        let set = Strength::ALL.into_iter().find(|s| s.points() == c.points.saturating_abs());
        CriterionRow {
            code: c.code.to_string(),
            state: c.state.words().to_owned(),
            points,
            fact: c.fact.to_string(),
            editable: usual.is_some(),
            strength: set.or(usual).map(Strength::words).unwrap_or_default().to_owned(),
            changed: c.changed.as_ref().map_or(String::new(), |note| {
                let ours = note.ours.replace('-', "\u{2212}");
                format!("Attune: {ours}. {}, {}: {}", note.by, self.moment(&note.at), note.reason)
            }),
        }
    }

    fn moment(&self, at: &str) -> String {
        let zone = self.now().time_zone().clone();
        at.parse::<jiff::Timestamp>().map_or_else(|_| at.to_owned(), |t| moment_words(&t.to_zoned(zone)))
    }

    fn changes_of(&self, changes: &[Change], key: &str) -> Vec<ClassChangeRow> {
        let of_variant = changes.iter().rev().filter(|c| c.key == key);
        of_variant
            .map(|c| ClassChangeRow {
                when: self.moment(&c.at),
                by: c.by.clone(),
                change: format!("{} to {}", c.from, c.to),
                reason: c.reason.clone(),
            })
            .collect()
    }

    /// The changes of the gene along its protein, or why there is no plot.
    fn plot(
        &self,
        table: &GenomeTable,
        entry: &Entry,
    ) -> Result<(Option<crate::view::FigureView>, String), AppError> {
        let Some(gene) = table.variant(entry).and_then(|v| v.gene.as_deref()) else {
            return Ok((None, "No plot: the finding has no gene with coordinates.".to_owned()));
        };
        let variants = table.case.intake.genomes.iter().flat_map(|g| &g.variants);
        let mut stems: Vec<Stem> =
            variants.filter(|v| v.gene.as_deref() == Some(gene) && v.passed()).filter_map(stem).collect();
        stems.sort_by_key(|s| (s.residue, s.label.clone()));
        stems.dedup_by(|a, b| a.label == b.label && a.origin == b.origin && a.vaf == b.vaf);
        let all = stems.len();
        if all == 0 {
            return Ok((None, format!("No plot: no residue of {gene} is known to change.")));
        }
        stems.truncate(STEMS);
        let outline = self.library.transcripts()?.protein(gene);
        let plot = Lollipop {
            gene: gene.to_owned(),
            transcript: outline.as_ref().map(|o| o.transcript.clone()),
            residues: outline.and_then(|o| o.residues),
            stems,
            known: self.known_residues(gene)?,
        };
        let more = if all > STEMS { format!(" {STEMS} of {all} changes are drawn.") } else { String::new() };
        let note = format!("Domains are not drawn: the pack has no facts about them.{more}");
        Ok((figures(std::iter::once(lollipop_figure(&plot)))?.pop(), note))
    }

    /// Residues of a gene that the pack has evidence for.
    fn known_residues(&self, gene: &str) -> Result<Vec<u32>, AppError> {
        let mut found = BTreeSet::new();
        for fact in self.library.knowledge().assertions()? {
            residues(&fact.biomarker, gene, &mut found);
        }
        Ok(found.into_iter().collect())
    }
}

fn signed(points: i8) -> String {
    format!("{points:+}").replace('-', "\u{2212}")
}

/// The class in force: `Likely oncogenic, +9 points, changed by a clinician`.
fn in_force(class: &ClassWords) -> String {
    let points = class.points_in_force.filter(|_| class.ours.is_some());
    let points = points.map_or(String::new(), |p| format!(", {} points", signed(p)));
    let by = match class.by {
        "clinician" => ", set by a clinician",
        "laboratory" => ", of the laboratory",
        _ => "",
    };
    format!("{}{points}{by}", class.class)
}

fn residues(expression: &BiomarkerExpr, gene: &str, out: &mut BTreeSet<u32>) {
    match expression {
        BiomarkerExpr::Is(alteration) if alteration.gene.as_deref() == Some(gene) => {
            out.extend(residue(alteration))
        }
        BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => {
            parts.iter().for_each(|part| residues(part, gene, out));
        }
        _ => {}
    }
}

fn residue(alteration: &Alteration) -> Option<u32> {
    match alteration.kind {
        AlterationKind::Substitution { residue, .. }
        | AlterationKind::Residue { residue, .. }
        | AlterationKind::Frameshift { residue } => Some(residue),
        AlterationKind::Inframe { start, .. } => Some(start),
        _ => None,
    }
}

/// A variant as a stem, where its residue is known. A silent change is none.
fn stem(v: &CalledVariant) -> Option<Stem> {
    let name = v.hgvs_p.as_ref().filter(|p| !p.ends_with('='))?;
    let first = v.interpretation.residues.map(|(first, _)| first);
    let place = first.or_else(|| residue(&Alteration::parse(&format!("{} {name}", v.gene.as_deref()?))?))?;
    let origin = match v.origin {
        attune_genome::Origin::Somatic => "somatic",
        attune_genome::Origin::Germline => "germline",
        attune_genome::Origin::Unknown => "unknown origin",
    };
    Some(Stem { residue: place, label: name.clone(), vaf: v.vaf, depth: v.depth, origin })
}

fn links(table: &GenomeTable, entry: &Entry) -> Vec<OptionLink> {
    let Some(support) = &entry.support else { return Vec::new() };
    let options = support.options.iter().filter_map(|o| table.ranked.options.get(*o)).map(|o| OptionLink {
        rank: o.rank.to_string(),
        treatment: o.treatment.clone(),
        level: o.level.to_string(),
    });
    let against =
        support.resistance.iter().filter_map(|r| table.ranked.resistance.get(*r)).map(|r| OptionLink {
            rank: "resistance".to_owned(),
            treatment: r.treatment.clone(),
            level: r.level.to_string(),
        });
    options.chain(against).collect()
}

/// What the file and the packs say, in the order in which a reader asks.
fn facts(entry: &Entry, variant: Option<&CalledVariant>) -> Vec<(String, String)> {
    let VariantWords { place, coding, vaf, depth, origin, filter, .. } = &entry.words;
    let mut out: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        out.extend(value.filter(|v| !v.is_empty()).map(|v| (name.to_owned(), v)));
    };
    add("Place", Some(place.clone()));
    let Some(v) = variant else {
        add("Coding change", Some(coding.clone()));
        return out;
    };
    let more = &v.interpretation;
    add("Assembly", Some(v.variant.assembly.to_string()));
    add("Transcript", v.transcript.as_ref().map(|t| format!("{t}:{coding}")));
    add("Protein", v.hgvs_p.clone());
    add("Exon", more.exon.map(|e| e.to_string()));
    add("Also called", Some(more.aliases.join(", ")));
    add("Named by", v.annotated_by.clone());
    add("Origin", Some(origin.clone()));
    let reads = v.file.alternate_reads.map_or(String::new(), |r| format!(", {r} with the change"));
    add("Reads", Some(format!("{depth}{reads}")));
    add("Allele fraction", Some(if v.vaf.is_some() { format!("{vaf} %") } else { vaf.clone() }));
    add("In the normal sample", v.file.normal_vaf.map(|f| format!("{} %", percent(f))));
    add("Filter of the caller", Some(filter.clone()));
    let population = v.file.population.as_ref();
    add("Population", population.map(|p| format!("highest frequency {} ({})", p.frequency, p.source)));
    let clonal = more.clonality.as_ref();
    add(
        "Tumour cells",
        clonal.map(|c| {
            let interval = format!("{} to {}", percent(c.low), percent(c.high));
            format!("{} % (interval {interval}), {}; {}", percent(c.cancer_cell_fraction), c.state, c.basis)
        }),
    );
    add("Other allele", more.second_hit.as_ref().map(|s| format!("{}: {}", s.state, s.because)));
    let germline = more.possible_germline.as_ref();
    add("May be of the germline", germline.map(|g| format!("{}. {}", g.because, g.advice)));
    add("Not interpreted", more.not_interpreted.clone());
    add("Identifiers", Some(v.ids.join(", ")));
    add("Line in the file", Some(v.line.to_string()));
    out
}
