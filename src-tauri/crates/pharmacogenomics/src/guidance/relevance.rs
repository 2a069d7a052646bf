//! Whether advice depends on a missing position: for each allele that cannot be excluded there, the rows are
//! looked up as if it were carried.

use std::collections::{BTreeMap, BTreeSet};

use attune_knowledge::pgx::{GuidanceText, PgxTables};

use super::Book;
use super::book::{Group, best, combinations};
use super::states::{self, State};
use crate::{CallStatus, GeneResult};

/// Fills in the drugs that each missing position matters for.
pub(crate) fn mark(tables: &PgxTables, genes: &mut [GeneResult]) {
    let open: Vec<usize> = (0..genes.len()).filter(|g| !genes[*g].missing.is_empty()).collect();
    if open.is_empty() {
        return;
    }
    let mut found: Vec<Vec<BTreeSet<String>>> =
        open.iter().map(|g| vec![BTreeSet::new(); genes[*g].missing.len()]).collect();
    for guidance in &tables.guidance {
        let book = Book::of(guidance);
        let known = book.states(tables, genes);
        for (place, index) in open.iter().enumerate() {
            let result = &genes[*index];
            let Some(number) = book_number(&book, &result.gene) else { continue };
            let asked = Asked { tables, book: &book, known: &known, gene: number, result };
            let by_allele = asked.drugs_by_allele();
            for (position, drugs) in result.missing.iter().zip(&mut found[place]) {
                for allele in &position.cannot_exclude {
                    drugs.extend(by_allele.get(allele.as_str()).into_iter().flatten().cloned());
                }
            }
        }
    }
    for (place, index) in open.iter().enumerate() {
        for (position, drugs) in genes[*index].missing.iter_mut().zip(&found[place]) {
            position.affects = drugs.iter().cloned().collect();
        }
    }
}

fn book_number(book: &Book<'_>, gene: &str) -> Option<u16> {
    let number = book.guidance.words.iter().position(|w| w == gene)?;
    u16::try_from(number).ok()
}

/// Keys of several possible results.
type Keys = Vec<Vec<String>>;

/// One gene in one book.
struct Asked<'a> {
    tables: &'a PgxTables,
    book: &'a Book<'a>,
    known: &'a BTreeMap<u16, Vec<State>>,
    gene: u16,
    result: &'a GeneResult,
}

impl<'a> Asked<'a> {
    /// For each allele that some position leaves open, the drugs whose advice would change.
    fn drugs_by_allele(&self) -> BTreeMap<&'a str, BTreeSet<String>> {
        let alleles: BTreeSet<&str> =
            self.result.missing.iter().flat_map(|m| &m.cannot_exclude).map(String::as_str).collect();
        let groups: Vec<&Group<'a>> =
            self.book.groups.iter().filter(|g| g.genes.contains(&self.gene)).collect();
        // Without a result nothing is advised at all: all advice of the gene waits for the position.
        let without = self.known.get(&self.gene).is_none_or(|s| s.iter().all(State::is_no_result));
        if without || self.result.status == CallStatus::NotCalled {
            let all: BTreeSet<String> =
                groups.iter().map(|g| self.book.guidance.word(g.drug).to_owned()).collect();
            return alleles.into_iter().map(|a| (a, all.clone())).collect();
        }
        let Some(gene) = self.tables.gene(&self.result.gene) else { return BTreeMap::new() };
        // Alleles of one function lead to the same rows; each set of keys is looked up once.
        let mut seen: BTreeMap<(Keys, Keys), BTreeSet<String>> = BTreeMap::new();
        let mut out = BTreeMap::new();
        for allele in alleles {
            let used = self.book.used(self.gene);
            let (with, without) = states::by_allele(gene, self.result, allele, used);
            let keys = |states: &[State]| states.iter().map(|s| s.keys().to_vec()).collect::<Vec<_>>();
            let drugs = seen
                .entry((keys(&with), keys(&without)))
                .or_insert_with(|| self.changed(&groups, &with, &without));
            out.insert(allele, drugs.clone());
        }
        out
    }

    /// Drugs for which the results with the allele lead to advice that those without it do not.
    fn changed(&self, groups: &[&Group<'a>], with: &[State], without: &[State]) -> BTreeSet<String> {
        let mut drugs = BTreeSet::new();
        for group in groups {
            let of = |gene: u16| self.known.get(&gene).map_or(&[][..], Vec::as_slice);
            let now = self.texts(group, |gene| if gene == self.gene { without } else { of(gene) });
            let then = self.texts(group, |gene| if gene == self.gene { with } else { of(gene) });
            let news = |t: &Option<&GuidanceText>| !now.iter().any(|n| same(*n, *t));
            if then.iter().any(news) {
                drugs.insert(self.book.guidance.word(group.drug).to_owned());
            }
        }
        drugs
    }

    fn texts<'s>(
        &self,
        group: &Group<'a>,
        states: impl Fn(u16) -> &'s [State],
    ) -> Vec<Option<&'a GuidanceText>> {
        let combined = combinations(&group.genes, states);
        let texts = combined.iter().map(|c| best(self.book.guidance, &group.entries, c).map(|((t, _), _)| t));
        texts.collect()
    }
}

fn same(a: Option<&GuidanceText>, b: Option<&GuidanceText>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            std::ptr::eq(a, b) || (a.action == b.action && a.dose_factor == b.dose_factor && a.text == b.text)
        }
        (None, None) => true,
        _ => false,
    }
}
