//! The list of accounts, with the invented figures of the design.

use super::filters::{chooser, overlays};
use super::frame::frame;
use super::t;
use crate::ui::*;
use maud::{Markup, html};

pub(super) type Sample = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    u8,
    &'static str,
    &'static str,
);

pub(super) const ROWS: &[Sample] = &[
    (
        "1",
        "苏州恒泰精密机械有限公司",
        "恒",
        "A 级",
        "装备制造",
        "江苏 苏州",
        "林书遥",
        "¥3,420,000",
        86,
        "今天 10:24",
        "11-24 现场方案评审",
    ),
    (
        "2",
        "杭州云岫数据科技有限公司",
        "云",
        "A 级",
        "软件与信息",
        "浙江 杭州",
        "林书遥",
        "¥1,860,000",
        78,
        "今天 09:10",
        "11-25 电话回访",
    ),
    (
        "3",
        "上海澄明医疗器械股份有限公司",
        "澄",
        "A 级",
        "医疗器械",
        "上海",
        "陈嘉禾",
        "¥2,750,000",
        64,
        "昨天",
        "11-26 招标答疑",
    ),
    (
        "4",
        "宁波远岚国际物流有限公司",
        "岚",
        "B 级",
        "物流运输",
        "浙江 宁波",
        "顾南乔",
        "¥680,000",
        71,
        "昨天",
        "11-27 报价确认",
    ),
    (
        "5",
        "深圳市蓝湾智造科技有限公司",
        "湾",
        "B 级",
        "电子制造",
        "广东 深圳",
        "周子昂",
        "¥1,240,000",
        55,
        "11-18",
        "!逾期 2 天：寄送样机",
    ),
    (
        "6",
        "合肥芯屿微电子有限公司",
        "屿",
        "A 级",
        "半导体",
        "安徽 合肥",
        "陈嘉禾",
        "¥5,160,000",
        82,
        "11-18",
        "12-01 高层拜访",
    ),
    (
        "7",
        "青岛海栎重工集团有限公司",
        "栎",
        "A 级",
        "装备制造",
        "山东 青岛",
        "林书遥",
        "¥4,380,000",
        69,
        "11-17",
        "11-28 合同法务审核",
    ),
    ("8", "成都蜀禾食品集团有限公司", "禾", "B 级", "食品饮料", "四川 成都", "顾南乔", "¥420,000", 48, "11-14", ""),
    (
        "9",
        "武汉楚江新能源有限公司",
        "楚",
        "A 级",
        "新能源",
        "湖北 武汉",
        "周子昂",
        "¥3,980,000",
        74,
        "11-14",
        "11-26 技术交流",
    ),
    (
        "10",
        "无锡太湖光电材料有限公司",
        "湖",
        "C 级",
        "新材料",
        "江苏 无锡",
        "林书遥",
        "¥260,000",
        37,
        "11-10",
        "!逾期 6 天：催收尾款",
    ),
    (
        "11",
        "西安秦岳航材有限公司",
        "秦",
        "B 级",
        "航空航天",
        "陕西 西安",
        "陈嘉禾",
        "¥1,520,000",
        66,
        "11-10",
        "12-03 样件验证",
    ),
    ("12", "广州南粤家居供应链有限公司", "粤", "C 级", "家居建材", "广东 广州", "周子昂", "¥180,000", 41, "11-07", ""),
    (
        "13",
        "长沙星渚工程机械有限公司",
        "渚",
        "B 级",
        "装备制造",
        "湖南 长沙",
        "顾南乔",
        "¥960,000",
        59,
        "11-06",
        "11-29 竞品对比说明",
    ),
    ("14", "厦门鹭屿跨境贸易有限公司", "鹭", "C 级", "商贸零售", "福建 厦门", "周子昂", "", 28, "10-30", ""),
    (
        "15",
        "南京金桐自动化系统有限公司",
        "桐",
        "B 级",
        "装备制造",
        "江苏 南京",
        "林书遥",
        "¥1,120,000",
        73,
        "10-29",
        "11-25 POC 汇报",
    ),
    (
        "16",
        "重庆渝岭汽车零部件有限公司",
        "渝",
        "A 级",
        "汽车零部件",
        "重庆",
        "陈嘉禾",
        "¥2,640,000",
        62,
        "10-28",
        "12-02 年度框架谈判",
    ),
    ("17", "东莞启曜电子有限公司", "曜", "C 级", "电子制造", "广东 东莞", "周子昂", "¥90,000", 33, "10-24", ""),
    (
        "18",
        "天津北翎装备技术有限公司",
        "翎",
        "B 级",
        "装备制造",
        "天津",
        "顾南乔",
        "¥740,000",
        57,
        "10-23",
        "12-05 参观工厂",
    ),
];

fn row(lang: Lang, s: &Sample) -> Row {
    let (id, name, mark, grade, industry, place, owner, amount, health, contacted, plan) = *s;
    let text = |v: &str| if v.is_empty() { Content::Empty } else { Content::Quiet(v.into()) };
    let (hue, words) = match health {
        70.. => (Hue::Green, t(lang, "良好", "good")),
        50..70 => (Hue::Amber, t(lang, "一般", "fair")),
        _ => (Hue::Red, t(lang, "预警", "at risk")),
    };
    Row {
        short: None,
        id: id.into(),
        label: name.into(),
        href: "account.html".into(),
        avatar: Some(Avatar::record(name).text(mark)),
        peek: Some("peek".into()),
        cells: vec![
            Content::tag(grade, if grade == "A 级" { Hue::Blue } else { Hue::Grey }).into(),
            Cell::editable(Content::Text(industry.into()), "edit"),
            text(place).into(),
            Content::Person(owner.into()).into(),
            Cell::from(if amount.is_empty() { Content::Empty } else { Content::Number(amount.into()) }),
            Content::Meter(Meter { value: health, hue, words: words.into() }).into(),
            text(contacted).into(),
            match plan.strip_prefix('!') {
                Some(late) => Cell::editable(Content::Late(late.into()), "edit"),
                None => Cell::editable(text(plan), "edit"),
            },
        ],
    }
}

pub(super) fn table(lang: Lang, rows: &[Sample], totals: [&str; 3]) -> Table {
    let column = |key: &str, label: &str, phone| Column {
        key: key.into(),
        label: label.into(),
        sort: Some(format!("?sort={key}")),
        phone,
        resize: Some("moved".into()),
        ..Column::default()
    };
    let figure = |before: &str, value: &str, after: &str| {
        Some(Total { before: before.into(), value: value.into(), after: after.into() })
    };
    Table {
        label: t(lang, "客户列表", "List of accounts").into(),
        name: column("name", t(lang, "客户名称", "Account"), Phone::Hidden),
        columns: vec![
            column("grade", t(lang, "级别", "Grade"), Phone::Hidden),
            column("industry", t(lang, "行业", "Industry"), Phone::Hidden),
            column("place", t(lang, "地区", "Place"), Phone::Under),
            column("owner", t(lang, "负责人", "Owner"), Phone::Hidden),
            Column { number: true, ..column("amount", t(lang, "进行中商机", "Open deals"), Phone::Figure) },
            column("health", t(lang, "健康度", "Health"), Phone::Hidden),
            Column {
                sorted: Some(Direction::Down),
                ..column("contacted", t(lang, "最近跟进", "Last contact"), Phone::Aside)
            },
            column("plan", t(lang, "下次计划", "Next step"), Phone::Hidden),
        ],
        rows: rows.iter().map(|s| row(lang, s)).collect(),
        footer_name: figure(t(lang, "共", ""), totals[0], t(lang, "家", "accounts")),
        footer_later: None,
        footer: vec![
            None,
            None,
            None,
            None,
            figure(t(lang, "合计", "Sum"), totals[1], ""),
            figure(t(lang, "均值", "Mean"), totals[2], ""),
            None,
            None,
        ],
        selectable: true,
        empty: None,
    }
}

pub(super) fn views(lang: Lang, count: &str, edited: bool) -> Markup {
    view_tabs(
        lang,
        &[
            Tab::new(t(lang, "全部客户", "All accounts"), "#").count("2,846"),
            Tab {
                edited,
                ..Tab::new(t(lang, "我负责的制造业客户", "My manufacturers"), "#").count(count).current(true)
            },
            Tab::new(t(lang, "30 天未跟进", "Silent for 30 days"), "#").count("41"),
            Tab::new(t(lang, "重点客户 A 级", "Key accounts"), "#").count("96"),
            Tab::new(t(lang, "本月新增", "New this month"), "#").count("37"),
            Tab::new(t(lang, "公海", "Public pool"), "#").count("312"),
        ],
        Some(SaveView::ID),
        None,
    )
}

pub(super) fn top(lang: Lang) -> Markup {
    Top::titled(t(lang, "客户", "Accounts"))
        .acts(html! {
            (Button::ghost(t(lang, "导入", "Import")).icon("upload").href("import-1.html").desktop())
            (Button::square("dots", t(lang, "更多操作", "More")).menu("more"))
            (Button::primary(t(lang, "新建客户", "New account")).icon("plus").href("forms.html").attr("data-new", ""))
        })
        .html(lang)
}

pub(super) fn tools(lang: Lang, chooser: &ColumnChooser) -> Markup {
    let view = |icon: &str, label: &str, current| Segment {
        label: label.into(),
        icon: Some(icon.into()),
        bare: true,
        href: "#".into(),
        current,
        lang: None,
    };
    html! {
        (Button::ghost(t(lang, "最近跟进", "Last contact")).small().icon("arrows-sort").desktop())
        (chooser.button(lang))
        div class="hide-m" { (segments(t(lang, "视图类型", "Kind of view"), &[
            view("table", t(lang, "表格", "Table"), true), view("layout-kanban", t(lang, "看板", "Board"), false), view("map-pin", t(lang, "地图", "Map"), false),
        ])) }
    }
}

pub(super) fn bulk(lang: Lang) -> Markup {
    bulk_bar(
        lang,
        &[
            Button::new(t(lang, "转移", "Transfer")).icon("user-plus").post("moved").swap("none"),
            Button::new(t(lang, "打标签", "Tag")).icon("tag"),
            Button::new(t(lang, "批量编辑", "Edit")).icon("edit"),
            Button::new(t(lang, "导出", "Export")).icon("download"),
        ],
    )
}

pub fn list(lang: Lang) -> Markup {
    let chooser = chooser(lang);
    let chip = |icon: &str, field: &str, op: &str, value: &str| Chip {
        icon: Some(icon.into()),
        field: field.into(),
        op: op.into(),
        value: value.into(),
        remove: "#".into(),
    };
    let bar = FilterBar {
        chips: vec![
            chip(
                "briefcase",
                t(lang, "行业", "Industry"),
                t(lang, "属于", "in"),
                t(lang, "装备制造、半导体等 6 项", "machinery and 5 more"),
            ),
            chip("users", t(lang, "负责人", "Owner"), t(lang, "是", "is"), t(lang, "华东大区", "East China")),
            chip("currency-yuan", t(lang, "进行中商机", "Open deals"), t(lang, "不低于", "at least"), "¥0"),
        ],
        builder_url: "filters.html".into(),
        save: Some(SaveView::ID.into()),
        tools: Some(tools(lang, &chooser)),
        ..FilterBar::default()
    };
    let main = html! {
        (top(lang)) (views(lang, "218", false))
        div class="rel" {
            (bar.html(lang)) (table(lang, ROWS, ["218", "¥3,142 万", "61"]).html(lang)) (bulk(lang))
            (Pager { summary: t(lang, "第 1–50 家，共 218 家", "1–50 of 218 accounts").into(), previous: None, next: Some("#".into()), hints: true, ..Pager::default() }.html(lang))
            (peek_panel(lang))
        }
    };
    frame(lang, "accounts.html", t(lang, "客户", "Accounts"), main, overlays(lang, &chooser))
}
