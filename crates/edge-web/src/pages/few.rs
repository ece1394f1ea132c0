//! A few fields of an object as controls, with what is stored or was typed in them: what settings pages and short dialogs ask for.

use std::sync::Arc;

use records::{Cx, access::Scope, schema::Object, visible::Visible};
use types::{Problem, Result, Value, words::field_sentence};

use super::conflict;
use crate::{
    control,
    desk::{Desk, Posted},
    show, ui,
};

/// What a refused form gives back: everything as it was typed, and why.
#[derive(Default)]
pub struct Refused {
    pub posted: Posted,
    pub problem: Option<Problem>,
}

impl Refused {
    pub fn of(posted: Posted, problem: Problem) -> Refused {
        Refused { posted, problem: Some(problem) }
    }

    /// Why this field was refused.
    pub fn why(&self, desk: &Desk, field: &str) -> Option<String> {
        let one = self.problem.as_ref()?.fields.iter().find(|one| one.field == field)?;
        Some(field_sentence(desk.lang, one))
    }

    /// Why the whole was refused, where no field is to blame.
    pub fn reason(&self, desk: &Desk) -> Option<String> {
        let problem = self.problem.as_ref().filter(|problem| problem.fields.is_empty())?;
        Some(types::words::sentence(desk.lang, problem))
    }
}

/// The fields of one record, or of one to be made.
pub struct Few<'r> {
    object: Arc<Object>,
    scope: Scope,
    /// by position
    values: Vec<Value>,
    refused: &'r Refused,
}

impl<'r> Few<'r> {
    pub fn of(
        cx: &mut Cx,
        scope: Scope,
        stored: Option<&Visible>,
        given: &[(&str, Value)],
        refused: &'r Refused,
    ) -> Result<Few<'r>> {
        let object = scope.object().clone();
        let mut values = vec![Value::Empty; object.fields.len()];
        if let Some(item) = stored {
            for (value, field) in values.iter_mut().zip(&object.fields) {
                *value = item.get(&field.name).clone();
            }
        }
        for (name, value) in given {
            if let Some(at) = object.position(name) {
                values[at] = conflict::labelled(cx, &object.fields[at], value.clone(), &values[at])?;
            }
        }
        for (at, value) in conflict::values(cx, &object, &scope, &refused.posted.0) {
            values[at] = conflict::labelled(cx, &object.fields[at], value, &values[at])?;
        }
        Ok(Few { object, scope, values, refused })
    }

    /// `None` for what this person does not write.
    pub fn field(&self, desk: &Desk, name: &str) -> Option<ui::Field> {
        let at = self.object.position(name).filter(|at| self.scope.may_write(*at))?;
        let one = &self.object.fields[at];
        let control = control::control(desk, &self.object, one, &self.values[at]);
        let control = control::typed(control, name, &self.refused.posted.0);
        let mut field = ui::Field::new(name, show::label(desk, one), control).error(self.refused.why(desk, name));
        field.required = one.required;
        field.hint = one.help.as_ref().map(|help| help.get(desk.lang).to_string());
        Some(field)
    }

    pub fn fields(&self, desk: &Desk, names: &[&str]) -> Vec<ui::Field> {
        names.iter().filter_map(|name| self.field(desk, name)).collect()
    }
}
