//! The list of accounts with its filter builder open, and the overlays both pages share.

use super::accounts::{ROWS, Sample, bulk, table, tools, top, views};
use super::frame::{choices, frame};
use super::t;
use crate::ui::*;
use maud::{Markup, html};

pub fn page(lang: Lang) -> Markup {
    let chooser = chooser(lang);
    let fields = choices(&["行业", "负责人", "协作人", "最近跟进", "进行中商机", "级别", "地区", "健康度", "创建时间"]);
    let condition = |field: &str, ops: &[&str], value: Input, note: &str| {
        Node::Condition(Condition {
            field: field.into(),
            op: ops[0].into(),
            ops: choices(ops),
            value: Some(value),
            note: note.into(),
        })
    };
    let me = || Input::Users {
        values: vec![("me".into(), t(lang, "我（林书遥）", "me (Lin Shuyao)").into())],
        search: "options".into(),
        several: true,
    };
    let builder = Builder {
        fresh: false,
        action: "filters.html".into(),
        fields,
        hits: t(lang, "2,846 家里有 9 家符合，更改立即生效", "9 of 2,846 match; changes apply at once").into(),
        expression: "行业 in (装备制造, 半导体, 汽车零部件) and (负责人 = me or 协作人 has me) and 最近跟进 < today-14d and 进行中商机 >= 500000".into(),
        root: Group {
            any: false,
            nodes: vec![
                condition(
                    "行业",
                    &["属于任一", "都不属于", "为空", "不为空"],
                    Input::Choices { values: vec!["装备制造".into(), "半导体".into(), "汽车零部件".into()], options: choices(&["装备制造", "半导体", "汽车零部件", "新能源", "新材料"]) },
                    "",
                ),
                Node::Group(Group { any: true, nodes: vec![condition("负责人", &["是", "不是", "属于团队"], me(), ""), condition("协作人", &["包含", "不包含", "为空"], me(), "")] }),
                condition("最近跟进", &["早于", "晚于", "在此期间", "为空"], Input::choice("14 天前", choices(&["14 天前", "昨天", "7 天前", "30 天前", "本月初"])), t(lang, "即 11-08 之前，逐日变化", "that is before 11-08, moving day by day")),
                condition("进行中商机", &["不低于", "不高于", "等于", "为空"], Input::Decimal { value: "500,000".into() }, t(lang, "元", "CNY")),
            ],
        },
        hidden: vec![("sort".into(), "-contacted".into())],
    };
    let bar = FilterBar {
        chips: vec![Chip::default(); 5],
        builder_url: "accounts.html".into(),
        open: true,
        save: Some(SaveView::ID.into()),
        revert: Some("accounts.html".into()),
        tools: Some(tools(lang, &chooser)),
        ..FilterBar::default()
    };
    let rows: Vec<Sample> = ROWS.iter().rev().take(7).copied().collect();
    let main = html! {
        (top(lang)) (views(lang, "9", true))
        div class="rel" {
            (bar.html(lang)) (builder.html(lang)) (table(lang, &rows, ["9", "¥1,191 万", "58"]).html(lang)) (bulk(lang))
            (Pager { summary: t(lang, "第 1–9 家，共 9 家", "1–9 of 9 accounts").into(), hints: true, ..Pager::default() }.html(lang))
        }
    };
    frame(lang, "accounts.html", t(lang, "客户", "Accounts"), main, overlays(lang, &chooser))
}

pub(super) fn chooser(lang: Lang) -> ColumnChooser {
    let column = |key: &str, zh: &str, en: &str| (key.to_owned(), t(lang, zh, en).to_owned());
    ColumnChooser {
        action: "moved".into(),
        fixed: t(lang, "客户名称", "Account").into(),
        shown: vec![
            column("grade", "级别", "Grade"),
            column("industry", "行业", "Industry"),
            column("place", "地区", "Place"),
            column("owner", "负责人", "Owner"),
            column("amount", "进行中商机", "Open deals"),
            column("health", "健康度", "Health"),
            column("contacted", "最近跟进", "Last contact"),
            column("plan", "下次计划", "Next step"),
        ],
        hidden: vec![
            column("size", "企业规模", "Size"),
            column("source", "客户来源", "Source"),
            column("created", "创建时间", "Created"),
        ],
        reset_url: Some("moved".into()),
    }
}

pub(super) fn overlays(lang: Lang, chooser: &ColumnChooser) -> Markup {
    let save = SaveView {
        action: "moved".into(),
        name: t(lang, "两周没跟进的制造业客户", "Manufacturers silent for two weeks").into(),
        audiences: vec![
            Pick::new("me", t(lang, "只有我", "Only me"), t(lang, "出现在我的视图栏。", "Appears among my views.")),
            Pick::new(
                "team",
                t(lang, "华东大区", "East China"),
                t(
                    lang,
                    "“我”对每个人是他自己，各自只看到有权看的客户。",
                    "“Me” is each person themselves; everybody sees what they may see.",
                ),
            )
            .aside(t(lang, "14 人", "14 people")),
            Pick::new(
                "all",
                t(lang, "全公司", "Everyone"),
                t(lang, "需要“管理公共视图”权限。", "Needs the right to manage public views."),
            )
            .aside(t(lang, "86 人", "86 people")),
        ],
        audience: "team".into(),
        summary: t(lang, "5 个条件，9 列，按最近跟进排序", "5 conditions, 9 columns, sorted by last contact").into(),
        ..SaveView::default()
    };
    let act = |zh, en, icon| MenuItem::act(t(lang, zh, en), icon, Attrs::new());
    html! {
        (menu("more", &[act("查重与合并", "Find duplicates", "copy"), act("导出当前视图", "Export this view", "download"), act("共享视图", "Share the view", "share"), MenuItem::Rule, act("字段与布局设置", "Fields and layout", "settings")]))
        (chooser.html(lang))
        (save.html(lang))
    }
}
