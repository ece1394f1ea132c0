//! The frame around the sample pages: organisation, person, navigation, palette. Used by the sample pages.

use super::t;
use crate::ui::filter::Choice;
use crate::ui::palette::{Group, Item, Picture, results};
use crate::ui::{Attrs, Avatar, Hue, Lang, MenuItem, NavItem, NavSection, Person, Shell, page};
use maud::Markup;

pub fn frame(lang: Lang, current: &str, title: &str, main: Markup, overlays: Markup) -> Markup {
    page(lang, &shell(lang, current), title, main, overlays)
}

fn shell(lang: Lang, current: &str) -> Shell {
    let item = |zh: &str, en: &str, href: &str, icon: &str| {
        NavItem::new(t(lang, zh, en), if href.is_empty() { "#" } else { href }, icon)
            .current(!href.is_empty() && href == current)
    };
    Shell {
        organisation: t(lang, "海岳工业集团", "Haiyue Industries").into(),
        person: Person {
            name: t(lang, "林书遥", "Lin Shuyao").into(),
            note: t(lang, "华东大区", "East China").into(),
            href: None,
        },
        menu: vec![
            MenuItem::link(t(lang, "设置", "Settings"), "settings", "#"),
            MenuItem::Rule,
            MenuItem::act(t(lang, "退出", "Sign out"), "logout", Attrs::new()),
        ],
        nav: vec![
            NavSection {
                label: None,
                items: vec![
                    item("首页", "Home", "home.html", "home"),
                    item("任务", "Tasks", "", "checkbox").count("3", true),
                    item("日程", "Calendar", "", "calendar"),
                ],
            },
            NavSection {
                label: Some(t(lang, "销售", "Sales").into()),
                items: vec![
                    item("线索", "Leads", "", "user-search").count("128", false),
                    item("客户", "Accounts", "accounts.html", "building-skyscraper"),
                    item("联系人", "Contacts", "", "users"),
                    item("商机", "Deals", "kanban.html", "target-arrow"),
                    item("报价单", "Quotes", "", "file-text"),
                    item("合同", "Contracts", "", "file-certificate"),
                    item("回款", "Payments", "", "cash"),
                ],
            },
            NavSection {
                label: Some(t(lang, "服务与市场", "Service and marketing").into()),
                items: vec![
                    item("工单", "Tickets", "", "headset").count("6", false),
                    item("市场活动", "Campaigns", "", "speakerphone"),
                ],
            },
            NavSection {
                label: Some(t(lang, "分析", "Analytics").into()),
                items: vec![
                    item("仪表盘", "Dashboards", "", "chart-bar"),
                    item("报表", "Reports", "", "report-analytics"),
                ],
            },
        ],
        bottom: vec![
            item("首页", "Home", "home.html", "home"),
            item("客户", "Accounts", "accounts.html", "building-skyscraper"),
            item("商机", "Deals", "kanban.html", "target-arrow"),
            item("任务", "Tasks", "", "checkbox"),
        ],
        search_url: "search".into(),
        ..Shell::default()
    }
}

pub fn palette(lang: Lang) -> Markup {
    let icon = |name: &str| Picture::Icon(name.into());
    let item = |picture, label: &str, hint: &str, keys: &[&str]| Item {
        picture,
        label: label.into(),
        hint: hint.into(),
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        href: "account.html".into(),
        ..Item::default()
    };
    let hit = |at: usize, item: Item| Item { matched: std::iter::once(at..at + 2).collect(), ..item };
    let account = Picture::Avatar(Avatar::record("恒泰").hue(Hue::Red).text("恒"));
    results(
        lang,
        &[
            Group {
                label: t(lang, "最匹配", "Best matches").into(),
                items: vec![
                    hit(2, item(account, "苏州恒泰精密机械有限公司", "客户 · A 级 · 林书遥", &[])),
                    Item {
                        note: "采购总监，恒泰精密".into(),
                        ..item(Picture::Avatar(Avatar::person("周启明")), "周启明", "联系人", &[])
                    },
                    hit(0, item(icon("target-arrow"), "恒泰二期 MES 产线改造", "商机 · 商务谈判 · ¥186.0 万", &[])),
                ],
            },
            Group {
                label: t(lang, "操作", "Commands").into(),
                items: vec![
                    item(icon("message-2"), "为恒泰精密写跟进", "", &["L"]),
                    item(icon("plus"), "新建商机", "", &["N", "O"]),
                    item(icon("user-plus"), "转移客户负责人…", "", &["Shift A"]),
                ],
            },
            Group {
                label: t(lang, "前往", "Go to").into(),
                items: vec![
                    item(icon("layout-kanban"), "商机看板", "", &["G", "O"]),
                    item(icon("chart-bar"), "销售仪表盘", "", &["G", "D"]),
                ],
            },
        ],
    )
}

pub fn people() -> Vec<Choice> {
    ["林书遥", "顾南乔", "陈嘉禾", "周子昂"].iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect()
}

pub fn people_found() -> Vec<(Choice, String)> {
    people().into_iter().map(|choice| (choice, "华东大区".to_owned())).collect()
}

/// Choices whose value is their label.
pub fn choices(labels: &[&str]) -> Vec<Choice> {
    labels.iter().map(|label| ((*label).to_owned(), (*label).to_owned())).collect()
}
