//! The home page in both languages.

use super::figures::{conversion, pipeline, target, won};
use super::frame::frame;
use super::t;
use crate::ui::bars::data_table;
use crate::ui::home::*;
use crate::ui::*;
use maud::{Markup, html};

fn day(lang: Lang) -> Markup {
    let todo = |label: (&str, &str),
                about: (&str, &str),
                why: (&str, &str),
                amount: (&str, &str),
                of: (&str, &str),
                due: (&str, &str),
                late,
                act: (&str, &str, &str)| Todo {
        done: false,
        label: t(lang, label.0, label.1).into(),
        href: "#".into(),
        about: Some((t(lang, about.0, about.1).into(), "account.html".into())),
        why: t(lang, why.0, why.1).into(),
        amount: t(lang, amount.0, amount.1).into(),
        amount_of: t(lang, of.0, of.1).into(),
        due: t(lang, due.0, due.1).into(),
        late,
        done_url: Some("moved".into()),
        act: Some(Button::new(t(lang, act.0, act.1)).icon(act.2)),
    };
    let group = |label: (&str, &str), count: &str, late, sum: (&str, &str), todos| TodoGroup {
        label: t(lang, label.0, label.1).into(),
        count: count.into(),
        late,
        sum: t(lang, sum.0, sum.1).into(),
        todos,
    };
    let deal = ("商机", "deal");
    let contract = ("合同", "contract");
    let call = ("电话", "Call", "phone");
    todos(
        lang,
        &[
            group(
                ("逾期", "Overdue"),
                "3",
                true,
                ("涉及 ¥206 万", "worth ¥2.06M"),
                vec![
                    todo(
                        ("催收尾款", "Collect the final payment"),
                        ("无锡太湖光电材料", "Wuxi Taihu Opto"),
                        ("欠款未清，谈判中的涂布机监测不能签约", "the coater deal cannot be signed before it is paid"),
                        ("¥26.0 万", "¥260K"),
                        deal,
                        ("逾期 6 天", "6 days late"),
                        true,
                        call,
                    ),
                    todo(
                        ("发送 POC 汇报材料", "Send the POC report"),
                        ("南京金桐自动化", "Nanjing Jintong"),
                        ("25 日汇报，客户要提前 5 天看到", "presentation on the 25th, they asked for 5 days"),
                        ("¥112.0 万", "¥1.12M"),
                        deal,
                        ("逾期 2 天", "2 days late"),
                        true,
                        ("邮件", "Mail", "mail"),
                    ),
                    todo(
                        ("催盖章：WMS 续约合同", "Chase the stamp: WMS renewal"),
                        ("杭州云岫数据", "Hangzhou Yunxiu"),
                        ("合同寄出 9 天，旧合同 11月30日到期", "sent 9 days ago, the old contract ends Nov 30"),
                        ("¥68.0 万", "¥680K"),
                        contract,
                        ("逾期 1 天", "1 day late"),
                        true,
                        ("微信", "Chat", "brand-wechat"),
                    ),
                ],
            ),
            group(
                ("今天", "Today"),
                "3",
                false,
                ("涉及 ¥424 万", "worth ¥4.24M"),
                vec![
                    todo(
                        ("首次联系官网询价", "First reply to a web enquiry"),
                        ("常州睿驰传动", "Changzhou Ruichi"),
                        ("3 小时前提交，承诺 4 小时内答复", "sent 3 hours ago, we promise 4 hours"),
                        ("¥40.0 万", "¥400K"),
                        ("线索预估", "lead, est."),
                        ("12:45 前", "by 12:45"),
                        false,
                        call,
                    ),
                    todo(
                        ("确认二期停机切换窗口", "Agree the phase 2 cut-over window"),
                        ("苏州恒泰精密机械", "Suzhou Hengtai"),
                        ("24 日现场评审前最后一次电话", "last call before the site review on the 24th"),
                        ("¥186.0 万", "¥1.86M"),
                        deal,
                        ("14:00", "14:00"),
                        false,
                        call,
                    ),
                    todo(
                        ("定稿合同法务意见", "Settle the legal comments"),
                        ("青岛海栎重工集团", "Qingdao Haili"),
                        ("法务提了 4 条修改，28 日前要定稿", "4 changes asked for, final version due on the 28th"),
                        ("¥198.0 万", "¥1.98M"),
                        contract,
                        ("16:30", "16:30"),
                        false,
                        ("打开", "Open", "file-text"),
                    ),
                ],
            ),
            group(
                ("接下来", "Next"),
                "2",
                false,
                ("涉及 ¥298 万", "worth ¥2.98M"),
                vec![
                    todo(
                        ("现场方案评审", "Site review of the proposal"),
                        ("苏州恒泰精密机械", "Suzhou Hengtai"),
                        ("周启明与设备部刘工参加", "with Zhou Qiming and Liu of Equipment"),
                        ("¥186.0 万", "¥1.86M"),
                        deal,
                        ("11-24 14:00", "Nov 24, 14:00"),
                        false,
                        ("准备", "Prepare", "list-details"),
                    ),
                    todo(
                        ("POC 汇报", "POC presentation"),
                        ("南京金桐自动化", "Nanjing Jintong"),
                        ("决定是否进入合同审批", "decides whether it goes to approval"),
                        ("¥112.0 万", "¥1.12M"),
                        deal,
                        ("11-25 10:00", "Nov 25, 10:00"),
                        false,
                        ("准备", "Prepare", "list-details"),
                    ),
                ],
            ),
        ],
    )
}

fn notified(lang: Lang) -> Markup {
    let notice = |who: (&str, &str), what: (&str, &str), note: (&str, &str), time: (&str, &str), unread: bool| Notice {
        who: t(lang, who.0, who.1).into(),
        what: t(lang, what.0, what.1).into(),
        note: t(lang, note.0, note.1).into(),
        time: t(lang, time.0, time.1).into(),
        href: "#".into(),
        unread: unread.then(|| t(lang, "未读：", "Unread: ").into()),
    };
    notices(&[
        notice(
            ("陈嘉禾", "Chen Jiahe"),
            ("在恒泰二期提到了你", "mentioned you on Hengtai phase 2"),
            ("“接口清单我来补，周一上午给你”", "“I will finish the interface list by Monday”"),
            ("11:42", "11:42"),
            true,
        ),
        notice(
            ("周闻", "Zhou Wen"),
            ("批准了 8% 折扣申请", "approved the 8% discount"),
            ("焊接车间数字化，报价单 Q-2026-0391", "Welding shop, quote Q-2026-0391"),
            ("10:58", "10:58"),
            true,
        ),
        notice(
            ("顾南乔", "Gu Nanqiao"),
            ("把长沙星渚转给了你", "handed Changsha Xingzhu to you"),
            ("1 家客户、2 个商机、5 个任务", "1 account, 2 deals, 5 tasks"),
            ("昨天", "Yesterday"),
            false,
        ),
    ])
}

fn stalled(lang: Lang) -> Markup {
    let head = [
        (t(lang, "商机", "Deal"), false),
        (t(lang, "阶段", "Stage"), false),
        (t(lang, "金额", "Amount"), true),
        (t(lang, "状态", "State"), false),
        (t(lang, "卡在哪里", "What holds it up"), false),
    ];
    let rows: Vec<Vec<Markup>> = [
        (("仿真测试云平台", "Simulation test cloud"), ("杭州云岫数据", "Hangzhou Yunxiu"), ("方案报价", "Proposal"), Hue::Violet, ("¥186.0 万", "¥1.86M"), ("停滞 18 天", "18 days still"), ("新任 CTO 上任，需要重新讲方案", "A new CTO has to hear the proposal again")),
        (("能耗监测平台", "Energy monitoring"), ("苏州恒泰精密机械", "Suzhou Hengtai"), ("方案报价", "Proposal"), Hue::Violet, ("¥98.0 万", "¥980K"), ("停滞 16 天", "16 days still"), ("等二期合同先定，预算同一笔", "Waits for phase 2, same budget")),
        (("涂布机状态监测", "Coater monitoring"), ("无锡太湖光电材料", "Wuxi Taihu Opto"), ("商务谈判", "Negotiation"), Hue::Amber, ("¥26.0 万", "¥260K"), ("停滞 15 天", "15 days still"), ("旧欠款未清", "An old invoice is unpaid")),
    ]
    .iter()
    .map(|(deal, account, stage, hue, amount, still, why)| {
        let account = t(lang, account.0, account.1);
        vec![
            html! { span class="row" { (Avatar::record(account).size(avatar::Size::Xs)) span class="trunc" { a href="#" { (t(lang, deal.0, deal.1)) } span class="muted f12 blk2" { (account) } } } },
            html! { span class="row nw" { (dot(*hue)) (t(lang, stage.0, stage.1)) } },
            html! { a class="fig b nw" href="#" { (t(lang, amount.0, amount.1)) } },
            html! { (Tag::new(t(lang, still.0, still.1), Hue::Red)) },
            html! { span class="t2 f12" { (t(lang, why.0, why.1)) } },
        ]
    })
    .collect();
    html! { div class="ovx" tabindex="0" role="region" aria-label=(t(lang, "停滞的商机，表格", "Stalled deals, table")) { (data_table(t(lang, "停滞的商机", "Stalled deals"), &head, &rows, "dt stl")) } }
}

fn recent(lang: Lang) -> Markup {
    let seen = |label: (&str, &str), note: (&str, &str), figure: (&str, &str), time: (&str, &str), person: bool| {
        let name = t(lang, label.0, label.1);
        Related {
            label: name.into(),
            href: "account.html".into(),
            avatar: Some(if person { Avatar::person(name) } else { Avatar::record(name) }),
            note: t(lang, note.0, note.1).into(),
            figure: t(lang, figure.0, figure.1).into(),
            aside: t(lang, time.0, time.1).into(),
            ..Related::default()
        }
    };
    related(&[
        seen(
            ("苏州恒泰精密机械有限公司", "Suzhou Hengtai Precision"),
            ("客户 · A 级", "Account · grade A"),
            ("¥342 万", "¥3.42M"),
            ("10:24", "10:24"),
            false,
        ),
        seen(
            ("焊接车间数字化", "Welding shop digitisation"),
            ("商机 · 青岛海栎重工", "Deal · Qingdao Haili"),
            ("¥198 万", "¥1.98M"),
            ("09:41", "09:41"),
            false,
        ),
        seen(
            ("周启明", "Zhou Qiming"),
            ("联系人 · 采购总监", "Contact · purchasing director"),
            ("", ""),
            ("09:30", "09:30"),
            true,
        ),
        seen(
            ("杭州云岫数据科技有限公司", "Hangzhou Yunxiu Data"),
            ("客户 · A 级", "Account · grade A"),
            ("¥186 万", "¥1.86M"),
            ("昨天", "Yesterday"),
            false,
        ),
    ])
}

pub fn page(lang: Lang) -> Markup {
    let scope = |label: &str, current| Segment { label: label.into(), href: "#".into(), current, ..Segment::default() };
    let top = Top { note: Some(t(lang, "11月22日，3 项逾期，3 项今天到期", "22 November, 3 overdue, 3 due today").into()), ..Top::titled(t(lang, "上午好，林书遥", "Good morning, Shuyao")) }.acts(html! {
        div class="hide-m" { (segments(t(lang, "范围", "Scope"), &[scope(t(lang, "我", "Me"), true), scope(t(lang, "华东大区", "East region"), false)])) }
        (Button::square("adjustments-horizontal", t(lang, "调整首页", "Arrange")))
        (Button::primary(t(lang, "新建", "New")).icon("plus").menu("new"))
    });
    let main = html! {
        (top.html(lang))
        div class="scroll home" tabindex="0" role="region" aria-label=(t(lang, "首页内容", "Home")) {
            div class="home-a" {
                (Panel::new("h-day", t(lang, "我的一天", "My day"), day(lang)).all(t(lang, "全部 12 项", "All 12 items"), "#"))
                div class="aside" {
                    (Panel::new("h-target", t(lang, "第四季度目标", "Target, fourth quarter"), target(lang)).all(t(lang, "还剩 39 天", "39 days left"), "#"))
                    div class="nts" { (Panel::new("h-news", t(lang, "通知", "Notifications"), notified(lang)).note(t(lang, "2 条未读", "2 unread")).all(t(lang, "全部", "All"), "#")) }
                }
            }
            div class="home-b" {
                (Panel::new("h-pipe", t(lang, "管道，按阶段", "Pipeline by stage"), pipeline(lang)).note(t(lang, "14 个", "14 deals")).all(t(lang, "¥1,184 万", "¥11.84M"), "kanban.html"))
                (Panel::new("h-won", t(lang, "赢单，按季度", "Won by quarter"), won(lang)).all(t(lang, "近 8 季", "8 quarters"), "#"))
                (Panel::new("h-fun", t(lang, "转化漏斗", "Conversion"), conversion(lang)).note(t(lang, "本季", "this quarter")).all(t(lang, "总转化 11%", "11% overall"), "#"))
            }
            div class="home-c" {
                (Panel::new("h-still", t(lang, "停滞的商机", "Stalled deals"), stalled(lang)).note("3").all(t(lang, "合计 ¥310 万", "Total ¥3.10M"), "kanban.html"))
                (Panel::new("h-seen", t(lang, "最近看过", "Recent records"), recent(lang)))
            }
        }
    };
    let new = menu(
        "new",
        &[
            MenuItem::link(t(lang, "客户", "Account"), "building-skyscraper", "#"),
            MenuItem::link(t(lang, "商机", "Deal"), "target-arrow", "#"),
        ],
    );
    frame(lang, "home.html", t(lang, "首页", "Home"), main, new)
}
