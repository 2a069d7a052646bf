//! Warfarin maintenance dose by the algorithms of the International Warfarin Pharmacogenetics Consortium
//! (IWPC 2009, N Engl J Med 360:753, PMID 19228618) and of Gage (2008, Clin Pharmacol Ther 84:326, PMID
//! 18305455), with the adjustments and the limits of the CPIC guideline of 2017 (PMID 28198005).

mod formula;

use attune_knowledge::Verification;
use attune_knowledge::pgx::PgxTables;

pub use formula::{
    Cyp2c9Pair, GageInputs, IwpcInputs, Vkorc1, gage_mg_per_day, iwpc_clinical_mg_per_week, iwpc_mg_per_week,
};

use super::{gene, input, number};
use crate::interpretation::{Dose, DoseInput, DoseStatus, DoseSuggestion};
use crate::person::{AncestryClass, PersonFacts};
use crate::{Because, GeneResult, PgxSample};

/// Age from which the algorithms hold, in years: both were derived from adults.
const ADULT: i32 = 18;
/// Target INR where none is recorded: the middle of the usual range of 2 to 3.
const TARGET_INR: f64 = 2.5;
/// Alleles that neither algorithm knows and CPIC adjusts for by 15 to 30 % each.
const ADJUSTED: [&str; 4] = ["*5", "*6", "*8", "*11"];

/// Genotype as the algorithms see it.
struct Genotype {
    /// Pairs of *1, *2 and *3 with the number of alleles that CPIC adjusts for; one for each possible diplotype.
    pairs: Vec<(Cyp2c9Pair, u32)>,
    vkorc1: Vkorc1,
    /// Alleles that no algorithm covers.
    outside: Vec<String>,
    /// Alleles of African populations that the test did not cover.
    untested: Vec<String>,
    because: Vec<Because>,
    inputs: Vec<DoseInput>,
    missing: Vec<String>,
}

pub(super) fn suggest(_: &PgxTables, sample: &PgxSample, person: &PersonFacts) -> Vec<DoseSuggestion> {
    if gene(sample, "CYP2C9").is_none() && gene(sample, "VKORC1").is_none() {
        return Vec::new();
    }
    let genotype = genotype(sample);
    let mut out = vec![iwpc(&genotype, sample, person), gage(&genotype, sample, person)];
    let doubtful = person.ancestry() == AncestryClass::African
        || out.iter().all(|d| d.status == DoseStatus::NotApplicable);
    if doubtful {
        out.push(clinical(person));
    }
    out
}

fn genotype(sample: &PgxSample) -> Genotype {
    let mut out = Genotype {
        pairs: Vec::new(),
        vkorc1: Vkorc1::Unknown,
        outside: Vec::new(),
        untested: Vec::new(),
        because: Vec::new(),
        inputs: Vec::new(),
        missing: Vec::new(),
    };
    let mut named = |name: &str, result: Option<&GeneResult>| {
        let names: Vec<&str> = result.iter().flat_map(|r| &r.diplotypes).map(|d| d.name.as_str()).collect();
        if names.is_empty() {
            out.missing.push(format!("{name} genotype"));
            out.inputs.push(input(name, "unknown", "assumed"));
        } else {
            out.inputs.push(input(name, names.join(" or "), "genotype"));
            out.because.push(Because { gene: name.to_owned(), phenotype: names.join(" or ") });
        }
    };
    let cyp2c9 = gene(sample, "CYP2C9");
    let vkorc1 = gene(sample, "VKORC1");
    named("CYP2C9", cyp2c9);
    named("VKORC1", vkorc1);
    for diplotype in cyp2c9.iter().flat_map(|r| &r.diplotypes) {
        let mut known: Vec<&str> = Vec::new();
        let mut adjusted = 0;
        for allele in diplotype.name.split('/') {
            match allele {
                "*1" | "*2" | "*3" => known.push(allele),
                other if ADJUSTED.contains(&other) => {
                    known.push("*1");
                    adjusted += 1;
                }
                other => out.outside.push(other.to_owned()),
            }
        }
        if let Some(pair) = Cyp2c9Pair::of(&known) {
            out.pairs.push((pair, adjusted));
        }
    }
    out.outside.sort();
    out.outside.dedup();
    if cyp2c9.is_none() {
        out.pairs.push((Cyp2c9Pair::Unknown, 0));
    }
    let open = cyp2c9.iter().flat_map(|r| &r.missing).flat_map(|m| &m.cannot_exclude);
    out.untested = open.filter(|a| ADJUSTED.contains(&a.as_str())).cloned().collect();
    out.untested.sort();
    out.untested.dedup();
    if cyp2c9.is_none() {
        out.untested = ADJUSTED.iter().map(|a| (*a).to_owned()).collect();
    }
    // The T of rs9923231 on the plus strand is the A of -1639G>A.
    out.vkorc1 = match vkorc1.map(|r| r.diplotypes.as_slice()) {
        Some([one]) => Vkorc1::of_count(one.name.matches("variant (T)").count()),
        _ => Vkorc1::Unknown,
    };
    out
}

/// Facts that every algorithm asks for: the sentence of what is missing, or the values.
fn body(
    person: &PersonFacts,
    inputs: &mut Vec<DoseInput>,
    missing: &mut Vec<String>,
) -> Option<(i32, f64, f64)> {
    let mut need = |name: &str, value: Option<String>| match value {
        Some(value) => inputs.push(input(name, value, "record")),
        None => missing.push(name.to_owned()),
    };
    need("age", person.age.map(|a| format!("{a} years")));
    need("height", person.height_cm.map(|h| format!("{} cm", number(h, 1))));
    need("weight", person.weight_kg.map(|w| format!("{} kg", number(w, 1))));
    Some((person.age?, person.height_cm?, person.weight_kg?))
}

fn co_medication(
    person: &PersonFacts,
    inputs: &mut Vec<DoseInput>,
    missing: &mut Vec<String>,
) -> (bool, bool) {
    let amiodarone = person.takes(&["amiodarone", "Cordarone", "Pacerone"]).is_some();
    // The enzyme inducers of the IWPC.
    let inducers =
        ["carbamazepine", "Tegretol", "phenytoin", "Dilantin", "rifampin", "rifampicin", "Rifadin"];
    let inducer = person.takes(&inducers);
    if person.medication.is_none() {
        missing.push("medication list (amiodarone, enzyme inducers)".to_owned());
        inputs.push(input("amiodarone, enzyme inducers", "taken as none", "assumed"));
    } else {
        inputs.push(input("amiodarone", if amiodarone { "yes" } else { "not on the list" }, "record"));
        let words = inducer.map_or_else(|| "not on the list".to_owned(), |d| d.text.clone());
        inputs.push(input("carbamazepine, phenytoin or rifampin", words, "record"));
    }
    (amiodarone, inducer.is_some())
}

fn ancestry(person: &PersonFacts, inputs: &mut Vec<DoseInput>, missing: &mut Vec<String>) {
    match &person.race {
        Some(race) => inputs.push(input("race as recorded", race.clone(), "record")),
        None => {
            missing.push("race or ancestry (the algorithm's term for missing or mixed was used)".to_owned());
            inputs.push(input("race as recorded", "missing", "assumed"));
        }
    }
}

fn blank(algorithm: &str, genotype: &Genotype, citations: &[&str]) -> DoseSuggestion {
    DoseSuggestion {
        drug: "warfarin".to_owned(),
        algorithm: algorithm.to_owned(),
        status: DoseStatus::Incomplete,
        dose: None,
        dose_factor: None,
        text: String::new(),
        inputs: genotype.inputs.clone(),
        missing: genotype.missing.clone(),
        notes: Vec::new(),
        because: genotype.because.clone(),
        citations: citations.iter().chain(&["PMID:28198005"]).map(|c| (*c).to_owned()).collect(),
        verification: Verification::Recalled,
    }
}

fn iwpc(genotype: &Genotype, sample: &PgxSample, person: &PersonFacts) -> DoseSuggestion {
    let mut out = blank("IWPC pharmacogenetic algorithm (2009)", genotype, &["PMID:19228618"]);
    let body = body(person, &mut out.inputs, &mut out.missing);
    let (amiodarone, inducer) = co_medication(person, &mut out.inputs, &mut out.missing);
    ancestry(person, &mut out.inputs, &mut out.missing);
    let doses = body.map(|(age, height_cm, weight_kg)| {
        let of = |(cyp2c9, adjusted): &(Cyp2c9Pair, u32)| {
            let inputs = IwpcInputs {
                age,
                height_cm,
                weight_kg,
                vkorc1: genotype.vkorc1,
                cyp2c9: *cyp2c9,
                ancestry: person.ancestry(),
                inducer,
                amiodarone,
            };
            (iwpc_mg_per_week(&inputs), *adjusted)
        };
        genotype.pairs.iter().map(of).collect::<Vec<_>>()
    });
    finish(&mut out, genotype, sample, person, doses.as_deref(), "mg/week");
    out
}

fn gage(genotype: &Genotype, sample: &PgxSample, person: &PersonFacts) -> DoseSuggestion {
    let mut out = blank("Gage pharmacogenetic algorithm (2008)", genotype, &["PMID:18305455"]);
    let body = body(person, &mut out.inputs, &mut out.missing);
    let (amiodarone, _) = co_medication(person, &mut out.inputs, &mut out.missing);
    ancestry(person, &mut out.inputs, &mut out.missing);
    out.inputs.push(input("target INR", number(TARGET_INR, 1), "assumed"));
    out.missing.push("target INR (2.5 was assumed)".to_owned());
    match person.smoker {
        Some(yes) => out.inputs.push(input("current smoker", if yes { "yes" } else { "no" }, "record")),
        None => {
            out.inputs.push(input("current smoker", "taken as no", "assumed"));
            out.missing.push("smoking status".to_owned());
        }
    }
    match person.thrombosis {
        Some(yes) => out.inputs.push(input("thrombosis", if yes { "yes" } else { "not recorded" }, "record")),
        None => {
            out.inputs.push(input("thrombosis", "taken as no", "assumed"));
            out.missing.push("indication (deep vein thrombosis or pulmonary embolism)".to_owned());
        }
    }
    // The equation has no term for an unknown genotype.
    let known =
        genotype.vkorc1.variants().filter(|_| genotype.pairs.iter().all(|(p, _)| p.counts().is_some()));
    if known.is_none() {
        out.notes.push("The equation has no term for an unknown CYP2C9 or VKORC1 genotype.".to_owned());
    }
    let doses = known.zip(body).zip(person.body_surface()).map(|((vkorc1_variants, (age, ..)), surface)| {
        let of = |(pair, adjusted): &(Cyp2c9Pair, u32)| {
            let (star2, star3) = pair.counts().unwrap_or_default();
            let inputs = GageInputs {
                vkorc1_variants,
                star2,
                star3,
                body_surface_m2: surface,
                age,
                target_inr: TARGET_INR,
                amiodarone,
                smoker: person.smoker == Some(true),
                african: person.ancestry() == AncestryClass::African,
                thrombosis: person.thrombosis == Some(true),
            };
            (gage_mg_per_day(&inputs), *adjusted)
        };
        genotype.pairs.iter().map(of).collect::<Vec<_>>()
    });
    finish(&mut out, genotype, sample, person, doses.as_deref(), "mg/day");
    out
}

/// The clinical formula of the IWPC, for those whom the genotype does not help.
fn clinical(person: &PersonFacts) -> DoseSuggestion {
    let none = Genotype {
        pairs: Vec::new(),
        vkorc1: Vkorc1::Unknown,
        outside: Vec::new(),
        untested: Vec::new(),
        because: Vec::new(),
        inputs: Vec::new(),
        missing: Vec::new(),
    };
    let mut out = blank("IWPC clinical algorithm (2009), without genotype", &none, &["PMID:19228618"]);
    let body = body(person, &mut out.inputs, &mut out.missing);
    let (amiodarone, inducer) = co_medication(person, &mut out.inputs, &mut out.missing);
    ancestry(person, &mut out.inputs, &mut out.missing);
    let Some((age, height_cm, weight_kg)) = body else {
        out.text = "Not computed: an input that the formula cannot do without is missing.".to_owned();
        return out;
    };
    if age < ADULT {
        return children(out);
    }
    let inputs = IwpcInputs {
        age,
        height_cm,
        weight_kg,
        vkorc1: Vkorc1::Unknown,
        cyp2c9: Cyp2c9Pair::Unknown,
        ancestry: person.ancestry(),
        inducer,
        amiodarone,
    };
    let value = iwpc_clinical_mg_per_week(&inputs);
    out.status = DoseStatus::Computed;
    out.text = format!("About {} mg/week, from clinical facts alone.", number(value, 1));
    out.dose = Some(Dose {
        value: rounded(value),
        low: None,
        high: None,
        unit: "mg/week".to_owned(),
        kind: "maintenance dose".to_owned(),
    });
    out
}

fn children(mut out: DoseSuggestion) -> DoseSuggestion {
    out.status = DoseStatus::NotApplicable;
    out.text = "Not computed: the algorithm was derived from adults.".to_owned();
    out.notes.push("Below 18 years CPIC names paediatric algorithms; none is in this program.".to_owned());
    out
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Range by the adjustment of CPIC for *5, *6, *8 and *11: 15 to 30 % less for each such allele.
fn adjusted((dose, alleles): (f64, u32)) -> (f64, f64) {
    let times = i32::try_from(alleles).unwrap_or(2);
    (dose * 0.7_f64.powi(times), dose * 0.85_f64.powi(times))
}

fn finish(
    out: &mut DoseSuggestion,
    genotype: &Genotype,
    sample: &PgxSample,
    person: &PersonFacts,
    doses: Option<&[(f64, u32)]>,
    unit: &str,
) {
    notes(out, genotype, sample, person);
    let african = person.ancestry() == AncestryClass::African;
    if person.age.is_some_and(|a| a < ADULT) {
        *out = children(out.clone());
        return;
    }
    if !genotype.outside.is_empty() {
        out.status = DoseStatus::NotApplicable;
        out.text = format!(
            "Not computed: neither the algorithm nor CPIC's adjustment covers CYP2C9 {}.",
            genotype.outside.join(", ")
        );
        return;
    }
    if african && !genotype.untested.is_empty() {
        out.status = DoseStatus::NotApplicable;
        out.text = format!(
            "Not computed: CYP2C9 {} were not tested, and without them CPIC advises to dose clinically in people of \
             African ancestry.",
            genotype.untested.join(", ")
        );
        return;
    }
    let Some(doses) = doses.filter(|d| !d.is_empty()) else {
        out.text = "Not computed: an input that the algorithm cannot do without is missing.".to_owned();
        return;
    };
    let ranges: Vec<(f64, f64)> = doses.iter().map(|d| adjusted(*d)).collect();
    let low = ranges.iter().map(|r| r.0).fold(f64::INFINITY, f64::min);
    let high = ranges.iter().map(|r| r.1).fold(0.0, f64::max);
    let range = high - low > 0.05;
    out.status = DoseStatus::Computed;
    out.text = if range {
        format!("{} to {} {unit}; begin with the lower dose.", number(low, 1), number(high, 1))
    } else {
        format!("About {} {unit}.", number(low, 1))
    };
    out.dose = Some(Dose {
        value: rounded(low),
        low: range.then(|| rounded(low)),
        high: range.then(|| rounded(high)),
        unit: unit.to_owned(),
        kind: "maintenance dose".to_owned(),
    });
}

fn notes(out: &mut DoseSuggestion, genotype: &Genotype, sample: &PgxSample, person: &PersonFacts) {
    out.notes.push("An estimate of the maintenance dose; the INR decides.".to_owned());
    if genotype.pairs.iter().any(|(_, n)| *n > 0) {
        out.notes.push(
            "CYP2C9 *5, *6, *8 and *11 are not in the algorithm: they count as *1 in it, and the dose is lowered by 15 \
             to 30 % for each (CPIC 2017)."
                .to_owned(),
        );
    }
    let african = person.ancestry() == AncestryClass::African;
    if african || person.ancestry() == AncestryClass::MixedOrUnknown {
        out.notes.push(
            "In people of African ancestry a pharmacogenetic algorithm without *5, *6, *8, *11 and rs12777823 did not \
             help and was worse than the clinical one (COAG trial, Kimmel 2013, PMID 24251361)."
                .to_owned(),
        );
    }
    let extra = gene(sample, "CYP2C9").and_then(|g| g.extra.iter().find(|e| e.rsid == "rs12777823"));
    match extra {
        Some(e) if african && e.bases.iter().any(|b| b == "A") => out.notes.push(
            "rs12777823 A is carried: CPIC advises to lower the dose by a further 10 to 25 % in people of African \
             ancestry; this is not in the number."
                .to_owned(),
        ),
        None if african => out.missing.push("rs12777823 (matters in people of African ancestry)".to_owned()),
        _ => {}
    }
    let cyp4f2 = gene(sample, "CYP4F2").is_some_and(|g| {
        let carries = |d: &crate::Diplotype| d.name.split('/').any(|a| a == "*3" || a == "*4");
        !g.diplotypes.is_empty() && g.diplotypes.iter().all(carries)
    });
    if cyp4f2 && !african {
        out.notes.push(
            "CYP4F2*3 (rs2108622 T) is carried: CPIC allows a dose higher by 5 to 10 % (optional, people of European \
             or Asian ancestry); this is not in the number."
                .to_owned(),
        );
    }
    if person.medication.iter().flatten().any(|d| !d.certain) {
        out.notes.push("For some medication the record does not say whether it is still taken.".to_owned());
    }
}
