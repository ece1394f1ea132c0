//! One account seen from all sides, its peek panel, an edit in place.

use super::frame::{choices, frame};
use super::t;
use crate::ui::avatar::Size;
use crate::ui::spark::sparkline;
use crate::ui::*;
use maud::{Markup, html};

const NAME: &str = "苏州恒泰精密机械有限公司";

fn avatar() -> Avatar {
    Avatar::record(NAME).hue(Hue::Red)
}

fn text(value: &str) -> Content {
    Content::Text(value.into())
}

pub fn inline_edit() -> InlineEdit {
    let input = Input::choice("装备制造", choices(&["装备制造", "半导体", "新能源", "新材料"]));
    InlineEdit {
        action: "edit".into(),
        name: "industry".into(),
        label: "行业".into(),
        input,
        version: "7".into(),
        error: None,
    }
}

pub fn peek(lang: Lang) -> Peek {
    let entry = |icon: &str, hue, head: Markup, time: &str, body: Option<Markup>| Entry {
        icon: icon.into(),
        hue,
        head: Some(head),
        time: time.into(),
        datetime: "2026-11-22T10:24".into(),
        body,
        meta: None,
    };
    let list = facts(
        lang,
        &[
            Fact::new("客户级别", Content::tag("A 级", Hue::Blue)).edit("edit"),
            Fact::new("负责人", Content::Person("林书遥".into())),
            Fact::new("健康度", Content::Meter(Meter { value: 86, hue: Hue::Green, words: "良好".into() })),
            Fact::new("累计成交", text("¥8,640,000")),
            Fact::new("应收余额", Content::Late("¥320,000（逾期 12 天）".into())),
            Fact::new("下次计划", text("11月24日 现场方案评审")),
        ],
    );
    let deals = related(&[
        Related {
            label: "二期 MES 产线改造".into(),
            href: "#".into(),
            note: "商务谈判 · 预计 12月15日".into(),
            figure: "¥186.0 万".into(),
            ..Related::default()
        },
        Related {
            label: "能耗监测平台".into(),
            href: "#".into(),
            note: "方案报价 · 预计 2027年1月".into(),
            figure: "¥98.0 万".into(),
            ..Related::default()
        },
    ]);
    let recent = Timeline {
        days: vec![Day {
            label: "最近动态".into(),
            entries: vec![
                entry(
                    "phone",
                    Hue::Blue,
                    html! { b { "林书遥" } " 电话沟通 18 分钟" },
                    "今天 10:24",
                    Some(html! { "周总确认二期预算已过会，要求 24 日到现场讲一次方案，重点看停机切换的风险。" }),
                ),
                entry(
                    "arrow-up-right",
                    Hue::Violet,
                    html! { b { "二期 MES 产线改造" } " 推进到 " b { "商务谈判" } },
                    "昨天",
                    None,
                ),
            ],
        }],
        more: None,
    };
    Peek {
        title: NAME.into(),
        avatar: Some(avatar()),
        note: "装备制造 · 江苏 苏州 · 合作 3 年".into(),
        href: "account.html".into(),
        acts: Some(html! {
            (Button::new(t(lang, "写跟进", "Log")).small().icon("message-2")) (Button::new(t(lang, "打电话", "Call")).small().icon("phone"))
            (Button::new(t(lang, "新建商机", "New deal")).small().icon("target-arrow"))
        }),
        body: Some(html! { (list) (Block::new("进行中商机", deals)) (recent.html(lang)) }),
    }
}

fn header() -> RecordHeader {
    let trend = [1.0, 3.0, 2.0, 6.0, 5.0, 8.0, 7.0, 10.0, 9.0, 13.0, 14.0];
    RecordHeader {
        title: NAME.into(),
        avatar: Some(avatar()),
        tags: vec![Tag::new("A 级", Hue::Blue)],
        about: vec![
            About::text("building-factory-2", "装备制造"),
            About::text("map-pin", "江苏 苏州"),
            About::Person("林书遥".into()),
            About::text("history", "今天 10:24 跟进"),
        ],
        acts: Some(html! {
            (Button::new("打电话").icon("phone").desktop()) (Button::new("发邮件").icon("mail").desktop()) (Button::primary("新建商机").icon("plus"))
        }),
        figures: vec![
            Stat {
                extra: Some(sparkline(&trend, "近 12 个月成交趋势：上升")), ..Stat::new("累计成交", "¥864 万")
            },
            Stat::new("进行中商机", "¥342 万").note("3 个", Mood::Plain),
            Stat::new("应收余额", "¥32 万").late().note("逾期 12 天", Mood::Bad),
            Stat::new("未结工单", "2").note("平均响应 1.6 小时", Mood::Plain),
            Stat::new("健康度", "86").note("较上月 +4", Mood::Good),
        ],
        figures_label: "客户关键数字".into(),
        tabs: vec![
            Tab::new("概览", "#").current(true),
            Tab::new("商机", "#").count("3"),
            Tab::new("联系人", "#").count("6"),
            Tab::new("报价与合同", "#").count("9"),
            Tab::new("回款", "#").count("14"),
            Tab::new("工单", "#").count("2"),
            Tab::new("附件", "#").count("23"),
            Tab::new("变更记录", "#"),
        ],
    }
}

fn left(lang: Lang) -> Markup {
    let basics = facts(
        lang,
        &[
            Fact::new("统一信用代码", text("91320594MA1X7K2Q9P")).edit("edit"),
            Fact::new("行业", text("装备制造 / 精密零部件")).edit("edit"),
            Fact::new("企业规模", text("500–999 人")).edit("edit"),
            Fact::new("年营业额", text("约 ¥6.8 亿")).edit("edit"),
            Fact::new("官网", Content::Link { label: "hengtai-jm.example".into(), href: "#".into() }).edit("edit"),
            Fact::new("地址", text("苏州工业园区星湖街 218 号 3 幢")).edit("edit"),
            Fact::new("客户来源", text("老客户转介绍")).edit("edit"),
            Fact::new(
                "标签",
                Content::Tags(vec![
                    Tag::new("MES", Hue::Blue),
                    Tag::new("续约客户", Hue::Teal),
                    Tag::new("苏南重点", Hue::Red),
                ]),
            )
            .edit("edit"),
        ],
    );
    let owners = facts(
        lang,
        &[
            Fact::new("负责人", Content::Person("林书遥".into())),
            Fact::new("协作人", Content::People(vec!["顾南乔".into(), "陈嘉禾".into()])),
            Fact::new("创建时间", text("2023年6月12日")),
            Fact::new("保有期", text("长期（A 级不回收）")),
        ],
    );
    html! { (Block::new("基本资料", basics).act(Button::square("edit", "编辑基本资料"))) (Block::new("归属", owners)) }
}

fn composer(lang: Lang) -> Markup {
    let kind = |key: &str, label: &str, icon: &str| (key.to_owned(), label.to_owned(), icon.to_owned());
    Composer {
        action: "moved".into(),
        label: "写跟进".into(),
        placeholder: "记录这次沟通的要点，@ 提及同事，# 关联商机".into(),
        kinds: vec![kind("note", "跟进", "message-2"), kind("call", "电话", "phone"), kind("visit", "拜访", "map-pin"), kind("mail", "邮件", "mail"), kind("task", "任务", "checkbox")],
        fields: vec![(vec!["task".into()], Field::new("due", "截止时间", Input::DateTime { value: String::new(), zone: "UTC+8".into() }).html(lang))],
        tools: Some(html! {
            (Button::ghost("关联商机").small().icon("target-arrow")) (Button::ghost("下次跟进").small().icon("calendar-event"))
            (Button::square("at", "提及同事").small()) (Button::square("paperclip", "添加附件").small())
        }),
        draft: "account-1".into(),
        ..Composer::default()
    }
    .html(lang)
}

fn timeline(lang: Lang) -> Markup {
    let entry = |icon: &str, hue, head: Markup, time: &str, body: Option<Markup>, meta: Option<Markup>| Entry {
        icon: icon.into(),
        hue,
        head: Some(head),
        time: time.into(),
        datetime: "2026-11-22".into(),
        body,
        meta,
    };
    let link = |label: &str| html! { a class="lnk" href="#" { (label) } };
    Timeline {
        days: vec![
            Day {
                label: "今天，11月22日".into(),
                entries: vec![
                    entry("phone", Hue::Blue, html! { b { "林书遥" } " 与 " (link("周启明")) " 通话 18 分钟" }, "10:24",
                        Some(html! { "二期预算已经过会，总额控制在 190 万以内。周总希望 24 日到现场再讲一次方案，重点说明 " b { "停机切换窗口" } " 和数据迁移的回退办法。竞品报价低约 8%，但交付周期多 6 周。" }),
                        Some(html! { (Tag::new("二期 MES 产线改造", Hue::Violet)) span class="file" { (icon_s("clock")) "下次：11月24日 14:00 现场方案评审" } })),
                    entry("brand-wechat", Hue::Green, html! { b { "周启明" } " 通过企业微信发来 2 条消息" }, "09:52", Some(html! { "“麻烦把一期的验收报告和二期的切换计划一起带过来，设备部的刘工也会参加。”" }), None),
                ],
            },
            Day {
                label: "昨天，11月21日".into(),
                entries: vec![
                    entry("arrow-up-right", Hue::Violet, html! { b { "林书遥" } " 将 " (link("二期 MES 产线改造")) " 从方案报价推进到 " b { "商务谈判" } }, "17:40", None, None),
                    entry("mail", Hue::Cyan, html! { b { "林书遥" } " 发送邮件 " (link("恒泰二期方案与报价 V3")) "，已读 3 次" }, "15:06", None,
                        Some(html! { (file_chip("二期方案 V3.pdf", "4.2 MB", "#")) (file_chip("报价明细.xlsx", "86 KB", "#")) })),
                    entry("history", Hue::Grey, html! { b { "系统" } " 更新 3 个字段：客户级别、预计年采购额、信用额度" }, "09:00", None, None),
                ],
            },
            Day {
                label: "本月更早".into(),
                entries: vec![
                    entry("map-pin", Hue::Amber, html! { b { "顾南乔" } " 拜访签到，苏州工业园区星湖街 218 号" }, "11月18日 14:12",
                        Some(html! { "陪同实施经理看了 3 号车间，确认 42 台设备的接口协议，其中 6 台老设备需加装采集网关。" }), Some(html! { (file_chip("现场照片.jpg", "8 张", "#")) })),
                    entry("cash", Hue::Green, html! { b { "财务" } " 登记回款 " b { "¥860,000" } "，一期合同第三笔" }, "11月16日", None, None),
                ],
            },
        ],
        more: None,
    }
    .html(lang)
}

fn right(lang: Lang) -> Markup {
    let task = |label: &str, note: &str, late, owner: &str| Task {
        label: label.into(),
        note: note.into(),
        late,
        owner: Some(owner.into()),
        done_url: Some("moved".into()),
        ..Task::default()
    };
    let deal = |label: &str, note: &str, figure: &str, done| Related {
        label: label.into(),
        href: "#".into(),
        note: note.into(),
        figure: figure.into(),
        progress: Some((done, 5)),
        ..Related::default()
    };
    let contact = |name: &str, note: &str, tags: Vec<Tag>| Related {
        label: name.into(),
        href: "#".into(),
        avatar: Some(Avatar::person(name).size(Size::Md)),
        tags,
        note: note.into(),
        ..Related::default()
    };
    let contract = |label: &str, note: &str, state: Tag| Related {
        label: label.into(),
        href: "#".into(),
        note: note.into(),
        state: Some(state),
        ..Related::default()
    };
    html! {
        (Block::new("下一步", next_steps(lang, &[task("现场方案评审", "11月24日 14:00，3 号车间会议室", false, "林书遥"), task("催收一期尾款 ¥320,000", "逾期 12 天", true, "陈嘉禾")])))
        (Block::new("商机", related(&[deal("二期 MES 产线改造", "商务谈判 · 预计 12月15日", "¥186.0 万", 4), deal("能耗监测平台", "方案报价 · 预计 1月15日", "¥98.0 万", 3), deal("备件智能仓储", "初步接洽 · 预计 3月", "¥58.0 万", 1)])).count("3").act(Button::square("plus", "新建商机")))
        (Block::new("联系人", related(&[contact("周启明", "采购总监 · 138 **** 2046", vec![Tag::new("决策人", Hue::Green)]), contact("刘振东", "设备部经理 · 139 **** 7715", vec![Tag::new("技术评估", Hue::Blue)]), contact("许文静", "财务主管 · 0512-6288 ****", vec![])])).count("6").act(Button::square("plus", "新建联系人")))
        (Block::new("合同与回款", related(&[contract("一期 MES 实施合同", "HT-2025-0318 · 已回 ¥228 万 / ¥260 万", Tag::new("逾期", Hue::Red)), contract("年度运维服务", "HT-2026-0107 · 已回 ¥36 万 / ¥36 万", Tag::new("已结清", Hue::Green))])))
    }
}

pub fn page(lang: Lang) -> Markup {
    let top = Top {
        crumbs: vec![
            Crumb { label: t(lang, "客户", "Accounts").into(), href: "accounts.html".into() },
            Crumb { label: "我负责的制造业客户".into(), href: "accounts.html".into() },
        ],
        pager: Some(Steps { position: "1 / 218".into(), previous: None, next: Some("#".into()) }),
        acts: Some(html! { (Button::square("star", "收藏").desktop()) (Button::square("dots", "更多操作")) }),
        wide: true,
        ..Top::default()
    };
    let middle = html! {
        (composer(lang))
        div class="tlh" { h2 { "动态" } span class="grow" {} (Button::ghost("全部类型").small().icon("filter")) (Button::square("search", "搜索动态").small()) }
        (timeline(lang))
    };
    let main =
        html! { (top.html(lang)) (header().html(lang)) (record_body("客户详情", left(lang), middle, right(lang))) };
    frame(lang, "accounts.html", NAME, main, html! {})
}
