//! Where a row of the label table was checked: one row of `label_sources.tsv` for one page and one region.
//!
//! A label fact with such a row is checked and takes its date; one without stays recalled and has no date.

use std::collections::BTreeMap;

use crate::{Assertion, Citation, PackError, Verification};

use super::statistics::Statistics;
use super::table::{Row, Table};

/// Name of the table.
pub(super) const FILE: &str = "label_sources.tsv";
const NEEDED: [&str; 7] =
    ["label_id", "region", "date", "url", "publisher", "title_or_reference", "retrieved"];

/// A page that states an approval, or the guideline or study that a row rests on.
struct Page {
    /// Empty where it is of no region.
    region: String,
    date: String,
    url: String,
    words: String,
}

/// The pages of each label fact, the earliest first.
pub(super) struct LabelSources {
    pages: BTreeMap<String, Vec<Page>>,
}

impl LabelSources {
    /// Reads the table. A date that is none, a page without an address or a row given twice is refused.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let mut pages: BTreeMap<String, Vec<Page>> = BTreeMap::new();
        for row in Table::read(FILE, bytes, &NEEDED)?.rows() {
            let page = page(&row)?;
            let of_label = pages.entry(row.get("label_id").to_owned()).or_default();
            if of_label.iter().any(|p| p.region == page.region && p.url == page.url && p.date == page.date) {
                return Err(row.refuse("url", "twice for this label, region and date"));
            }
            of_label.push(page);
        }
        for of_label in pages.values_mut() {
            of_label.sort_by(|a, b| (&a.date, &a.region, &a.url).cmp(&(&b.date, &b.region, &b.url)));
        }
        Ok(Self { pages })
    }

    /// Gives the facts their pages. A page of a label that does not exist is an error: the tables are ours to mend.
    pub(super) fn apply(&self, facts: &mut [Assertion], counts: &mut Statistics) -> Result<(), PackError> {
        let mut used = 0;
        for fact in facts.iter_mut() {
            let Some(pages) = self.pages.get(&fact.id) else { continue };
            used += 1;
            check(fact, pages);
            for page in pages {
                counts.add("label.sources", 1);
                let region = if page.region.is_empty() { "no region" } else { &page.region };
                counts.add(&format!("label.sources_by_region.{region}"), 1);
            }
        }
        counts.add("label.own_facts_with_page", used as u64);
        match self.pages.keys().find(|id| !facts.iter().any(|f| &f.id == *id)) {
            Some(id) => Err(PackError::input(FILE, format!("no label `{id}`"))),
            None => Ok(()),
        }
    }
}

/// Marks a fact as checked by its pages. Its regions are those of the row and of the pages; which region has which
/// date stands in the statement, and a region that no page states stays recalled there.
fn check(fact: &mut Assertion, pages: &[Page]) {
    let stated: Vec<String> = fact
        .region
        .iter()
        .flat_map(|r| r.split(';'))
        .map(|r| r.trim().to_owned())
        .filter(|r| r != "international")
        .collect();
    let own = |page: &&Page| stated.contains(&page.region);
    // The date of a region that the row names; else the earliest of any.
    fact.date = pages.iter().find(own).or(pages.first()).map(|p| p.date.clone());
    let mut dates: Vec<String> = Vec::new();
    let mut regions = stated.clone();
    for page in pages {
        let words = format!("{} {}", page.region, page.date).trim().to_owned();
        if !dates.contains(&words) {
            dates.push(words);
        }
        if !page.region.is_empty() && !regions.contains(&page.region) {
            regions.push(page.region.clone());
        }
    }
    let open: Vec<&str> =
        stated.iter().filter(|r| !pages.iter().any(|p| &p.region == *r)).map(String::as_str).collect();
    let recalled =
        if open.is_empty() { String::new() } else { format!("; {} recalled, not checked", open.join(", ")) };
    fact.statement = format!("{} Dated {}{recalled}.", fact.statement, dates.join(", "));
    if !regions.is_empty() {
        fact.region = Some(regions.join(";"));
    }
    fact.verification = Verification::Checked;
    let cited = pages.iter().map(|p| Citation { id: p.url.clone(), text: p.words.clone() });
    fact.citations = cited.chain(std::mem::take(&mut fact.citations)).collect();
}

fn page(row: &Row<'_, '_>) -> Result<Page, PackError> {
    for column in ["label_id", "region", "publisher", "title_or_reference"] {
        if row.get(column).is_empty() {
            return Err(row.refuse(column, "empty"));
        }
    }
    if !is_date(row.get("date")) {
        return Err(row.refuse("date", "neither YYYY, YYYY-MM nor YYYY-MM-DD"));
    }
    if row.get("retrieved").len() != 10 || !is_date(row.get("retrieved")) {
        return Err(row.refuse("retrieved", "not YYYY-MM-DD"));
    }
    let url = row.get("url");
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.contains(char::is_whitespace) {
        return Err(row.refuse("url", "not an address"));
    }
    let [publisher, title, retrieved] = ["publisher", "title_or_reference", "retrieved"].map(|c| row.get(c));
    let region = row.get("region").trim_matches('-');
    let place = if region.is_empty() { String::new() } else { format!("{region}, ") };
    Ok(Page {
        region: region.to_owned(),
        date: row.get("date").to_owned(),
        url: url.to_owned(),
        words: format!("{publisher}: {title} ({place}read {retrieved})"),
    })
}

/// A year, a month or a day as ISO 8601 writes it.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, length: usize, low: u16, high: u16| {
        part.len() == length && part.parse::<u16>().is_ok_and(|n| (low..=high).contains(&n))
    };
    parts.len() <= 3
        && parts.first().is_some_and(|y| number(y, 4, 1940, 2100))
        && parts.get(1).is_none_or(|m| number(m, 2, 1, 12))
        && parts.get(2).is_none_or(|d| number(d, 2, 1, 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "label_id\tregion\tdate\turl\tpublisher\ttitle_or_reference\tretrieved\n";

    #[test]
    fn a_row_that_claims_too_little_or_too_much_is_refused() {
        let read = |row: &str| LabelSources::read(format!("{HEAD}{row}\n").as_bytes()).is_ok();
        assert!(read("label:1\tUS\t2020-12-18\thttps://a.example/x\tFDA\tNotice\t2026-11-20"));
        assert!(read("label:1\tEU\t2021-06\thttps://a.example/x\tEMA\tEPAR\t2026-11-20"));
        for bad in [
            "label:1\tUS\t18.12.2020\thttps://a.example\tFDA\tNotice\t2026-11-20",
            "label:1\tUS\t2020-13\thttps://a.example\tFDA\tNotice\t2026-11-20",
            "label:1\tUS\t\thttps://a.example\tFDA\tNotice\t2026-11-20",
            "label:1\t\t2020\thttps://a.example\tFDA\tNotice\t2026-11-20",
            "label:1\tUS\t2020\tfrom memory\tFDA\tNotice\t2026-11-20",
            "label:1\tUS\t2020\thttps://a.example\tFDA\tNotice\ttoday",
            "label:1\tUS\t2020\thttps://a.example\tFDA\tN\t2026-11-20\nlabel:1\tUS\t2020\thttps://a.example\tFDA\tN\t2026-11-20",
        ] {
            assert!(!read(bad), "{bad}");
        }
    }
}
