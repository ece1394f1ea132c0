//! What one piece of work has looked up already: the rows of an import's step link to the same few records, and have the same defaults and
//! formulas. Filled by `check`, `write` and `query`; forgotten where a record is changed (`written`), and with the transaction.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use rust_decimal::Decimal;
use types::{Currency, Date, Id, Name, Value, words::Lang};

use crate::{
    expr::Node,
    query::plan,
    schema::FieldType,
    write::{Change, Written},
};

#[derive(Default)]
pub struct Memo {
    /// records that the actor was found to see; kept apart for what the product itself does
    visible: HashSet<(bool, Id)>,
    labels: HashMap<(Lang, Id), Option<String>>,
    homes: HashMap<Id, Option<Id>>,
    /// defaults and stored formulas, by object and position of the field
    pub constants: HashMap<(Name, usize), Value>,
    pub formulas: HashMap<(Name, usize), Arc<Node>>,
    pub rates: HashMap<(Currency, Date), Option<Decimal>>,
    /// conditions that leave few records, with these
    few: Vec<(plan::Asked, Vec<Id>)>,
}

/// As many as a page asks for at once.
const FEW: usize = 8;

impl Memo {
    pub fn is_visible(&self, product: bool, id: Id) -> bool {
        self.visible.contains(&(product, id))
    }

    pub fn saw(&mut self, product: bool, id: Id) {
        self.visible.insert((product, id));
    }

    pub fn label(&self, lang: Lang, id: Id) -> Option<&Option<String>> {
        self.labels.get(&(lang, id))
    }

    pub fn called(&mut self, lang: Lang, id: Id, label: Option<String>) {
        self.labels.insert((lang, id), label);
    }

    pub fn home(&self, user: Id) -> Option<Option<Id>> {
        self.homes.get(&user).copied()
    }

    pub fn lives(&mut self, user: Id, team: Option<Id>) {
        self.homes.insert(user, team);
    }

    pub fn few(&self, asked: &plan::Asked) -> Option<Vec<Id>> {
        self.few.iter().find(|(there, _)| there == asked).map(|(_, ids)| ids.clone())
    }

    pub fn were_few(&mut self, asked: plan::Asked, ids: Vec<Id>) {
        if self.few.len() < FEW && self.few(&asked).is_none() {
            self.few.push((asked, ids));
        }
    }

    /// Something was changed, whatever it was.
    pub fn changed(&mut self) {
        self.few.clear();
    }

    /// Forgets what a change makes untrue. What sees what follows from owners, teams, links and the private mark; a new record takes no
    /// sight from anybody.
    pub fn written(&mut self, written: &Written) {
        if written.object.name == "exchange_rates" {
            self.rates.clear();
        }
        self.changed();
        let id = written.after.id;
        if written.change == Change::Created {
            // what the product has just made it need not look for
            self.visible.insert((true, id));
            return;
        }
        for lang in Lang::ALL {
            self.labels.remove(&(lang, id));
        }
        self.homes.remove(&id);
        let moved = |(position, field): (usize, &crate::schema::Field)| {
            let decides =
                field.kind.target().is_some() || matches!(field.kind, FieldType::LinkAny { .. } | FieldType::YesNo);
            decides && written.before.as_ref().is_none_or(|b| b.values[position] != written.after.values[position])
        };
        if written.change != Change::Updated || written.object.fields.iter().enumerate().any(moved) {
            self.visible.clear();
        }
    }
}
