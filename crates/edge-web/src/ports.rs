//! What the pages need of other edges, which they may not name: traits of plain types, implemented in `app` and given along with
//! [`gate::App::with`] as `Arc<dyn Imports>`.

use std::pin::Pin;

use axum::body::Body;
use records::{
    Caller,
    import::{Plan, plan::DateOrder},
};
use types::{FieldProblem, Id, Result, words::Lang};

/// What will be there later, or why not.
pub type Later<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// Imports by the wizard. One import is a record among `imports` from the upload on; where it stands and what came of it is read there and in
/// its job (`records::import::{Progress, Outcome}`), so it can be left and taken up again at any point.
pub trait Imports: Send + Sync {
    /// Looks at a stored file, proposes a mapping and keeps both as a draft; gives the import.
    ///
    /// # Errors
    /// What is wrong with the file; no right to import the object.
    fn draft(&self, caller: Caller, object: String, file: Stored) -> Later<Id>;

    /// The same file as a draft of another object, in the place of this one; gives the new one.
    fn becomes(&self, caller: Caller, import: Id, object: String) -> Later<Id>;

    /// The file of an import as it is understood now.
    fn look(&self, caller: Caller, import: Id) -> Later<Seen>;

    /// Reads the file in another way, and proposes a mapping for what is in it now.
    fn reshape(&self, caller: Caller, import: Id, shape: Shape, dates: Option<DateOrder>) -> Later<()>;

    /// Keeps another plan; what was checked before is to be checked again.
    fn plan(&self, caller: Caller, import: Id, plan: Plan) -> Later<()>;

    /// Orders the check of the whole file.
    fn check(&self, caller: Caller, import: Id) -> Later<()>;

    /// Orders the import itself.
    fn go(&self, caller: Caller, import: Id) -> Later<()>;

    /// Stops what is under way. What was written stays and can be undone.
    fn stop(&self, caller: Caller, import: Id) -> Later<()>;

    /// Orders that the import be taken back.
    fn undo(&self, caller: Caller, import: Id) -> Later<()>;

    /// A CSV of the refused rows with their reasons.
    fn refused(&self, caller: Caller, import: Id, lang: Lang) -> Later<Body>;

    /// The mapping of this import under a name, for the next file with the same header.
    fn save(&self, caller: Caller, import: Id, name: String) -> Later<()>;

    /// Mappings that were saved for an object: id and name, newest first.
    fn saved(&self, caller: Caller, object: String) -> Later<Vec<(Id, String)>>;

    /// Takes a saved mapping for this import.
    fn apply(&self, caller: Caller, import: Id, saved: Id) -> Later<()>;
}

/// A file that was taken in.
#[derive(Clone, Debug)]
pub struct Stored {
    pub name: String,
    /// SHA-256 of its bytes, under which they are stored
    pub sha256: String,
    pub size: u64,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// `csv`, `xlsx`, `v_card`
    pub kind: String,
    /// one of [`ENCODINGS`]
    pub encoding: String,
    /// between cells
    pub delimiter: char,
    /// the first row names the columns
    pub header: bool,
    /// lines above the table
    pub skip_lines: u64,
    pub sheet: Option<String>,
}

/// Encodings of files, with the names people know.
pub const ENCODINGS: [(&str, &str); 6] = [
    ("utf8", "UTF-8"),
    ("gb18030", "GB18030 (GBK)"),
    ("utf16_le", "UTF-16 LE"),
    ("utf16_be", "UTF-16 BE"),
    ("big5", "Big5"),
    ("windows1252", "Windows-1252"),
];

/// A file as it was understood.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub size: u64,
    pub shape: Shape,
    pub sheets: Vec<String>,
    /// names in the header; empty where there is none
    pub columns: Vec<String>,
    /// the first rows below the header, at most 100
    pub samples: Vec<Vec<String>>,
    /// where each of them stands in the file, from one
    pub lines: Vec<u64>,
    /// rows among the first that cannot be read: line and reason
    pub bad: Vec<(u64, FieldProblem)>,
    pub guesses: Vec<Guess>,
    /// what each column seems to hold: `integer`, `decimal`, `money`, `percent`, `date`, `date_time`, `yes_no`, `email`, `phone`, `url`,
    /// `long_text`, `choice`, `text`, `empty`
    pub kinds: Vec<String>,
    pub plan: Plan,
    /// the saved mapping that was taken because the header fits
    pub saved: Option<String>,
    /// it is an archive, and a column names the files in it
    pub brings_files: bool,
}

impl Seen {
    /// Whether a column holds figures, which stand on the right.
    pub fn is_figures(&self, column: usize) -> bool {
        matches!(self.kinds.get(column).map(String::as_str), Some("integer" | "decimal" | "money" | "percent"))
    }
}

/// Why a column was taken for a field.
#[derive(Clone, Debug)]
pub struct Guess {
    /// from zero
    pub column: usize,
    pub field: String,
    /// enough not to ask for a look
    pub sure: bool,
    /// `name`, `label`, `alias`, `similar`, `values`
    pub why: String,
}
