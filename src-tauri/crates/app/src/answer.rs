//! From what was read to the ranked answer. The same value feeds the screen, the JSON and the PDF.

use attune_clinical::{AiModels, ConsentLedger, TreatmentPlanning};
use attune_decision::{
    Case, Preferences, RankedOptions, Region, SourcedTrial, StatedAlteration, abstain_for_consent,
    match_trials, rank,
};
use attune_genome::{Alteration, AlterationKind, CodingMeaning, GenomeReport, Origin, StatedPart};
use attune_knowledge::{KnowledgeBase, OncoTree};
use attune_pharmacogenomics::{CallStatus, PgxSample};
use jiff::civil::Date;

use crate::diagnosis::primary;
use crate::error::AppError;
use crate::intake::Intake;
use crate::library::Library;

/// What is asked about one person.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// What was read.
    pub intake: &'a Intake,
    /// Alterations stated by the user.
    pub alterations: &'a [String],
    /// Tumour type stated by the user: OncoTree code or words.
    pub tumour_type: Option<&'a str>,
    /// Consent.
    pub consent: &'a ConsentLedger,
    /// Region of the site, whose approvals count.
    pub region: Option<Region>,
    /// What matters to the patient.
    pub preferences: Preferences,
    /// Day for which the answer is to hold.
    pub as_of: Date,
}

/// What is asked beside the case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Trials to match.
    pub trials: &'a [SourcedTrial],
    /// Texts of alterations that are left out: a question "what if it were not there".
    pub without: &'a [String],
}

impl Question<'_> {
    /// The ranked answer, or an abstention where consent or evidence is missing.
    ///
    /// # Errors
    /// A damaged part of the knowledge pack.
    pub fn answer(&self, library: &Library) -> Result<RankedOptions, AppError> {
        self.answer_beside(library, Beside::default())
    }

    /// As [`Self::answer`], with trials, and without some of the alterations.
    ///
    /// # Errors
    /// A damaged part of the knowledge pack.
    pub fn answer_beside(&self, library: &Library, beside: Beside<'_>) -> Result<RankedOptions, AppError> {
        let mut case = self.case(library)?;
        case.alterations.retain(|a| !beside.without.contains(&a.text));
        match self.consent.authorise::<Case, TreatmentPlanning>(case, self.as_of) {
            Err(reason) => Ok(abstain_for_consent(&reason, self.consent, self.as_of)),
            Ok(case) => {
                let models = self.consent.authorise::<_, AiModels>(library.models(), self.as_of);
                let mut ranked = rank(&case, library.knowledge(), models, self.consent)?;
                ranked.trials = match_trials(&case, library.knowledge(), beside.trials)?;
                if !beside.trials.is_empty() {
                    ranked.not_considered.retain(|n| !n.starts_with("Clinical trials:"));
                }
                order_alterations(&mut ranked);
                Ok(ranked)
            }
        }
    }

    /// The tumour type as stated, else that of the one cancer in the record, with the markers that its text states.
    fn tumour(&self, library: &Library) -> Result<(Option<String>, Vec<StatedAlteration>), AppError> {
        let tree = library.knowledge().tumour_types()?;
        Ok(match (self.tumour_type, &self.intake.record) {
            (Some(text), _) => (Some(text.to_owned()), markers(library.knowledge(), tree, text, "argument")),
            (None, Some(record)) => match primary(record, library.knowledge())? {
                Some(d) => (Some(d.code), markers(library.knowledge(), tree, &d.condition.text, "ehr")),
                None => (None, Vec::new()),
            },
            (None, None) => (None, Vec::new()),
        })
    }

    fn case(&self, library: &Library) -> Result<Case, AppError> {
        let knowledge = library.knowledge();
        let argument = self.alterations.iter().flat_map(|text| stated(text, "argument", knowledge));
        let genome: Vec<StatedAlteration> = self.intake.genomes.iter().flat_map(observed).collect();
        // What the record repeats of the genome report is one finding, not two.
        let same = |a: &StatedAlteration, b: &StatedAlteration| match (&a.alteration, &b.alteration) {
            (Some(a), Some(b)) => a.gene == b.gene && a.kind == b.kind,
            _ => a.text == b.text,
        };
        let record = self.intake.stated.iter().flat_map(|text| stated(text, "ehr", knowledge));
        let record: Vec<StatedAlteration> = record.filter(|r| !genome.iter().any(|g| same(g, r))).collect();
        let mut words: Vec<StatedAlteration> = argument.collect();
        words.extend(record);
        refuse_misfits(&mut words, library)?;
        let own = |w: &StatedAlteration| w.source == "argument";
        let (argument, record): (Vec<_>, Vec<_>) = words.into_iter().partition(own);
        let mut alterations: Vec<StatedAlteration> =
            argument.into_iter().chain(genome).chain(record).collect();
        let (tumour_type, markers) = self.tumour(library)?;
        // A name such as `HER2-positive breast cancer` speaks where nothing more exact is said of the gene.
        let gene = |a: &StatedAlteration| a.alteration.as_ref().map(|a| a.gene.clone());
        let told: Vec<_> = alterations.iter().map(gene).collect();
        alterations.extend(markers.into_iter().filter(|m| !told.contains(&gene(m))));
        // What the diagnosis states by definition (chronic myeloid leukaemia is BCR::ABL1).
        let tree = knowledge.tumour_types()?;
        let node = tumour_type.as_deref().and_then(|t| tree.find(t));
        let implied = node.map(|n| tree.implied(&n.code)).unwrap_or_default();
        let told: Vec<_> = alterations.iter().map(gene).collect();
        let implied = implied.into_iter().flat_map(|text| stated(text, "diagnosis", knowledge));
        alterations.extend(implied.filter(|m| !told.contains(&gene(m))));
        Ok(Case {
            record: self.intake.record.clone(),
            alterations,
            tumour_type,
            pgx: best_pgx(&self.intake.pgx).cloned(),
            tested_genes: tested(&self.intake.genomes),
            tmb: self.intake.genomes.iter().find_map(|g| g.tmb.clone()),
            msi: self.intake.genomes.iter().find_map(|g| g.msi),
            region: self.region,
            preferences: self.preferences,
            ..Case::new(self.as_of)
        })
    }
}

/// Alterations that an option or a resistance rests on come first, in the order of the list; then what could not
/// be understood, so that nobody overlooks it; then the others as they stand in the report.
fn order_alterations(ranked: &mut RankedOptions) {
    let named = |because: &[String], text: &str| because.iter().any(|b| b == text);
    let place = |name: Option<&str>, text: &str, recognised: bool| {
        let text = name.unwrap_or(text);
        let option = ranked.options.iter().position(|o| named(&o.because, text));
        let resistance = ranked.resistance.iter().any(|r| named(&r.because, text));
        match (option, resistance, recognised) {
            (Some(at), ..) => (0, at),
            (None, true, _) => (1, 0),
            (None, false, false) => (2, 0),
            (None, false, true) => (3, 0),
        }
    };
    let mut order: Vec<((u8, usize), usize)> = ranked
        .alterations
        .iter()
        .enumerate()
        .map(|(i, a)| (place(a.name.as_deref(), &a.text, a.recognised), i))
        .collect();
    order.sort_unstable();
    ranked.alterations = order.into_iter().map(|(_, i)| ranked.alterations[i].clone()).collect();
}

/// A text may hold several alterations (`KRAS G12/G13`, `RAS wild-type`); unread text stays as one.
fn stated(text: &str, source: &str, knowledge: &KnowledgeBase) -> Vec<StatedAlteration> {
    let entry = |text: &str, alteration: Option<Alteration>| StatedAlteration {
        text: text.to_owned(),
        source: source.to_owned(),
        alteration,
        detail: None,
    };
    let parts = understood_parts(text, knowledge);
    let of = |part: StatedPart| {
        let mut read: Vec<_> = part.read.into_iter().map(|a| entry(&part.text, Some(a))).collect();
        if read.is_empty() {
            read.push(entry(&part.text, None));
        }
        read
    };
    parts.into_iter().flat_map(of).collect()
}

/// A change that no protein of the gene can have is matched with nothing, and says why. The transcripts are opened only
/// where words state a change of the protein.
fn refuse_misfits(words: &mut [StatedAlteration], library: &Library) -> Result<(), AppError> {
    let placed = |a: &Alteration| a.gene.is_some() && a.names_a_place();
    for word in words.iter_mut() {
        let Some(alteration) = word.alteration.as_ref() else { continue };
        if alteration.gene.is_none() && alteration.names_a_place() {
            word.alteration = None;
            word.detail = Some("no gene is stated".to_owned());
            continue;
        }
        if let (Some(gene), AlterationKind::Named { name }) = (&alteration.gene, &alteration.kind)
            && name.starts_with("c.")
        {
            match library.transcripts()?.coding_meaning(gene, name) {
                Some(CodingMeaning::Protein { kind, name }) => {
                    word.alteration = Some(Alteration { kind, ..alteration.clone() });
                    word.detail = Some(name);
                }
                Some(CodingMeaning::Refused(reason)) => {
                    word.alteration = None;
                    word.detail = Some(reason);
                }
                None => {}
            }
            continue;
        }
        if !placed(alteration) {
            continue;
        }
        if let Some(reason) = library.transcripts()?.misfit(alteration) {
            word.alteration = None;
            word.detail = Some(reason);
        }
    }
    Ok(())
}

/// What the name of a tumour states of markers; words that are no alteration are left out.
fn markers(knowledge: &KnowledgeBase, tree: &OncoTree, text: &str, source: &str) -> Vec<StatedAlteration> {
    let read = tree.read_text(text).markers;
    read.iter().flat_map(|m| stated(m, source, knowledge)).filter(|a| a.alteration.is_some()).collect()
}

/// The alterations that a text names.
pub(crate) fn understood(text: &str, knowledge: &KnowledgeBase) -> Vec<Alteration> {
    understood_parts(text, knowledge).into_iter().flat_map(|part| part.read).collect()
}

/// A text with the alterations that it names, in parts where one part is not understood. The symbol table of the pack
/// is opened only for a name that is not known without it: to read an alias, and to refuse what is no gene.
fn understood_parts(text: &str, knowledge: &KnowledgeBase) -> Vec<StatedPart> {
    let parts = Alteration::parse_parts(text);
    let known = |p: &StatedPart| !p.read.is_empty() && p.read.iter().all(Alteration::names_known_genes);
    if parts.iter().all(known) {
        return parts;
    }
    match knowledge.gene_symbols() {
        Ok(symbols) => Alteration::parse_parts_with(text, symbols),
        Err(_) => parts,
    }
}

/// Genes that a report of the tumour proves to have looked at in full.
fn tested(reports: &[GenomeReport]) -> Vec<String> {
    // A germline file proves nothing about the tumour, and neither does one that does not say what it is.
    let of_tumour = reports.iter().filter(|r| r.origin == Origin::Somatic);
    let mut genes: Vec<String> =
        of_tumour.flat_map(|r| r.coverage.tested.iter().map(|t| t.gene.clone())).collect();
    genes.sort();
    genes.dedup();
    genes
}

fn observed(report: &GenomeReport) -> Vec<StatedAlteration> {
    // Calls that failed their filter, and variants that the laboratory calls benign, are shown but not matched.
    report
        .observed()
        .into_iter()
        .filter(attune_genome::ObservedAlteration::counts)
        .map(|o| StatedAlteration {
            text: o.alteration.label(),
            source: "genome".to_owned(),
            alteration: Some(o.alteration),
            detail: o.detail,
        })
        .collect()
}

/// The sample with the most genes called: a germline report beside a tumour report wins.
#[must_use]
pub fn best_pgx(samples: &[PgxSample]) -> Option<&PgxSample> {
    let called = |s: &PgxSample| s.genes.iter().filter(|g| g.status != CallStatus::NotCalled).count();
    samples.iter().max_by_key(|s| called(s))
}
