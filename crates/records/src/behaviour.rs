//! What a module adds to the engine besides metadata: rules in their listed order. Registered once at start; called by `write`.

use std::collections::{BTreeMap, HashMap};

use types::{Id, Instant, Name, Result, Value};

use crate::{
    context::Cx,
    record::Record,
    schema::Object,
    verb::Verb,
    write::{Draft, Written},
};

/// Fills in what follows from what was given (a stage's probability, an account from a contact).
pub type Derive = fn(&mut Cx, &mut Draft) -> Result<()>;
/// What a new record begins with that depends on its other values (a stage of the chosen pipeline), as `Derive` will fill it in: for forms, which show it
/// before it is kept.
pub type Begin = fn(&mut Cx, &Object, &[Value]) -> Result<Vec<(&'static str, Value)>>;
/// Refuses what may not be; returns a `Problem` that names the field.
pub type Check = fn(&mut Cx, &Draft) -> Result<()>;
/// Refuses that a record goes to the recycle bin.
pub type Spare = fn(&mut Cx, &Object, &Record) -> Result<()>;
/// Writes what follows elsewhere (stage history, the next activity of an account), in the same transaction.
pub type After = fn(&mut Cx, &Written) -> Result<()>;
/// The same for all records of one object that were kept together: one statement instead of one per record.
pub type AfterAll = fn(&mut Cx, &[Written]) -> Result<()>;
/// When an entry happened, and the records on whose timelines it stands.
pub type Touches = fn(&mut Cx, &Object, &Record) -> Result<(Instant, Vec<(Name, Id)>)>;

#[derive(Default)]
pub struct Behaviours {
    derive: HashMap<Name, Vec<Derive>>,
    begin: HashMap<Name, Vec<Begin>>,
    check: HashMap<Name, Vec<Check>>,
    delete: HashMap<Name, Vec<Spare>>,
    after: HashMap<Name, Vec<After>>,
    after_all: HashMap<Name, Vec<AfterAll>>,
    touches: BTreeMap<Name, Touches>,
    verbs: Vec<Verb>,
}

impl Behaviours {
    pub fn on_derive(&mut self, object: &str, rule: Derive) {
        self.derive.entry(Name::of(object)).or_default().push(rule);
    }

    pub fn on_begin(&mut self, object: &str, rule: Begin) {
        self.begin.entry(Name::of(object)).or_default().push(rule);
    }

    pub fn on_check(&mut self, object: &str, rule: Check) {
        self.check.entry(Name::of(object)).or_default().push(rule);
    }

    pub fn on_delete(&mut self, object: &str, rule: Spare) {
        self.delete.entry(Name::of(object)).or_default().push(rule);
    }

    pub fn after(&mut self, object: &str, rule: After) {
        self.after.entry(Name::of(object)).or_default().push(rule);
    }

    pub fn after_all(&mut self, object: &str, rule: AfterAll) {
        self.after_all.entry(Name::of(object)).or_default().push(rule);
    }

    pub fn touches(&mut self, object: &str, rule: Touches) {
        self.touches.insert(Name::of(object), rule);
    }

    pub fn verb(&mut self, verb: Verb) {
        self.verbs.push(verb);
    }

    /// What programs may do with records of this object beside changing them.
    pub fn verbs(&self, object: &Name) -> impl Iterator<Item = &Verb> {
        self.verbs.iter().filter(move |verb| *object == *verb.object)
    }

    pub fn derives(&self, object: &Name) -> &[Derive] {
        self.derive.get(object).map_or(&[], Vec::as_slice)
    }

    pub fn begins(&self, object: &Name) -> &[Begin] {
        self.begin.get(object).map_or(&[], Vec::as_slice)
    }

    pub fn checks(&self, object: &Name) -> &[Check] {
        self.check.get(object).map_or(&[], Vec::as_slice)
    }

    pub fn deletes(&self, object: &Name) -> &[Spare] {
        self.delete.get(object).map_or(&[], Vec::as_slice)
    }

    pub fn afters(&self, object: &Name) -> &[After] {
        self.after.get(object).map_or(&[], Vec::as_slice)
    }

    pub fn afters_all(&self, object: &Name) -> &[AfterAll] {
        self.after_all.get(object).map_or(&[], Vec::as_slice)
    }

    /// The objects whose records stand on timelines.
    pub fn on_timelines(&self) -> impl Iterator<Item = &Name> {
        self.touches.keys()
    }

    pub fn touching(&self, object: &Name) -> Option<Touches> {
        self.touches.get(object).copied()
    }
}
