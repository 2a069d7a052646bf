//! The genomic sequences of the LRG records.

use std::collections::BTreeMap;

use super::BuildError;

/// Sequence by LRG id (`LRG_304`), upper case. The header is `>LRG_304|EGFR|...`.
pub(super) fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, BuildError> {
    let mut out: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in bytes.split(|b| *b == b'\n') {
        if let Some(header) = line.strip_prefix(b">") {
            let id = header.split(|b| *b == b'|').next().unwrap_or_default();
            let id = String::from_utf8_lossy(id).into_owned();
            out.insert(id.clone(), Vec::new());
            current = Some(id);
        } else if let Some(sequence) = current.as_ref().and_then(|id| out.get_mut(id)) {
            sequence.extend(line.iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_uppercase));
        }
    }
    if out.is_empty() {
        return Err(BuildError::content("lrg_cancer_gene_genomic.fa", "no sequence"));
    }
    Ok(out)
}
