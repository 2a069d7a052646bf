//! Formats of outside calls, told apart by their content.
//!
//! The tables of PharmCAT's users and of laboratories state gene, diplotype, phenotype and score. The callers
//! state diplotypes: Aldy (one row a variant, with the solution in the column `Major`), pypgx (one row a
//! sample; the gene is in the path or follows from the variants), Cyrius (CYP2D6; several genotypes parted by
//! `;`), StellarPGx (a text with headings). The phenotype and score of a caller rest on its own, often older
//! tables: ours are used, and theirs is only compared.

use attune_knowledge::pgx::PgxTables;

use crate::PgxFinding;

/// Format of a file of outside calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutsideFormat {
    /// Gene, diplotype, phenotype, activity score, separated by tabs.
    Table,
    /// Aldy 3 and 4 (`.aldy`).
    Aldy,
    /// pypgx (`data.tsv` of a results archive).
    Pypgx,
    /// Cyrius (`.tsv`), which calls CYP2D6.
    Cyrius,
    /// StellarPGx (`.alleles`).
    StellarPgx,
}

impl OutsideFormat {
    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Aldy => "Aldy",
            Self::Pypgx => "pypgx",
            Self::Cyrius => "Cyrius",
            Self::StellarPgx => "StellarPGx",
        }
    }

    /// The format of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let cells: Vec<&str> = first.trim_start_matches('#').split('\t').map(str::trim).collect();
        let has = |name: &str| cells.iter().any(|c| c.eq_ignore_ascii_case(name));
        if first.starts_with("#Solution") || has("SolutionID") && has("Major") {
            Self::Aldy
        } else if has("Genotype") && has("Haplotype1") {
            Self::Pypgx
        } else if cells.first().is_some_and(|c| c.eq_ignore_ascii_case("Sample")) && has("Genotype") {
            Self::Cyrius
        } else if text.contains("StellarPGx") || text.contains("Metaboliser status:") {
            Self::StellarPgx
        } else {
            Self::Table
        }
    }
}

/// One stated call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) sample: Option<String>,
    pub(super) gene: String,
    pub(super) diplotype: String,
    pub(super) phenotype: String,
    pub(super) score: String,
    /// Remark of the caller.
    pub(super) remark: Option<String>,
}

pub(super) fn rows(
    tables: &PgxTables,
    text: &str,
    file: &str,
    format: OutsideFormat,
    findings: &mut Vec<PgxFinding>,
) -> Vec<Row> {
    match format {
        OutsideFormat::Table => table(text),
        OutsideFormat::Aldy => aldy(text, findings),
        OutsideFormat::Pypgx => pypgx(tables, text, file, findings),
        OutsideFormat::Cyrius => cyrius(text, findings),
        OutsideFormat::StellarPgx => stellar(text, file, findings),
    }
}

fn finding(code: &str, message: String) -> PgxFinding {
    PgxFinding { code: code.to_owned(), message }
}

/// Numbered lines with text.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(n, l)| (n + 1, l.trim_end_matches('\r')))
        .filter(|(_, l)| !l.trim().is_empty())
}

fn table(text: &str) -> Vec<Row> {
    let content = lines(text).filter(|(_, l)| !l.starts_with('#'));
    let row = |(line, text): (usize, &str)| {
        // A spreadsheet may put cells into quotation marks.
        let mut cells = text.split('\t').map(|c| c.trim().trim_matches('"').trim().to_owned());
        let mut next = || cells.next().unwrap_or_default();
        Row { line, gene: next(), diplotype: next(), phenotype: next(), score: next(), ..Row::default() }
    };
    content.map(row).collect()
}

/// Columns of a header line by name.
struct Header<'a> {
    names: Vec<&'a str>,
}

impl<'a> Header<'a> {
    fn read(line: &'a str) -> Self {
        Self { names: line.trim_start_matches('#').split('\t').map(str::trim).collect() }
    }

    fn cell<'c>(&self, cells: &[&'c str], name: &str) -> &'c str {
        let at = self.names.iter().position(|n| n.eq_ignore_ascii_case(name));
        at.and_then(|i| cells.get(i)).map_or("", |c| c.trim())
    }
}

/// Copies written one by one (`*1+*1`), suballeles (`*4.021`) and breakpoints (`*68:2`) in the usual notation.
fn plain(diplotype: &str) -> String {
    let strand = |strand: &str| {
        let parts: Vec<String> = strand
            .split('+')
            .map(|p| p.trim())
            .map(|p| p.split(['.', ':']).next().unwrap_or(p).to_owned())
            .collect();
        let mut counted: Vec<(String, usize)> = Vec::new();
        for part in parts {
            match counted.iter_mut().find(|(p, _)| *p == part) {
                Some((_, n)) => *n += 1,
                None => counted.push((part, 1)),
            }
        }
        let one = |(part, n): &(String, usize)| if *n > 1 { format!("{part}x{n}") } else { part.clone() };
        counted.iter().map(one).collect::<Vec<_>>().join("+")
    };
    diplotype.split('/').map(strand).collect::<Vec<_>>().join("/")
}

fn aldy(text: &str, findings: &mut Vec<PgxFinding>) -> Vec<Row> {
    let mut header: Option<Header<'_>> = None;
    let mut rows: Vec<Row> = Vec::new();
    for (line, content) in lines(text) {
        if content.starts_with("#Sample") {
            header = Some(Header::read(content));
            continue;
        }
        if content.starts_with('#') {
            continue;
        }
        let Some(header) = &header else { continue };
        let cells: Vec<&str> = content.split('\t').collect();
        let row = Row {
            line,
            sample: Some(header.cell(&cells, "Sample").to_owned()).filter(|s| !s.is_empty()),
            gene: header.cell(&cells, "Gene").to_uppercase(),
            diplotype: plain(header.cell(&cells, "Major")),
            ..Row::default()
        };
        let same = |r: &Row| r.sample == row.sample && r.gene == row.gene && r.diplotype == row.diplotype;
        if !rows.iter().any(same) {
            rows.push(row);
        }
    }
    // Without a variant to list (two deletions), Aldy writes the solution as a comment and no row.
    if rows.is_empty() {
        let solution = text.lines().find(|l| l.starts_with("#Solution")).unwrap_or("no solution");
        let message = format!(
            "The Aldy file has no row that names sample and gene ({}): state the call in a table.",
            solution.trim_start_matches('#')
        );
        findings.push(finding("outside_no_call", message));
    }
    rows
}

fn pypgx(tables: &PgxTables, text: &str, file: &str, findings: &mut Vec<PgxFinding>) -> Vec<Row> {
    let mut all = lines(text);
    let Some((_, first)) = all.next() else { return Vec::new() };
    let header = Header::read(first);
    let mut rows = Vec::new();
    for (line, content) in all {
        let cells: Vec<&str> = content.split('\t').collect();
        let stated = header.cell(&cells, "Gene").to_uppercase();
        let gene = if stated.is_empty() {
            in_name(tables, file).or_else(|| of_variants(tables, header.cell(&cells, "VariantData")))
        } else {
            Some(stated)
        };
        let Some(gene) = gene else {
            let message = format!(
                "Line {line}: the pypgx table names no gene and none follows from its variants; put the gene into the \
                 name of the file."
            );
            findings.push(finding("outside_unknown_gene", message));
            continue;
        };
        let genotype = header.cell(&cells, "Genotype");
        if genotype.is_empty() || genotype.eq_ignore_ascii_case("indeterminate") {
            let message = format!("Line {line}: pypgx could not determine {gene}.");
            findings.push(finding("outside_no_call", message));
            continue;
        }
        rows.push(Row {
            line,
            sample: cells.first().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
            gene,
            diplotype: plain(genotype),
            phenotype: header.cell(&cells, "Phenotype").to_owned(),
            ..Row::default()
        });
    }
    rows
}

/// The gene that a file name or path names as a word (`cyp2d6-pipeline/data.tsv`).
fn in_name(tables: &PgxTables, file: &str) -> Option<String> {
    let upper = file.to_uppercase();
    let words: Vec<&str> = upper.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    tables.genes.iter().find(|g| words.contains(&g.symbol.as_str())).map(|g| g.symbol.clone())
}

/// The gene in whose stretch the variants lie: `*4:22-42128945-C-T:0.5,...;`, on either assembly.
fn of_variants(tables: &PgxTables, data: &str) -> Option<String> {
    let place = |part: &str| {
        let mut fields = part.split('-');
        let contig = fields.next()?.trim_start_matches("chr").to_owned();
        let at: i64 = fields.next()?.parse().ok()?;
        Some((contig, at))
    };
    let places = data.split([':', ',', ';']).filter_map(place);
    places.into_iter().find_map(|(contig, at)| {
        let near = |g: &&attune_knowledge::pgx::PgxGene| {
            let ends = g.positions.iter().map(|p| i64::from(p.at));
            let (Some(low), Some(high)) = (ends.clone().min(), ends.max()) else { return false };
            let inside = |at: i64| (low..=high).contains(&at);
            g.contig == contig && (inside(at) || inside(at + g.offset))
        };
        tables.genes.iter().find(near).map(|g| g.symbol.clone())
    })
}

fn cyrius(text: &str, findings: &mut Vec<PgxFinding>) -> Vec<Row> {
    let mut all = lines(text);
    let Some((_, first)) = all.next() else { return Vec::new() };
    let header = Header::read(first);
    let mut rows = Vec::new();
    for (line, content) in all {
        let cells: Vec<&str> = content.split('\t').collect();
        let sample = header.cell(&cells, "Sample").to_owned();
        let genotype = header.cell(&cells, "Genotype");
        let filter = header.cell(&cells, "Filter");
        if genotype.is_empty() || genotype.eq_ignore_ascii_case("none") {
            findings.push(finding(
                "outside_no_call",
                format!("Line {line}: Cyrius gives no CYP2D6 genotype for {sample}."),
            ));
            continue;
        }
        for one in genotype.split(';').map(str::trim).filter(|g| !g.is_empty()) {
            if !one.contains('/') {
                let message =
                    format!("Line {line}: Cyrius did not assign {one} to two chromosomes; it was not used.");
                findings.push(finding("outside_no_call", message));
                continue;
            }
            rows.push(Row {
                line,
                sample: Some(sample.clone()).filter(|s| !s.is_empty()),
                gene: "CYP2D6".to_owned(),
                diplotype: plain(one),
                remark: (!filter.is_empty() && filter != "PASS" && filter != ".")
                    .then(|| format!("The filter of Cyrius was not passed: {filter}.")),
                ..Row::default()
            });
        }
    }
    rows
}

fn stellar(text: &str, file: &str, findings: &mut Vec<PgxFinding>) -> Vec<Row> {
    let heading = text.lines().find_map(|l| l.trim().strip_suffix("Star Allele Calling with StellarPGx"));
    let gene = heading.map_or_else(|| "CYP2D6".to_owned(), |g| g.trim().to_uppercase());
    let section = |title: &str| {
        let mut after = text.lines().skip_while(|l| !l.trim().eq_ignore_ascii_case(title)).skip(1);
        after.find(|l| !l.trim().is_empty()).map_or("", str::trim)
    };
    // `NA12878_cyp2d6.alleles` names the sample before the gene.
    let stem = file.rsplit(['/', '\\']).next().unwrap_or_default().split('.').next().unwrap_or_default();
    let sample =
        stem.to_lowercase().rfind(&format!("_{}", gene.to_lowercase())).and_then(|at| stem.get(..at));
    let result = section("Result:");
    if !result.starts_with('*') {
        findings.push(finding("outside_no_call", format!("StellarPGx gives no {gene} diplotype: {result}")));
        return Vec::new();
    }
    let status = section("Metaboliser status:").split('(').next().unwrap_or_default().trim();
    let doubt = text.to_lowercase().contains("interpret with caution");
    result
        .split(" or ")
        .map(|one| Row {
            line: 1,
            sample: sample.map(str::to_owned),
            gene: gene.clone(),
            diplotype: plain(one.split_whitespace().next().unwrap_or_default()),
            phenotype: status.replace("etaboliser", "etabolizer"),
            remark: doubt.then(|| "StellarPGx asks to interpret this call with caution.".to_owned()),
            ..Row::default()
        })
        .collect()
}
