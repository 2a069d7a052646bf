//! Which levels pass between tumour types: from a type to those below it, from any solid tumour to each of them, and
//! between others one tier lower or not at all.

use attune_decision::{Level, OptionGroup};

use crate::shipped::ask as ask_shipped;
use crate::world::{Look, World, ask, case, observed_case};

/// Level of the one treatment for a fact stated for `stated` and a patient of `patient`.
fn level(stated: &str, patient: &str) -> Option<Level> {
    let row = format!("label | BRAF V600E | vemurafenib | {stated} | sensitive");
    let answer = ask(&World::of(&[row.as_str()]), case(patient, &["BRAF V600E"]));
    answer.options.first().map(|o| o.level)
}

#[test]
fn a_label_passes_down_and_not_up_or_across() {
    for (stated, patient, wanted) in [
        ("NSCLC", "NSCLC", Some(Level::IA)),
        // A subtype is of the type.
        ("NSCLC", "LUAD", Some(Level::IA)),
        // The record does not say that it is this subtype.
        ("LUAD", "NSCLC", Some(Level::IIC)),
        // Another solid tumour.
        ("MEL", "NSCLC", Some(Level::IIC)),
        // Any solid tumour, with and without the exception.
        ("*SOLID*", "NSCLC", Some(Level::IA)),
        ("*SOLID*!COADREAD", "MEL", Some(Level::IA)),
        ("*SOLID*!COADREAD", "COAD", None),
        // Across the line between solid tumours and blood cancers nothing of a label passes.
        ("*SOLID*", "AML", Some(Level::IID)),
        ("MEL", "AML", Some(Level::IID)),
        ("AML", "MEL", Some(Level::IID)),
    ] {
        assert_eq!(level(stated, patient), wanted, "{stated} to {patient}");
    }
}

#[test]
fn an_unknown_type_gets_no_level_of_a_known_one_and_an_open_one_that_of_what_it_is_for_sure() {
    let of = |tumour: &str, alteration: &str| ask_shipped(observed_case(tumour, &[alteration]));
    let unknown = of("banana", "NTRK1 fusion");
    assert!(!unknown.tumour_type.recognised && unknown.options.iter().all(|o| o.level > Level::IB));

    // Solid, and no more: the labels for any solid tumour hold, those of one type do not.
    let solid = of("any solid tumour", "NTRK1 fusion");
    assert_eq!(solid.tumour_type.code.as_deref(), Some("SOLID"));
    assert!(solid.option("larotrectinib").level == Level::IA);
    let solid = of("any solid tumour", "KRAS G12C");
    assert!(solid.options.iter().all(|o| o.level >= Level::IIC), "{:?}", solid.names());

    // Adenocarcinoma or squamous: what holds for any solid tumour holds, and the answer names both.
    let open = of("oesophageal cancer", "MSI-H");
    assert_eq!(open.tumour_type.candidates.len(), 2, "{:?}", open.tumour_type);
    assert!(open.tumour_type.recognised && open.tumour_type.code.as_deref() == Some("STOMACH"));
    assert_eq!(open.option("pembrolizumab").level, Level::IA);
    assert!(open.options.iter().any(|o| o.group != OptionGroup::StandardCare));
}
