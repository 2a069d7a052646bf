//! Plain words for patients. No score, no rank, no level.

use attune_clinical::{ConsentScope, ConsentStatus};
use attune_decision::{BlockedReason, Level, OptionGroup, RankedOption, SafetyKind};
use attune_pharmacogenomics::{DrugAction, Standing};

/// How well a group of treatments is studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    Approved,
    WellStudied,
    Elsewhere,
    Early,
}

impl Known {
    /// Standard care needs no alteration: its level speaks of alterations and says nothing of how well it is known.
    pub(crate) fn of(option: &RankedOption) -> Self {
        if option.group == OptionGroup::StandardCare {
            return Self::Approved;
        }
        match option.level {
            Level::IA => Self::Approved,
            Level::IB => Self::WellStudied,
            Level::IIC => Self::Elsewhere,
            Level::IID | Level::III | Level::IV => Self::Early,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Approved => "Approved or recommended for a cancer like yours",
            Self::WellStudied => "Well studied in a cancer like yours",
            Self::Elsewhere => "Approved for another cancer, or studied in small groups",
            Self::Early => "Early research only",
        }
    }
}

/// What needs a check, by the kind of the safety note.
pub(crate) fn check(kind: SafetyKind) -> &'static str {
    match kind {
        SafetyKind::Pgx => "Your genes may change the right dose or medicine.",
        SafetyKind::OrganFunction => "Your blood tests, kidneys, liver or heart need a check.",
        SafetyKind::Interaction => "It may not go well with a medicine that you take.",
        SafetyKind::Allergy => "An allergy or intolerance of yours matters here.",
        SafetyKind::PriorTherapy => "You had this or a similar medicine before.",
        SafetyKind::Other => "One more point about your health needs a check.",
    }
}

/// Why a treatment is not on the list.
pub(crate) fn not_listed(reason: BlockedReason) -> &'static str {
    match reason {
        BlockedReason::Contraindicated => "It may not be safe for you now.",
        BlockedReason::Resistance => "A change in your tumour makes it unlikely to work.",
        BlockedReason::TumourType => "It was studied in another kind of cancer.",
        BlockedReason::Consent => "It was not looked at, because a permission is missing.",
        BlockedReason::InsufficientEvidence => "Too little is known about it.",
    }
}

/// What to do about a medicine, from the class of the advice.
pub(crate) fn advice(action: DrugAction) -> &'static str {
    match action {
        DrugAction::Avoid => "Your care team may want to avoid it.",
        DrugAction::Alternative => "Another medicine may suit you better.",
        DrugAction::DecreaseDose => "You may need a lower dose.",
        DrugAction::IncreaseDose => "You may need a higher dose.",
        DrugAction::Monitor => "You may need closer checks.",
        DrugAction::Standard | DrugAction::None => "The usual dose applies.",
    }
}

/// What the genes mean for a medicine that is taken.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Advised(DrugAction::Standard) => "Your genes ask for no change.",
        Standing::Advised(DrugAction::None) => "There is no rule for your result.",
        Standing::Advised(action) => advice(action),
        Standing::NotKnown => "Not known: a gene that matters for it was not read.",
        Standing::NotInGuidelines => "No rule about genes is known for it.",
    }
}

/// For a gene with several possible results.
pub(crate) const UNSETTLED: &str =
    "The test could not settle how this gene works. Another test may be needed.";

/// What a result of a gene means.
pub(crate) fn phenotype(words: &str) -> &'static str {
    let words = words.to_lowercase();
    let has = |part: &str| words.contains(part);
    if has("poor metabolizer") {
        "This gene hardly works. Some medicines stay in your body longer, or do not become active."
    } else if has("intermediate metabolizer") {
        "This gene works less than usual. Some medicines stay in your body longer, or become less active."
    } else if has("rapid metabolizer") {
        "This gene works more than usual. Some medicines leave your body faster, or act more strongly."
    } else if has("normal") {
        "This gene works fully. A medicine may still need another dose."
    } else if has("poor function") || has("decreased function") || has("deficient") {
        "This gene works less than usual."
    } else if has("increased function") {
        "This gene works more than usual."
    } else {
        "Your result can change how a medicine works."
    }
}

/// What a permission is about.
pub(crate) fn scope(scope: ConsentScope) -> &'static str {
    match scope {
        ConsentScope::TreatmentPlanning => "Compare your results with published research, for your own care",
        ConsentScope::AiModels => "Let computer models estimate how a treatment may work",
        ConsentScope::SecondaryFindings => "Look at other genes that may affect your health",
        ConsentScope::FamilySharing => "Name what your results may mean for relatives",
        ConsentScope::ResearchExport => "Share your data, without your name, for research",
    }
}

pub(crate) fn status(status: ConsentStatus) -> &'static str {
    match status {
        ConsentStatus::Implied => "Part of your care. You can say no.",
        ConsentStatus::Permitted => "You said yes.",
        ConsentStatus::Denied => "You said no. It was not done.",
        ConsentStatus::NotRecorded => "You were not asked yet. It was not done.",
        ConsentStatus::Expired => "Your yes has run out. It was not done.",
    }
}
