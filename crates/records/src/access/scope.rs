//! A Scope: which rows, which fields, for this actor, object and action. Its constructor is private to `access`; everything that reads or writes asks for one.

use std::sync::Arc;

use types::{Problem, Result};

use super::{Action, Actor, FieldRight, Predicate, Reach, share::Level};
use crate::{
    context::Cx,
    language,
    schema::{Catalog, FieldType, Object, Owned, Write},
};

#[derive(Clone, Debug)]
pub struct Scope {
    object: Arc<Object>,
    action: Action,
    rows: Predicate,
    /// by position in `object.fields`
    fields: Vec<FieldRight>,
    /// verbs may set what callers may not
    verb: bool,
}

/// What this actor may do with this object in this way. No right to see the object at all: 404, as if it were not there.
/// A right that is missing for an object that may be seen: 403.
pub fn scope(cx: &Cx, object: &Arc<Object>, action: Action) -> Result<Scope> {
    let actor = &cx.actor;
    if actor.rights.reach(&object.name, Action::View) == Reach::None {
        return Err(Problem::not_found());
    }
    let reach = actor.rights.reach(&object.name, action);
    if reach == Reach::None {
        return Err(Problem::forbidden("no_right").with("action", action.word()).with("object", &object.name));
    }
    let fields = fields(cx, object);
    Ok(Scope {
        object: object.clone(),
        action,
        rows: rows(&cx.catalog, actor, cx.now, object, action),
        fields,
        verb: false,
    })
}

/// Question 4. A formula is readable by whom all its inputs are readable.
fn fields(cx: &Cx, object: &Object) -> Vec<FieldRight> {
    let rights = &cx.actor.rights;
    let own = object.fields.iter().map(|f| rights.field(&object.name, &f.name));
    if rights.all_fields_open() {
        return own.collect();
    }
    let computed = |field: &crate::schema::Field, right: FieldRight| match &field.kind {
        FieldType::Formula { source, result } => {
            let inputs = language::inputs(cx, object, source, result);
            let open = inputs.iter().all(|p| rights.field(&p.object, &p.field) >= FieldRight::Read);
            if open { right } else { FieldRight::Hidden }
        }
        _ => right,
    };
    object.fields.iter().zip(own).map(|(field, right)| computed(field, right)).collect()
}

impl Scope {
    pub fn object(&self) -> &Arc<Object> {
        &self.object
    }

    pub fn action(&self) -> Action {
        self.action
    }

    pub fn rows(&self) -> &Predicate {
        &self.rows
    }

    /// Hidden fields do not exist for this caller: not in answers, filters, sorts, groups, errors.
    pub fn may_read(&self, position: usize) -> bool {
        self.fields.get(position).is_some_and(|right| *right >= FieldRight::Read)
    }

    /// Shown in part (138****1234); not usable in filters and search.
    pub fn is_masked(&self, position: usize) -> bool {
        self.fields.get(position) == Some(&FieldRight::Masked)
    }

    pub fn may_see(&self, position: usize) -> bool {
        self.fields.get(position).is_some_and(|right| *right >= FieldRight::Masked)
    }

    pub fn may_write(&self, position: usize) -> bool {
        let Some(field) = self.object.fields.get(position) else { return false };
        let allowed = match field.write {
            Write::Caller => true,
            Write::OnCreate => matches!(self.action, Action::Create | Action::Import),
            Write::Verb => self.verb,
            Write::Engine => false,
        };
        allowed && self.fields.get(position) == Some(&FieldRight::Write)
    }

    /// The scope of a verb of this product (conversion, invitation …): it may set the fields that are its own business.
    /// Rows and field rights stay those of the caller.
    pub fn for_verb(mut self) -> Scope {
        self.verb = true;
        self
    }
}

/// Question 3: whose is the record.
fn rows(catalog: &Catalog, actor: &Actor, now: types::Instant, object: &Arc<Object>, action: Action) -> Predicate {
    let reach = actor.rights.reach(&object.name, action);
    if reach == Reach::None {
        return Predicate::Nothing;
    }
    if actor.is_system() {
        return Predicate::Everything;
    }
    match &object.owned {
        Owned::Reference => Predicate::Everything,
        Owned::ByPerson | Owned::System => by_reach(actor, now, object, action, reach),
        Owned::WithParent(link) => {
            let target = object.field(link).and_then(|field| catalog.target(field));
            let parent = target.map_or(Predicate::Nothing, |parent| Predicate::Parent {
                link: link.clone(),
                object: parent.name.as_str().into(),
                rows: Arc::new(rows(catalog, actor, now, parent, follows(action))),
            });
            limit_by_reach(parent, actor, now, object, action, reach)
        }
        Owned::AboutAny(link) => about(catalog, actor, now, object, link, action, reach),
    }
}

/// Seeing a child needs seeing its parent; everything else needs editing it.
fn follows(action: Action) -> Action {
    if action.only_reads() { Action::View } else { Action::Edit }
}

/// A child's own reach narrows what its parent gives, unless it is "all".
fn limit_by_reach(
    parent: Predicate,
    actor: &Actor,
    now: types::Instant,
    object: &Arc<Object>,
    action: Action,
    reach: Reach,
) -> Predicate {
    match reach {
        Reach::All => parent,
        _ => Predicate::all(vec![parent, by_reach(actor, now, object, action, reach)]),
    }
}

fn by_reach(actor: &Actor, now: types::Instant, object: &Arc<Object>, action: Action, reach: Reach) -> Predicate {
    let Some(user) = actor.user else { return Predicate::Nothing };
    let own = Predicate::Owner(user);
    let reached = match reach {
        Reach::None => return Predicate::Nothing,
        Reach::All => return Predicate::Everything,
        Reach::Own => own,
        Reach::Team => Predicate::any(vec![own, Predicate::Teams(actor.teams.clone())]),
        Reach::Subtree => Predicate::any(vec![own, Predicate::Teams(actor.below.clone())]),
    };
    // a person's own record among the users is theirs
    let myself = if object.name == "users" { Predicate::Is(user) } else { Predicate::Nothing };
    let level = match action {
        Action::View | Action::Export => Some(Level::View),
        Action::Edit | Action::BulkEdit => Some(Level::Edit),
        _ => None,
    };
    let shared = level.map_or(Predicate::Nothing, |level| {
        let mut subjects = vec![user];
        subjects.extend(actor.above.iter());
        Predicate::Shared { object: object.name.clone(), level, subjects: subjects.into(), now }
    });
    Predicate::any(vec![reached, myself, shared])
}

/// Activities: whoever may see what they are about (unless private), their owner, and their people.
fn about(
    catalog: &Catalog,
    actor: &Actor,
    now: types::Instant,
    object: &Arc<Object>,
    link: &types::Name,
    action: Action,
    reach: Reach,
) -> Predicate {
    let Some(user) = actor.user else { return Predicate::Nothing };
    let mut ways = vec![Predicate::Owner(user)];
    if action.only_reads()
        && let Some(people) = catalog.object("activity_people")
    {
        ways.push(Predicate::Among { table: people.name.clone(), link: types::Name::of("activity"), user });
    }
    // others' entries: reading them follows what they are about; changing them needs the reach of the role as well
    let targets: Vec<(types::Name, Predicate)> = catalog
        .objects
        .values()
        .filter(|target| target.timeline || hangs_on(object, target))
        .map(|target| (target.name.clone(), rows(catalog, actor, now, target, Action::View)))
        .collect();
    let visible = Predicate::About { link: link.clone(), targets: targets.into() };
    // what is about nothing is nobody's business but that of those who reach its owner
    let alone = Predicate::all(vec![Predicate::Unset(link.clone()), by_reach(actor, now, object, action, reach)]);
    let around = Predicate::any(vec![visible, alone]);
    let open = match object.field("private") {
        Some(private) => Predicate::all(vec![Predicate::NotSet(private.column.clone()), around]),
        None => around,
    };
    ways.push(match (action.only_reads(), reach) {
        (true, _) => open,
        (false, Reach::All) => open,
        (false, _) => Predicate::all(vec![open, by_reach(actor, now, object, action, reach)]),
    });
    Predicate::any(ways)
}

/// A file hangs on an activity as well, and is seen by whoever sees that; an activity is about no file, so this ends.
fn hangs_on(object: &Object, target: &Object) -> bool {
    object.name == "files" && target.name != "files" && matches!(target.owned, Owned::AboutAny(_))
}
