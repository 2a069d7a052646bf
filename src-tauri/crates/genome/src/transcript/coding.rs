//! The protein change behind a stated coding name: `EGFR c.2573T>G` is L858R.
//!
//! Worked out on the coding sequence of the pack's transcript. A base that is not that of the sequence is told; a gene
//! without a sequence is told too, so that no driver is dropped in silence.

use super::TranscriptPack;
use super::codons;
use super::gene::Gene;
use super::protein;
use crate::AlterationKind;
use crate::alteration::parse_protein_change;

/// What a coding name says of the protein.
#[derive(Debug, Clone, PartialEq)]
pub enum CodingMeaning {
    /// The change of the protein, and its name in three-letter code with the transcript.
    Protein {
        /// The change.
        kind: AlterationKind,
        /// `p.Leu858Arg (NM_005228.3)`.
        name: String,
    },
    /// The name cannot be one of the gene, or cannot be worked out here: why.
    Refused(String),
}

impl TranscriptPack {
    /// The meaning of a coding name inside the coding sequence; `None` for names outside it (introns, promoter).
    #[must_use]
    pub fn coding_meaning(&self, symbol: &str, name: &str) -> Option<CodingMeaning> {
        let change = Change::parse(name)?;
        let refused = |reason: String| Some(CodingMeaning::Refused(reason));
        let unknown = || {
            refused(format!(
                "the pack has no coding sequence of {symbol} there: state the protein change, or import a reference"
            ))
        };
        let Some(loaded) = self.by_symbol.get(symbol).and_then(|at| self.loaded(*at)) else {
            return unknown();
        };
        let gene = &loaded.gene;
        let named = if gene.exons_only { change.in_codon(gene) } else { change.in_sequence(gene) };
        match named {
            Ok(Some(name)) => match parse_protein_change(&name) {
                Some(kind) => {
                    Some(CodingMeaning::Protein { kind, name: format!("{name} ({})", gene.transcript) })
                }
                None => unknown(),
            },
            Ok(None) => unknown(),
            Err(reason) => refused(reason),
        }
    }
}

/// A change of the coding sequence by its name.
struct Change<'a> {
    first: usize,
    last: usize,
    /// Bases that the name says are there.
    stated: Option<&'a str>,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Replace(&'a str),
    Insert(&'a str),
    Duplicate,
}

impl<'a> Change<'a> {
    fn parse(name: &'a str) -> Option<Self> {
        let rest = name.strip_prefix("c.")?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '_'))?;
        let (place, event) = rest.split_at(end);
        let (first, last) = match place.split_once('_') {
            Some((a, b)) => (a.parse().ok()?, b.parse().ok()?),
            None => (place.parse().ok()?, place.parse().ok()?),
        };
        let bases = |t: &str| t.bytes().all(|b| b"ACGT".contains(&b));
        let some = |t: &'a str| (!t.is_empty()).then_some(t);
        let (stated, kind) = if let Some((from, to)) = event.split_once('>') {
            (some(from), Kind::Replace(to))
        } else if let Some((from, to)) = event.strip_prefix("del").and_then(|e| e.split_once("ins")) {
            (some(from), Kind::Replace(to))
        } else if let Some(from) = event.strip_prefix("del") {
            // `del15`: a count says nothing that the place does not.
            (some(from).filter(|f| bases(f)), Kind::Replace(""))
        } else if let Some(to) = event.strip_prefix("ins") {
            (None, Kind::Insert(to))
        } else {
            (some(event.strip_prefix("dup")?).filter(|f| bases(f)), Kind::Duplicate)
        };
        let new = match kind {
            Kind::Replace(to) | Kind::Insert(to) => to,
            Kind::Duplicate => "",
        };
        let placed = first >= 1 && last >= first && last - first < 1000;
        (placed && bases(new) && stated.is_none_or(bases)).then_some(Self { first, last, stated, kind })
    }

    fn in_sequence(&self, gene: &Gene) -> Result<Option<String>, String> {
        let Some((start, end)) = gene.cds else { return Ok(None) };
        let (start, end) = (start as usize - 1, end as usize);
        let tx = gene.cdna.as_bytes();
        let (from, to) = (start + self.first - 1, start + self.last);
        if to > end {
            return Err(format!(
                "the coding sequence of {} ({}) has {} bases: there is no c.{}",
                gene.symbol,
                gene.transcript,
                end - start,
                self.last
            ));
        }
        let Some(there) = tx.get(from..to) else { return Ok(None) };
        if let Some(stated) = self.stated.filter(|s| s.as_bytes() != there) {
            return Err(format!(
                "c.{} of {} ({}) is {}, not {stated}: check the gene and the number",
                self.first,
                gene.symbol,
                gene.transcript,
                String::from_utf8_lossy(there)
            ));
        }
        let (at, removed, inserted) = match self.kind {
            Kind::Replace(to) => (from, there.len(), to.as_bytes().to_vec()),
            // Between the first and the last base of the place.
            Kind::Insert(to) => (from + 1, 0, to.as_bytes().to_vec()),
            Kind::Duplicate => (to, 0, there.to_vec()),
        };
        Ok(protein::effect(tx, start, end, at, removed, &inserted).and_then(|e| e.name))
    }

    /// In a gene of which only recurrent codons are known.
    fn in_codon(&self, gene: &Gene) -> Result<Option<String>, String> {
        let (Kind::Replace(to), Some(from)) = (&self.kind, self.stated) else { return Ok(None) };
        if to.len() != from.len() {
            return Ok(None);
        }
        Ok(codons::named(&gene.symbol, self.first - 1, from.as_bytes(), to.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript_fixture;

    #[test]
    fn coding_names_become_protein_changes_or_say_why_not() {
        // ATG AAA GTG GTG GAG CTC TGC GAT GAT CAT TAA
        let pack = transcript_fixture();
        let means = |name: &str| match pack.coding_meaning("FIX1", name) {
            Some(CodingMeaning::Protein { name, .. }) => name,
            Some(CodingMeaning::Refused(reason)) => format!("! {reason}"),
            None => "-".to_owned(),
        };
        assert_eq!(means("c.10G>T"), "p.Val4Leu (NM_FIX.1)");
        assert_eq!(means("c.4_6del"), "p.Lys2del (NM_FIX.1)");
        assert_eq!(means("c.4dup"), "p.Val3SerfsTer7 (NM_FIX.1)");
        assert!(means("c.10A>T").starts_with("! c.10 of FIX1 (NM_FIX.1) is G, not A"));
        assert!(means("c.4000A>T").starts_with("! the coding sequence of FIX1"));
        assert_eq!(means("c.15+1G>A"), "-");
        assert_eq!(means("c.-124C>T"), "-");
        assert!(matches!(pack.coding_meaning("NOGENE", "c.1A>T"), Some(CodingMeaning::Refused(_))));
    }
}
