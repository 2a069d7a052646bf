//! The documents as text for a terminal. The words are those of the documents; nothing is computed here.

use attune_app::document::{
    ImportDocument, ModelDocument, ModelsDocument, OptionsDocument, PgxDocument, PredictDocument,
    VariantsDocument,
};
use attune_app::view::PacksView;

use crate::output::one_line;

/// Lines of a page of text.
struct Lines(Vec<String>);

impl Lines {
    fn new() -> Self {
        Self(Vec::new())
    }
    fn add(&mut self, line: impl AsRef<str>) {
        self.0.push(one_line(line.as_ref()));
    }
    fn head(&mut self, line: &str) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.add(line);
    }
    fn text(self) -> String {
        self.0.join("\n")
    }
}

/// Trials stand apart from the options; what needs a person is counted.
fn trials(d: &OptionsDocument, out: &mut Lines) {
    if d.trials.is_empty() {
        return;
    }
    out.head(&format!("Trials ({}), apart from the options", d.trials.len()));
    for t in &d.trials {
        let c = t.counts;
        out.add(format!("     {:<12} {}  {}", t.verdict, t.id, t.title));
        out.add(format!(
            "           {}; criteria: {} met, {} with caution, {} not met, {} not known  [{}]",
            t.verdict_words, c.pass, c.warn, c.fail, c.undetermined, t.source_file
        ));
    }
}

pub(crate) fn options(d: &OptionsDocument) -> String {
    let mut out = Lines::new();
    if let Some(p) = &d.patient {
        let mrn = p.mrn.as_deref().unwrap_or("not recorded");
        let synthetic = if p.synthetic { "  SYNTHETIC" } else { "" };
        out.add(format!("{}  Born {}  Sex {}  MRN {mrn}{synthetic}", p.name, p.born_display, p.sex));
    }
    let code = d.tumour_type.code.as_deref().unwrap_or("not recognised");
    out.add(format!("Tumour type: {} ({code})  As of {}", d.tumour_type.name, d.as_of));
    if !d.tumour_type.candidates.is_empty() {
        out.add(format!("  It may mean: {}", d.tumour_type.candidates.join("; ")));
    }
    let alterations: Vec<String> = d
        .alterations
        .iter()
        .map(|a| if a.recognised { a.text.clone() } else { format!("{} (not understood)", a.text) })
        .collect();
    out.add(format!(
        "Alterations: {}",
        if alterations.is_empty() { "none known".into() } else { alterations.join("; ") }
    ));
    out.add(format!(
        "Consent: treatment planning {}, AI models {}, secondary findings {}",
        d.consent.treatment_planning.replace('_', " "),
        d.consent.ai_models.replace('_', " "),
        d.consent.secondary_findings.replace('_', " ")
    ));
    if let Some(a) = &d.abstained {
        out.head(&format!("No ranking: {}", a.reason));
        out.add(format!("What would help: {}", a.would_help));
    }
    out.head(&format!("Ranked ({}), after the safety gates", d.options.len()));
    for o in &d.options {
        out.add(format!("{:>3}. {:<6} {:.2}  {}  [{}]", o.rank, o.level, o.score, o.treatment, o.basis_text));
        if !o.because.is_empty() {
            out.add(format!("           because of {}", o.because.join(", ")));
        }
        for s in &o.safety {
            out.add(format!("           {}: {}", s.severity, s.message));
        }
    }
    out.head(&format!("Resistance ({})", d.resistance.len()));
    for r in &d.resistance {
        out.add(format!("     {:<6} {}: {}", r.level, r.treatment, r.because.join(", ")));
    }
    out.head(&format!("Not ranked ({})", d.not_ranked.len()));
    for b in &d.not_ranked {
        out.add(format!("     {}: {} ({})", b.treatment, b.detail, b.reason.replace('_', " ")));
    }
    trials(d, &mut out);
    for p in &d.predictions {
        let probability = p.outputs.get("response_probability");
        match (p.prediction, probability) {
            (Some(score), Some(p95)) => out.head(&format!(
                "Model {}: {} {score:.3}; response probability, recalibrated, {:.0} %",
                p.model,
                p.quantity,
                100.0 * p95
            )),
            (Some(score), None) => out.head(&format!("Model {}: {} {score:.3}", p.model, p.quantity)),
            (None, _) => out.head(&format!("Model {}: no estimate", p.model)),
        }
        for reason in &p.reasons {
            out.add(format!("     {reason}"));
        }
    }
    for (title, list) in [("Withheld", &d.withheld), ("Not considered", &d.not_considered)] {
        if !list.is_empty() {
            out.head(title);
            for line in list {
                out.add(format!("     {line}"));
            }
        }
    }
    out.head("Supports, and does not replace, the judgement of a clinician.");
    out.text()
}

pub(crate) fn pgx(d: &PgxDocument) -> String {
    let mut out = Lines::new();
    for s in &d.samples {
        out.head(&format!("Sample {}", s.sample));
        for g in &s.genes {
            let names: Vec<&str> = g.diplotypes.iter().map(|d| d.name.as_str()).collect();
            let phenotype = g.phenotype.as_deref().unwrap_or("no phenotype");
            let missing = if g.missing.is_empty() {
                String::new()
            } else {
                format!("  {} positions missing", g.missing.len())
            };
            out.add(format!("  {:<9} {:<10} {}  {phenotype}{missing}", g.gene, g.status, names.join(" or ")));
            for f in &g.findings {
                out.add(format!("            {}", f.message));
            }
        }
    }
    out.head("Recommendations");
    for r in &d.recommendations {
        let words = [&r.population, &r.condition].into_iter().flatten();
        let population: String = words.map(|w| format!(" [{w}]")).collect();
        out.add(format!(
            "  {} ({}, {}, {}): {}{population}: {}",
            r.drug,
            r.source,
            r.strength,
            r.dated,
            r.action.replace('_', " "),
            r.text
        ));
    }
    interpretation(d, &mut out);
    out.text()
}

/// What follows the recommendations: conflicts, phenoconversion, doses.
fn interpretation(d: &PgxDocument, out: &mut Lines) {
    if !d.conflicts.is_empty() {
        out.head("Sources that disagree");
    }
    for c in d.conflicts.iter().map(|c| &c.value) {
        let sources: Vec<&str> = c.stands.iter().map(|s| s.source.as_str()).collect();
        let list = sources.join(" against ");
        out.add(format!("  {}: {list}; most cautious {}. {}", c.drug, c.most_cautious, c.reason));
    }
    if !d.phenoconversion.is_empty() {
        out.head("Phenotype under the current medication");
    }
    for p in d.phenoconversion.iter().map(|p| &p.value) {
        let drugs: Vec<&str> = p.drugs.iter().map(|d| d.name.as_str()).collect();
        let from = p.from.as_deref().unwrap_or("not settled");
        let to = p.to.as_deref().unwrap_or("not known");
        out.add(format!("  {}: {from} -> {to} ({}). {}", p.gene, drugs.join(", "), p.rule));
        for r in &p.recommendations {
            out.add(format!("    {} ({}): {}", r.drug, r.source, r.text));
        }
    }
    if !d.doses.is_empty() {
        out.head("Doses by published algorithms");
    }
    for dose in d.doses.iter().map(|d| &d.value) {
        out.add(format!("  {} ({}): {}", dose.drug, dose.algorithm, dose.text));
        if !dose.missing.is_empty() {
            out.add(format!("    missing: {}", dose.missing.join("; ")));
        }
        for note in &dose.notes {
            out.add(format!("    {note}"));
        }
    }
}

pub(crate) fn variants(d: &VariantsDocument) -> String {
    let mut out = Lines::new();
    out.add(format!("{} variants", d.variants.len()));
    for v in d.variants.iter() {
        let name = match (v.gene, v.hgvs_p, v.hgvs_c) {
            (Some(g), Some(p), _) => format!("{g} {p}"),
            (Some(g), None, Some(c)) => format!("{g} {c}"),
            (Some(g), None, None) => g.to_owned(),
            (None, ..) => continue,
        };
        let vaf = v.vaf.map(|x| format!("  VAF {:.0} %", 100.0 * x)).unwrap_or_default();
        let place = format!("{}:{} {}>{}", v.chrom, v.pos, v.reference, v.alternate);
        out.add(format!(
            "  {name}  {place}  {}{vaf}  {}  {}",
            v.consequence.unwrap_or(""),
            v.oncogenicity
                .as_ref()
                .map(|o| o.class)
                .or(v.classification.as_ref().map(|c| c.class))
                .unwrap_or(""),
            v.tier.unwrap_or("")
        ));
    }
    for v in d.variants.iter() {
        if let Some(flag) = &v.interpretation.possible_germline {
            out.add(format!("  {}; {}", flag.because, flag.advice));
        }
    }
    for report in &d.reports {
        if let Some(tmb) = &report.biomarkers.tmb {
            let value = match (&tmb.value, &tmb.remark) {
                (Some(v), _) => format!(
                    "{} mut/Mb ({} to {})",
                    v.value,
                    v.low.unwrap_or_default(),
                    v.high.unwrap_or_default()
                ),
                (None, Some(why)) => why.clone(),
                (None, None) => "not reportable".to_owned(),
            };
            out.add(format!("  TMB: {value}"));
        }
        if let Some(msi) = &report.biomarkers.msi_proxy {
            out.add(format!("  MSI: {} ({})", msi.reading, msi.label));
        }
        if let Some(hrd) = &report.biomarkers.hrd {
            let sum = hrd.sum.map_or_else(String::new, |s| format!("{s}; "));
            out.add(format!("  HRD: {sum}{}", hrd.remark));
        }
        if let Some(signatures) = &report.biomarkers.signatures {
            let shares: Vec<String> =
                signatures.exposures.iter().map(|e| format!("{} {:.0} %", e.name, e.share * 100.0)).collect();
            let shares = if shares.is_empty() { String::new() } else { format!("{}; ", shares.join(", ")) };
            out.add(format!("  signatures: {shares}{}", signatures.remark));
        }
        for gap in &report.coverage.gaps {
            out.add(format!("  {}", gap.message));
        }
        for finding in &report.identity {
            out.add(format!("  {}: {}", finding.severity, finding.message));
        }
    }
    for n in &d.not_interpreted {
        out.add(format!("  not interpreted: {} ({})", n.count, n.reason));
    }
    out.text()
}

pub(crate) fn import(d: &ImportDocument) -> String {
    let mut out = Lines::new();
    for f in &d.files {
        out.head(&format!("{}  {}  SHA-256 {}", f.path, f.kind, f.sha256));
        let l = &f.leaves;
        out.add(format!(
            "  {} values: {} mapped, {} kept raw, {} ignored by a rule, {} errors",
            l.total, l.mapped, l.kept_raw, l.ignored, l.error
        ));
        for (kind, count) in &f.read {
            out.add(format!("  {kind}: {count}"));
        }
        for n in &f.findings {
            out.add(format!("  {}: {}: {}", n.severity, n.location, n.message));
        }
    }
    out.text()
}

pub(crate) fn predictions(d: &PredictDocument) -> String {
    let mut out = Lines::new();
    for (row, p) in d.predictions.iter().enumerate() {
        match p.prediction {
            Some(value) => {
                let further: Vec<String> = p.outputs.iter().map(|(k, v)| format!("{k} {v:.4}")).collect();
                out.add(format!("row {}: {} {value:.4}; {}", row + 1, p.quantity, further.join(", ")));
            }
            None => out.add(format!("row {}: no answer: {}", row + 1, p.reasons.join("; "))),
        }
        for c in &p.contributions {
            out.add(format!("    {:+.4}  {} = {} (against {})", c.points, c.label, c.value, c.reference));
        }
    }
    out.text()
}

/// One row a patient. Cells that a spreadsheet would run as a formula are quoted with an apostrophe.
pub(crate) fn predictions_csv(d: &PredictDocument) -> String {
    let names: Vec<&String> = {
        let mut all: Vec<&String> = d.predictions.iter().flat_map(|p| p.outputs.keys()).collect();
        all.sort();
        all.dedup();
        all
    };
    let number = |x: Option<f64>| x.map(|v| v.to_string()).unwrap_or_default();
    let mut out = String::from("row,prediction,low,high,applicable,reasons");
    for name in &names {
        out += &format!(",{name}");
    }
    out.push('\n');
    for (row, p) in d.predictions.iter().enumerate() {
        let (value, low, high) = (number(p.prediction), number(p.low), number(p.high));
        out += &format!("{},{value},{low},{high},{},{}", row + 1, p.applicable, cell(&p.reasons.join("; ")));
        for name in &names {
            out += &format!(",{}", number(p.outputs.get(*name).copied()));
        }
        out.push('\n');
    }
    out
}

fn cell(text: &str) -> String {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\0']);
    let guarded = if dangerous { format!("'{text}") } else { text.to_owned() };
    format!("\"{}\"", guarded.replace('"', "\"\""))
}

pub(crate) fn models(d: &ModelsDocument) -> String {
    let mut out = Lines::new();
    for m in &d.models {
        out.add(format!("{:<20} {:<8} {} ({})", m.id, m.version, m.name, m.kind));
    }
    out.text()
}

pub(crate) fn model(d: &ModelDocument) -> String {
    let mut out = Lines::new();
    out.add(format!("{} {}: {}", d.card.name, d.card.version, d.card.intended_use));
    out.add(&d.card.meaning);
    out.head("Inputs (columns of the CSV)");
    for i in &d.inputs {
        let unit = if i.unit.is_empty() { String::new() } else { format!(" in {}", i.unit) };
        let values = if i.values.is_empty() { String::new() } else { format!(": {}", i.values.join(", ")) };
        out.add(format!("  {:<26} {}{unit}{values}", i.name, i.label));
    }
    out.head("Evaluation");
    for e in &d.card.evaluation {
        out.add(format!(
            "  {}: AUC {:.3} ({:.3} to {:.3}), {}",
            e.cohort, e.auc[0], e.auc[1], e.auc[2], e.compared_with
        ));
        out.add(format!("  {}", e.remark));
    }
    out.head("Limits");
    for line in d.card.limits.iter().chain(&d.card.not_for).chain(&d.card.unknown_groups) {
        out.add(format!("  {line}"));
    }
    out.text()
}

pub(crate) fn packs(view: &PacksView) -> String {
    let mut out = Lines::new();
    for p in &view.rows {
        out.head(&format!("{} {} ({}), valid {}, {}", p.id, p.version, p.kind, p.valid, p.signature));
        out.add(format!("  licence: {}", p.licence));
        for line in p.contents.iter().chain(&p.sources) {
            out.add(format!("  {line}"));
        }
    }
    out.text()
}

/// Counts, then conflicts and gaps by kind.
pub(crate) fn pack_review(view: &PacksView) -> String {
    let mut out = Lines::new();
    for p in view.rows.iter().filter(|p| !p.review.is_empty()) {
        out.head(&format!("{} {}", p.id, p.version));
        for line in &p.contents {
            out.add(format!("  {line}"));
        }
        for group in &p.review {
            out.head(&format!("{} ({})", group.title, group.count));
            for row in &group.rows {
                out.add(format!("  {row}"));
            }
        }
    }
    out.text()
}
