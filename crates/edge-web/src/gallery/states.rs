//! Empty, error, offline, conflict and undo states side by side.

use super::frame::frame;
use super::t;
use crate::ui::*;
use maud::{Markup, html};

fn specimen(id: &str, title: &str, note: &str, body: Markup) -> Markup {
    html! { section class="card" aria-labelledby=(id) { header { h2 id=(id) { (title) } span class="n" { (note) } } div class="stage" { (body) } } }
}

pub fn conflict(lang: Lang) -> Conflict {
    let field = |name: &str, label: &str, theirs: &str, mine: &str| Difference {
        name: name.into(),
        label: label.into(),
        theirs: html! { (theirs) },
        theirs_value: theirs.into(),
        mine: html! { (mine) },
        mine_value: mine.into(),
    };
    Conflict {
        title: "二期 MES 产线改造，两个人同时在改".into(),
        action: "moved".into(),
        version: "8".into(),
        other: "陈嘉禾".into(),
        other_note: "10:39 已保存".into(),
        me: t(lang, "林书遥", "Lin Shuyao").into(),
        fields: vec![
            field("close", "预计成交", "2026-12-20", "2026-12-28"),
            field("amount", "金额", "¥1,820,000", "¥1,790,000"),
            field("note", "备注", "竞品报价低约 8%，交付周期多 6 周。", "竞品报价低约 8%，质保只有一年。"),
        ],
        merged: "下一步（你）、协作人（陈嘉禾）、竞争对手（陈嘉禾）".into(),
        hidden: vec![("next".into(), "现场方案评审".into())],
    }
}

pub fn page(lang: Lang) -> Markup {
    let empty = Empty::new(Picture::Papers, t(lang, "还没有合同", "No contracts yet"), t(lang, "报价单被客户接受后，一键生成合同，金额、付款计划和附件都会带过来。", "When a quote is accepted, one click makes the contract with amounts, payment plan and files."))
        .act(Button::primary(t(lang, "从报价单生成", "From a quote")))
        .act(Button::new(t(lang, "上传已签合同", "Upload a signed one")))
        .hint(html! { (t(lang, "有 3 张已接受的报价单在等合同。", "3 accepted quotes are waiting. ")) a class="in" href="#" { (t(lang, "查看", "Show")) } });
    let nothing = Empty::new(
        Picture::Search,
        t(lang, "没有找到“恒泰精秘”", "“Hengtia” was not found"),
        t(lang, "当前还有 3 个筛选条件，去掉后能多看到 4 条结果。", "3 filters are on; without them there are 4 more."),
    )
    .act(Button::new(t(lang, "清除 3 个筛选", "Clear 3 filters")).icon("eraser").small())
    .act(Button::new(t(lang, "在全部对象里找", "Search everything")).icon("search").small());
    let hidden = Empty::new(
        Picture::Lock,
        t(lang, "打不开这条记录", "This record cannot be opened"),
        t(
            lang,
            "它可能已被删除、合并，或者不在你的查看范围内。",
            "It may be deleted, merged, or outside what you may see.",
        ),
    )
    .act(Button::ghost(t(lang, "返回客户列表", "Back to the accounts")).href("accounts.html"));
    let broken = Empty::new(
        Picture::Broken,
        t(lang, "服务器出了点问题", "Something went wrong"),
        t(
            lang,
            "已经记录下来了，编号 7F2C-9A。你写的内容还在。",
            "It is on record as 7F2C-9A. What you wrote is still here.",
        ),
    )
    .act(Button::new(t(lang, "重试", "Try again")).icon("refresh"));
    let notes = html! {
        div class="stack pad" {
            (note(Tone::Info, html! { "升级期间只能查看。" }, None))
            (note(Tone::Warn, html! { b { "36 行需要决定。" } " 还没有写入。" }, Some(html! { (Button::new("查看").small()) })))
            (note(Tone::Danger, html! { b { "没有保存。" } " 磁盘已满，请联系管理员。" }, None))
            (note(Tone::Ok, html! { "已导入 8,757 行。" }, None))
            (banner(html! { b { "连不上服务器" } "，正在重试" }, Some(Button::new("现在重试"))))
            div class="row wrap" {
                (Button::new(t(lang, "比较并保存", "Compare and save")).get("conflict").target("body").swap("beforeend"))
                (Button::danger(t(lang, "删除 2 个联系人…", "Delete 2 contacts…")).opens("confirm"))
                (Button::new(t(lang, "撤销示例", "Show undo")).get("moved").swap("none"))
            }
        }
    };
    let stage = html! { div class="stage-toast" { div class="toast" { span { "已删除 2 个联系人，7 条跟进仍保留在客户下" } button type="button" { "撤销" } } } };
    let main = html! {
        (Top { note: Some(t(lang, "每一种都说明发生了什么、下一步是什么", "Each says what happened and what to do").into()), ..Top::titled(t(lang, "空状态与错误状态", "Empty and error states")) }.html(lang))
        div class="scroll wz" tabindex="0" role="region" aria-label="states" { div class="spec" {
            (specimen("e1", t(lang, "空列表", "Empty list"), t(lang, "教会下一步", "teaches the next step"), html! { (empty) }))
            (specimen("e2", t(lang, "搜索无结果", "Nothing found"), t(lang, "说明原因，给出路", "says why, shows a way"), html! { (nothing) }))
            (specimen("e3", t(lang, "没有查看权", "No right to see it"), t(lang, "不透露记录是否存在", "never tells whether it exists"), html! { (hidden) }))
            (specimen("e4", t(lang, "出错", "An error"), "", html! { (broken) }))
            (specimen("e5", t(lang, "提示", "Notices"), "", notes))
            (specimen("e6", t(lang, "撤销", "Undo"), t(lang, "先做，可反悔", "done at once, can be taken back"), stage))
        } }
    };
    let overlays = html! {
        (confirm(lang, "confirm", t(lang, "删除 2 个联系人？", "Delete 2 contacts?"), t(lang, "周启明和刘振东会进入回收站，30 天内可以恢复；7 条跟进仍保留在客户下。", "Zhou Qiming and Liu Zhendong go to the recycle bin for 30 days; 7 activities stay with the account."), Button::danger(t(lang, "删除 2 个联系人", "Delete 2 contacts")).post("moved").swap("none")))
    };
    frame(lang, "", t(lang, "空状态与错误状态", "Empty and error states"), main, overlays)
}
