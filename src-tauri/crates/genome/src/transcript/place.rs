//! Which genes lie on segments, and which genes a break joins.

use super::container::Span;
use super::{TranscriptPack, gene};
use crate::copy_state::{COPIES_RULE, LOG2_RULE, event_of_copies, event_of_log2};
use crate::{Assembly, Breakpoint, CopyNumber, Fusion, GenomeReport, Kept, Segment, StructuralVariant};

impl TranscriptPack {
    /// Names the amplified and deleted genes on the segments of a report, the genes at its breaks, and the fusions
    /// that they make. Only genes of the pack are named. Doing it twice changes nothing.
    ///
    /// A gene is amplified where all of it that segments cover, and at least half of it, has the copies; it is
    /// deleted where any part of it has lost both copies.
    pub fn place(&self, report: &mut GenomeReport) {
        let Some(assembly) = report.assembly else { return };
        let events: Vec<CopyNumber> = self
            .spans(assembly)
            .filter(|(symbol, _)| {
                self.shipped.iter().any(|s| s == symbol) || !self.by_symbol.contains_key(*symbol)
            })
            .filter(|(symbol, _)| !report.copy_number.iter().any(|c| c.gene == *symbol))
            .filter_map(|(symbol, span)| on_segments(symbol, span, &report.segments))
            .collect();
        report.copy_number.extend(events);
        let lost = self.lost_genes(assembly, report);
        report.copy_number.extend(lost);
        for variant in &mut report.structural {
            for side in [Some(&mut variant.start), variant.end.as_mut()].into_iter().flatten() {
                if side.gene.is_none() {
                    side.gene = self.gene_at(assembly, side).map(str::to_owned);
                }
            }
        }
        let joined = report.structural.iter().filter_map(|v| self.fusion(assembly, v));
        let joined: Vec<Fusion> =
            joined.filter(|f| !report.fusions.iter().any(|known| same(known, f))).collect();
        report.fusions.extend(joined);
        self.place_events(assembly, report);
    }

    /// Genes that a called deletion takes away as a whole. How many copies are left is not known, so this is a loss and not
    /// the deletion of both copies that biomarkers mean.
    fn lost_genes(&self, assembly: Assembly, report: &GenomeReport) -> Vec<CopyNumber> {
        let mut out: Vec<CopyNumber> = Vec::new();
        for variant in &report.structural {
            let passed = variant.filter.as_deref().is_none_or(|f| matches!(f, "PASS" | "." | ""));
            let Some(end) = variant.end.as_ref().filter(|_| passed) else { continue };
            let (Some(contig), Some(a), Some(b)) =
                (&variant.start.contig, variant.start.position, end.position)
            else {
                continue;
            };
            if !variant.kind.to_ascii_uppercase().starts_with("DEL") || end.contig.as_ref() != Some(contig) {
                continue;
            }
            let (low, high) = (a.min(b), a.max(b));
            let inside = |span: &Span| span.0 == *contig && low < span.1 && span.2 < high;
            for (symbol, _) in self.spans(assembly).filter(|(_, span)| inside(span)) {
                let known = |c: &CopyNumber| c.gene == symbol;
                let shipped = self.shipped.iter().any(|s| s == symbol);
                if shipped && !report.copy_number.iter().any(known) && !out.iter().any(known) {
                    out.push(CopyNumber {
                        gene: symbol.to_owned(),
                        event: "loss".into(),
                        source: format!(
                            "{}: a deletion over the whole gene; how many copies are left is not stated",
                            variant.source
                        ),
                        ..CopyNumber::default()
                    });
                }
            }
        }
        out
    }

    /// The stretches in which a small variant can be interpreted: exons with their splice sites and the promoter,
    /// and the whole of genes of which the pack has no exons. Contig, first and last position, 1-based.
    #[must_use]
    pub fn regions(&self, assembly: Assembly) -> Vec<(crate::Contig, u32, u32)> {
        /// Bases beside an exon: splice sites, and the promoter before the first one.
        const REACH: u32 = 300;
        let at = gene::index(assembly);
        let mut out = Vec::new();
        let mut add = |contig: &str, from: u32, to: u32| {
            out.push((
                crate::Contig::new(contig),
                from.saturating_sub(REACH).max(1),
                to.saturating_add(REACH),
            ));
        };
        for (number, entry) in self.index.genes.iter().enumerate() {
            // Their stretches stand in the file of the site: a gene must not be read for them.
            if self.is_of_site(number) {
                continue;
            }
            let Some(loaded) = self.loaded(number) else { continue };
            let gene = &loaded.gene;
            let placement = gene.placement(assembly);
            if placement.windows.len() != gene.exons.len() {
                if let Some(span) = entry.spans.get(at) {
                    add(&span.0, span.1, span.2);
                }
                continue;
            }
            for (exon, window) in gene.exons.iter().zip(&placement.windows) {
                let bases = exon.before.len() + exon.after.len();
                let length =
                    u32::try_from(bases).unwrap_or(0).saturating_add(exon.end.saturating_sub(exon.start));
                let (from, to) = if placement.reverse {
                    (window.saturating_sub(length), *window)
                } else {
                    (*window, window.saturating_add(length))
                };
                add(&placement.contig, from, to);
            }
        }
        for other in &self.index.unsequenced {
            if let Some(span) = other.spans.get(at).filter(|s| s.2 > 0) {
                add(&span.0, span.1, span.2);
            }
        }
        for (symbol, contig, from, to) in super::outlines::all(assembly) {
            if !self.by_symbol.contains_key(symbol) {
                add(contig, from, to);
            }
        }
        let of_site = self.stretches_of_site(assembly).into_iter();
        out.extend(of_site.map(|(contig, from, to)| (crate::Contig::new(&contig), from, to)));
        out
    }

    /// Symbol and place of every gene that the pack knows on an assembly.
    fn spans(&self, assembly: Assembly) -> impl Iterator<Item = (&str, &Span)> {
        let at = gene::index(assembly);
        let sequenced =
            self.index.genes.iter().filter_map(move |g| Some((g.symbol.as_str(), g.spans.get(at)?)));
        let others =
            self.index.unsequenced.iter().filter_map(move |g| Some((g.symbol.as_str(), g.spans.get(at)?)));
        sequenced.chain(others).filter(|(_, span)| span.2 > 0)
    }

    fn gene_at(&self, assembly: Assembly, side: &Breakpoint) -> Option<&str> {
        let (contig, position) = (side.contig.as_deref()?, side.position?);
        self.spans(assembly)
            .find(|(_, span)| span.0 == contig && (span.1..=span.2).contains(&position))
            .map(|(symbol, _)| symbol)
    }

    /// True where the gene is read on the minus strand; `None` where the pack does not know it.
    fn reverse(&self, assembly: Assembly, symbol: &str) -> Option<bool> {
        Some(self.loaded(*self.by_symbol.get(symbol)?)?.layout(assembly)?.reverse)
    }

    /// The fusion that a break makes: one gene keeps its start, the other its end.
    fn fusion(&self, assembly: Assembly, variant: &StructuralVariant) -> Option<Fusion> {
        let end = variant.end.as_ref()?;
        let (first, second) = (variant.start.gene.as_deref()?, end.gene.as_deref()?);
        if first == second {
            return None;
        }
        let strands = self.reverse(assembly, first).zip(self.reverse(assembly, second));
        // An inversion makes two junctions: one keeps the left of both breaks, one the right.
        let kept: Vec<(Kept, Kept)> = match (variant.start.keeps, end.keeps) {
            (Some(a), Some(b)) => vec![(a, b)],
            _ if variant.kind.starts_with("INV") => {
                vec![(Kept::Left, Kept::Left), (Kept::Right, Kept::Right)]
            }
            _ => Vec::new(),
        };
        let starts = |reverse: bool, kept: Kept| reverse == (kept == Kept::Right);
        let order = strands.and_then(|(a, b)| {
            kept.iter().find_map(|(x, y)| match (starts(a, *x), starts(b, *y)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            })
        });
        // With known strands and sides that join start to start, no fusion transcript arises.
        if order.is_none() && strands.is_some() && !kept.is_empty() {
            return None;
        }
        let failed = variant.filter.as_deref().filter(|f| !matches!(*f, "PASS" | "." | ""));
        let doubt = match (failed, order) {
            (Some(filter), _) => Some(format!("failed filter {filter}")),
            (None, None) => Some("the orientation of the partners is not known".to_owned()),
            (None, Some(_)) => None,
        };
        let forward = order.unwrap_or(true);
        let (five, three) = if forward { (&variant.start, end) } else { (end, &variant.start) };
        Some(Fusion {
            five_prime: five.gene.clone(),
            three_prime: three.gene.clone(),
            support: variant.reads.map(|n| format!("{n} reads")),
            source: format!("{}; genes of the transcript pack at both breaks", variant.source),
            five_prime_break: Some(five.clone()),
            three_prime_break: Some(three.clone()),
            frame: None,
            reads: variant.reads,
            doubt,
        })
    }
}

fn same(a: &Fusion, b: &Fusion) -> bool {
    a.five_prime == b.five_prime && a.three_prime == b.three_prime
}

/// The event of a gene on segments that overlap it.
fn on_segments(symbol: &str, span: &Span, segments: &[Segment]) -> Option<CopyNumber> {
    let over: Vec<&Segment> =
        segments.iter().filter(|s| s.contig == span.0 && s.start <= span.2 && s.end >= span.1).collect();
    let covered: u64 = over.iter().map(|s| u64::from(s.end.min(span.2) - s.start.max(span.1)) + 1).sum();
    let least = |value: fn(&Segment) -> Option<f64>| {
        over.iter().filter_map(|s| Some((value(s)?, *s))).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (event, rule, (value, segment), log2) = match (least(|s| s.total), least(|s| s.log2)) {
        (Some(copies), _) => (event_of_copies(copies.0)?, COPIES_RULE, copies, false),
        (None, Some(ratio)) => (event_of_log2(ratio.0)?, LOG2_RULE, ratio, true),
        (None, None) => return None,
    };
    let whole = covered * 2 > u64::from(span.2 - span.1);
    if event != "deletion" && !(event == "amplification" && whole) {
        return None;
    }
    Some(CopyNumber {
        gene: symbol.to_owned(),
        copies: (!log2).then_some(value),
        event: event.to_owned(),
        source: format!("segments over the gene; {rule}"),
        log2: log2.then_some(value),
        segment: Some(segment.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn segment(contig: &str, start: u32, end: u32, total: f64) -> Segment {
        Segment { contig: contig.into(), start, end, total: Some(total), ..Segment::default() }
    }

    fn event(segments: &[Segment]) -> Option<String> {
        on_segments("G", &("1".into(), 1_000, 2_000), segments).map(|c| c.event)
    }

    #[test]
    fn a_gene_is_amplified_as_a_whole_and_deleted_in_part() {
        assert_eq!(event(&[segment("1", 1, 5_000, 8.0)]).as_deref(), Some("amplification"));
        assert_eq!(event(&[segment("1", 1, 1_500, 8.0), segment("1", 1_501, 5_000, 2.0)]), None);
        assert_eq!(event(&[segment("1", 1_900, 5_000, 8.0)]), None, "a tenth of the gene");
        let part = [segment("1", 1, 1_500, 2.0), segment("1", 1_501, 1_600, 0.0)];
        assert_eq!(event(&part).as_deref(), Some("deletion"));
        assert_eq!(event(&[segment("2", 1, 5_000, 8.0)]), None);
        let ratio = Segment { log2: Some(1.4), total: None, ..segment("1", 1, 5_000, 0.0) };
        assert_eq!(event(&[ratio]).as_deref(), Some("amplification"));
    }

    #[test]
    fn a_deletion_over_a_whole_gene_is_a_loss_of_unknown_depth() {
        let pack = fixture::pack();
        let (symbol, span) =
            pack.spans(Assembly::GRCh37).next().map(|(s, p)| (s.to_owned(), p.clone())).expect("a gene");
        let lost = |kind: &str, from: u32, to: u32, filter: &str| {
            let mut report = GenomeReport {
                assembly: Some(Assembly::GRCh37),
                structural: vec![StructuralVariant {
                    kind: kind.into(),
                    start: Breakpoint::at(&span.0, from),
                    end: Some(Breakpoint::at(&span.0, to)),
                    reads: None,
                    filter: Some(filter.into()),
                    detail: None,
                    source: "VCF, line 1".into(),
                }],
                ..GenomeReport::default()
            };
            pack.place(&mut report);
            let once = report.clone();
            pack.place(&mut report);
            assert_eq!(once, report);
            report
                .copy_number
                .iter()
                .filter(|c| c.gene == symbol)
                .map(|c| c.event.clone())
                .collect::<Vec<_>>()
        };
        let (from, to) = (span.1 - 10, span.2 + 10);
        assert_eq!(lost("DEL", from, to, "PASS"), ["loss"]);
        assert!(lost("DUP", from, to, "PASS").is_empty());
        assert!(lost("DEL", from, to, "MinQUAL").is_empty());
        assert!(lost("DEL", from, span.2 - 5, "PASS").is_empty(), "a part of the gene");
    }

    #[test]
    fn regions_hold_the_exons_with_their_splice_sites() {
        let pack = fixture::pack();
        for (assembly, exonic, intronic) in
            [(Assembly::GRCh37, 1_020, 9_000), (Assembly::GRCh38, 5_090, 9_000)]
        {
            let regions = pack.regions(assembly);
            let holds = |p: u32| regions.iter().any(|(c, a, b)| c.as_str() == "9" && (*a..=*b).contains(&p));
            assert!(holds(exonic) && !holds(intronic), "{assembly}: {regions:?}");
            assert!(
                regions.iter().any(|(c, ..)| c.as_str() == "4"),
                "a gene of which only the place is known"
            );
        }
    }

    #[test]
    fn placing_twice_changes_nothing_and_an_unknown_assembly_names_no_gene() {
        let pack = fixture::pack();
        let (symbol, span) =
            pack.spans(Assembly::GRCh37).next().map(|(s, p)| (s.to_owned(), p.clone())).expect("a gene");
        let mut report = GenomeReport {
            assembly: Some(Assembly::GRCh37),
            segments: vec![segment(&span.0, span.1, span.2, 12.0)],
            ..GenomeReport::default()
        };
        pack.place(&mut report);
        assert_eq!(report.copy_number[0].gene, symbol);
        let once = report.clone();
        pack.place(&mut report);
        assert_eq!(report, once);
        let mut unknown = GenomeReport { segments: report.segments.clone(), ..GenomeReport::default() };
        pack.place(&mut unknown);
        assert!(unknown.copy_number.is_empty());
    }

    /// FIX1 lies on chromosome 9, plus strand on GRCh37 and minus on GRCh38; FIX2 on 8, plus strand.
    fn joined(
        assembly: Assembly,
        first: u32,
        second: u32,
        kept: [Option<Kept>; 2],
        kind: &str,
    ) -> Option<Fusion> {
        let side = |contig, position, keeps| Breakpoint { keeps, ..Breakpoint::at(contig, position) };
        let variant = StructuralVariant {
            kind: kind.into(),
            start: side("9", first, kept[0]),
            end: Some(side("8", second, kept[1])),
            reads: Some(9),
            filter: Some("PASS".into()),
            detail: None,
            source: "VCF, line 1".into(),
        };
        let mut report =
            GenomeReport { assembly: Some(assembly), structural: vec![variant], ..GenomeReport::default() };
        fixture::pack().place(&mut report);
        report.fusions.pop()
    }

    #[test]
    fn a_break_joins_the_start_of_one_gene_to_the_end_of_the_other() {
        let (left, right) = (Some(Kept::Left), Some(Kept::Right));
        let fusion =
            joined(Assembly::GRCh37, 1_050, 110, [left, right], "BND").expect("start of FIX1, end of FIX2");
        assert_eq!(
            (fusion.five_prime.as_deref(), fusion.three_prime.as_deref()),
            (Some("FIX1"), Some("FIX2"))
        );
        assert_eq!(fusion.doubt, None);
        let fusion = joined(Assembly::GRCh37, 1_050, 110, [right, left], "BND").expect("the other way round");
        assert_eq!(fusion.five_prime.as_deref(), Some("FIX2"));
        assert_eq!(joined(Assembly::GRCh37, 1_050, 110, [left, left], "BND"), None, "start to start");
        // On the minus strand the bases up to the position are the end of the gene.
        let fusion = joined(Assembly::GRCh38, 5_050, 610, [left, left], "BND").expect("end of FIX1");
        assert_eq!(fusion.five_prime.as_deref(), Some("FIX2"));
        let fusion = joined(Assembly::GRCh38, 5_050, 610, [None, None], "INV").expect("either junction");
        assert!(fusion.doubt.is_none());
        let fusion = joined(Assembly::GRCh37, 1_050, 110, [None, None], "BND").expect("genes alone");
        assert!(fusion.doubt.is_some(), "without orientation it does not count");
        assert_eq!(joined(Assembly::GRCh37, 1, 110, [left, right], "BND"), None, "no gene at one side");
    }
}
