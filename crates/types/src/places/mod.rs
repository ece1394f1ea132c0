//! Places: the administrative divisions of China (GB/T 2260: province, city, district) and the countries of ISO 3166-1.
//! Used by address fields, imports, filters and reports.
//!
//! Divisions come from `data/divisions.tsv`, codes that exist no longer from `data/divisions-former.tsv`, countries from
//! `data/countries.tsv`; `data/sources.json` says where each is from. An address keeps code and names as they were
//! entered, so a code that is abolished later stays readable.

mod country;
mod division;
mod locate;
mod names;
#[cfg(test)]
mod tests;

pub use country::{Country, countries, country, find_country};
pub use division::{Division, Level, division, name_of, path, path_name, provinces};
pub use locate::{Located, locate};
pub use names::{find, find_in};
