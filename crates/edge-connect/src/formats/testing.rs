//! For the tests of this module: where the real files lie, small workbooks, and texts that break things.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use super::{Limits, ReadError, Rows, Shape, open};

/// A folder of the real data: `ZHIKE_DATA`, or `../shared/data` beside the project. `None` where there is none, which in CI
/// is a failure; the generated cases run everywhere.
pub fn data(folder: &str) -> Option<PathBuf> {
    let named = std::env::var_os("ZHIKE_DATA").map(PathBuf::from);
    let root = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    let folder = root.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the real data; there is none at {}", folder.display());
    println!("no real data at {}: the generated cases alone were tested", folder.display());
    None
}

pub fn file(folder: &str, name: &str) -> Option<Vec<u8>> {
    data(folder).map(|folder| std::fs::read(folder.join(name)).unwrap())
}

/// Columns and rows of a file that must be readable as a whole.
pub fn read_all(bytes: &[u8], shape: &Shape) -> (Vec<String>, Vec<Vec<String>>) {
    let mut source = open(Cursor::new(bytes), shape, Limits::default()).unwrap();
    let rows = source.rows().unwrap();
    let columns = rows.columns().to_vec();
    (columns, cells(rows).into_iter().map(Result::unwrap).collect())
}

pub fn cells(rows: Rows<'_>) -> Vec<Result<Vec<String>, ReadError>> {
    rows.map(|row| row.map(|row| row.cells)).collect()
}

/// Texts of the kinds that break exports and imports.
pub fn nasty() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "a,b;c|d\te",
        "\"",
        "\"\"",
        "a \"quoted\" word",
        "line\nbreak",
        "line\r\nbreak",
        "lone\rreturn",
        "\n",
        "\r",
        " leading and trailing ",
        "\t",
        "=1+1",
        "'=1+1",
        "''=1+1",
        "'",
        "'plain",
        "+86 138 0013 8000",
        "-5",
        "@handle",
        "\u{FEFF}=1",
        "\u{200B}=1",
        "＝1+1",
        "1234567890123456789",
        "'1234567890123456789",
        "00123",
        "张三 𠮷 😀 e\u{301} é",
        "\u{202E}right to left",
        "null",
        "NULL",
        "undefined",
        "<script>alert(1)</script>",
        "&amp; &lt; ]]>",
        "_x000D_ _x0041_ _x005F_",
        "\u{1}\u{8}\u{B}\u{1F}\u{7F}\u{85}",
        "\u{FFFD}",
        "\u{E000}\u{F8FF}",
        "sep=;",
    ]
    .map(str::to_owned)
    .into();
    if let Some(bytes) = file("naughty-strings", "blns.json") {
        texts.extend(serde_json::from_slice::<Vec<String>>(&bytes).unwrap());
    }
    // U+0000 is refused by every reader, so it is not among what must come back.
    texts.retain(|text| !text.contains('\0'));
    texts
}
