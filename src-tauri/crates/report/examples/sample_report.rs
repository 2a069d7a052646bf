//! Writes the reports of two invented patients, as PDF and SVG: `cargo run --example sample_report -- FOLDER`.

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use attune_report::{Audience, compose, contribution_figure, prediction_figure};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("give a folder")?);
    for (name, sample) in [("colon", sample::colon::sample()), ("melanoma", sample::melanoma::sample())] {
        for audience in [Audience::Clinician, Audience::Patient, Audience::Wallet] {
            let start = Instant::now();
            let pages = compose(&sample.input(audience));
            let composed = start.elapsed();
            let pdf = pages.to_pdf()?;
            eprintln!(
                "{name} {}: {} pages, {} bytes, composed in {composed:?}, all in {:?}",
                audience.name(),
                pages.pages().len(),
                pdf.len(),
                start.elapsed()
            );
            fs::write(folder.join(format!("{name}-{}.pdf", audience.name())), pdf)?;
            for (number, svg) in pages.to_svg().iter().enumerate() {
                fs::write(folder.join(format!("{name}-{}-{}.svg", audience.name(), number + 1)), svg)?;
            }
            fs::write(
                folder.join(format!("{name}-{}.txt", audience.name())),
                pages.texts().join("\n\u{c}\n"),
            )?;
        }
        for option in &sample.ranked.options {
            let figure = contribution_figure(option)?;
            fs::write(folder.join(format!("{name}-{}-{}.svg", figure.id, option.drugs.len())), figure.svg)?;
        }
        for prediction in &sample.ranked.predictions {
            let figure = prediction_figure(prediction)?;
            fs::write(folder.join(format!("{name}-{}.svg", figure.id)), figure.svg)?;
        }
    }
    Ok(())
}
