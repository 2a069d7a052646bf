//! The facts of the pack that can bear on this case, prepared once so that ranking again is cheap.

use attune_genome::Alteration;
use attune_knowledge::{Assertion, AssertionKind, Basis, BiomarkerExpr};

use crate::level::{Stance, stance, weight};
use crate::matching::{self, Truth};
use crate::observed::Observed;
use crate::standing::Standings;
use crate::treatment::{DrugIndex, Treatment, treatments};
use crate::tumour::{Place, place};
use crate::{Facts, TumourType};

/// A predictive fact with everything that does not change between two rankings of one patient.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    pub(crate) fact: &'a Assertion,
    pub(crate) place: Place,
    pub(crate) stance: Stance,
    pub(crate) treatments: Vec<Treatment>,
    pub(crate) weight: f64,
}

/// Facts that were left out, by count.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub(crate) unreadable: usize,
    pub(crate) class_only: usize,
    pub(crate) prognostic: usize,
    pub(crate) diagnostic: usize,
    pub(crate) predisposing: usize,
}

/// A label or guideline of this tumour whose biomarker nobody has tested.
#[derive(Debug)]
pub(crate) struct Untested<'a> {
    pub(crate) treatments: Vec<Treatment>,
    pub(crate) missing: Vec<&'a Alteration>,
}

/// Everything of the pack that bears on the case.
#[derive(Debug)]
pub(crate) struct Dossier<'a> {
    pub(crate) facts: Vec<Prepared<'a>>,
    pub(crate) untested: Vec<Untested<'a>>,
    pub(crate) drugs: DrugIndex<'a>,
    pub(crate) standings: Standings<'a>,
    pub(crate) left_out: LeftOut,
    /// Diagnostic, prognostic and predisposing facts on the genes of the case.
    pub(crate) others: Vec<(&'a Assertion, Place)>,
}

impl<'a> Dossier<'a> {
    pub(crate) fn open<F: Facts>(facts: &'a F, tumour: &TumourType, observed: &Observed) -> Self {
        let code = tumour.code.as_deref();
        let mut dossier = Self {
            facts: Vec::new(),
            untested: Vec::new(),
            drugs: DrugIndex::default(),
            standings: Standings::open(facts, code),
            left_out: LeftOut::default(),
            others: Vec::new(),
        };
        let knows = |gene: &str| observed.knows(gene);
        for fact in facts.assertions() {
            if fact.kind != AssertionKind::Predictive {
                if matching::touches(&fact.biomarker, &knows) {
                    dossier.others.push((fact, place(&fact.tumours, code, facts)));
                    dossier.count_other(fact, observed);
                }
                continue;
            }
            let (Some(therapy), Some(stance)) = (&fact.therapy, stance(fact)) else { continue };
            let label = matches!(fact.basis, Basis::Label | Basis::Guideline) && !fact.withdrawn;
            let near = matching::touches(&fact.biomarker, &knows);
            if matching::unreadable(&fact.biomarker) {
                dossier.left_out.unreadable += usize::from(near);
            }
            if !near && !label {
                continue;
            }
            let place = place(&fact.tumours, code, facts);
            // A backbone without a biomarker is an option of its own tumour type only.
            if !place.is_here() && (fact.biomarker.asks_nothing() || selects_within_its_disease(fact)) {
                continue;
            }
            let treatments = treatments(therapy, facts);
            for treatment in &treatments {
                dossier.drugs.learn(treatment, facts);
            }
            let mut missing = Vec::new();
            if label
                && stance == Stance::For
                && place.is_here()
                && !matching::unreadable(&fact.biomarker)
                && matching::evaluate(&fact.biomarker, observed) == Truth::Unknown
            {
                matching::untested(&fact.biomarker, observed, &mut missing);
                // A report that names another small variant of the gene has looked at the gene.
                missing.retain(|a| !observed.was_sequenced(a));
            }
            if near || !missing.is_empty() {
                // A label that waits for a test is kept among the facts: "were it found" is asked later.
                dossier.facts.push(Prepared {
                    fact,
                    place,
                    stance,
                    treatments: treatments.clone(),
                    weight: weight(fact, place),
                });
            }
            if !missing.is_empty() {
                dossier.untested.push(Untested { treatments, missing });
            }
        }
        dossier
    }

    fn count_other(&mut self, fact: &Assertion, observed: &Observed) {
        if !matches!(matching::evaluate(&fact.biomarker, observed), Truth::Met(m) if !m.by.is_empty()) {
            return;
        }
        match fact.kind {
            AssertionKind::Prognostic => self.left_out.prognostic += 1,
            AssertionKind::Diagnostic => self.left_out.diagnostic += 1,
            AssertionKind::Predisposing => self.left_out.predisposing += 1,
            AssertionKind::Predictive => {}
        }
    }
}

/// A change of TP53 chooses among the treatments of one disease (no chemoimmunotherapy in chronic lymphocytic leukaemia); it
/// is no target, and says nothing of a drug in another disease.
fn selects_within_its_disease(fact: &Assertion) -> bool {
    fn only_tp53(expr: &BiomarkerExpr) -> bool {
        match expr {
            BiomarkerExpr::Is(a) => a.gene.as_deref() == Some("TP53"),
            BiomarkerExpr::All(parts) | BiomarkerExpr::AnyOf(parts) => parts.iter().all(only_tp53),
            BiomarkerExpr::Unless(_) => true,
            BiomarkerExpr::None | BiomarkerExpr::Not(_) | BiomarkerExpr::Unreadable(_) => false,
        }
    }
    only_tp53(&fact.biomarker) && fact.basis != Basis::Preclinical
}
