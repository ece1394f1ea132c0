//! The catalogue: every `.ftl` file of a language in one Fluent bundle, built on first use. Called through `words::tr`.

use std::{borrow::Cow, sync::OnceLock};

use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, memoizer::MemoizerKind, types::FluentNumber,
};

use super::Lang;
use crate::display;

mod files {
    //! Written by build.rs: the translation files of each language.
    include!(concat!(env!("OUT_DIR"), "/locales.rs"));
}

/// The value of a variable in a sentence. Numbers choose the plural and are shown with thousands separators;
/// everything else (dates, money, names) comes formatted, as text.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    Text(Cow<'a, str>),
    Number(i64),
}

/// The sentence of `key`. A missing key is a programmer's mistake: it panics in debug builds and shows the key in release.
pub fn tr(lang: Lang, key: &str) -> Cow<'static, str> {
    format(lang, key, None)
}

/// The sentence of `key` with its variables: `tr_with(lang, "rows", &[("count", 3)])`. Values of several kinds are each
/// made an [`Arg`]: `&[("count", Arg::from(3)), ("name", Arg::from(name))]`.
pub fn tr_with<'a, A>(lang: Lang, key: &str, args: &[(&'a str, A)]) -> String
where
    A: Clone + Into<Arg<'a>>,
{
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        values.set(*name, value.clone().into());
    }
    format(lang, key, Some(&values)).into_owned()
}

/// The sentence of `key` if there is one and `args` has all its variables.
pub(super) fn try_with(lang: Lang, key: &str, args: &[(&str, Arg)]) -> Option<String> {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        values.set(*name, value.clone());
    }
    let bundle = bundle(lang);
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

fn format<'a>(lang: Lang, key: &str, args: Option<&'a FluentArgs<'a>>) -> Cow<'a, str> {
    let bundle = bundle(lang);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        mistake(format_args!("no sentence {key:?} in {lang}"));
        return Cow::Owned(key.to_owned());
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    if !errors.is_empty() {
        mistake(format_args!("sentence {key:?} in {lang}: {errors:?}"));
    }
    text
}

/// A programmer's mistake, not the visitor's: tests find it, a visitor never pays for it.
fn mistake(what: std::fmt::Arguments) {
    if cfg!(debug_assertions) {
        panic!("{what}");
    }
}

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    static ZH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static EN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match lang {
        Lang::Zh => ZH.get_or_init(|| build(lang)),
        Lang::En => EN.get_or_init(|| build(lang)),
    }
}

/// `(file name, text)` of every translation file of a language.
pub(super) fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Zh => files::ZH,
        Lang::En => files::EN,
    }
}

fn build(lang: Lang) -> FluentBundle<FluentResource> {
    let locale = lang.tag().parse().expect("our own tags are BCP 47");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(with_separators));
    for (file, text) in sources(lang) {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
            mistake(format_args!("{lang}/{file}: {errors:?}"));
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            mistake(format_args!("{lang}/{file}: {errors:?}"));
        }
    }
    bundle
}

fn with_separators<M: MemoizerKind>(value: &FluentValue, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => {
            Some(display::integer(*value as i64))
        }
        _ => None,
    }
}

impl<'a> From<Arg<'a>> for FluentValue<'a> {
    fn from(arg: Arg<'a>) -> FluentValue<'a> {
        match arg {
            Arg::Number(number) => FluentValue::from(number),
            // A count that comes as text still chooses its plural; below a thousand both are shown alike.
            Arg::Text(text) => match text.parse::<u16>() {
                Ok(number) if number < 1000 && number.to_string() == *text => FluentValue::from(number),
                _ => FluentValue::String(text),
            },
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Arg<'a> {
        Arg::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Arg<'a> {
        Arg::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Arg<'a> {
        Arg::Text(text)
    }
}

macro_rules! from_integer {
    ($($integer:ty)+) => {$(
        impl From<$integer> for Arg<'_> {
            fn from(number: $integer) -> Self {
                Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )+};
}
from_integer!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
