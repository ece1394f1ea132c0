//! The records that selling starts with: the standard pipeline and its stages, from `records.toml`. Called once, by `set_up`.

use records::{
    Cx,
    query::Ask,
    write::{self, Input},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use types::{
    Id, Result, Value,
    words::{Label, Lang},
};

use crate::work::first;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordsFile {
    pipelines: Vec<PipelineFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PipelineFile {
    code: String,
    label: Label,
    stages: Vec<StageFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFile {
    code: String,
    label: Label,
    probability: u8,
    hue: i64,
    #[serde(default = "open")]
    outcome: String,
}

fn open() -> String {
    "open".into()
}

/// Makes what is not there yet, with names in `lang`. What an installation has changed stays changed.
pub fn seed(cx: &mut Cx, lang: Lang) -> Result<()> {
    let file: RecordsFile = toml::from_str(include_str!("records.toml")).expect("a test reads the shipped records");
    for (position, pipeline) in file.pipelines.iter().enumerate() {
        let known = Ask::default().filter(format!("code == \"{}\"", pipeline.code)).fields(&["name"]);
        if first(cx, "pipelines", known)?.is_some() {
            continue;
        }
        let input = Input::default().text("code", &pipeline.code).set("position", Value::Int(position as i64));
        let made = create(cx, "pipelines", named(input, &pipeline.label, lang))?;
        for (position, stage) in pipeline.stages.iter().enumerate() {
            let input = Input::default()
                .set("pipeline", Value::link(made))
                .text("code", &stage.code)
                .text("outcome", &stage.outcome)
                .set("probability", Value::Decimal(Decimal::from(stage.probability)))
                .set("position", Value::Int(position as i64))
                .set("hue", Value::Int(stage.hue));
            create(cx, "stages", named(input, &stage.label, lang))?;
        }
    }
    Ok(())
}

/// The name in the company's language, and what readers of the other one read.
fn named(input: Input, label: &Label, lang: Lang) -> Input {
    let (other, of) = match lang {
        Lang::Zh => ("name_en", Lang::En),
        Lang::En => ("name_zh", Lang::Zh),
    };
    input.text("name", label.get(lang)).text(other, label.get(of))
}

fn create(cx: &mut Cx, object: &str, input: Input) -> Result<Id> {
    let object = cx.catalog.must(object).clone();
    Ok(write::create(cx, &object, input)?.id)
}
