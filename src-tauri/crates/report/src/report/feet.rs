//! The foot of each page: identity, page x of y, versions, consent, intended use, hash.

use attune_clinical::{ConsentScope, PartialDate};

use super::{identity, words};
use crate::flow::{Foot, Inline, Sizes, Style, foot_style, text};
use crate::input::{Audience, ReportInput};
use crate::page::Sheet;
use crate::text::clean_to;

/// `Knowledge pack 2026.11.2, model loris-pan-cancer 1.0, rank rules 1.4, Attune 1.0.0`.
pub(crate) fn versions(input: &ReportInput<'_>) -> String {
    let mut parts: Vec<String> = input.packs.iter().map(|p| format!("pack {} {}", p.id, p.version)).collect();
    // Only the models that gave an answer: what did not run made nothing on these pages.
    parts.extend(input.ranked.predictions.iter().map(|p| format!("model {} {}", p.model, p.version)));
    parts.dedup();
    parts.push(format!("rank rules {}", input.ranked.rules_version));
    parts.push(format!("Attune {}", input.attune_version));
    let line = parts.join(", ");
    let mut letters = line.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    clean_to(&format!("{first}{}", letters.as_str()), 500)
}

/// Packs and program only: a card has no ranking.
fn packs(input: &ReportInput<'_>) -> String {
    let packs = input.packs.iter().map(|p| format!("{} {}", p.id, p.version));
    let all: Vec<String> = packs.chain([format!("Attune {}", input.attune_version)]).collect();
    clean_to(&all.join(", "), 200)
}

/// `5b0e 91d4 77ac 2f38`.
fn short(sha: &str) -> String {
    let digits: Vec<char> = format!("{sha:0<16}").chars().take(16).collect();
    digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What the feet of all pages share.
pub(crate) struct Feet {
    sheet: Sheet,
    identity: Vec<Inline>,
    made_with: Inline,
    maker: Inline,
    use_line: &'static str,
    plain: Style,
}

impl Feet {
    pub(crate) fn new(input: &ReportInput<'_>, sheet: Sheet, sizes: Sizes) -> Self {
        let plain = foot_style(sizes);
        let strong = plain.strong();
        let gap = || Inline::Gap(sizes.foot);
        let state = |scope: ConsentScope| words::status(&input.ranked.consent, scope).word();
        let mut identity = vec![text(&identity::name(input, 120), strong), gap()];
        identity.push(text(&format!("Born {}", identity::born(input)), plain));
        identity.extend([gap(), text(&format!("MRN {}", identity::mrn(input)), plain)]);
        if input.patient.synthetic {
            identity.extend([gap(), text("SYNTHETIC", strong)]);
        }
        let day = PartialDate::day(input.moment.day).display();
        let (made_with, maker, use_line) = match input.audience {
            Audience::Clinician | Audience::Board => (
                format!(
                    "{}. Consent: planning {}, AI models {}, secondary findings {}.",
                    versions(input),
                    state(ConsentScope::TreatmentPlanning),
                    state(ConsentScope::AiModels),
                    state(ConsentScope::SecondaryFindings)
                ),
                format!("{}, {day}", clean_to(input.user, 60)),
                "Supports, and does not replace, the judgement of a clinician. Content",
            ),
            // The choices stand in a section of their own, in plain words.
            Audience::Patient => (versions(input), day, "For the talk with your care team."),
            Audience::Wallet => (packs(input), day, ""),
        };
        Self {
            sheet,
            identity,
            made_with: text(&made_with, plain),
            maker: text(&maker, plain),
            use_line,
            plain,
        }
    }

    /// The foot of one page.
    pub(crate) fn page(&self, sha: &str, page: usize, of: usize) -> Foot {
        let number = text(&format!("Page {page} of {of}"), self.plain.strong());
        if self.use_line.is_empty() {
            return Foot {
                sheet: self.sheet,
                rows: vec![
                    (self.identity.clone(), vec![number]),
                    (vec![self.made_with.clone()], vec![self.maker.clone()]),
                ],
            };
        }
        let hash = text(&format!("{} SHA-256 {}.", self.use_line, short(sha)), self.plain);
        Foot {
            sheet: self.sheet,
            rows: vec![
                (self.identity.clone(), vec![number]),
                (vec![self.made_with.clone()], Vec::new()),
                (vec![hash], vec![self.maker.clone()]),
            ],
        }
    }
}
