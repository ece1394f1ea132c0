//! Merged cells: only the first cell of a region holds its value, but a person reads it in all of them. Called by the sheet
//! reader for each row.

/// Row and column, from zero.
type Place = (u32, u32);

#[derive(Clone, Default)]
pub(super) struct Merged {
    /// By first row, those ahead of the reader last.
    waiting: Vec<(Place, Place)>,
    /// Regions the reader is inside of, with their value.
    open: Vec<(Place, Place, String)>,
}

impl Merged {
    pub(super) fn new(regions: impl Iterator<Item = (Place, Place)>) -> Merged {
        let mut waiting: Vec<_> = regions.filter(|(start, end)| start != end).collect();
        waiting.sort_unstable_by(|one, other| other.cmp(one));
        Merged { waiting, open: Vec::new() }
    }

    /// Completes a row. Across columns only in the header, where it names them; in data a value stays in its column and
    /// goes down the rows.
    pub(super) fn fill(&mut self, row: u32, cells: &mut Vec<String>, header: bool, columns: usize) {
        self.open.retain(|(_, end, _)| end.0 >= row);
        while self.waiting.last().is_some_and(|(start, _)| start.0 <= row) {
            let Some((start, end)) = self.waiting.pop() else { break };
            let value = cells.get(start.1 as usize).cloned().unwrap_or_default();
            // Regions that began above the table's first row have a value this reader has not seen. Regions never overlap,
            // so more than one per column are a trap.
            if start.0 == row && !value.is_empty() && self.open.len() < columns {
                self.open.push((start, end, value));
            }
        }
        for (start, end, value) in &self.open {
            let last = if header { end.1 } else { start.1 };
            for column in start.1 as usize..=(last as usize).min(columns.saturating_sub(1)) {
                if cells.len() <= column {
                    cells.resize(column + 1, String::new());
                }
                if cells[column].is_empty() {
                    cells[column].clone_from(value);
                }
            }
        }
    }
}
