//! The tables, indexes and search index of an object, as steps for `store`. Used at start (new objects, new shipped fields) and when a field is added.

use store::{Column, Expr, Index, IndexPart, Step};
use types::Name;

use super::{Field, FieldType, Object};

/// Everything needed before the first record of `object` can be kept.
pub fn create(object: &Object) -> Vec<Step> {
    let mut columns = vec![
        Column::int("id").required(),
        Column::int("version").required(),
        Column::int("deleted_at"),
        Column::int("deleted_by"),
        // the import that made the record: how it is found again for undo
        Column::int("import"),
    ];
    for field in object.living() {
        columns.extend(field.columns().into_iter().map(|(name, kind)| Column { name, kind, required: false }));
    }
    let mut steps = vec![Step::CreateTable { table: object.table().clone(), columns, key: vec![Name::of("id")] }];
    steps.extend(object.living().flat_map(|field| beside(object, field)));
    steps.push(unique(object, EXTERNAL, &["external_id", "external_source"], "external_id"));
    steps.push(partial(object, &["deleted_at", "id"], "deleted_at"));
    steps.push(partial(object, &["import", "id"], "import"));
    for parts in &object.indexes {
        steps.extend(composite(object, parts));
    }
    steps.push(Step::CreateSearch { search: object.search_table() });
    steps
}

/// All indexes of an object.
pub fn indexes(object: &Object) -> Vec<Index> {
    let made = create(object).into_iter();
    made.filter_map(|step| if let Step::CreateIndex(index) = step { Some(index) } else { None }).collect()
}

/// What a field added later needs: its columns, its indexes, its side table.
pub fn add(object: &Object, field: &Field) -> Vec<Step> {
    let columns = field.columns().into_iter().map(|(name, kind)| Step::AddColumn {
        table: object.table().clone(),
        column: Column { name, kind, required: false },
    });
    columns.chain(beside(object, field)).collect()
}

/// Indexes and side table of one field.
fn beside(object: &Object, field: &Field) -> Vec<Step> {
    let mut steps = Vec::new();
    if let Some(table) = field.side_table(&object.name) {
        let value = match field.kind {
            FieldType::Users | FieldType::Files => Column::int("value"),
            _ => Column::text("value"),
        };
        steps.push(Step::CreateTable {
            table: table.clone(),
            columns: vec![Column::int("record").required(), value.required()],
            key: vec![Name::of("record"), Name::of("value")],
        });
        steps.push(Step::CreateIndex(Index {
            name: index_name("ix", &table, &["value", "record"]),
            table,
            columns: vec![IndexPart::Column(Name::of("value")), IndexPart::Column(Name::of("record"))],
            unique: false,
            only: None,
            include: Vec::new(),
        }));
    }
    if let FieldType::AutoNumber { .. } = field.kind {
        steps.push(Step::CreateSequence { sequence: sequence(object, field), start: 1 });
    }
    if field.unique {
        steps.push(unique(object, &field.column, &[&field.column], &field.column));
    }
    // an index that begins with this column serves it as well
    let begins = |parts: &Vec<String>| parts.first().is_some_and(|first| first == &*field.name);
    match (&field.kind, field.sort_column()) {
        (FieldType::Link { .. } | FieldType::User, _) if object.indexes.iter().any(begins) => {}
        // the other side of a link lists its records newest first; nothing points from an empty link
        (FieldType::Link { .. } | FieldType::User | FieldType::LinkAny { .. }, _)
            if field.is_stored() && !is_note(field) =>
        {
            steps.push(living(object, &[&field.column, "id"]));
        }
        (_, Some(sort)) if field.indexed || field.name == object.title => {
            steps.push(carrying(object, &[&sort, "id"], rights(object, field)));
        }
        _ => {}
    }
    if *field.result_type() == FieldType::Money && field.is_stored() {
        let only = Expr::column(0, "deleted_at").is_null().and(unconverted(&field.column));
        let Step::CreateIndex(mut made) = index(object, "ix", &["id"], false, only) else {
            unreachable!("index() makes one")
        };
        made.name = index_name("ix", &object.name, &[&field.column, "unconverted"]);
        steps.push(Step::CreateIndex(made));
    }
    // an exact lookup by code, e-mail, phone number …: the keys an import matches by
    let key = object.keys.contains(&field.name) && !field.unique && !field.system;
    if key && field.is_stored() && field.sort_column().as_ref() != Some(&field.column) {
        steps.push(living(object, &[&field.column, "id"]));
    }
    steps
}

/// Who made a record and who changed it last are read with the record; nobody lists by them, and an index on the latter would move with
/// every change.
pub fn is_note(field: &Field) -> bool {
    field.system && matches!(&*field.name, "created_by" | "updated_by")
}

/// Money without a rate: an amount, and nothing in the organisation's currency. Few or none, so an index of their own counts them at once.
pub fn unconverted(column: &Name) -> Expr {
    Expr::Column(0, column.clone()).not_null().and(Expr::Column(0, column.with("base")).is_null())
}

/// The name of an auto-number field's sequence.
pub fn sequence(object: &Object, field: &Field) -> Name {
    Name::of(&format!("seq_{}_{}", object.name, field.column))
}

/// Field names to columns of an index over living rows; a `-` only says how it is meant to be read.
fn composite(object: &Object, parts: &[String]) -> Option<Step> {
    let column = |name: &str| {
        let field = object.field(name)?;
        field.sort_column().or_else(|| field.columns().first().map(|(column, _)| column.clone()))
    };
    let key: Vec<Name> = object.index_key(parts).map(column).collect::<Option<_>>()?;
    let carried: Vec<Name> =
        parts.iter().filter_map(|part| part.strip_prefix('+')).map(column).collect::<Option<_>>()?;
    let columns: Vec<&str> = key.iter().map(Name::as_str).chain(["id"]).collect();
    Some(carrying(object, &columns, carried))
}

/// What most rights ask of a record, carried by the index of the order in which its list comes: of a long walk past the records of others only those
/// are visited that one may see.
fn rights(object: &Object, field: &Field) -> Vec<Name> {
    let first = object.sort.first().is_some_and(|(by, _)| *by == field.name);
    let asked = ["owner", "owning_team"].into_iter().filter_map(|name| object.field(name));
    asked.filter(|asked| first && asked.is_stored()).map(|asked| asked.column.clone()).collect()
}

/// An index over living rows whose entries hold more than what they are found by.
fn carrying(object: &Object, columns: &[&str], carried: Vec<Name>) -> Step {
    let Step::CreateIndex(mut made) = living(object, columns) else { unreachable!("living() makes one") };
    if !carried.is_empty() {
        // an index is told by its name
        let all: Vec<&str> = columns.iter().copied().chain(carried.iter().map(Name::as_str)).collect();
        made.name = index_name("ix", &object.name, &all);
        made.include = carried;
    }
    Step::CreateIndex(made)
}

fn living(object: &Object, columns: &[&str]) -> Step {
    index(object, "ix", columns, false, Expr::column(0, "deleted_at").is_null())
}

fn partial(object: &Object, columns: &[&str], filled: &str) -> Step {
    index(object, "ix", columns, false, Expr::column(0, filled).not_null())
}

/// Uniqueness counts living rows only.
fn unique(object: &Object, what: &str, columns: &[&str], filled: &str) -> Step {
    let only = Expr::column(0, "deleted_at").is_null().and(Expr::column(0, filled).not_null());
    let Step::CreateIndex(mut made) = index(object, "ux", columns, true, only) else {
        unreachable!("index() makes one")
    };
    made.name = unique_name(object, what);
    Step::CreateIndex(made)
}

/// What the unique index of external ids is called after: like all, after its columns in their order, so that another order is another name.
pub const EXTERNAL: &str = "external_id_external_source";

/// The unique index of a field (or of `EXTERNAL`), so that its refusal can name the field.
pub fn unique_name(object: &Object, what: &str) -> Name {
    index_name("ux", &object.name, &[what])
}

fn index(object: &Object, kind: &str, columns: &[&str], unique: bool, only: Expr) -> Step {
    Step::CreateIndex(Index {
        name: index_name(kind, &object.name, columns),
        table: object.table().clone(),
        columns: columns.iter().map(|c| IndexPart::Column(Name::of(c))).collect(),
        unique,
        only: Some(only),
        include: Vec::new(),
    })
}

/// Readable where it fits into a name; otherwise ends in a digest of the whole.
pub fn index_name(kind: &str, table: &str, columns: &[&str]) -> Name {
    let whole = format!("{kind}_{table}_{}", columns.join("_"));
    if whole.len() <= Name::MAX {
        return Name::of(&whole);
    }
    let digest = whole.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    Name::of(&format!("{}_{digest:016x}", &whole[..Name::MAX - 17]))
}
