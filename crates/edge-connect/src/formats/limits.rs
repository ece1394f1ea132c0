//! Every limit of the readers and writers, in one place. Called by all formats; the values are the documented ones of the
//! user guide, tests and special installations pass others.

use super::problem::FileProblem;

/// Bytes looked at to recognise a file.
pub const SNIFF_BYTES: usize = 256 * 1024;
/// Bytes of text in one cell; a longer one refuses its row.
pub const CELL_BYTES: usize = 1024 * 1024;
/// Bytes of text in one row, so that a thousand full cells cannot take a gigabyte.
pub const ROW_BYTES: usize = 8 * 1024 * 1024;
/// Columns of a table; a header with more refuses the file.
pub const COLUMNS: usize = 1_000;
/// Bytes of an XLSX file as uploaded.
pub const XLSX_BYTES: u64 = 50 * 1024 * 1024;
/// Bytes of all parts of an XLSX file unpacked: some 800,000 rows of ten columns; larger tables come as CSV. Sheets stream,
/// so this bounds the time (some two seconds to unpack), not the memory.
pub const XLSX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
/// Bytes of one unpacked part that is no sheet (shared strings, styles), because those are held in memory as a whole.
pub const XLSX_PART_BYTES: u64 = 64 * 1024 * 1024;
/// Parts of an XLSX file; a workbook with a hundred sheets has some 400.
pub const XLSX_PARTS: u64 = 2_000;
/// Unpacked bytes per packed byte of a part (or of an entry of an archive) over a megabyte. Repetitive sheets reach 100, bombs begin near 1,000.
pub const XLSX_RATIO: u64 = 300;
/// Parts and entries up to this size may be packed as tightly as they like.
const RATIO_FREE_BYTES: u64 = 1024 * 1024;
/// Merged regions of a workbook that are honoured; with more, merged cells count for their first cell only.
pub const XLSX_MERGED: u64 = 100_000;
/// Entries of an archive with a table and the files it names.
pub const ARCHIVE_ENTRIES: u64 = 200_000;
/// Bytes of the table in an archive, which is held in memory; a larger one comes by itself.
pub const ARCHIVE_TABLE_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of one file in an archive.
pub const ARCHIVE_FILE_BYTES: u64 = 100 * 1024 * 1024;
/// Bytes of all its files unpacked; more come in several archives.
pub const ARCHIVE_UNPACKED_BYTES: u64 = 10 * 1024 * 1024 * 1024;
/// Rows of one sheet, including the header (Excel's own limit); an export goes on in the next sheet.
pub const XLSX_SHEET_ROWS: u32 = 1_048_576;
/// UTF-16 units of one XLSX cell (Excel's own limit); longer text is shortened and counted.
pub const XLSX_CELL_UNITS: usize = 32_767;

/// The limits of one reading. `Default` gives the constants of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub cell_bytes: usize,
    pub row_bytes: usize,
    pub columns: usize,
    pub xlsx_bytes: u64,
    pub xlsx_unpacked_bytes: u64,
    pub xlsx_part_bytes: u64,
    pub xlsx_parts: u64,
    pub xlsx_ratio: u64,
    pub archive_entries: u64,
    pub archive_table_bytes: u64,
    pub archive_file_bytes: u64,
    pub archive_unpacked_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            cell_bytes: CELL_BYTES,
            row_bytes: ROW_BYTES,
            columns: COLUMNS,
            xlsx_bytes: XLSX_BYTES,
            xlsx_unpacked_bytes: XLSX_UNPACKED_BYTES,
            xlsx_part_bytes: XLSX_PART_BYTES,
            xlsx_parts: XLSX_PARTS,
            xlsx_ratio: XLSX_RATIO,
            archive_entries: ARCHIVE_ENTRIES,
            archive_table_bytes: ARCHIVE_TABLE_BYTES,
            archive_file_bytes: ARCHIVE_FILE_BYTES,
            archive_unpacked_bytes: ARCHIVE_UNPACKED_BYTES,
        }
    }
}

impl Limits {
    /// Refuses what is packed tighter than real files are; small ones may be packed as they like.
    pub(super) fn check_ratio(&self, part: &str, bytes: u64, packed: u64) -> Result<(), FileProblem> {
        let ratio = bytes / packed.max(1);
        if bytes <= RATIO_FREE_BYTES || ratio <= self.xlsx_ratio {
            return Ok(());
        }
        let part = part.chars().take(100).collect();
        Err(FileProblem::PackedTooTightly { part, ratio, limit: self.xlsx_ratio })
    }
}
