//! Share of biomarker texts that the parser reads: one text a line on standard input, after an optional
//! count and a tab. Prints the share by text and by count; the unread ones go to standard error.

use std::io::BufRead;

use attune_genome::Alteration;

fn main() {
    let (mut texts, mut read, mut weight, mut read_weight) = (0u64, 0u64, 0u64, 0u64);
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let (count, text) = line.split_once('\t').unwrap_or(("1", line.as_str()));
        let count: u64 = count.parse().unwrap_or(1);
        texts += 1;
        weight += count;
        if Alteration::parse_all(text).is_some() {
            read += 1;
            read_weight += count;
        } else {
            eprintln!("{count}\t{text}");
        }
    }
    println!("texts {read}/{texts}, rows {read_weight}/{weight}");
}
