//! The fields that every object has: whose a record is, who made and changed it when, where it came from. Called by `ship`.

use types::{Name, words::Label};

use super::{Class, Field, FieldType, Format, Usual, Write};

/// The fields every object has (contract: "every object has owner, owning_team, external_id …").
pub(super) fn all() -> Vec<Field> {
    let make = |name: &str, kind: FieldType, write: Write, zh: &str, en: &str, indexed: bool, aliases: &[&str]| Field {
        name: Name::of(name),
        label: Label::new(zh, en),
        help: None,
        column: Name::of(name),
        required: false,
        unique: false,
        default: None,
        write,
        class: Class::Internal,
        search: None,
        indexed,
        format: Format::Usual,
        usual: Usual::default(),
        reverse: None,
        aliases: aliases.iter().map(|a| a.to_string()).collect(),
        custom: false,
        system: true,
        removed: false,
        kind,
    };
    let text = |max| FieldType::Text { max };
    let teams = FieldType::Link { to: Name::of("teams") };
    vec![
        make(
            "owner",
            FieldType::User,
            Write::Caller,
            "负责人",
            "Owner",
            true,
            &["assigned to", "负责人", "owner name"],
        ),
        make("owning_team", teams, Write::Caller, "所属部门", "Owning team", true, &["部门", "department"]),
        make("created_at", FieldType::DateTime, Write::OnCreate, "创建时间", "Created", true, &["create date"]),
        make("created_by", FieldType::User, Write::OnCreate, "创建人", "Created by", false, &["creator"]),
        make("updated_at", FieldType::DateTime, Write::Engine, "更新时间", "Updated", true, &[]),
        make("updated_by", FieldType::User, Write::Engine, "更新人", "Updated by", false, &[]),
        make("external_source", text(60), Write::OnCreate, "外部来源", "External source", false, &[]),
        make("external_id", text(120), Write::OnCreate, "外部编号", "External ID", false, &["record id", "id"]),
    ]
}
