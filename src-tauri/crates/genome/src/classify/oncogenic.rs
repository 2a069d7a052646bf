//! Oncogenicity of somatic variants: ClinGen, CGC and VICC (Horak 2022, doi 10.1016/j.gim.2022.01.001).

use super::known::{cite, of_change, of_residue, same_change};
use super::null_variant;
use super::tables::{ClassificationTables, Hotspot, KnownKind, Role};
use crate::alteration::parse_protein_change;
use crate::observed::kind;
use crate::{AlterationKind, CalledVariant, Consequence, Criterion, CriterionState, Oncogenicity};

/// Samples at a position, and with the same change, that divide OS3, OM3 and OP3.
const SAMPLES: u32 = 50;
const SAME_CHANGE: u32 = 10;
/// Frequencies of the benign criteria.
const VERY_COMMON: f64 = 0.05;
const COMMON: f64 = 0.01;
/// Highest frequency that still counts as absent (extremely low).
const ABSENT: f64 = 0.000_01;

/// Events that are drivers by themselves, whatever their bases: biomarkers of labels and guidelines.
const ESTABLISHED: [&str; 8] = [
    "KIT exon 11 deletion",
    "EGFR exon 19 deletion",
    "EGFR exon 20 insertion",
    "ERBB2 exon 20 insertion",
    "FLT3 ITD",
    "MET exon 14 skipping",
    "TERT promoter C228T",
    "TERT promoter C250T",
];

/// Events of an exon that are established as changes of length or of the frame, not as any change there.
const ESTABLISHED_INDELS: [&str; 4] =
    ["CALR exon 9 mutation", "JAK2 exon 12 mutation", "KIT exon 9 mutation", "NPM1 exon 12 mutation"];

/// Frameshifts whose common product was studied.
const STUDIED: [(&str, &str); 2] = [
    (
        "CALR exon 9 mutation",
        "functional study: the new end activates signalling (PMID:24325356, PMID:24325359)",
    ),
    (
        "NPM1 exon 12 mutation",
        "functional study: the new end keeps the protein in the cytoplasm (PMID:15659725)",
    ),
];

/// Changes that a label or a guideline names one by one: gene, changes, who names them.
const NAMED: [(&str, &[&str], &str); 9] = [
    ("AKT1", &["E17K"], "label of capivasertib"),
    ("EGFR", &["G719A", "G719C", "G719S", "S768I", "L861Q", "L858R"], "label of afatinib"),
    (
        "ESR1",
        &["E380Q", "L536H", "L536P", "L536R", "Y537C", "Y537N", "Y537S", "D538G"],
        "label of elacestrant and its companion test",
    ),
    ("EZH2", &["Y646C", "Y646F", "Y646H", "Y646N", "Y646S", "A682G", "A692V"], "label of tazemetostat"),
    ("FGFR3", &["R248C", "S249C", "G370C", "Y373C"], "label of erdafitinib"),
    (
        "FLT3",
        &["D835E", "D835F", "D835H", "D835N", "D835V", "D835Y", "I836del", "I836M"],
        "label of gilteritinib (D835 and I836)",
    ),
    ("IDH2", &["R140Q", "R172G", "R172K", "R172M", "R172S", "R172W"], "label of enasidenib"),
    (
        "PIK3CA",
        &[
            "C420R", "E542K", "E545A", "E545D", "E545G", "E545K", "Q546E", "Q546R", "H1047L", "H1047R",
            "H1047Y",
        ],
        "label of alpelisib",
    ),
    (
        "POLE",
        &["P286R", "S297F", "V411L", "A456P", "S459F"],
        "Leon-Castillo 2020 (doi 10.1002/path.5372) and the WHO classification",
    ),
];

/// Who names this very change as a driver.
fn named_by(gene: &str, change: Option<&AlterationKind>) -> Option<&'static str> {
    let (.., changes, by) = NAMED.iter().find(|(g, ..)| *g == gene)?;
    let change = change?;
    changes
        .iter()
        .any(|c| parse_protein_change(c).is_some_and(|k| same_change(gene, &k, change)))
        .then_some(*by)
}

/// Class of a sum of points (Horak 2022, table 3).
pub(crate) fn class(points: i8) -> &'static str {
    match points {
        10.. => "Oncogenic",
        6..=9 => "Likely oncogenic",
        0..=5 => "VUS",
        -6..=-1 => "Likely benign",
        _ => "Benign",
    }
}

/// Assesses every criterion and sums up.
pub(super) fn classify(variant: &CalledVariant, tables: &ClassificationTables) -> Oncogenicity {
    let gene = variant.gene.as_deref().unwrap_or_default();
    let change = variant.hgvs_p.as_deref().and_then(parse_protein_change).or_else(|| kind(variant));
    let facts = Facts { variant, tables, gene, change: change.as_ref() };
    let mut criteria = vec![
        facts.ovs1(),
        facts.os1(),
        facts.os2(),
        facts.hotspot("OS3", 4, |s, c| s >= SAMPLES && c >= SAME_CHANGE),
        facts.om1(),
        facts.om2(),
        facts.hotspot("OM3", 2, |s, c| s < SAMPLES && c >= SAME_CHANGE),
        facts.om4(),
        Criterion::not_assessable("OP1", "no computational prediction is carried offline"),
        Criterion::not_assessable("OP2", "needs a tumour with a single genetic cause"),
        facts.hotspot("OP3", 1, |_, c| (1..SAME_CHANGE).contains(&c)),
    ];
    criteria.extend(facts.population());
    criteria.extend([
        facts.sbs2(),
        Criterion::not_assessable("SBP1", "no computational prediction is carried offline"),
        facts.sbp2(),
    ]);
    exclude(&mut criteria);
    Oncogenicity::of(criteria)
}

/// Criteria that rest on one fact are not counted twice: OS3 not with OS1; not with OM1 or OM4; OM4 not with OS1, OS3 or OM1; the three hotspot criteria exclude each other by their counts.
fn exclude(criteria: &mut [Criterion]) {
    const NOT_WITH: [(&str, &[&str]); 4] = [
        // The counts are a fact of their own, a known change may rest on them: OS3 stands, OS1 goes.
        ("OS1", &["OS3"]),
        ("OM4", &["OS1", "OS3", "OM1"]),
        ("OM3", &["OM1", "OM4"]),
        ("OP3", &["OS3", "OM3"]),
    ];
    for (code, others) in NOT_WITH {
        let met = |c: &&&str| criteria.iter().any(|x| x.code == **c && x.state == CriterionState::Met);
        let Some(other) = others.iter().find(met).map(|o| (*o).to_owned()) else { continue };
        if let Some(c) = criteria.iter_mut().find(|c| c.code == code && c.state == CriterionState::Met) {
            c.state = CriterionState::NotMet;
            c.points = 0;
            c.fact = format!("{}; not counted beside {other}", c.fact).into();
        }
    }
}

struct Facts<'a> {
    variant: &'a CalledVariant,
    tables: &'a ClassificationTables,
    gene: &'a str,
    change: Option<&'a AlterationKind>,
}

impl Facts<'_> {
    fn ovs1(&self) -> Criterion {
        let critical = |a, b| (a..=b).any(|r| self.tables.site(self.gene, r).is_some());
        let Some(null) = null_variant::strength(self.variant, critical) else {
            return Criterion::not_met("OVS1", "not a null variant");
        };
        match self.tables.role(self.gene) {
            Some(role) if role.role == Role::Suppressor => Criterion::met(
                null.code("OVS1"),
                null.points,
                format!("{}; {} is a tumour suppressor ({})", null.fact, self.gene, role.source),
            ),
            Some(role) => Criterion::not_met(
                "OVS1",
                format!(
                    "null variant, but {} is activated and not lost in cancer ({})",
                    self.gene, role.source
                ),
            ),
            None => Criterion::not_assessable(
                "OVS1",
                format!("null variant; whether {} is a tumour suppressor is not in the pack", self.gene),
            ),
        }
    }

    /// Known by this very change.
    fn os1(&self) -> Criterion {
        let known = self.change.and_then(|c| of_change(self.tables, self.gene, c, KnownKind::Oncogenic));
        match (known, self.variant.interpretation.event.as_deref()) {
            (Some(fact), _) => Criterion::met("OS1", 4, format!("the same change is known: {}", cite(fact))),
            (None, Some(event)) if ESTABLISHED.contains(&event) => Criterion::met(
                "OS1",
                4,
                format!("{event}: an established driver event and labelled biomarker"),
            ),
            (None, Some(event)) if ESTABLISHED_INDELS.contains(&event) && self.changes_length() => {
                Criterion::met(
                    "OS1",
                    4,
                    format!("{event} by an insertion or deletion: an established driver event"),
                )
            }
            (None, _) => match named_by(self.gene, self.change) {
                Some(by) => Criterion::met("OS1", 4, format!("named as a driver: {by}")),
                None => Criterion::not_met("OS1", "the pack knows no oncogenic variant with this change"),
            },
        }
    }

    fn changes_length(&self) -> bool {
        let v = &self.variant.variant;
        v.reference.len() != v.alternate.len()
            || matches!(
                self.variant.consequence,
                Some(
                    Consequence::FrameshiftVariant
                        | Consequence::InframeDeletion
                        | Consequence::InframeInsertion
                )
            )
    }

    fn os2(&self) -> Criterion {
        let event = self.variant.interpretation.event.as_deref().filter(|_| self.changes_length());
        if let Some((_, study)) = STUDIED.iter().find(|(e, _)| Some(*e) == event) {
            return Criterion::met("OS2", 4, *study);
        }
        let known =
            self.change.and_then(|c| of_change(self.tables, self.gene, c, KnownKind::FunctionChanged));
        match known {
            Some(fact) => Criterion::met("OS2", 4, format!("functional study: {}", cite(fact))),
            None => Criterion::not_assessable("OS2", "the pack has no functional study of this change"),
        }
    }

    fn sbs2(&self) -> Criterion {
        let known =
            self.change.and_then(|c| of_change(self.tables, self.gene, c, KnownKind::FunctionUnaltered));
        match known {
            Some(fact) => Criterion::met("SBS2", -4, format!("function unaltered: {}", cite(fact))),
            None => Criterion::not_assessable("SBS2", "the pack has no functional study of this change"),
        }
    }

    /// Samples at the position and with this change.
    fn counts(&self) -> Option<(u32, u32, &Hotspot)> {
        match self.change? {
            AlterationKind::Substitution { reference, residue, alternate } if *reference != '*' => {
                let hotspot = self.tables.hotspot(self.gene, *reference, *residue)?;
                Some((hotspot.samples, of(hotspot, &alternate.to_string()), hotspot))
            }
            AlterationKind::Inframe { start, end, name } => {
                let hotspot = self.tables.indel_hotspot(self.gene, *start, *end)?;
                Some((hotspot.samples, of(hotspot, name), hotspot))
            }
            _ => None,
        }
    }

    fn hotspot(&self, code: &'static str, points: i8, meets: impl Fn(u32, u32) -> bool) -> Criterion {
        if !self.tables.has_hotspots() {
            return Criterion::not_assessable(code, "the pack has no hotspots");
        }
        let Some((samples, same, hotspot)) = self.counts() else {
            return Criterion::not_met(code, "not a hotspot");
        };
        let place = if hotspot.first == hotspot.last {
            hotspot.first.to_string()
        } else {
            format!("{}-{}", hotspot.first, hotspot.last)
        };
        let fact = format!(
            "{samples} samples at {} {place}, {same} with this change ({})",
            self.gene,
            self.tables.hotspot_source()
        );
        if meets(samples, same) { Criterion::met(code, points, fact) } else { Criterion::not_met(code, fact) }
    }

    fn om1(&self) -> Criterion {
        let residues = match self.change {
            Some(AlterationKind::Substitution { residue, alternate, .. }) if *alternate != '*' => {
                Some((*residue, *residue))
            }
            Some(AlterationKind::Inframe { start, end, .. }) => Some((*start, *end)),
            _ => None,
        };
        let Some((a, b)) = residues else {
            return Criterion::not_met("OM1", "no missense or in-frame change");
        };
        match (a..=b).find_map(|r| self.tables.site(self.gene, r)) {
            Some(site) => {
                let place = format!("{} {}-{}: {}", self.gene, site.first, site.last, site.site);
                Criterion::met("OM1", 2, place)
            }
            None => Criterion::not_met("OM1", "not in a critical site that the pack lists"),
        }
    }

    fn om2(&self) -> Criterion {
        let consequence = self.variant.consequence;
        let length =
            matches!(consequence, Some(Consequence::InframeDeletion | Consequence::InframeInsertion));
        let truncation = self.variant.interpretation.truncation.as_ref();
        let suppressor = self.tables.has_role(self.gene, Role::Suppressor);
        // In a suppressor the same fact counts as OVS1.
        let skipped = !suppressor && truncation.is_some_and(|t| t.keeps_frame == Some(true));
        match (consequence, self.tables.role(self.gene)) {
            (Some(Consequence::StopLost), Some(r)) if r.role == Role::Suppressor => {
                Criterion::met("OM2", 2, format!("stop lost in a tumour suppressor ({})", r.source))
            }
            (_, Some(r)) if skipped => Criterion::met(
                "OM2",
                2,
                format!("an exon is skipped in frame in a cancer gene ({})", r.source),
            ),
            (_, Some(r)) if length => {
                Criterion::met("OM2", 2, format!("in-frame change of length in a cancer gene ({})", r.source))
            }
            (_, None) if length => {
                Criterion::not_assessable("OM2", "the role of the gene in cancer is not in the pack")
            }
            _ => Criterion::not_met("OM2", "the length of the protein does not change in frame"),
        }
    }

    fn om4(&self) -> Criterion {
        if !matches!(self.change, Some(AlterationKind::Substitution { alternate, .. }) if *alternate != '*') {
            return Criterion::not_met("OM4", "not a missense change");
        }
        match self.change.and_then(|c| of_residue(self.tables, self.gene, c, KnownKind::Oncogenic)) {
            Some(fact) => Criterion::met(
                "OM4",
                2,
                format!(
                    "another change of the residue is known: {} {}, {}",
                    self.gene,
                    fact.fact.change,
                    cite(fact)
                ),
            ),
            None => Criterion::not_met("OM4", "the pack knows no oncogenic missense change of this residue"),
        }
    }

    /// OP4, SBVS1 and SBS1, from the file's own annotation.
    fn population(&self) -> Vec<Criterion> {
        let Some(p) = &self.variant.file.population else {
            let why = "the file gives no population frequency of this variant";
            return ["OP4", "SBVS1", "SBS1"].map(|c| Criterion::not_assessable(c, why)).to_vec();
        };
        let fact = format!("frequency {} ({})", p.frequency, p.source);
        let answer = |code: &'static str, points, met| {
            if met {
                Criterion::met(code, points, fact.clone())
            } else {
                Criterion::not_met(code, fact.clone())
            }
        };
        vec![
            answer("OP4", 1, p.frequency <= ABSENT),
            answer("SBVS1", -8, p.frequency > VERY_COMMON),
            answer("SBS1", -4, p.frequency > COMMON && p.frequency <= VERY_COMMON),
        ]
    }

    fn sbp2(&self) -> Criterion {
        match self.variant.consequence {
            Some(Consequence::SynonymousVariant) => {
                Criterion::met("SBP2", -1, "silent and not beside a splice site; conservation not looked at")
            }
            _ => Criterion::not_met("SBP2", "not silent"),
        }
    }
}

fn of(hotspot: &Hotspot, change: &str) -> u32 {
    hotspot.changes.iter().find(|(name, _)| name == change).map_or(0, |(_, n)| *n)
}
