//! The charts: what they print is what they mean, on every backend.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod sample;

use attune_report::{
    FigureError, contribution_figure, draw_contributions, draw_prediction, prediction_figure,
};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use proptest::prelude::*;
use sample::{colon, melanoma, parts};

fn read(text: &str) -> f64 {
    text.replace('\u{2212}', "-").parse().unwrap()
}

#[test]
fn printed_contributions_add_up_to_the_printed_score() {
    for option in &colon::sample().ranked.options {
        let figure = contribution_figure(option).unwrap();
        let (sum, parts) = figure.rows.split_last().unwrap();
        let total: f64 = parts.iter().map(|r| read(&r[1])).sum();
        assert!((total - read(&sum[1])).abs() < 1e-9, "{:?}", figure.rows);
        assert!((read(&sum[1]) - option.score).abs() < 0.005_001);
    }
}

proptest! {
    #[test]
    fn whatever_the_shares(shares in proptest::collection::vec(-0.4f64..0.6, 0..20)) {
        let named: Vec<(String, f64)> = shares.iter().enumerate().map(|(i, s)| (format!("factor {i}"), *s)).collect();
        let named: Vec<(&str, f64)> = named.iter().map(|(l, s)| (l.as_str(), *s)).collect();
        let option = parts::option(1, "a + b", attune_decision::Level::IA, "", &named);
        let figure = contribution_figure(&option).unwrap();
        let (sum, rows) = figure.rows.split_last().unwrap();
        let total: f64 = rows.iter().map(|r| read(&r[1])).sum();
        prop_assert!((total - read(&sum[1])).abs() < 1e-9);
        // Positives first, the largest first; then negatives, the largest first.
        let printed: Vec<f64> = rows.iter().map(|r| read(&r[1])).collect();
        let first_negative = printed.iter().position(|p| *p < 0.0).unwrap_or(printed.len());
        prop_assert!(printed[first_negative..].iter().all(|p| *p <= 0.0));
    }
}

#[test]
fn every_value_stands_in_the_chart_the_table_and_the_words() {
    let figure = contribution_figure(&colon::sample().ranked.options[0]).unwrap();
    for row in &figure.rows {
        for cell in row {
            assert!(figure.alt.contains(cell.trim_start_matches("Score (sum)")), "{cell} not in the words");
        }
        assert!(figure.svg.contains(&format!(">{}<", row[1])), "{} not in the chart", row[1]);
    }
    assert!(
        figure.svg.contains("IBM Plex Sans")
            && figure.svg.contains("#1668a8")
            && figure.svg.contains("#a84708")
    );
    assert!(
        !figure.svg.contains("<script") && !figure.svg.contains("<style") && !figure.svg.contains("style=")
    );
    assert!(figure.svg.split("href=").skip(1).all(|rest| rest.starts_with("\"#attune-")));
}

#[test]
fn a_prediction_names_inputs_direction_base_sum_and_recalibration() {
    let prediction = melanoma::prediction();
    let figure = prediction_figure(&prediction).unwrap();
    for words in [
        "Base",
        "Sum",
        "log-odds",
        "raises it",
        "lowers it",
        "Albumin",
        "3.1 g/dL",
        "Recalibrated probability of response: 42 %",
        "LORIS score: 0.61",
    ] {
        assert!(figure.alt.contains(words) || figure.svg.contains(words), "{words}");
    }
    let shares: f64 = figure.rows.iter().take(figure.rows.len() - 1).map(|r| read(&r[3])).sum();
    assert!((shares - read(&figure.rows.last().unwrap()[3])).abs() < 1e-9);
}

#[test]
fn no_chart_is_drawn_of_what_is_not_a_number() {
    let mut option = colon::sample().ranked.options[0].clone();
    option.contributions[0].points = f64::NAN;
    assert!(matches!(contribution_figure(&option), Err(FigureError::NotFinite(_))));
    let mut prediction = melanoma::prediction();
    prediction.prediction = None;
    assert!(matches!(prediction_figure(&prediction), Err(FigureError::NoEstimate(_))));
}

#[test]
fn any_backend_of_plotters_can_draw_them() {
    let (mut a, mut b) = (String::new(), String::new());
    {
        let area = SVGBackend::with_string(&mut a, (1020, 400)).into_drawing_area();
        draw_contributions(&area, &colon::sample().ranked.options[0]).unwrap();
        let area = SVGBackend::with_string(&mut b, (1020, 500)).into_drawing_area();
        draw_prediction(&area, &melanoma::prediction()).unwrap();
    }
    assert!(a.contains("Score (sum)") && b.contains("raises it"));
}
