//! What the models estimate, for whom they may speak, and what their numbers are not.

use attune_inference::Prediction;

use super::{Writer, unknown};
use crate::figure::prediction_figure;
use crate::flow::{Sign, Style, text};
use crate::input::ModelSummary;
use crate::text::sentence;

/// What no number of a model is, whatever the model.
const NOT: &str = "The shares describe the model, not a cause. The estimate holds among patients who had the treatment; it is \
                   not the probability of a benefit over another treatment.";

/// The section on model estimates.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.section("Model estimates", "Model");
    if !input.ranked.consent.ai_models.allows() || input.ranked.predictions.is_empty() {
        writer.flow.paragraph(&[text("Status: ", strong), text(&unknown::model_status(input), plain)]);
        return;
    }
    for prediction in &input.ranked.predictions {
        let card = input.models.iter().find(|m| m.id == prediction.model);
        one(writer, prediction, card);
    }
    writer.flow.paragraph(&[text(NOT, plain)]);
}

fn one(writer: &mut Writer<'_>, prediction: &Prediction, card: Option<&ModelSummary>) {
    let sizes = writer.flow.sizes;
    let plain = sizes.plain();
    let strong = plain.strong();
    let name = card.map_or(prediction.model.as_str(), |c| if c.name.is_empty() { &c.id } else { &c.name });
    let line = [
        text(&format!("{name}  "), Style { size: sizes.h3, ..strong }),
        text(&format!("{} version {}", prediction.model, prediction.version), sizes.soft()),
    ];
    writer.flow.subsection(&line, name, 150.0);
    let speaks = prediction.applicable && prediction.prediction.is_some();
    let verdict = if speaks {
        "The model may speak about this patient."
    } else {
        "The model gives no number for this patient."
    };
    writer.flow.paragraph(&[text("Applicability: ", strong), text(verdict, plain)]);
    let shape = if speaks { Sign::Caution } else { Sign::Info };
    let reasons: Vec<_> =
        prediction.reasons.iter().map(|r| (shape, vec![text(&sentence(r), plain)])).collect();
    writer.flow.list(&reasons);
    if speaks {
        match prediction_figure(prediction) {
            Ok(figure) => writer.flow.figure(&figure),
            Err(why) => writer.flow.paragraph(&[text(&format!("No chart: {why}."), plain)]),
        }
        // The card says how a probability was recalibrated; without it the number stands unexplained.
        if let Some(recalibration) = card.and_then(|c| c.recalibration.as_deref()) {
            writer.flow.paragraph(&[text("Recalibrated: ", strong), text(&sentence(recalibration), plain)]);
        }
    }
    match card {
        Some(card) => card_lines(writer, card),
        None => writer.flow.paragraph(&[text("Model card: not at hand.", plain)]),
    }
}

fn card_lines(writer: &mut Writer<'_>, card: &ModelSummary) {
    let plain = writer.flow.sizes.plain();
    let strong = plain.strong();
    let mut line = Vec::new();
    let mut add = |label: &str, words: String| {
        if !words.is_empty() {
            line.push(text(&format!("{label} "), strong));
            line.push(text(&format!("{} ", sentence(&words)), plain));
        }
    };
    add("Made for:", card.intended_use.clone());
    add("Trained on:", card.population.clone());
    add("Performance:", card.performance.join("; "));
    add("Limits:", card.limits.iter().map(|l| sentence(l)).collect::<Vec<_>>().join(" "));
    add("Source:", card.citation.clone());
    writer.flow.paragraph(&line);
}
