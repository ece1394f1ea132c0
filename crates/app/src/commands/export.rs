//! `zhike export`: a list as a file, or on stdout.

use edge_connect::export::{Exports, Format, Wish};
use records::query::Ask;
use serde_json::json;
use types::{Problem, Result, display};

use super::Files;
use crate::{
    args::{Export, ExportForm},
    house::{House, caller},
    say::{Answer, Say, app},
};

pub fn run(what: &Export, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    super::known_object(house, &what.object)?;
    let mut out = files.output.as_ref().ok_or_else(|| Problem::internal("an export goes somewhere"))?;
    let format = match what.format {
        ExportForm::Csv => Format::Csv,
        ExportForm::Xlsx => Format::Xlsx,
        ExportForm::Jsonl => Format::Jsonl,
    };
    let ask = Ask { filter: what.filter.clone(), ..Ask::default() };
    let wish = Wish { object: what.object.clone(), ask, format, lang: say.lang() };
    say.progress(&app(say.lang(), "exporting", &[]), 0, 0)?;
    let exports = Exports { engine: house.engine.clone(), folder: house.settings.data_dir.clone() };
    let mut exported = house.wait(exports.export(caller(), wish))?;
    std::io::copy(&mut exported.file, &mut out).map_err(Problem::internal)?;
    let json = json!({ "rows": exported.rows, "bytes": exported.bytes, "shortened": exported.changed });
    let rows = display::integer(exported.rows as i64);
    let text =
        app(say.lang(), "exported", &[("rows", rows.into()), ("size", display::file_size(exported.bytes).into())]);
    Ok(match what.output {
        Some(_) => Answer::new(text, json),
        // stdout holds the list and nothing else
        None => {
            say.note(&text);
            Answer::default()
        }
    })
}
