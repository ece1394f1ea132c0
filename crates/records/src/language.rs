//! The expression language for one piece of work: `expr` with the caller's rights, clock and zone filled in. Called by `query`, `write` and `schema::change`.

use types::{Currency, Money, Result, Value};

use crate::{
    access::{Action, FieldRight, Reach, Scope},
    context::Cx,
    expr::{self, Env, Expected, Node, Path},
    record::Record,
    schema::{Field, FieldType, Object},
};

/// A caller's filter: names fields that they may read, thinks in their zone.
pub fn filter(cx: &Cx, scope: &Scope, source: &str) -> Result<Node> {
    let rights = cx.actor.rights.clone();
    let readable = move |object: &Object, field: &Field| {
        let seen = rights.reach(&object.name, Action::View) != Reach::None;
        seen && rights.field(&object.name, &field.name) >= FieldRight::Read
    };
    expr::check(source, &env(cx, scope.object(), &readable, false), Expected::Condition)
}

/// A condition that is stored in metadata: the same for everybody, in the organisation's zone.
pub fn stored_condition(cx: &Cx, object: &Object, source: &str) -> Result<Node> {
    expr::check(source, &env(cx, object, &|_, _| true, true), Expected::Condition)
}

/// A formula of a field: the same for everybody, so a day begins when it does for the organisation, also where it is computed when read. Who may
/// read it follows from its inputs (`access::scope`).
pub fn formula_node(cx: &Cx, object: &Object, source: &str, kind: &FieldType) -> Result<Node> {
    let stored = expr::uses_own_row_only(source);
    let env = Env { zone: &cx.organization.zone, ..env(cx, object, &|_, _| true, stored) };
    expr::check(source, &env, Expected::Value(kind))
}

/// A default: `"new"`, `today()`, `me()`.
pub fn constant(cx: &Cx, object: &Object, field: &Field, source: &str) -> Result<Value> {
    let node = expr::check(source, &env(cx, object, &|_, _| true, false), Expected::Value(&field.kind))?;
    let blank = Record::blank(object, types::Id(0));
    let value = expr::eval_as(&node, &field.kind, &OwnRow { object, record: &blank });
    Ok(of_kind(value, &field.kind, cx.organization.currency))
}

/// A stored formula over its own row.
pub fn evaluated(cx: &Cx, object: &Object, node: &Node, kind: &FieldType, record: &Record) -> Value {
    let value = expr::eval_as(node, kind, &OwnRow { object, record });
    of_kind(value, kind, cx.organization.currency)
}

/// The fields that a formula reads.
pub fn inputs(cx: &Cx, object: &Object, source: &str, kind: &FieldType) -> Vec<Path> {
    let node = formula_node(cx, object, source, kind);
    node.map(|node| expr::paths(&node).into_iter().cloned().collect()).unwrap_or_default()
}

fn of_kind(value: Value, kind: &FieldType, currency: Currency) -> Value {
    match (value, kind) {
        (Value::Decimal(amount), FieldType::Money) => {
            let amount = crate::field::round(amount, types::value::MONEY_SCALE);
            Value::Money(Money { amount, currency, base: Some(amount) })
        }
        (value, _) => value,
    }
}

fn env<'a>(cx: &'a Cx, object: &'a Object, readable: &'a dyn Fn(&Object, &Field) -> bool, stored: bool) -> Env<'a> {
    let organization = &cx.organization;
    Env {
        catalog: &cx.catalog,
        object,
        readable,
        me: cx.actor.user,
        now: cx.now,
        zone: if stored { &organization.zone } else { cx.zone() },
        org_zone: &organization.zone,
        org_fiscal_start: organization.fiscal_start,
        week_start: organization.week_start,
        stored,
    }
}

/// One record by itself: what is behind a link is not there.
struct OwnRow<'a> {
    object: &'a Object,
    record: &'a Record,
}

impl expr::Row for OwnRow<'_> {
    fn value(&self, path: &Path) -> Value {
        if !path.hops.is_empty() {
            return Value::Empty;
        }
        match path.field.as_str() {
            "id" => Value::link(self.record.id),
            "version" => Value::Int(self.record.version),
            field => self.record.get(self.object, field).clone(),
        }
    }
}
