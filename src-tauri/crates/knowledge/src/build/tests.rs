//! Builds from small tables of our own.

use std::io::Write;

use super::*;
use crate::{AssertionKind, Basis, BiomarkerExpr, Direction, KnowledgeBase, Pack, Significance, TumourScope};
use crate::{TherapyInteraction, public_key, sign};

const CIVIC_HEAD: &str = "molecular_profile\tdisease\tdoid\ttherapies\ttherapy_interaction_type\tevidence_type\t\
    evidence_direction\tevidence_level\tsignificance\tevidence_statement\tcitation_id\tsource_type\tcitation\t\
    nct_ids\trating\tevidence_status\tevidence_id\tvariant_origin\tlast_review_date\tis_flagged\n";

const SOURCES_HEAD: &str = "label_id\tregion\tdate\turl\tpublisher\ttitle_or_reference\tretrieved\n";

fn gz(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn node(code: &str, name: &str, parent: &str, umls: &str, children: &str) -> String {
    format!(
        r#""{code}":{{"code":"{code}","name":"{name}","parent":"{parent}","tissue":"Skin",
        "externalReferences":{{"UMLS":["{umls}"]}},"children":{{{children}}},"history":[],"precursors":[]}}"#
    )
}

fn civic(rows: &[&str]) -> String {
    format!("{CIVIC_HEAD}{}", rows.iter().map(|r| format!("{r}\n")).collect::<String>())
}

const COMBINATION: &str = "BRAF V600E\tMelanoma\t1909\tDabrafenib,Trametinib\tCombination\tPredictive\tSupports\tA\t\
    Sensitivity/Response\tWords.\t123\tPubMed\tNobody et al., 2015\tNCT001\t5\taccepted\t1\tSomatic\t2023-01-09 x\tfalse";
const FLAGGED: &str = "BRAF V600E\tMelanoma\t1909\tDabrafenib\t\tPredictive\tSupports\tB\tSensitivity/Response\tW.\t\
    123\tPubMed\tN\t\t5\taccepted\t2\tSomatic\t2023-01-09\ttrue";
const UNREAD: &str = "FOO BAR BAZ QUX\tWarts of the Soul\t1\tDabrafenib\t\tPredictive\tDoes Not Support\tD\tResistance\t\
    W.\t124\tPubMed\tN\t\t\taccepted\t3\tN/A\t\tfalse";

fn input(evidence: &[&str]) -> BuildInput {
    let tree = format!(
        "{{{}}}",
        node(
            "TISSUE",
            "Tissue",
            "",
            "C0",
            &node("SKIN", "Skin", "TISSUE", "C1", &node("MEL", "Melanoma", "SKIN", "C0025202", ""))
        )
    );
    let files: [(&str, Vec<u8>); 15] = [
        (CIVIC, civic(evidence).into_bytes()),
        (
            COMPANION,
            b"device\tgene\tbiomarker\tdrug\toncotree\tindication\tapproval_date\tfda_submission\tnote\n\
              Test B\tBRAF\tV600E\tdabrafenib\tMEL\tmelanoma\t2014-01-01\tP2\t\n\
              Test A\tBRAF\tV600E\tdabrafenib\tMEL\tmelanoma\t2013-05-29\tP1\t\n"
                .to_vec(),
        ),
        (
            CGI,
            b"Alteration\tAlteration type\tAssociation\tBiomarker\tDrug\tDrug family\tEvidence level\t\
              Primary Tumor type\tSource\n\
              BRAF:V600E\tMUT\tResponsive\tBRAF (V600E)\tDabrafenib;Trametinib\t\tFDA guidelines\tCancer\tPMID:1\n\
              BRAF:.\tMUT\tIncreased Toxicity\tBRAF\tDabrafenib\t\tFDA guidelines\tCancer\tPMID:1\n\
              BRAF:V600E\tMUT\tResponsive\tBRAF (V600E)\tDabrafenib;Trametinib\t\tFDA guidelines\tCancer\tPMID:1\n"
                .to_vec(),
        ),
        (ONCOTREE, tree.into_bytes()),
        (ONTOLOGY, b"ONCOTREE_CODE\tNCIT_CODE\tUMLS_CODE\tICDO_MORPHOLOGY_CODE\nMEL\tC3224\t\t8720/3\n".to_vec()),
        (PHENOTYPES, gz("cui\tdo_id\nC0025202\tDOID:1909\n")),
        (GENES, b"symbol\taliases\thgnc_id\nBRAF\tBRAF1\tHGNC:1097\n".to_vec()),
        (ICD10, br#"{"map":[{"icd10cm":"C43","oncotree":"MEL","in_oncotree_2025_10_03":true}]}"#.to_vec()),
        (
            "labels.tsv",
            b"id\tdrugs\tinteraction\toncotree\tdisease\tbiomarker\tsignificance\tbasis\tline\tregion\tstatement\t\
              source_id\tdate\tverification\twithdrawn\n\
              label:1\tdabrafenib + trametinib\t\tMEL\tmelanoma\tBRAF V600E\tsensitivity\tlabel\t\tUS\tWords.\t\t\t\
              recalled\t\n"
                .to_vec(),
        ),
        ("cdx_biomarkers.tsv", b"biomarker\texpression\nV600E\t{g} V600E\n".to_vec()),
        ("diseases.tsv", b"disease\toncotree\talso\nCancer\t*ANY*\t\n".to_vec()),
        (
            "tumour_types.tsv",
            b"code\tname\tparent\ttissue\tverification\twhy\nNEVUS\tNevus of Ours\tSKIN\t\trecalled\tnone\n".to_vec(),
        ),
        (
            "tumour_codes.tsv",
            b"system\tcode\ttopography\toncotree\tverification\nicd10\tC44\t\tMEL;NEVUS\trecalled\n\
              icdo\t8720-8723/3\tC44\tMEL\trecalled\nicdo\t8010/3\t\t*SOLID*\trecalled\n"
                .to_vec(),
        ),
        ("tumour_synonyms.tsv", b"kind\ttext\tcode\tverification\nname\tskin melanoma\tMEL\tchecked\n".to_vec()),
        (
            "drugs.tsv",
            b"name\tkind\tclasses\tsynonyms\tcomponents\tmarketed\n\
              dabrafenib\tdrug\tBRAF inhibitor\tTafinlar\t\tyes\ntrametinib\tdrug\tMEK inhibitor\t\t\tyes\n"
                .to_vec(),
        ),
    ];
    let mut input = BuildInput::default();
    input.files.extend(files.into_iter().map(|(n, b)| (n.to_owned(), b)));
    let safety = b"id\tdrugs\tclasses\tkind\tcriterion\tseverity\tmessage\tsource\tcitation\tverification\n\
        s1\t\tMEK inhibitor\torgan_function\tlab lvef < 50 %\tcaution\tWords.\tLabel\t\trecalled\n";
    input.files.insert("safety.tsv".into(), safety.to_vec());
    let standing = b"id\tdrugs\toncotree\tbiomarker\tstanding\treplaced_by\tnote\tverification\n\
        std:1\ttrametinib + dabrafenib\tMEL\tBRAF V600E\tpreferred\t\t\trecalled\n\
        std:2\tdabrafenib\tMEL\tBRAF V600E\tsuperseded\tboth\t\trecalled\n";
    input.files.insert("standing.tsv".into(), standing.to_vec());
    input.files.insert("overrides.tsv".into(), b"kind\tkey\tvalue\treason\n".to_vec());
    input.files.insert(sources::FILE.into(), SOURCES_HEAD.as_bytes().to_vec());
    let interactions = b"drug\tnames\tenzyme\teffect\tstrength\tsource\tverification\n\
        fluoxetine\t\tCYP2D6\tinhibits\tstrong\tFDA table\trecalled\n";
    input.files.insert("phenoconversion.tsv".into(), interactions.to_vec());
    let administration = b"kind\tname\troute\tvisits\tburden\tverification\n";
    input.files.insert(drugs::ADMINISTRATION.into(), administration.to_vec());
    let classification: [(&str, &[u8]); 5] = [
        ("gene_roles.tsv", b"gene\trole\tsource\tverification\nBRAF\toncogene\tlist\trecalled\n"),
        (
            "functional_sites.tsv",
            b"gene\tfirst\tlast\tsite\tverification\nBRAF\t594\t623\tactivation segment\trecalled\n",
        ),
        (
            "functional_evidence.tsv",
            b"gene\tchange\teffect\twhat\tcitation\tverification\n\
              BRAF\tV600E\tchanged\ttransforms\tPMID:1\trecalled\n",
        ),
        (PANEL, b"GENE\tCPG_MOD\tCPG_MOI\nBRCA2\tLoF\tAD\nRET\tGoF\tAD\nABL1\tNA\tNA\n"),
        (
            HOTSPOTS,
            b"Hugo_Symbol\tResidue\tReference_Amino_Acid\tVariant_Amino_Acid\tTumor_Count\tIndel_Size\n\
              BRAF1\tV600\tV:897\tE:833|K:42\t897\t\n\
              EGFR\t745-759\tKE:2\tE746_A750del:123\t155\t15\n\
              MET\tX1010_splice\tsplice:5\tsp:5\t5\t\n",
        ),
    ];
    input.files.extend(classification.map(|(n, b)| (n.to_owned(), b.to_vec())));
    input
}

fn files(input: &BuildInput) -> BTreeMap<String, Vec<u8>> {
    let mut counts = Statistics::default();
    let parts = own_parts(input, &mut counts).unwrap();
    let draft = PackDraft {
        id: "t".into(),
        version: "1.0.0".into(),
        valid_from: String::new(),
        valid_to: String::new(),
        sources: vec![],
        parts,
        statistics: counts.finish().0,
    };
    sign(draft, &[1; 32]).unwrap()
}

fn knowledge(evidence: &[&str]) -> KnowledgeBase {
    knowledge_of(&input(evidence))
}

fn knowledge_of(input: &BuildInput) -> KnowledgeBase {
    let files = files(input);
    KnowledgeBase::new(Pack::open(Box::new(files), &[public_key(&[1; 32])]).unwrap())
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let rows = [COMBINATION, FLAGGED, UNREAD];
    assert_eq!(files(&input(&rows)), files(&input(&rows)));
}

#[test]
fn an_accepted_item_becomes_a_fact() {
    let base = knowledge(&[COMBINATION]);
    let facts = base.assertions().unwrap();
    let fact = facts.iter().find(|f| f.id == "civic:EID1").unwrap();
    assert_eq!((fact.kind, fact.basis), (AssertionKind::Predictive, Basis::Guideline));
    assert_eq!((fact.significance, fact.direction), (Significance::Sensitivity, Direction::Supports));
    assert_eq!(fact.tumours, TumourScope::OncoTree(vec!["MEL".into()]));
    let therapy = fact.therapy.as_ref().unwrap();
    assert_eq!(therapy.drugs, ["dabrafenib", "trametinib"]);
    assert_eq!(therapy.interaction, TherapyInteraction::Combination);
    assert!(matches!(&fact.biomarker, BiomarkerExpr::Is(a) if a.label() == "BRAF V600E"));
    let ids: Vec<&str> = fact.citations.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["PMID:123", "NCT001"]);
    assert_eq!(fact.date.as_deref(), Some("2023-01-09"));
    assert_eq!(fact.rating, Some(5));
}

#[test]
fn flagged_items_stay_out_and_gaps_are_counted() {
    let mut counts = Statistics::default();
    own_parts(&input(&[COMBINATION, FLAGGED, UNREAD]), &mut counts).unwrap();
    let (counts, gaps) = counts.finish();
    let of = |what: &str| counts.iter().find(|c| c.what == what).map(|c| c.count);
    assert_eq!(of("civic.left_out.flagged_or_not_accepted"), Some(1));
    assert_eq!(of("civic.predictive"), Some(2));
    assert_eq!(of("civic.facts_with_unreadable_profile"), Some(1));
    assert_eq!(gaps.unmapped.keys().collect::<Vec<_>>(), ["Warts of the Soul"]);
    assert_eq!(gaps.unreadable.keys().collect::<Vec<_>>(), ["FOO BAR BAZ QUX"]);
    assert!(knowledge(&[FLAGGED]).assertions().unwrap().iter().all(|f| f.id != "civic:EID2"));
}

#[test]
fn devices_of_one_pair_make_one_fact_dated_by_the_first() {
    let base = knowledge(&[]);
    let facts: Vec<_> = base.assertions().unwrap().iter().filter(|f| f.id.starts_with("cdx:")).collect();
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0].date.as_deref(), Some("2013-05-29"));
    let ids: Vec<&str> = facts[0].citations.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["FDA:P2", "FDA:P1"]);
}

#[test]
fn a_second_database_never_counts_as_a_guideline() {
    let base = knowledge(&[]);
    let facts: Vec<_> = base.assertions().unwrap().iter().filter(|f| f.id.starts_with("cgi:")).collect();
    assert_eq!(facts.len(), 1, "the repeated row folds, the toxicity row stays out");
    assert_eq!((facts[0].basis, &facts[0].tumours), (Basis::Trial, &TumourScope::Any));
    assert_eq!(facts[0].therapy.as_ref().unwrap().interaction, TherapyInteraction::Combination);
}

#[test]
fn corrections_narrow_scopes_lower_levels_and_mark_withdrawn_drugs() {
    let mut input = input(&[COMBINATION]);
    let rows =
        b"kind\tkey\tvalue\treason\nscope\t1\t*SOLID*;!MEL\tr\nlevel\t1\tC\tr\nwithdrawn\tdabrafenib\t\tr\n";
    input.files.insert("overrides.tsv".into(), rows.to_vec());
    let base = KnowledgeBase::new(Pack::open(Box::new(files(&input)), &[public_key(&[1; 32])]).unwrap());
    let facts = base.assertions().unwrap();
    let item = facts.iter().find(|f| f.id == "civic:EID1").unwrap();
    assert_eq!(item.tumours, TumourScope::AnySolid { except: vec!["MEL".into()] });
    assert_eq!((item.basis, item.withdrawn), (Basis::Case, false), "no label or guideline any more");
    assert!(facts.iter().filter(|f| f.basis == Basis::Label).all(|f| f.withdrawn));
}

#[test]
fn standings_name_their_drugs_sorted() {
    let base = knowledge(&[]);
    let rows = base.standings().unwrap();
    assert_eq!(rows[0].drugs, ["dabrafenib", "trametinib"]);
    assert_eq!(rows[0].kind, crate::StandingKind::Preferred);
    assert_eq!(rows[1].replaced_by.as_deref(), Some("both"));
}

/// Replaces a file's text and expects a refusal that names the file.
fn refused(file: &str, from: &str, to: &str) {
    let mut input = input(&[COMBINATION]);
    let text = String::from_utf8(input.files[file].clone()).unwrap();
    assert!(text.contains(from), "{file} holds no `{from}`");
    input.files.insert(file.into(), text.replace(from, to).into_bytes());
    let refusal = own_parts(&input, &mut Statistics::default()).unwrap_err();
    assert_eq!(refusal.code(), "pack.unusable_input", "{file}: {refusal}");
}

#[test]
fn mistakes_in_our_own_tables_are_refused() {
    refused("labels.tsv", "BRAF V600E", "BRAF FOO BAR BAZ");
    refused("labels.tsv", "\tMEL\t", "\tNOPE\t");
    refused("labels.tsv", "trametinib", "trametinob");
    refused("labels.tsv", "recalled", "");
    refused("safety.tsv", "MEK inhibitor", "MEK inhibitors");
    refused("safety.tsv", "lvef < 50", "lvef about 50");
    refused("tumour_synonyms.tsv", "MEL", "NOPE");
    refused("diseases.tsv", "*ANY*", "NOPE");
    refused("cdx_biomarkers.tsv", "V600E\t", "V600K\t");
    refused("standing.tsv", "both", "");
    refused("standing.tsv", "preferred", "liked");
    refused("overrides.tsv", "reason\n", "reason\nscope\t99999\tMEL\tno such item\n");
    refused(CIVIC, "is_flagged", "flagged");
}

#[test]
fn a_missing_input_is_refused() {
    let mut input = input(&[]);
    input.files.remove("drugs.tsv");
    assert_eq!(own_parts(&input, &mut Statistics::default()).unwrap_err().code(), "pack.unusable_input");
}

#[test]
fn the_facts_of_classification_are_read_and_used() {
    use attune_genome::classify::classify_variant;
    use attune_genome::{Assembly, CalledVariant, Consequence, Contig, Origin, Position, Variant};
    let base = knowledge(&[COMBINATION, FLAGGED]);
    let variant = Variant {
        assembly: Assembly::GRCh38,
        contig: Contig::new("7"),
        position: Position::new(140_753_336).unwrap(),
        reference: "A".into(),
        alternate: "T".into(),
    };
    let mut called = CalledVariant {
        gene: Some("BRAF".into()),
        hgvs_p: Some("p.Val600Glu".into()),
        consequence: Some(Consequence::MissenseVariant),
        ..CalledVariant::new(variant, Origin::Somatic, 1)
    };
    classify_variant(&mut called, base.classification().unwrap());
    let class = called.oncogenicity.unwrap();
    assert_eq!((class.class.as_str(), class.points), ("Oncogenic", 10));
    assert_eq!(class.criteria, ["OS2", "OS3", "OM1"]);
    // The alias of the gene was resolved, and the source is on the criterion.
    let os3 = class.assessed.iter().find(|c| c.code == "OS3").unwrap();
    assert!(os3.fact.contains("897 samples") && os3.fact.contains("ODbL"), "{}", os3.fact);
    // The accepted item of level A is known as the same change, and not counted beside the hotspot.
    let os1 = class.assessed.iter().find(|c| c.code == "OS1").unwrap();
    assert!(os1.fact.contains("CIViC EID1") && os1.points == 0, "{}", os1.fact);
    let part = base.manifest().part("hotspots").unwrap();
    assert_eq!(part.licence, "ODbL-1.0");
}

#[test]
fn a_label_fact_is_dated_by_its_page_and_only_by_it() {
    let with = |rows: &str| {
        let mut input = input(&[]);
        input.files.insert(sources::FILE.into(), format!("{SOURCES_HEAD}{rows}").into_bytes());
        let mut counts = Statistics::default();
        own_parts(&input, &mut counts).map(|_| knowledge_of(&input))
    };
    let base = with(
        "label:1\tEU\t2015-08\thttps://b.example/epar\tEMA\tEPAR\t2026-11-20\n\
         label:1\tUS\t2014-01-09\thttps://a.example/notice\tFDA\tNotice\t2026-11-20\n",
    )
    .unwrap();
    let fact = base.assertions().unwrap().iter().find(|f| f.id == "label:1").unwrap();
    assert_eq!(fact.verification, Verification::Checked);
    assert_eq!(fact.date.as_deref(), Some("2014-01-09"));
    assert_eq!(fact.region.as_deref(), Some("US;EU"));
    assert_eq!(fact.statement, "Words. Dated US 2014-01-09, EU 2015-08.");
    assert_eq!(fact.citations[0].id, "https://a.example/notice");
    assert_eq!(fact.citations[1].text, "EMA: EPAR (EU, read 2026-11-20)");

    // A page of another region checks drug, biomarker and tumour; the region of the row stays recalled.
    let base = with("label:1\tEU\t2015\thttps://b.example/epar\tEMA\tEPAR\t2026-11-20\n").unwrap();
    let fact = base.assertions().unwrap().iter().find(|f| f.id == "label:1").unwrap();
    assert_eq!(fact.statement, "Words. Dated EU 2015; US recalled, not checked.");

    let base = with("").unwrap();
    let fact = base.assertions().unwrap().iter().find(|f| f.id == "label:1").unwrap();
    assert_eq!((fact.verification, fact.date.as_deref()), (Verification::Recalled, None));
    assert!(with("label:9\tEU\t2015\thttps://b.example\tEMA\tEPAR\t2026-11-20\n").is_err());
}
