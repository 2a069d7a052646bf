//! The medication list with the advice of each source side by side.

use attune_clinical::MedicationStatus;
use attune_pharmacogenomics::{DrugOverview, Overview, OwnMedication, Recommendation, Standing};

use crate::flow::{Cell, Column, Inline, Table, text};
use crate::report::{Writer, words};
use crate::text::{count, list, number, sentence};

/// Sources in the order of the columns.
const SOURCES: [&str; 3] = ["CPIC", "DPWG", "FDA"];

/// The table, or a sentence where there is nothing to list.
pub(super) fn write(writer: &mut Writer<'_>, overview: &Overview) {
    let sizes = writer.flow.sizes;
    let strong = sizes.strong();
    let title = format!("This patient's medication: {}", count(overview.own.len(), "entry", "entries"));
    writer.flow.subsection(&[text(&title, strong)], &title, 60.0);
    if overview.own.is_empty() {
        let none = "No current or planned medication is recorded. That does not say that none is taken.";
        return writer.flow.paragraph(&[text(none, sizes.plain())]);
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for entry in &overview.own {
        if entry.drugs.is_empty() {
            let cells = SOURCES.map(|_| vec![text("not in its guidelines", sizes.small())]);
            rows.push([vec![name(writer, entry, None)], cells.to_vec()].concat());
        }
        for drug in &entry.drugs {
            let cells = SOURCES.map(|source| advice(writer, drug, source));
            rows.push([vec![name(writer, entry, Some(drug))], cells.to_vec()].concat());
        }
    }
    writer.flow.table(&Table {
        summary: "Medication of the patient with the advice of each source".into(),
        columns: vec![
            Column::new("Medication", 0.22),
            Column::new("CPIC", 0.26),
            Column::new("DPWG", 0.26),
            Column::new("FDA", 0.26),
        ],
        rows,
    });
}

fn name(writer: &Writer<'_>, entry: &OwnMedication, drug: Option<&DrugOverview>) -> Cell {
    let sizes = writer.flow.sizes;
    let mut cell = vec![text(&entry.written, sizes.strong())];
    if let Some(dosage) = &entry.dosage {
        cell.push(text(&format!(", {dosage}"), sizes.plain()));
    }
    match entry.course {
        MedicationStatus::Planned => cell.push(text(" (planned)", sizes.plain())),
        MedicationStatus::Unknown => cell.push(text(" (not said whether taken)", sizes.plain())),
        MedicationStatus::Current | MedicationStatus::Past => {}
    }
    let open = drug.filter(|d| !d.open_genes.is_empty());
    if let Some(drug) = open {
        let lead = if drug.standing == Standing::NotKnown { "Not known:" } else { "Also asked for:" };
        let words = format!("{lead} {} without a result.", list(&drug.open_genes));
        cell.extend([Inline::Break, text(&words, sizes.small())]);
    }
    cell
}

fn advice(writer: &Writer<'_>, drug: &DrugOverview, source: &str) -> Cell {
    let sizes = writer.flow.sizes;
    let mut cell: Cell = Vec::new();
    for row in drug.rows.iter().filter(|r| r.source == source) {
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell.push(text(&action(row), sizes.strong()));
        cell.push(text(&format!(", {}, {}. ", words::strength(row.strength), row.dated()), sizes.plain()));
        let because: Vec<String> =
            row.because.iter().map(|b| format!("{} {}", b.gene, b.phenotype)).collect();
        let limits = super::limits(row);
        cell.push(text(&format!("{}{limits}. {}", because.join(", "), sentence(&row.text)), sizes.small()));
    }
    if cell.is_empty() {
        let none = if drug.standing == Standing::NotKnown {
            "nothing without a result"
        } else {
            "no row for this result"
        };
        cell.push(text(none, sizes.small()));
    }
    cell
}

/// `Lower dose, 50 % of the usual dose`.
pub(super) fn action(row: &Recommendation) -> String {
    match row.dose_factor {
        Some(f) => format!("{}, {} % of the usual dose", words::action(row.action), number(f * 100.0, 0)),
        None => words::action(row.action).to_owned(),
    }
}
