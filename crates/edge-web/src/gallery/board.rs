//! The board of deals.

use super::frame::frame;
use super::t;
use crate::ui::{
    Board, BoardColumn, Button, Card, Chip, FilterBar, Hue, Lang, MenuItem, Mood, NextStep, Segment, Stat, Tag, Top,
    menu, segments, stat,
};
use maud::{Markup, html};

type Deal = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Stage, hue, count, sum, note, what more there is, and cards: title, account, amount, next step ("-" none, "!" late), owner, tag.
type Column = (&'static str, Hue, &'static str, &'static str, &'static str, &'static str, &'static [Deal]);

const COLUMNS: &[Column] = &[
    (
        "初步接洽",
        Hue::Cyan,
        "14",
        "¥568.0 万",
        "赢率 10%",
        "再显示 9 个",
        &[
            ("智能仓储可行性咨询", "宁波远岚物流", "¥46.0 万", "周三 电话", "顾南乔", ""),
            ("车间数据采集试点", "长沙星渚机械", "¥38.0 万", "-", "顾南乔", ""),
            ("跨境订单系统对接", "厦门鹭屿贸易", "¥22.0 万", "11/27 邮件", "周子昂", ""),
            ("冷链追溯平台", "成都蜀禾食品", "¥42.0 万", "!逾期 3 天", "顾南乔", "停滞 21 天"),
            ("展厅数字化改造", "广州南粤家居", "¥18.0 万", "12/2 拜访", "周子昂", ""),
        ],
    ),
    (
        "需求确认",
        Hue::Blue,
        "11",
        "¥924.0 万",
        "赢率 30%",
        "再显示 7 个",
        &[
            ("电池 Pack 产线 MES", "武汉楚江新能源", "¥218.0 万", "11/26 交流", "周子昂", "重点"),
            ("样件质量追溯", "西安秦岳航材", "¥86.0 万", "12/3 验证", "陈嘉禾", ""),
            ("设备联网一期", "天津北翎装备", "¥74.0 万", "-", "顾南乔", ""),
            ("供应商协同门户", "重庆渝岭汽配", "¥114.0 万", "12/2 谈判", "陈嘉禾", ""),
        ],
    ),
    (
        "方案报价",
        Hue::Violet,
        "9",
        "¥1,286.0 万",
        "赢率 50%",
        "再显示 5 个",
        &[
            ("能耗监测平台", "苏州恒泰精密", "¥98.0 万", "11/24 评审", "林书遥", ""),
            ("洁净车间追溯系统", "上海澄明医疗", "¥275.0 万", "11/26 答疑", "陈嘉禾", "招标"),
            ("仿真测试云平台", "杭州云岫数据", "¥186.0 万", "11/25 回访", "林书遥", ""),
            ("SMT 产线看板", "深圳蓝湾智造", "¥64.0 万", "!逾期 2 天", "周子昂", "停滞 15 天"),
        ],
    ),
    (
        "商务谈判",
        Hue::Amber,
        "7",
        "¥1,048.0 万",
        "赢率 70%",
        "再显示 3 个",
        &[
            ("二期 MES 产线改造", "苏州恒泰精密", "¥186.0 万", "11/24 评审", "林书遥", "重点"),
            ("年度框架采购协议", "重庆渝岭汽配", "¥150.0 万", "12/2 谈判", "陈嘉禾", ""),
            ("自动化产线集成", "南京金桐自动化", "¥112.0 万", "11/25 汇报", "林书遥", ""),
            ("涂布机状态监测", "无锡太湖光电", "¥26.0 万", "!逾期 6 天", "林书遥", ""),
        ],
    ),
    (
        "合同审批",
        Hue::Green,
        "4",
        "¥612.0 万",
        "赢率 90%",
        "再显示 1 个",
        &[
            ("晶圆搬运追溯一期", "合肥芯屿微电子", "¥296.0 万", "法务审核中", "陈嘉禾", "重点"),
            ("焊接车间数字化", "青岛海栎重工", "¥198.0 万", "11/28 审核", "林书遥", ""),
            ("WMS 续约与扩容", "杭州云岫数据", "¥68.0 万", "待客户盖章", "林书遥", ""),
        ],
    ),
];

fn card(n: String, deal: &Deal) -> Card {
    let (title, account, amount, next, owner, tag) = *deal;
    Card {
        short: None,
        id: n,
        title: title.into(),
        href: "account.html".into(),
        account: Some(account.into()),
        amount: amount.into(),
        tags: if tag.is_empty() {
            vec![]
        } else {
            vec![Tag::new(tag, if tag.starts_with("停滞") { Hue::Red } else { Hue::Blue })]
        },
        next: match next.strip_prefix('!') {
            Some(late) => NextStep::Late(late.into()),
            None if next == "-" => NextStep::None,
            None => NextStep::Planned(next.into()),
        },
        owner: Some(owner.into()),
        move_url: Some("moved".into()),
    }
}

pub fn page(lang: Lang) -> Markup {
    let view = |icon: &str, label: &str, current| Segment {
        label: label.into(),
        icon: Some(icon.into()),
        href: "#".into(),
        current,
        ..Segment::default()
    };
    let top = Top::titled(t(lang, "商机", "Deals")).acts(html! {
        div class="hide-m" { (segments("视图类型", &[view("layout-kanban", "看板", true), view("table", "表格", false), view("calendar", "日历", false), view("trending-up", "预测", false)])) }
        (Button::square("dots", "更多操作").desktop())
        (Button::primary(t(lang, "新建商机", "New deal")).icon("plus").href("#"))
    });
    let strip = stat::strip(
        "管道概览",
        &[
            Stat::new("管道总额", "¥4,438 万").note("45 个商机", Mood::Plain),
            Stat::new("加权预测", "¥2,224 万").note("较上周 +6.2%", Mood::Good),
            Stat { goal: Some(68), ..Stat::new("本季目标", "68%").note("¥2,040 万 / ¥3,000 万", Mood::Plain) },
            Stat::new("平均成交周期", "62 天").note("缩短 5 天", Mood::Good),
            Stat::new("需要关注", "5").late().note("停滞或逾期", Mood::Plain),
        ],
    );
    let chip = |icon: &str, field: &str, op: &str, value: &str| Chip {
        icon: Some(icon.into()),
        field: field.into(),
        op: op.into(),
        value: value.into(),
        remove: "#".into(),
    };
    let bar = FilterBar {
        before: Some(
            html! { (Button::new("标准销售流程").small().icon("target-arrow").trailing("chevron-down").menu("pipelines")) },
        ),
        chips: vec![
            chip("calendar-event", "预计成交", "在", "本季度与下季度"),
            chip("users", "负责人", "是", "华东大区"),
        ],
        builder_url: "#".into(),
        tools: Some(
            html! { (Button::ghost("卡片字段").small().icon("list-details").desktop()) (Button::ghost("下次计划").small().icon("arrows-sort").desktop()) },
        ),
        ..FilterBar::default()
    };
    let columns = COLUMNS.iter().enumerate().map(|(n, (label, hue, count, sum, note, more, deals))| BoardColumn {
        folded: false,
        key: format!("s{n}"),
        label: (*label).into(),
        hue: *hue,
        count: (*count).into(),
        sum: (*sum).into(),
        note: (*note).into(),
        add_url: Some("#".into()),
        cards: deals.iter().enumerate().map(|(m, deal)| card(format!("{n}-{m}"), deal)).collect(),
        more: Some(((*more).into(), "moved".into())),
    });
    let board = Board { label: "商机看板".into(), columns: columns.collect() };
    let main = html! { (top.html(lang)) (strip) (bar.html(lang)) (board.html(lang)) };
    let pipelines = menu(
        "pipelines",
        &[MenuItem::link("标准销售流程", "target-arrow", "#"), MenuItem::link("续约流程", "refresh", "#")],
    );
    frame(lang, "kanban.html", t(lang, "商机", "Deals"), main, pipelines)
}
