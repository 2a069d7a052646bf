//! The name of an alteration on the screen; the parser reads each of these names back. A germline origin is part
//! of the name, because it changes who is concerned; the somatic origin of a tumour finding is shown beside it.

use super::events::TERT_PROMOTER;
use super::{Alteration, AlterationKind, ExonEvent, FusionPartner};
use crate::Origin;

/// `BRAF V600E`, `EGFR exon 19 deletion`, `EML4::ALK fusion`, `MSI-H`.
pub(crate) fn label(alteration: &Alteration) -> String {
    let gene = alteration.gene.as_deref().unwrap_or_default();
    let origin = match alteration.origin {
        Origin::Germline => "germline ",
        Origin::Somatic | Origin::Unknown => "",
    };
    if let AlterationKind::Fusion { partner: FusionPartner::Gene(partner) } = &alteration.kind {
        return format!("{gene}::{partner} {origin}fusion");
    }
    if let AlterationKind::NotDetected { what } = &alteration.kind {
        let found = Alteration { kind: (**what).clone(), ..alteration.clone() };
        if let AlterationKind::Fusion { partner: FusionPartner::Gene(_) } = &found.kind {
            return format!("{} not detected", label_of_pair(&found));
        }
    }
    let text = format!("{gene} {origin}{}", said(gene, &alteration.kind));
    text.trim().to_owned()
}

fn said(gene: &str, kind: &AlterationKind) -> String {
    match kind {
        AlterationKind::Substitution { reference, residue, alternate } => {
            format!("{reference}{residue}{alternate}")
        }
        AlterationKind::Residue { reference, residue } => format!("{reference}{residue}"),
        AlterationKind::Inframe { name, .. } => name.clone(),
        AlterationKind::Frameshift { residue } => format!("frameshift at residue {residue}"),
        AlterationKind::Splice { name } => name.clone().unwrap_or_else(|| "splice site".into()),
        AlterationKind::Named { name } => TERT_PROMOTER
            .iter()
            .find(|(_, n)| gene == "TERT" && n == name)
            .map_or_else(|| name.clone(), |(short, _)| format!("promoter {short}")),
        AlterationKind::Exon { exon, event } => format!(
            "exon {exon} {}",
            match event {
                ExonEvent::Deletion => "deletion",
                ExonEvent::Insertion => "insertion",
                ExonEvent::Skipping => "skipping",
                ExonEvent::Mutation => "mutation",
            }
        ),
        AlterationKind::Amplification => "amplification".into(),
        AlterationKind::Deletion => "deletion".into(),
        AlterationKind::Fusion { .. } => "fusion".into(),
        AlterationKind::Truncating => "truncating mutation".into(),
        AlterationKind::LossOfFunction => "loss of function".into(),
        AlterationKind::Activating => "activating mutation".into(),
        AlterationKind::Oncogenic => "pathogenic".into(),
        AlterationKind::AnyMutation => "mutation".into(),
        AlterationKind::WildType => "wild-type".into(),
        AlterationKind::NotDetected { what } => match &**what {
            AlterationKind::Amplification => "not amplified".into(),
            what => format!("{} not detected", said(gene, what)),
        },
        AlterationKind::Expression { grade, .. } => match grade.as_str() {
            "positive" | "high" | "low" | "negative" => format!("expression {grade}"),
            "loss" => "loss of expression".into(),
            _ => grade.clone(),
        },
        AlterationKind::MsiHigh => "MSI-H".into(),
        AlterationKind::MsiStable => "MSS".into(),
        AlterationKind::Tmb { value: Some(v) } => format!("TMB {v}"),
        AlterationKind::Tmb { value: None } => "TMB-H".into(),
        AlterationKind::HrdPositive => "HRD positive".into(),
        AlterationKind::HrdNegative => "HRD negative".into(),
    }
}

/// `BCR::ABL1`
fn label_of_pair(fusion: &Alteration) -> String {
    let label = label(fusion);
    label.strip_suffix(" fusion").unwrap_or(&label).to_owned()
}
