//! Where the table begins and whether its first row names the columns. Called for CSV samples and for sheets.

use crate::formats::guess;

/// Rows above the table: a line with one filled cell over lines with several, as reports have titles.
pub(crate) fn title_rows(rows: &[Vec<String>]) -> usize {
    const LOOK: usize = 10;
    let filled = |row: &Vec<String>| {
        let mut cells: Vec<&str> = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        // A title merged over its table appears in each of its columns.
        cells.dedup();
        cells.len()
    };
    let titles = rows.iter().take(LOOK).take_while(|row| filled(row) <= 1).count();
    let below = rows.get(titles).is_some_and(|row| filled(row) > 1);
    // A table of two columns may just have an empty cell in its first row.
    let wide = rows.get(titles).is_some_and(|row| row.len() > 2);
    if below && wide { titles } else { 0 }
}

/// The first row is a header if it reads like names: filled, distinct, no values; or if its names are known ones.
pub(crate) fn has_header(rows: &[Vec<String>]) -> bool {
    let Some((first, below)) = rows.split_first() else { return true };
    let mut names: Vec<String> = first.iter().map(|cell| guess::normalise(cell)).filter(|n| !n.is_empty()).collect();
    let known = names.iter().filter(|name| guess::is_known_header(name)).count();
    if known * 2 >= first.len() && known > 0 {
        return true;
    }
    let filled = names.len();
    names.sort_unstable();
    names.dedup();
    let distinct = names.len() == filled;
    let values = first.iter().any(|cell| guess::is_value(cell));
    let repeats_below = first.len() == 1 && below.iter().any(|row| row == first);
    distinct && !values && !repeats_below && filled + 1 >= first.len()
}
