//! The patient's report: what was found, what can be talked about, what is not known. Large type.

use std::collections::{BTreeMap, BTreeSet};

use attune_clinical::ConsentScope;
use attune_decision::{Level, SafetySeverity};
use attune_pharmacogenomics::{CallStatus, DrugAction};

use super::plain::{self, Known};
use super::{Writer, feet, identity, pgx, words};
use crate::flow::{Cell, Column, Inline, Sign, Table, text};
use crate::input::ReportInput;
use crate::text::{count, list, sentence};

/// Writes all sections.
pub(crate) fn write(writer: &mut Writer<'_>, title: &str) {
    let input = writer.input;
    writer.flow.brand();
    writer
        .flow
        .title(title, "To read and to talk about with your care team. It does not tell you what to choose.");
    writer.flow.gap(3.0);
    writer.flow.banner(&identity::banner(input, true));
    found(writer);
    treatments(writer);
    not_listed(writer);
    medicines(writer);
    not_known(writer);
    choices(writer);
    questions(writer);
    about(writer);
}

fn say(writer: &mut Writer<'_>, words: &str) {
    let plain = writer.flow.sizes.plain();
    writer.flow.paragraph(&[text(words, plain)]);
}

fn dots(writer: &mut Writer<'_>, items: &[String]) {
    let plain = writer.flow.sizes.plain();
    writer.flow.list(&items.iter().map(|i| (Sign::Dot, vec![text(i, plain)])).collect::<Vec<_>>());
}

fn found(writer: &mut Writer<'_>) {
    let input = writer.input;
    writer.section("What was found", "");
    let found: Vec<_> = input.ranked.alterations.iter().filter(|a| a.recognised).collect();
    if found.is_empty() {
        say(writer, "No test result of your tumour was used. This does not mean that nothing is there.");
        return;
    }
    say(writer, "These results were used:");
    let from = |source: &str| match source {
        "genome" => " (from your genome test)",
        "ehr" => " (from your health record)",
        _ => " (entered by your care team)",
    };
    dots(writer, &found.iter().map(|a| format!("{}{}", a.text, from(&a.source))).collect::<Vec<_>>());
}

/// Grouped by how well they are studied, inside a group by the alphabet: no order to read a rank from.
fn treatments(writer: &mut Writer<'_>) {
    let input = writer.input;
    let strong = writer.flow.sizes.strong();
    writer.section("Treatments to discuss", "");
    let mut groups: BTreeMap<Known, Vec<&attune_decision::RankedOption>> = BTreeMap::new();
    for option in &input.ranked.options {
        groups.entry(Known::of(option)).or_default().push(option);
    }
    if groups.is_empty() {
        say(writer, "There is no list of treatments in this report.");
        if let Some(abstained) = &input.ranked.abstained {
            say(
                writer,
                &format!("The reason: {} {}", sentence(&abstained.reason), sentence(&abstained.would_help)),
            );
        }
        say(writer, "This does not mean that there is no treatment. Ask your care team what comes next.");
        return;
    }
    say(writer, "Ask about these. Each group is in the order of the alphabet.");
    for (known, mut options) in groups {
        options.sort_by_key(|o| o.treatment.to_lowercase());
        if known == Known::Early {
            let number = count(options.len(), "more treatment has", "more treatments have");
            say(writer, &format!("{number} early research only. Ask if you want to know more."));
            continue;
        }
        writer.flow.subsection(&[text(known.words(), strong)], known.words(), 90.0);
        let items: Vec<_> = options.iter().map(|option| (Sign::Box, treatment(writer, option))).collect();
        writer.flow.list(&items);
    }
}

fn treatment(writer: &Writer<'_>, option: &attune_decision::RankedOption) -> Vec<Inline> {
    let plain = writer.flow.sizes.plain();
    let mut line = vec![text(&format!("{} ", option.treatment), plain.strong())];
    let mut checks: Vec<&str> = Vec::new();
    for note in option.safety.iter().filter(|n| n.severity != SafetySeverity::Info) {
        let check = plain::check(note.kind);
        if !checks.contains(&check) {
            checks.push(check);
        }
    }
    if !checks.is_empty() {
        line.push(Inline::Break);
        line.push(text(&format!("To check first: {}", checks.join(" ")), plain));
    }
    line
}

fn not_listed(writer: &mut Writer<'_>) {
    let ranked = writer.input.ranked;
    let plain = writer.flow.sizes.plain();
    let mut rows: Vec<(String, String)> = Vec::new();
    let (firm, early): (Vec<_>, Vec<_>) = ranked.resistance.iter().partition(|r| r.level <= Level::IB);
    for entry in firm {
        let why = format!("A change in your tumour ({}) makes it unlikely to work.", list(&entry.because));
        rows.push((entry.treatment.clone(), why));
    }
    for blocked in &ranked.not_ranked {
        use attune_decision::BlockedReason::{Contraindicated, Resistance};
        if matches!(blocked.reason, Contraindicated | Resistance) {
            rows.push((blocked.treatment.clone(), plain::not_listed(blocked.reason).to_owned()));
        }
    }
    if rows.is_empty() && early.is_empty() {
        return;
    }
    writer.section("Not advised for you now", "");
    let items: Vec<_> = rows
        .iter()
        .map(|(name, why)| {
            (Sign::Dot, vec![text(&format!("{name} "), plain.strong()), Inline::Break, text(why, plain)])
        })
        .collect();
    writer.flow.list(&items);
    if !early.is_empty() {
        let number = count(early.len(), "more treatment is", "more treatments are");
        say(writer, &format!("{number} thought unlikely to work, by small studies or early research."));
    }
    say(writer, "Do not stop a medicine on your own. Talk with your care team first.");
}

/// Drugs with advice, each with its strongest action and the genes behind it.
fn careful(input: &ReportInput<'_>) -> BTreeMap<String, (DrugAction, BTreeSet<String>)> {
    if !super::planned(input) {
        return BTreeMap::new();
    }
    let mut out: BTreeMap<String, (DrugAction, BTreeSet<String>)> = BTreeMap::new();
    for r in input
        .pgx
        .into_iter()
        .flat_map(|s| &s.recommendations)
        .filter(|r| words::acts(r.action) && pgx::counts(r))
    {
        let entry = out.entry(r.drug.clone()).or_insert_with(|| (r.action, BTreeSet::new()));
        // The enumeration is ordered from the strongest advice down.
        entry.0 = entry.0.min(r.action);
        entry.1.extend(r.because.iter().map(|b| b.gene.clone()));
    }
    out
}

/// The medicines of the record, each with what the genes mean for it.
fn taken(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    let Some(overview) = input.pgx_by_drug.filter(|o| !o.own.is_empty()) else { return };
    writer.flow.lead_in(&[text("Your medicines, as your record lists them:", plain)], 120.0);
    let rows = overview.own.iter().map(|entry| {
        vec![vec![text(&entry.written, strong)], vec![text(plain::standing(entry.standing()), plain)]]
    });
    writer.flow.table(&Table {
        summary: "Your medicines and your genes".into(),
        columns: vec![Column::new("Medicine", 0.4), Column::new("What your genes mean for it", 0.6)],
        rows: rows.collect(),
    });
}

/// What the genes behind the advice do, in plain words.
fn meanings(writer: &mut Writer<'_>, genes: &BTreeSet<String>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    let results = input.pgx.into_iter().flat_map(|s| &s.genes).filter(|g| genes.contains(&g.gene));
    let rows: Vec<Vec<Cell>> = results
        .map(|g| {
            let words = g.phenotype.as_deref().map_or(plain::UNSETTLED, plain::phenotype);
            vec![vec![text(&g.gene, strong)], vec![text(words, plain)]]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    writer.flow.lead_in(&[text("What these genes do:", plain)], 120.0);
    writer.flow.table(&Table {
        summary: "What your genes do".into(),
        columns: vec![Column::new("Gene", 0.22), Column::new("What it means", 0.78)],
        rows,
    });
}

fn medicines(writer: &mut Writer<'_>) {
    let input = writer.input;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.section("Medicines to be careful with", "");
    if !super::planned(input) {
        say(writer, "This was not looked at, because a permission is missing.");
        return;
    }
    if input.pgx.is_none() {
        say(writer, "It was not tested how your genes change the way your body handles medicines.");
        return;
    }
    taken(writer);
    let drugs = careful(input);
    if drugs.is_empty() {
        say(writer, "No medicine was found that needs care because of the genes that could be read.");
        return;
    }
    let words = "Because of your genes. Show this list to every doctor and pharmacist.";
    // A short table is kept whole: the words above it go with it.
    writer.flow.lead_in(&[text(words, plain)], 210.0);
    let rows: Vec<Vec<Cell>> = drugs
        .iter()
        .map(|(drug, (action, genes))| {
            let genes: Vec<&str> = genes.iter().map(String::as_str).collect();
            vec![
                vec![text(drug, strong)],
                vec![text(plain::advice(*action), plain)],
                vec![text(&genes.join(", "), plain)],
            ]
        })
        .collect();
    writer.flow.table(&Table {
        summary: "Medicines to be careful with".into(),
        columns: vec![
            Column::new("Medicine", 0.33),
            Column::new("What to know", 0.45),
            Column::new("Gene", 0.22),
        ],
        rows,
    });
    let genes: BTreeSet<String> = drugs.values().flat_map(|(_, genes)| genes).cloned().collect();
    meanings(writer, &genes);
    say(writer, "Do not change a dose on your own. A wallet card with these results can be printed for you.");
}

fn not_known(writer: &mut Writer<'_>) {
    let input = writer.input;
    writer.section("What is not known", "");
    let mut items: Vec<String> = Vec::new();
    for alteration in input.ranked.alterations.iter().filter(|a| !a.recognised) {
        items.push(format!("\u{201c}{}\u{201d} could not be read and was not used.", alteration.text));
    }
    if !input.ranked.tumour_type.recognised && super::planned(input) {
        items.push("The kind of your tumour was not clear to the program.".to_owned());
    }
    let uncalled: Vec<String> = input
        .pgx
        .filter(|_| super::planned(input))
        .into_iter()
        .flat_map(|s| &s.genes)
        // A gene for which the guideline defines no phenotype was read all the same.
        .filter(|g| {
            g.status == CallStatus::NotCalled || (g.status == CallStatus::Ambiguous && g.phenotype.is_none())
        })
        .map(|g| g.gene.clone())
        .collect();
    if !uncalled.is_empty() {
        items.push(format!("These genes could not be read with certainty: {}.", list(&uncalled)));
    }
    let genomes = if super::planned(input) { input.genomes } else { &[] };
    let missing: usize = genomes.iter().flat_map(|g| &g.not_interpreted).map(|n| n.count).sum();
    if missing > 0 {
        items.push(format!(
            "{} in your genome test could not be interpreted.",
            count(missing, "change", "changes")
        ));
    }
    if input.record.is_none() {
        items.push(
            "Your health record was not used, so allergies and other medicines were not checked.".to_owned(),
        );
    }
    let consent = &input.ranked.consent;
    if !consent.secondary_findings.allows() {
        items.push("Other genes that may affect your health were not looked at.".to_owned());
    }
    if !consent.ai_models.allows() {
        items.push("No computer model made an estimate.".to_owned());
    }
    items.push(
        "Some treatments and studies may be missing from this list. Your care team may know of others."
            .to_owned(),
    );
    dots(writer, &items);
}

fn choices(writer: &mut Writer<'_>) {
    let consent = writer.input.ranked.consent;
    let sizes = writer.flow.sizes;
    let (plain, strong) = (sizes.plain(), sizes.strong());
    writer.section("Your choices about your data", "");
    let rows = ConsentScope::ALL.map(|scope| {
        let state = plain::status(words::status(&consent, scope));
        vec![vec![text(plain::scope(scope), plain)], vec![text(state, strong)]]
    });
    writer.flow.table(&Table {
        summary: "Your choices about your data".into(),
        columns: vec![Column::new("What it is about", 0.56), Column::new("Your choice", 0.44)],
        rows: rows.to_vec(),
    });
    say(writer, "You can change each choice at any time. Tell your care team; the change counts at once.");
}

fn questions(writer: &mut Writer<'_>) {
    let input = writer.input;
    let plain = writer.flow.sizes.plain();
    writer.section("Questions you could ask", "");
    let mut items = vec![
        "What is the aim of each treatment: to cure, to slow the cancer, or to ease symptoms?".to_owned(),
        "How likely is it to help people like me, and what happens without it?".to_owned(),
        "What side effects are common, and which are serious?".to_owned(),
        "How would it change my daily life, and how often must I come?".to_owned(),
    ];
    if !careful(input).is_empty() {
        items.push("What do my gene results mean for the dose of my medicines?".to_owned());
    }
    if input.ranked.consent.secondary_findings.allows() || input.ranked.consent.family_sharing.allows() {
        items.push("Do my results matter for my relatives?".to_owned());
    }
    items.push("Is there a study that I could join?".to_owned());
    items.push("What is still unknown, and would another test help?".to_owned());
    writer.flow.list(&items.iter().map(|i| (Sign::Box, vec![text(i, plain)])).collect::<Vec<_>>());
}

fn about(writer: &mut Writer<'_>) {
    let input = writer.input;
    writer.section("About this report", "");
    let words = format!(
        "A computer program put this report together from your results and published research. It holds for {} and was made by {}. \
         The program ran without a connection to the internet; your data stayed on the computer.",
        input.moment.display, input.user
    );
    say(writer, &words);
    say(writer, &format!("Versions: {}.", feet::versions(input)));
}
