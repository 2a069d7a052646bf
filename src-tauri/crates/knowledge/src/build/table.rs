//! Tab-separated tables with a header: CIViC's exports and our own sources. Quotes mean nothing in them.

use std::collections::HashMap;

use crate::PackError;

/// A table, column names to places.
pub(super) struct Table<'a> {
    name: &'a str,
    columns: HashMap<&'a str, usize>,
    rows: Vec<Vec<&'a str>>,
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'t, 'a> {
    table: &'t Table<'a>,
    cells: &'t [&'a str],
}

impl<'a> Table<'a> {
    /// Reads a table; lines that start with `#` are remarks. Every column asked for must exist, and every
    /// row must have as many cells as the header, so that a shifted file is refused and not misread.
    pub(super) fn read(name: &'a str, bytes: &'a [u8], needed: &[&str]) -> Result<Self, PackError> {
        let text = std::str::from_utf8(bytes).map_err(|e| PackError::input(name, e))?;
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
        let (_, header) = lines.next().ok_or_else(|| PackError::input(name, "empty"))?;
        let columns: HashMap<_, _> = header.split('\t').enumerate().map(|(i, c)| (c, i)).collect();
        if let Some(missing) = needed.iter().find(|c| !columns.contains_key(**c)) {
            return Err(PackError::input(name, format!("column `{missing}` is missing")));
        }
        let rows = lines
            .map(|(i, line)| {
                let cells: Vec<&str> = line.split('\t').collect();
                if cells.len() == columns.len() {
                    Ok(cells)
                } else {
                    let reason =
                        format!("line {}: {} cells instead of {}", i + 1, cells.len(), columns.len());
                    Err(PackError::input(name, reason))
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { name, columns, rows })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_, 'a>> {
        self.rows.iter().map(move |cells| Row { table: self, cells })
    }
}

impl<'a> Row<'_, 'a> {
    /// The cell of a column, trimmed; empty where the column does not exist.
    pub(super) fn get(&self, column: &str) -> &'a str {
        self.table.columns.get(column).and_then(|i| self.cells.get(*i)).map_or("", |c| c.trim())
    }

    /// The same, `None` where empty.
    pub(super) fn some(&self, column: &str) -> Option<String> {
        Some(self.get(column)).filter(|c| !c.is_empty()).map(str::to_owned)
    }

    /// The parts of a cell, split at `;`, without empty ones.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        let parts = self.get(column).split(';').map(str::trim);
        parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
    }

    /// An error that names the table and the value.
    pub(super) fn refuse(&self, column: &str, reason: &str) -> PackError {
        let head = self.cells.first().copied().unwrap_or_default();
        PackError::input(self.table.name, format!("row `{head}`, {column} `{}`: {reason}", self.get(column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shifted_row_is_refused() {
        let table = Table::read("t", b"# remark\na\tb\n1\t2\n3\n", &["a"]);
        assert!(matches!(table, Err(PackError::UnusableInput { .. })));
        assert!(Table::read("t", b"a\tb\n", &["c"]).is_err());
    }

    #[test]
    fn cells_are_found_by_name() {
        let table = Table::read("t", b"a\tb\n1\t x; y ;\n", &["a", "b"]).unwrap();
        let row = table.rows().next().unwrap();
        assert_eq!(row.get("a"), "1");
        assert_eq!(row.list("b"), ["x", "y"]);
    }
}
