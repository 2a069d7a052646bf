//! Texts of laboratories, panels and notes against a table written by hand: what is read, and what must not be.

use attune_genome::Alteration;

#[test]
fn texts_of_laboratories_are_read_as_the_table_says() {
    let rows = include_str!("laboratory_texts.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows {
        let (text, want) = row.split_once('\t').expect("two columns");
        let read = Alteration::parse_observed(text);
        let got: Vec<String> = read.iter().map(Alteration::label).collect();
        let got = if got.is_empty() { "-".to_owned() } else { got.join(" | ") };
        if got != want {
            wrong.push(format!("{text}: {got}, not {want}"));
        }
        // The name on the screen has to be readable again: it goes into other texts.
        for one in &read {
            let label = one.label();
            let again: Vec<String> =
                Alteration::parse_observed(&label).iter().map(Alteration::label).collect();
            if again != [label.clone()] {
                wrong.push(format!("{text}: its name {label} is read as {again:?}"));
            }
        }
        count += 1;
    }
    assert!(count > 300, "{count} rows");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
