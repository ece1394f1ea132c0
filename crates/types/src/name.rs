//! Names of objects, fields, tables, columns: lower case ASCII words, cheap to clone. Used by every layer; the only text that ever reaches SQL as an identifier.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// `[a-z][a-z0-9_]*`, at most 60 bytes (PostgreSQL truncates identifiers at 63).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Arc<str>);

impl Name {
    pub const MAX: usize = 60;

    pub fn parse(text: &str) -> Option<Name> {
        let mut bytes = text.bytes();
        let head = bytes.next()?.is_ascii_lowercase();
        let tail = bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        (head && tail && text.len() <= Self::MAX).then(|| Name(text.into()))
    }

    /// For names written in code.
    ///
    /// # Panics
    /// When the text is not a name: a mistake of the programmer, never of input.
    pub fn of(text: &str) -> Name {
        Self::parse(text).unwrap_or_else(|| panic!("{text:?} is not a name"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `self` with `_suffix` behind it: the further columns of a field (`amount_currency`).
    pub fn with(&self, suffix: &str) -> Name {
        Name::of(&format!("{}_{suffix}", self.0))
    }
}

impl std::ops::Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Name, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(d)?;
        Name::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("{text:?} is not a name (lower case letters, digits, underscore)"))
        })
    }
}
