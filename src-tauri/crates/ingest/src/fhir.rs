use crate::{FileKind, RecordImport, Refusal};
pub(crate) fn read(name: &str, _: &[u8], _: FileKind, _: String) -> Result<RecordImport, Refusal> {
    Err(Refusal::new("x", name, ""))
}
