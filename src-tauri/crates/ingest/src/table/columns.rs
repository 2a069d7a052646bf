//! Columns by name, and what became of each.

/// What a reader did with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Nobody asked for it.
    Raw,
    /// A reader reads it.
    Mapped,
}

/// The header of a table.
#[derive(Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
    keys: Vec<String>,
    uses: Vec<Use>,
}

/// A name without case, blanks and punctuation: `Gene Symbol` = `gene_symbol` = `GeneSymbol`.
pub(crate) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Columns {
    pub(crate) fn new(names: Vec<String>) -> Self {
        let keys = names.iter().map(|n| key(n)).collect();
        let uses = vec![Use::Raw; names.len()];
        Self { names, keys, uses }
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// Place of the first of the names that the table has, without reading it.
    pub(crate) fn place(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let wanted = key(name);
            self.keys.iter().position(|k| *k == wanted)
        })
    }

    /// Place of the first of the names that the table has; the column counts as read.
    pub(crate) fn take(&mut self, names: &[&str]) -> Option<usize> {
        let at = self.place(names)?;
        self.uses[at] = Use::Mapped;
        Some(at)
    }

    /// Marks a column as read.
    pub(crate) fn mark(&mut self, at: usize) {
        if let Some(place) = self.uses.get_mut(at) {
            *place = Use::Mapped;
        }
    }

    /// Names of the columns that nobody asked for.
    pub(crate) fn unused(&self) -> Vec<&str> {
        let unused = self.names.iter().zip(&self.uses).filter(|(_, u)| **u == Use::Raw);
        unused.map(|(name, _)| name.as_str()).filter(|n| !n.trim().is_empty()).collect()
    }
}
