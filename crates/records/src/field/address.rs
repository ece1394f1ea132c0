//! A postal address: country, GB/T 2260 division with its names, street, postcode, each in a column of its own.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{
    Address as Parts, FieldProblem, Value,
    places::{self, Level},
    words::Lang,
};

use super::kind::{Kind, Outcome, fits, json_text, quote, refuse, wrong_type};
use super::{Exported, Hints, Operator};
use crate::schema::ADDRESS_PARTS;

pub(super) struct Address;

const PARTS: usize = ADDRESS_PARTS.len();

/// Characters of each part, in the order of the columns.
const LONGEST: [u32; PARTS] = [60, 100, 100, 100, 6, 500, 20];

/// In the order of the columns.
fn parts(address: &Parts) -> [&Option<String>; PARTS] {
    let Parts { country, province, city, district, code, street, postcode } = address;
    [country, province, city, district, code, street, postcode]
}

fn of_parts(given: [Option<String>; PARTS]) -> Parts {
    let [country, province, city, district, code, street, postcode] =
        given.map(|part| part.filter(|text| !text.is_empty()));
    Parts { country, province, city, district, code, street, postcode }
}

fn address_of(value: &Value) -> Option<&Parts> {
    if let Value::Address(address) = value { Some(address) } else { None }
}

fn value(address: Parts) -> Value {
    if address.is_empty() { Value::Empty } else { Value::Address(Box::new(address)) }
}

fn in_china(address: &Parts) -> bool {
    address.country.as_deref().is_none_or(|country| country == "CN")
}

/// The names of a known code where none were given, the code of known names where it was not given.
fn completed(mut address: Parts) -> Parts {
    if !in_china(&address) {
        return address;
    }
    let unnamed = [&address.province, &address.city, &address.district].into_iter().all(Option::is_none);
    match address.code.as_deref().map(places::division) {
        Some(Some(division)) if unnamed => {
            address.province = Some(division.province().name.into());
            address.city = division.city().map(|city| city.name.into());
            address.district = (division.level() == Level::District).then(|| division.name.into());
        }
        None => address.code = code_of_names(&address),
        Some(_) => {}
    }
    address
}

fn code_of_names(address: &Parts) -> Option<String> {
    let province = address.province.as_deref()?;
    let mut place = places::find(province).into_iter().find(|division| division.level() == Level::Province)?;
    for name in [&address.city, &address.district].into_iter().flatten() {
        if name != place.name {
            place = places::find_in(place, name)?;
        }
    }
    Some(standard_code(place))
}

/// Below Hong Kong, Macao and Taiwan the standard has no codes of its own.
fn standard_code(division: &'static places::Division) -> String {
    if division.in_standard() { division.code.into() } else { division.province().code.into() }
}

/// `江苏省苏州市吴中区星湖街1号 215000`; a country by its name; what begins with no known division is all street.
fn read(text: &str) -> Parts {
    let text = text.trim();
    // a word of two or three letters is more likely something else
    let is_named = !text.is_ascii() || text.len() > 3;
    if let Some(country) = Some(text).filter(|_| is_named).and_then(places::find_country) {
        return Parts { country: Some(country.alpha2.into()), ..Parts::default() };
    }
    let is_postcode = |word: &str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
    let before = text.rsplit_once(char::is_whitespace).filter(|(_, last)| is_postcode(last.trim_start_matches("邮编")));
    let behind = text.split_once(char::is_whitespace).filter(|(first, _)| is_postcode(first));
    let (place, postcode) = match (before, behind) {
        (Some((place, last)), _) => (place, Some(last.trim_start_matches("邮编"))),
        (None, Some((first, place))) => (place, Some(first)),
        (None, None) => (text, None),
    };
    let Some(found) = places::locate(place) else { return Parts { street: Some(text.into()), ..Parts::default() } };
    let code = standard_code(found.smallest());
    of_parts([
        Some("CN".into()),
        Some(found.province.name.into()),
        found.city.map(|city| city.name.into()),
        found.district.map(|district| district.name.into()),
        Some(code),
        Some(found.rest.into()),
        postcode.map(Into::into),
    ])
}

/// In the order in which people write it: the largest part first and without gaps in Chinese, last and with commas elsewhere.
fn shown(address: &Parts, lang: Lang) -> String {
    let Parts { country, province, city, district, code: _, street, postcode } = address;
    let alone = [province, city, district, street, postcode].iter().all(|part| part.is_none());
    let country = country.as_deref().filter(|code| alone || *code != "CN");
    let country = country.map(|code| places::country(code).map_or(code, |country| country.name(lang)));
    let city = city.as_ref().filter(|city| Some(*city) != province.as_ref());
    let local = [province.as_deref(), city.map(String::as_str), district.as_deref(), street.as_deref()];
    let postcode = postcode.as_deref();
    if local.iter().flatten().any(|part| part.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))) {
        let place: String = country.into_iter().chain(local.into_iter().flatten()).collect();
        return [Some(place.as_str()), postcode].into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    let region = [province.as_deref(), postcode].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let [_, city, district, street] = local;
    let lines = [street, district, city, Some(region.as_str()).filter(|region| !region.is_empty()), country];
    lines.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

impl Kind for Address {
    fn width(&self) -> usize {
        PARTS
    }

    /// `{"country":"CN","province":…,"city":…,"district":…,"code":"320506","street":…,"postcode":…}`, each part optional. A country may
    /// also be named. Imports put several columns together in this form.
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        let form = json.as_object().ok_or_else(|| wrong_type("address"))?;
        let mut given = [const { None }; PARTS];
        for (key, part) in form {
            let in_part = |problem: FieldProblem| FieldProblem { field: key.clone(), ..problem };
            let place = ADDRESS_PARTS.iter().position(|name| name == key);
            let place = place.ok_or_else(|| in_part(refuse("unknown_field")))?;
            if !part.is_null() {
                given[place] = Some(json_text(part).map_err(in_part)?.to_owned());
            }
        }
        let mut address = of_parts(given);
        if let Some(country) = address.country.as_deref().and_then(places::find_country) {
            address.country = Some(country.alpha2.into());
        }
        Ok(value(address))
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        match serde_json::from_str(text) {
            Ok(form @ Json::Object(_)) => self.accept_json(&form, hints),
            _ => Ok(value(read(text))),
        }
    }

    fn check(&self, given: Value) -> Outcome {
        let address = address_of(&given).ok_or_else(|| wrong_type("address"))?;
        let address = &of_parts(parts(address).map(Clone::clone));
        for ((name, part), longest) in ADDRESS_PARTS.iter().zip(parts(address)).zip(LONGEST) {
            let fit = part.as_deref().map_or(Ok(()), |text| fits(text, longest));
            fit.map_err(|problem| FieldProblem { field: (*name).into(), ..problem })?;
        }
        if address.country.as_deref().is_some_and(|code| places::country(code).is_none()) {
            return Err(FieldProblem::new("country", "not_a_country"));
        }
        if address.code.as_deref().is_some_and(|code| code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit())) {
            return Err(FieldProblem::new("code", "not_a_division_code"));
        }
        Ok(value(completed(address.clone())))
    }

    fn warnings(&self, value: &Value, _: &Hints) -> Vec<FieldProblem> {
        let code = address_of(value).filter(|address| in_china(address)).and_then(|address| address.code.as_deref());
        let Some(code) = code.filter(|code| places::division(code).is_none()) else { return Vec::new() };
        let doubt = match places::name_of(code) {
            Some(name) => refuse("former_division").with("value", name),
            None => refuse("unknown_division").with("value", quote(code)),
        };
        vec![FieldProblem { field: "code".into(), ..doubt }]
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        match address_of(value) {
            Some(address) => parts(address).map(|part| part.as_deref().into()).into(),
            None => vec![Cell::Null; PARTS],
        }
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        let part = |place: usize| cells.get(place).and_then(Cell::as_text).map(str::to_owned);
        value(of_parts(std::array::from_fn(part)))
    }

    /// Only the parts that are there.
    fn to_json(&self, value: &Value) -> Json {
        let Some(address) = address_of(value) else { return Json::Null };
        let there = ADDRESS_PARTS.into_iter().zip(parts(address));
        Json::Object(there.filter_map(|(name, part)| Some((name.into(), part.clone()?.into()))).collect())
    }

    fn to_text(&self, value: &Value, lang: Lang, _: &TimeZone) -> String {
        address_of(value).map(|address| shown(address, lang)).unwrap_or_default()
    }

    /// As people write it where that reads back as the same address, otherwise its parts by name.
    fn to_export(&self, given: &Value, lang: Lang, _: &TimeZone) -> Exported {
        let Some(address) = address_of(given) else { return Exported::Empty };
        let text = shown(address, lang);
        Exported::Text(if completed(read(&text)) == *address { text } else { self.to_json(given).to_string() })
    }

    fn operators(&self) -> &'static [Operator] {
        &[Operator::IsEmpty, Operator::IsNotEmpty]
    }

    /// Country, province and city.
    fn mask(&self, given: &Value) -> Value {
        let Some(Parts { country, province, city, .. }) = address_of(given) else { return Value::Empty };
        value(Parts { country: country.clone(), province: province.clone(), city: city.clone(), ..Parts::default() })
    }

    fn searched(&self, value: &Value) -> Vec<String> {
        address_of(value).map(|address| shown(address, Lang::Zh)).into_iter().collect()
    }
}
