//! Whether advice depends on a missing position: for each allele that cannot be excluded there, the rows are
//! looked up as if it were carried.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use attune_knowledge::pgx::{GuidanceText, PgxTables};

use super::Book;
use super::book::{Group, best, combinations};
use super::states::{self, State};
use crate::{CallStatus, GeneResult};

/// Fills in the drugs that each missing position matters for, and names those that a gene without any genotype
/// leaves without advice. Where copy number has to be known first, no small variant gives advice at all.
pub(crate) fn mark(tables: &PgxTables, genes: &mut [GeneResult]) {
    let books: Vec<Book<'_>> = tables.guidance.iter().map(Book::of).collect();
    silent(&books, genes);
    let firm = |r: &GeneResult| {
        r.status == CallStatus::Outside || !tables.gene(&r.gene).is_some_and(|g| g.needs_copy_number)
    };
    let open: Vec<usize> =
        (0..genes.len()).filter(|g| !genes[*g].missing.is_empty() && firm(&genes[*g])).collect();
    if open.is_empty() {
        return;
    }
    let mut found: Vec<Vec<BTreeSet<&str>>> =
        open.iter().map(|g| vec![BTreeSet::new(); genes[*g].missing.len()]).collect();
    for book in &books {
        let known = book.states(tables, genes);
        for (place, index) in open.iter().enumerate() {
            let result = &genes[*index];
            let Some(number) = book_number(book, &result.gene) else { continue };
            let asked = Asked { tables, book, known: &known, gene: number, result };
            let by_allele = asked.drugs_by_allele();
            for (position, drugs) in result.missing.iter().zip(&mut found[place]) {
                // Most alleles of a position share one set.
                let mut seen: Vec<&Rc<BTreeSet<u16>>> = Vec::new();
                for set in position.cannot_exclude.iter().filter_map(|a| by_allele.get(a.as_str())) {
                    if !seen.iter().any(|s| Rc::ptr_eq(s, set)) {
                        drugs.extend(set.iter().map(|d| book.guidance.word(*d)));
                        seen.push(set);
                    }
                }
            }
        }
    }
    for (place, index) in open.iter().enumerate() {
        for (position, drugs) in genes[*index].missing.iter_mut().zip(&found[place]) {
            position.affects = drugs.iter().map(|d| (*d).to_owned()).collect();
        }
    }
}

/// Says for a gene without any genotype which drugs get no advice from it.
fn silent(books: &[Book<'_>], genes: &mut [GeneResult]) {
    for result in genes.iter_mut() {
        let Some(finding) = result.findings.iter_mut().find(|f| f.code == "no_data") else { continue };
        let mut drugs: BTreeSet<&str> = BTreeSet::new();
        for book in books {
            let Some(number) = book_number(book, &result.gene) else { continue };
            let own = book.groups.iter().filter(|g| g.genes.contains(&number));
            drugs.extend(own.map(|g| book.guidance.word(g.drug)));
        }
        if !drugs.is_empty() && !finding.message.contains("No advice") {
            let list: Vec<&str> = drugs.into_iter().collect();
            finding.message += &format!(" No advice rests on it for: {}.", list.join(", "));
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
    fn drugs_by_allele(&self) -> BTreeMap<&'a str, Rc<BTreeSet<u16>>> {
        let alleles: BTreeSet<&str> =
            self.result.missing.iter().flat_map(|m| &m.cannot_exclude).map(String::as_str).collect();
        let groups: Vec<&Group<'a>> =
            self.book.groups.iter().filter(|g| g.genes.contains(&self.gene)).collect();
        // Without a result nothing is advised at all: all advice of the gene waits for the position.
        let without = self.known.get(&self.gene).is_none_or(|s| s.iter().all(State::is_no_result));
        if without || self.result.status == CallStatus::NotCalled {
            let all: Rc<BTreeSet<u16>> = Rc::new(groups.iter().map(|g| g.drug).collect());
            return alleles.into_iter().map(|a| (a, Rc::clone(&all))).collect();
        }
        let Some(gene) = self.tables.gene(&self.result.gene) else { return BTreeMap::new() };
        // Alleles of one function lead to the same rows; each set of keys is looked up once.
        let mut seen: BTreeMap<(Keys, Keys), Rc<BTreeSet<u16>>> = BTreeMap::new();
        let mut out = BTreeMap::new();
        for allele in alleles {
            let used = self.book.used(self.gene);
            let (with, without) = states::by_allele(gene, self.result, allele, used);
            let keys = |states: &[State]| states.iter().map(|s| s.keys().to_vec()).collect::<Vec<_>>();
            let drugs = seen
                .entry((keys(&with), keys(&without)))
                .or_insert_with(|| Rc::new(self.changed(&groups, &with, &without)));
            out.insert(allele, Rc::clone(drugs));
        }
        out
    }

    /// Drugs for which the results with the allele lead to advice that those without it do not.
    fn changed(&self, groups: &[&Group<'a>], with: &[State], without: &[State]) -> BTreeSet<u16> {
        let mut drugs = BTreeSet::new();
        for group in groups {
            let of = |gene: u16| self.known.get(&gene).map_or(&[][..], Vec::as_slice);
            let now = self.texts(group, |gene| if gene == self.gene { without } else { of(gene) });
            let then = self.texts(group, |gene| if gene == self.gene { with } else { of(gene) });
            let news = |t: &Option<&GuidanceText>| !now.iter().any(|n| same(*n, *t));
            if then.iter().any(news) {
                drugs.insert(group.drug);
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
