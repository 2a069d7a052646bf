//! Tab-separated tables with a header line.

use super::BuildError;

/// A table whose columns are found by name.
pub(super) struct Table<'a> {
    header: Vec<&'a str>,
    lines: std::str::Lines<'a>,
}

impl<'a> Table<'a> {
    /// Reads the header; all of the columns must be there.
    pub(super) fn read(bytes: &'a [u8], file: &'static str, columns: &[&str]) -> Result<Self, BuildError> {
        let text = std::str::from_utf8(bytes).map_err(|e| BuildError::content(file, e.to_string()))?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        match columns.iter().find(|c| !header.contains(c)) {
            Some(missing) => Err(BuildError::content(file, format!("column {missing} is missing"))),
            None => Ok(Self { header, lines }),
        }
    }

    /// Calls for each row with a function that gives a column of it (empty where the row is short).
    pub(super) fn each(self, mut row: impl FnMut(&dyn Fn(&str) -> &'a str)) {
        let header = self.header;
        for line in self.lines {
            let cells: Vec<&'a str> = line.split('\t').collect();
            row(&|name| {
                header.iter().position(|h| *h == name).and_then(|i| cells.get(i).copied()).unwrap_or("")
            });
        }
    }
}
