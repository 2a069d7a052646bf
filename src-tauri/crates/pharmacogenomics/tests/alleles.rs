//! From bases to diplotypes and phenotypes, one mechanism a test.

#![allow(clippy::expect_used, clippy::panic)] // a test stops at the first thing that is not as expected

mod support;

use attune_clinical::Sex;
use attune_genome::Origin;
use attune_pharmacogenomics::CallStatus;
use support::sample::{Sample, codes, names};

#[test]
fn both_normal_alleles_are_listed_where_their_position_is_missing() {
    let tables = support::fixture();
    let sample = Sample::reference(&tables, "CYP2C19");
    assert_eq!(names(&sample.gene("CYP2C19")), ["*38/*38"]);
    let result = sample.without("CYP2C19", "rs3758581").gene("CYP2C19");
    assert_eq!(names(&result)[0], "*1/*1");
    assert_eq!(names(&result).len(), 3);
    assert_eq!(result.status, CallStatus::Ambiguous);
    assert_eq!(result.phenotype.as_deref(), Some("Normal Metabolizer"));
}

#[test]
fn unphased_variants_list_every_pair_and_phase_settles_it() {
    let tables = support::fixture();
    let pair = |phased: bool, second: [&str; 2]| {
        Sample::reference(&tables, "TPMT")
            .with("TPMT", "rs1800460", &["C", "T"], phased)
            .with("TPMT", "rs1142345", &second, phased)
            .gene("TPMT")
    };
    let open = pair(false, ["T", "C"]);
    assert_eq!(names(&open), ["*1/*3A", "*3B/*3C"]);
    assert_eq!((open.status, open.phenotype), (CallStatus::Ambiguous, None));
    let cis = pair(true, ["T", "C"]);
    assert_eq!((cis.status, names(&cis)), (CallStatus::Called, vec!["*1/*3A"]));
    assert_eq!(cis.phenotype.as_deref(), Some("Intermediate Metabolizer"));
    let trans = pair(true, ["C", "T"]);
    assert_eq!((trans.status, names(&trans)), (CallStatus::Called, vec!["*3B/*3C"]));
    assert_eq!(trans.phenotype.as_deref(), Some("Poor Metabolizer"));
}

#[test]
fn a_missing_repeat_leaves_its_alleles_open() {
    let tables = support::fixture();
    let sample = Sample::reference(&tables, "UGT1A1").with("UGT1A1", "rs887829", &["C", "T"], false);
    let result = sample.without("UGT1A1", "rs3064744").gene("UGT1A1");
    assert_eq!(names(&result), ["*1/*80", "*1/*80+*28", "*1/*80+*37"]);
    assert_eq!(result.phenotype, None);
    assert_eq!(result.missing[0].rsid.as_deref(), Some("rs3064744"));
}

#[test]
fn a_missing_key_position_is_not_a_reference() {
    let tables = support::fixture();
    for (gene, place, allele) in [
        ("DPYD", "rs3918290", "c.1905+1G>A (*2A)"),
        ("TPMT", "rs1142345", "*3C"),
        ("CYP2C19", "rs4986893", "*3"),
        ("UGT1A1", "rs3064744", "*28"),
        ("SLCO1B1", "rs4149056", "*5"),
        ("CYP3A5", "rs776746", "*3"),
    ] {
        let mut sample = Sample::reference(&tables, gene);
        if gene == "CYP2C19" {
            // *3 is defined beside the base of *1, not beside that of *38.
            sample = sample.with(gene, "rs3758581", &["G", "G"], false);
        }
        let before = sample.gene(gene);
        assert_eq!(before.status, CallStatus::Called, "{gene}");
        for sample in [sample.clone().without(gene, place), sample.with(gene, place, &[".", "."], false)] {
            let result = sample.gene(gene);
            assert_eq!((result.status, &result.phenotype), (CallStatus::Ambiguous, &None), "{gene}");
            assert!(codes(&result).contains(&"not_excluded"), "{gene}");
            let named = result.missing.iter().any(|m| m.cannot_exclude.iter().any(|a| a == allele));
            assert!(named, "{gene}: {:?}", result.missing);
        }
    }
}

#[test]
fn half_a_genotype_is_never_the_reference() {
    let tables = support::fixture();
    let half = Sample::reference(&tables, "TPMT").with("TPMT", "rs1142345", &["T", "."], false).gene("TPMT");
    assert_eq!((half.status, &half.phenotype), (CallStatus::Ambiguous, &None));
    let variant =
        Sample::reference(&tables, "DPYD").with("DPYD", "rs3918290", &[".", "T"], true).gene("DPYD");
    assert_eq!(variant.status, CallStatus::Ambiguous);
    assert_eq!(variant.phenotype, None, "one or two strands without function: intermediate or poor");
}

#[test]
fn the_lowest_function_of_each_strand_decides() {
    let tables = support::fixture();
    let two = |phased: bool, second: [&str; 2]| {
        Sample::reference(&tables, "DPYD")
            .with("DPYD", "rs3918290", &["C", "T"], phased)
            .with("DPYD", "rs67376798", &second, phased)
            .gene("DPYD")
    };
    let cis = two(true, ["T", "A"]);
    assert_eq!(names(&cis), ["Reference/[c.1905+1G>A (*2A) + c.2846A>T]"]);
    assert_eq!(cis.diplotypes[0].activity_score, Some(1.0));
    let trans = two(true, ["A", "T"]);
    assert_eq!(trans.diplotypes[0].activity_score, Some(0.5));
    assert_eq!(trans.phenotype.as_deref(), Some("Poor Metabolizer"));
    let unphased = two(false, ["T", "A"]);
    assert_eq!(names(&unphased), ["c.1905+1G>A (*2A)/c.2846A>T"]);
    assert_eq!(
        (unphased.status, unphased.phenotype.as_deref()),
        (CallStatus::Ambiguous, Some("Poor Metabolizer"))
    );
    assert!(codes(&unphased).contains(&"assumed_on_different_strands"));
}

#[test]
fn the_intronic_variant_decides_hapb3() {
    let tables = support::fixture();
    const INTRON: &str = "rs75017182";
    const EXON: &str = "rs56038477";
    let sample = Sample::reference(&tables, "DPYD");
    let proxy_only = sample.clone().with("DPYD", EXON, &["C", "T"], false).gene("DPYD");
    assert_eq!(names(&proxy_only), ["Reference/Reference"]);
    assert!(codes(&proxy_only).contains(&"proxy_ignored"));
    let stands_in =
        sample.clone().with("DPYD", EXON, &["C", "T"], false).without("DPYD", INTRON).gene("DPYD");
    assert_eq!(stands_in.phenotype.as_deref(), Some("Intermediate Metabolizer"));
    assert!(codes(&stands_in).contains(&"proxy_used"));
    let intron_only = sample.clone().with("DPYD", INTRON, &["G", "C"], false).gene("DPYD");
    assert_eq!(names(&intron_only), ["Reference/c.1129-5923C>G"]);
    assert_eq!(intron_only.diplotypes[0].activity_score, Some(1.5));
    let both =
        sample.with("DPYD", INTRON, &["G", "C"], false).with("DPYD", EXON, &["C", "T"], false).gene("DPYD");
    assert_eq!(names(&both), ["Reference/c.1129-5923C>G, c.1236G>A (HapB3)"]);
    assert_eq!(both.status, CallStatus::Called);
}

#[test]
fn males_have_one_strand_on_x() {
    let tables = support::fixture();
    let site = "154534440";
    let chatham = tables.gene("G6PD").expect("G6PD").alleles.iter().find(|a| a.name == "Chatham");
    let (index, mask) = chatham.expect("Chatham").fixes[0];
    let position = &tables.gene("G6PD").expect("G6PD").positions[usize::from(index)];
    let (reference, variant) =
        (position.bases[0].clone(), position.bases[mask.trailing_zeros() as usize].clone());
    let place = position.at.to_string();
    assert_ne!(place, site);
    let with = |bases: [&str; 2], sex: Sex| {
        let mut sample = Sample::reference(&tables, "G6PD").with("G6PD", &place, &bases, false);
        sample.sex = sex;
        sample.gene("G6PD")
    };
    let male = with([&variant, &variant], Sex::Male);
    assert_eq!((names(&male), male.phenotype.as_deref()), (vec!["Chatham"], Some("Deficient")));
    let wrong = with([&reference, &variant], Sex::Male);
    assert_eq!((wrong.status, codes(&wrong)), (CallStatus::NotCalled, vec!["sex_disagrees"]));
    let female = with([&reference, &variant], Sex::Female);
    assert_eq!(
        (names(&female), female.phenotype.as_deref()),
        (vec!["B (reference)/Chatham"], Some("Variable"))
    );
}

#[test]
fn copy_number_genes_are_never_firm() {
    let tables = support::fixture();
    let result = Sample::reference(&tables, "CYP2D6").gene("CYP2D6");
    assert_eq!((result.status, &result.phenotype), (CallStatus::Ambiguous, &None));
    assert!(!result.diplotypes.is_empty());
    assert!(codes(&result).contains(&"copy_number_unknown"));
}

#[test]
fn a_single_position_is_guidance_only_where_no_diplotype_fits() {
    let tables = support::fixture();
    // Two variants of different alleles on one strand, which no allele combines.
    let gene = tables.gene("SLCO1B1").expect("SLCO1B1");
    let lonely: Vec<&str> = gene
        .alleles
        .iter()
        .filter(|a| a.fixes.len() == 1 && a.name != "*5")
        .filter_map(|a| gene.positions[usize::from(a.fixes[0].0)].rsid.as_deref())
        .take(2)
        .collect();
    let mut sample = Sample::reference(&tables, "SLCO1B1").with("SLCO1B1", "rs4149056", &["T", "C"], true);
    for rsid in lonely {
        let position = support::sample::position(gene, rsid);
        let (reference, variant) = (position.bases[0].clone(), position.bases[1].clone());
        sample = sample.with("SLCO1B1", rsid, &[&reference, &variant], true);
    }
    let result = sample.gene("SLCO1B1");
    assert_eq!((result.status, names(&result).len()), (CallStatus::NotCalled, 0));
    assert_eq!(result.phenotype.as_deref(), Some("Decreased Function"));
    assert!(codes(&result).contains(&"single_position"));
}

#[test]
fn somatic_calls_give_no_germline_result() {
    let tables = support::fixture();
    let mut sample = Sample::reference(&tables, "DPYD");
    sample.origin = Origin::Somatic;
    let called = sample.call();
    assert_eq!(called.genes.len(), tables.genes.len());
    assert!(called.genes.iter().all(|g| g.status == CallStatus::NotCalled && codes(g) == ["tumour_only"]));
    assert!(called.recommendations.is_empty());
}

#[test]
fn the_mitochondrion_is_one_sequence_and_a_mixture_is_named() {
    let tables = support::fixture();
    let mut sample = Sample::reference(&tables, "MT-RNR1");
    assert_eq!(names(&sample.gene("MT-RNR1")), ["Reference"]);
    let line = "chrM 1555 . A G . PASS . GT:AD:DP 0/1:700:1000";
    sample = sample.without("MT-RNR1", "1555").lines(line);
    let at = sample.records.len() - 1;
    sample.records[at].samples[0].allele_depths = Some(vec![700, 300]);
    let result = sample.gene("MT-RNR1");
    assert_eq!(names(&result), ["m.1555A>G"]);
    assert_eq!(result.phenotype.as_deref(), Some("increased risk of aminoglycoside-induced hearing loss"));
    let mixture = result.findings.iter().find(|f| f.code == "heteroplasmy").expect("named");
    assert!(mixture.message.contains("30 %"), "{}", mixture.message);
    let missing = Sample::reference(&tables, "MT-RNR1").without("MT-RNR1", "1555").gene("MT-RNR1");
    assert_eq!((missing.status, missing.phenotype), (CallStatus::Ambiguous, None));
}

#[test]
fn another_mitochondrial_sequence_is_not_called() {
    let tables = support::fixture();
    let mut sample = Sample::reference(&tables, "MT-RNR1").without("MT-RNR1", "1555");
    sample.assembly = attune_genome::Assembly::GRCh37;
    let result = sample.gene("MT-RNR1");
    assert_eq!((result.status, codes(&result)), (CallStatus::NotCalled, vec!["mitochondrial_sequence"]));
}

#[test]
fn combined_and_partial_alleles_are_named_and_give_no_phenotype() {
    let tables = support::fixture();
    let place = |sample: Sample<'_>, cis: bool| {
        let strand = |variant: &'static str, own: &'static str, on_second: bool| {
            if on_second { [own, variant] } else { [variant, own] }
        };
        sample
            .with("CYP2C19", "rs3758581", &["G", "G"], true)
            .with("CYP2C19", "rs12769205", &strand("G", "A", true), true)
            .with("CYP2C19", "rs4244285", &strand("A", "G", true), true)
            .with("CYP2C19", "rs12248560", &strand("T", "C", cis), true)
            .gene("CYP2C19")
    };
    let trans = place(Sample::reference(&tables, "CYP2C19"), false);
    assert_eq!((trans.status, names(&trans)), (CallStatus::Called, vec!["*2/*17"]));
    let cis = place(Sample::reference(&tables, "CYP2C19"), true);
    assert_eq!((cis.status, cis.phenotype.clone()), (CallStatus::NotCalled, None));
    let said = cis.findings.iter().find(|f| f.code == "combination_allele").expect("a finding");
    assert!(said.message.contains("*1/[*2 + *17]") && said.message.contains("*2: no function"), "{said:?}");
    // The splice variant of *2 without the rest of *2.
    let part = Sample::reference(&tables, "CYP2C19")
        .with("CYP2C19", "rs3758581", &["G", "G"], false)
        .with("CYP2C19", "rs4244285", &["A", "G"], false)
        .gene("CYP2C19");
    assert_eq!((part.status, part.phenotype.clone()), (CallStatus::NotCalled, None));
    let said = part.findings.iter().find(|f| f.code == "partial_allele").expect("a finding");
    assert!(said.message.contains("*1/[*1 + rs4244285 A]"), "{said:?}");
    assert!(said.message.contains("rs4244285 A is part of *2 (no function)"), "{said:?}");
    assert!(codes(&part).contains(&"no_allele_fits"));
}
