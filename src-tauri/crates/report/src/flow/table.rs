//! Tables over pages, their head repeated on each.

use super::{Align, Flow, Inline, TextLine, break_lines, height_of, text};
use crate::colour::{RULE, RULE_STRONG};
use crate::page::{Mark, Role};

/// Pieces of one cell.
pub(crate) type Cell = Vec<Inline>;

/// A column.
pub(crate) struct Column {
    pub(crate) head: String,
    /// Share of the width.
    pub(crate) share: f64,
    pub(crate) align: Align,
}

impl Column {
    pub(crate) fn new(head: &str, share: f64) -> Self {
        Self { head: head.to_owned(), share, align: Align::Left }
    }
    pub(crate) fn right(head: &str, share: f64) -> Self {
        Self { align: Align::Right, ..Self::new(head, share) }
    }
}

/// A table.
pub(crate) struct Table {
    /// What the table holds, for readers who hear it.
    pub(crate) summary: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// Space between columns.
const GUTTER: f64 = 8.0;

struct Laid {
    x: f64,
    width: f64,
    align: Align,
    lines: Vec<TextLine>,
}

fn laid_height(cells: &[Laid], pad: f64) -> f64 {
    cells.iter().map(|c| height_of(&c.lines)).fold(0.0, f64::max) + 2.0 * pad
}

impl Flow {
    /// A table. A row is kept on one page unless it is taller than half of one.
    pub(crate) fn table(&mut self, table: &Table) {
        let headed = table.columns.iter().any(|c| !c.head.is_empty());
        // A short table is kept on one page. The sum stops early: most tables are not short.
        let limit = self.room() * 0.3;
        let first = table.rows.first().map_or(0.0, |row| laid_height(&self.lay(table, row), self.sheet.pad));
        let mut whole = self.head_height(table);
        for row in &table.rows {
            whole += laid_height(&self.lay(table, row), self.sheet.pad);
            if whole > limit {
                break;
            }
        }
        let start = self.head_height(table) + first.min(self.room() / 2.0);
        self.begin(if whole <= limit { whole } else { start });
        let table_node = self.enter(Role::Table);
        if let Some(node) = self.nodes.get_mut(table_node) {
            node.alt = Some(crate::text::clean(&table.summary));
        }
        if headed {
            self.head(table, true);
        }
        for row in &table.rows {
            self.row(table, row, headed);
        }
        self.leave();
        self.y += 4.5;
    }

    fn lay(&self, table: &Table, row: &[Cell]) -> Vec<Laid> {
        let total: f64 = table.columns.iter().map(|c| c.share).sum();
        let room = self.width() - GUTTER * (table.columns.len().saturating_sub(1)) as f64;
        let mut x = self.sheet.margin;
        let mut laid = Vec::new();
        for (column, cell) in table.columns.iter().zip(row) {
            let width = room * column.share / total;
            laid.push(Laid { x, width, align: column.align, lines: break_lines(cell, width) });
            x += width + GUTTER;
        }
        laid
    }

    fn head_cells(&self, table: &Table) -> Vec<Laid> {
        let style = self.sizes.small();
        let cells: Vec<Cell> = table.columns.iter().map(|c| vec![text(&c.head, style)]).collect();
        self.lay(table, &cells)
    }

    fn head_height(&self, table: &Table) -> f64 {
        laid_height(&self.head_cells(table), self.sheet.pad)
    }

    /// The head: part of the structure once, then only for the eye.
    fn head(&mut self, table: &Table, first: bool) {
        let cells = self.head_cells(table);
        let height = laid_height(&cells, self.sheet.pad);
        if first {
            self.enter(Role::Row);
        }
        for cell in &cells {
            let node = first.then(|| self.node(Role::Head));
            // Heads stand on the line below them.
            let mut y = self.y + height - self.sheet.pad - height_of(&cell.lines);
            for line in &cell.lines {
                self.put_line(node, line, cell.x, y, cell.width, cell.align);
                y += line.height();
            }
        }
        if first {
            self.leave();
        }
        self.y += height;
        let y = self.y;
        self.put(
            None,
            Mark::line((self.sheet.margin, y), (self.sheet.width - self.sheet.margin, y), RULE_STRONG, 0.6),
        );
    }

    fn row(&mut self, table: &Table, row: &[Cell], headed: bool) {
        let cells = self.lay(table, row);
        let height = laid_height(&cells, self.sheet.pad);
        if height > self.left() && height <= self.room() / 2.0 {
            self.turn(table, headed);
        }
        self.enter(Role::Row);
        let nodes: Vec<usize> = cells.iter().map(|_| self.node(Role::Cell)).collect();
        let mut next = vec![0usize; cells.len()];
        let mut fresh = false;
        while next.iter().zip(&cells).any(|(n, c)| *n < c.lines.len()) {
            let from = next.clone();
            let used = self.chunk(&cells, &nodes, &mut next);
            if next == from {
                // Not one line fits: on a fresh page it is put down all the same, so that nothing is lost.
                if fresh {
                    break;
                }
                self.turn(table, headed);
                fresh = true;
                continue;
            }
            fresh = false;
            self.y += used;
        }
        let y = self.y;
        self.put(
            None,
            Mark::line((self.sheet.margin, y), (self.sheet.width - self.sheet.margin, y), RULE, 0.6),
        );
        self.leave();
    }

    fn turn(&mut self, table: &Table, headed: bool) {
        self.new_page();
        if headed {
            self.head(table, false);
        }
    }

    /// Puts as many lines of each cell as fit; gives back the height used.
    fn chunk(&mut self, cells: &[Laid], nodes: &[usize], next: &mut [usize]) -> f64 {
        let room = self.left() - 2.0 * self.sheet.pad;
        let mut used: f64 = 0.0;
        for ((cell, node), next) in cells.iter().zip(nodes).zip(next.iter_mut()) {
            let mut y = 0.0;
            while let Some(line) = cell.lines.get(*next) {
                if y + line.height() > room {
                    break;
                }
                let top = self.y + self.sheet.pad + y;
                self.put_line(Some(*node), line, cell.x, top, cell.width, cell.align);
                y += line.height();
                *next += 1;
            }
            used = used.max(y);
        }
        used + 2.0 * self.sheet.pad
    }
}
