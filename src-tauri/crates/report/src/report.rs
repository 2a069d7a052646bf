//! From the values of the screen to pages.

mod board;
mod clinician;
mod consent;
mod details;
mod feet;
mod genome;
mod identity;
mod models;
mod patient;
pub(crate) mod pgx;
mod plain;
mod ranking;
mod refused;
mod sources;
mod trials;
mod unknown;
mod wallet;
pub(crate) mod words;

use sha2::{Digest, Sha256};

use crate::flow::{Flow, Sizes};
use crate::input::{Audience, ReportInput};
use crate::page::{Pages, Sheet};

/// A report in the making.
pub(crate) struct Writer<'a> {
    pub(crate) flow: Flow,
    pub(crate) input: &'a ReportInput<'a>,
    sections: usize,
}

impl Writer<'_> {
    /// Head of a numbered section.
    pub(crate) fn section(&mut self, words: &str, note: &str) {
        self.sections += 1;
        match self.input.audience {
            Audience::Clinician | Audience::Board => {
                self.flow.section(&format!("{} {words}", self.sections), note)
            }
            Audience::Patient | Audience::Wallet => self.flow.section(words, note),
        }
    }
}

/// Whether treatment planning was permitted. Where it was not, results that belong to it are not printed, even
/// if the caller hands them over.
pub(crate) fn planned(input: &ReportInput<'_>) -> bool {
    input.ranked.consent.treatment_planning.allows()
}

/// Composes the report. The same input gives the same pages.
#[must_use]
pub fn compose(input: &ReportInput<'_>) -> Pages {
    let (sheet, sizes, title) = match input.audience {
        Audience::Clinician => (Sheet::A4, Sizes::CLINICIAN, "Treatment options report"),
        Audience::Patient => (Sheet::A4, Sizes::PATIENT, "Your treatment options"),
        Audience::Wallet => (Sheet::CARD, Sizes::CARD, "Pharmacogenomics card"),
        Audience::Board => (Sheet::A4, Sizes::CLINICIAN, "Tumour board note"),
    };
    let feet = feet::Feet::new(input, sheet, sizes);
    // Widest digits and numbers: no foot is taller than the room kept for it.
    let room = feet.page("bbbbbbbbbbbbbbbb", 9999, 9999).height();
    let mut writer = Writer { flow: Flow::new(sheet, sizes, room), input, sections: 0 };
    match input.audience {
        Audience::Clinician => clinician::write(&mut writer, title),
        Audience::Patient => patient::write(&mut writer, title),
        Audience::Wallet => wallet::write(&mut writer, title),
        Audience::Board => board::document(&mut writer, title),
    }
    let Flow { pages, nodes, .. } = writer.flow;
    let mut composed = Pages {
        sheet,
        title: title.to_owned(),
        created: input.moment.at,
        producer: format!("Attune {}", crate::text::clean_to(input.attune_version, 40)),
        pages,
        nodes,
        content_sha256: String::new(),
    };
    composed.content_sha256 = digest(&composed);
    let total = composed.pages.len();
    let sha = composed.content_sha256.clone();
    for (number, page) in composed.pages.iter_mut().enumerate() {
        feet.page(&sha, number + 1, total).draw(page);
    }
    composed
}

/// SHA-256 of all that stands on the pages before the feet are drawn, and of the text alternatives.
fn digest(pages: &Pages) -> String {
    let mut sha = Sha256::new();
    for page in &pages.pages {
        sha.update(crate::svg::body(pages.sheet.size(), page.marks()));
    }
    for alt in pages.nodes.iter().filter_map(|n| n.alt.as_deref()) {
        sha.update(alt);
        sha.update([0]);
    }
    sha.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
