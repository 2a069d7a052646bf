//! Units of the reader; whole texts on the shipped tree stand in `tests/tumour_texts.rs`.

use super::*;

#[test]
fn stage_and_grade_are_measures_and_words_are_not() {
    for word in ["pt2a", "cn3", "m1c", "ypt1c", "ypn1", "r0", "g2", "iiib", "iv", "48", "9"] {
        assert!(is_measure(word), "{word}");
    }
    for word in ["carcinoma", "tumor", "rectum", "melanoma", "mass", "cyst", "node"] {
        assert!(!is_measure(word), "{word}");
    }
}

#[test]
fn organs_of_spread_are_not_the_site() {
    let words = |text: &str| without_spread(canonical(&folded(text)));
    assert_eq!(words("liver metastases of colon cancer"), ["metastase", "of", "colon", "carcinoma"]);
    assert_eq!(words("melanoma metastatic to the brain and lung"), ["melanoma", "metastatic"]);
}

#[test]
fn markers_are_read_with_their_state_and_not_those_of_another_time() {
    let read = |text: &str| {
        let segments: Vec<Segment> = folded(text)
            .split(',')
            .flat_map(|p| turns(canonical(p)))
            .filter(|s| !s.words.is_empty())
            .collect();
        markers(&segments)
    };
    assert_eq!(read("HR+/HER2- breast cancer"), ["HR positive", "HER2 negative"]);
    assert_eq!(read("RET fusion-positive NSCLC"), ["RET fusion positive"]);
    assert_eq!(read("colorectal cancer, RAS wt primary"), Vec::<String>::new());
    assert_eq!(read("TNBC"), ["ER negative", "PR negative", "HER2 negative"]);
}
