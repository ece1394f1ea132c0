//! The import wizard in five states.

use super::frame::{choices, frame};
use crate::ui::bars::data_table;
use crate::ui::filter::select;
use crate::ui::wizard::{Phase, Sure, sureness};
use crate::ui::*;
use maud::{Markup, html};

fn wizard_page(lang: Lang, current: usize, main: Markup) -> Markup {
    let steps: Vec<Step> = ["上传", "对应字段", "解决问题", "导入"]
        .iter()
        .enumerate()
        .map(|(n, label)| Step {
            label: (*label).into(),
            href: (current < 4).then(|| format!("import-{}.html", n + 1)),
        })
        .collect();
    let top =
        Top { crumbs: vec![Crumb { label: "商机".into(), href: "kanban.html".into() }], ..Top::titled("导入") }
            .acts(stepper(lang, "导入步骤", &steps, current));
    frame(lang, "kanban.html", "导入", html! { (top.html(lang)) (main) }, html! {})
}

fn bar(buttons: Markup) -> Markup {
    wizard_bar("草稿 10:31 已保存，可以离开后再继续", buttons)
}

fn forward(label: &str, href: &str) -> Button {
    Button::primary(label).trailing("arrow-right").href(href)
}

pub fn upload(lang: Lang) -> Markup {
    let pick = |label: &str, options: &[&str]| html! { div { p class="lbl" { (label) } (select("x", label, &choices(options), "")) } };
    let head = [
        ("行", true),
        ("机会编号", false),
        ("销售代表", false),
        ("产品", false),
        ("客户名称", false),
        ("阶段", false),
        ("接触日期", false),
        ("关闭日期", false),
        ("成交金额", true),
    ];
    let rows: Vec<Vec<Markup>> = [
        "2|1C1I7A6R|林书遥|GTX Plus Basic|苏州恒泰精密机械有限公司|赢单|2026-03-20|2026-07-01|10,540",
        "3|Z063OYW0|顾南乔|GTXPro|宁波远岚国际物流有限公司|赢单|2026-03-25|2026-06-11|45,140",
        "4|EC4QE1BX|顾南乔|MG Special|宁波远岚国际物流有限公司|赢单|2026-03-25|2026-06-07|500",
        "5|MV1LWRNH|陈嘉禾|GTX Basic|上海澄明医疗器械股份有限公司|输单|2026-03-25|2026-06-09|5,880",
        "6|PE84CX4O|周子昂|GTX Basic|深圳市蓝湾智造科技有限公司|接洽|2026-03-25||",
    ]
    .iter()
    .map(|line| {
        line.split('|').map(|v| html! { @if v.is_empty() { span class="muted" { "空" } } @else { (v) } }).collect()
    })
    .collect();
    let zone = DropZone {
        name: "file".into(),
        title: "把文件拖到这里".into(),
        text: "也可以粘贴表格，或从另一个 CRM 的导出包开始".into(),
        button: "换一个文件".into(),
        accept: ".csv,.xlsx,.vcf".into(),
        at_once: false,
        limit: None,
        more: Some(html! { (Button::ghost("下载模板").icon("download").href("#")) }),
        several: false,
    };
    let body = html! {
        form method="post" enctype="multipart/form-data" action="import-2.html" aria-label="选择文件" { (zone.html(lang)) }
        section class="card" aria-labelledby="h-f" {
            div class="filec" {
                span class="pic" { (icon_l("file-type-csv")) }
                div class="grow" { h3 id="h-f" { "销售机会_2024-2026.csv" } p { "704 KB，今天 10:29 上传，读取用时 0.2 秒" } }
                (sureness(Sure::Yes, "已识别", "")) (Button::square("trash", "移除文件").small())
            }
            div class="det" {
                div { p class="lbl" { "数据行" } p class="fx" { "8,800" } }
                (pick("编码", &["GB18030", "UTF-8", "Big5"])) (pick("分隔符", &["逗号", "制表符", "分号"])) (pick("字段名在", &["第 1 行", "第 2 行", "没有"])) (pick("日期写法", &["年-月-日", "日/月/年", "月/日/年"]))
            }
        }
        section class="card" aria-labelledby="h-v" {
            header { h3 id="h-v" { "前 5 行" } span class="n" { "乱码或错列时，改上面的识别结果" } }
            div class="ovx" tabindex="0" role="region" aria-label="前 5 行，表格" { (data_table("前 5 行", &head, &rows, "dt tight raw")) }
        }
    };
    let text = "Excel、CSV、TSV 或 JSON，一次最多 100 万行。原文件不会被改动，写入之前还会全部检查一遍。";
    wizard_page(
        lang,
        0,
        html! { (wizard("上传", "选择要导入的文件", text, body)) (bar(html! { (Button::ghost("取消").href("kanban.html")) (forward("下一步：对应字段", "import-2.html")) })) },
    )
}

pub fn mapping(lang: Lang) -> Markup {
    let fields =
        choices(&["外部编号", "负责人", "产品", "客户", "阶段", "接触日期", "成交日期", "金额", "备注", "不导入"]);
    let line = |column: &str, sample: &str, field: &str, sure, text: &str, why: &str| {
        html! {
            th scope="row" { (column) }
            td class="s" { span class="trunc blk2" { (sample) } }
            td class="ar muted" { (icon_s("arrow-right")) }
            td { (select("to", &format!("{column} 对应的字段"), &fields, field)) }
            td { (sureness(sure, text, why)) }
        }
    };
    let decide = html! { div class="act-s" { (select("stage", "“搁置”怎么处理", &choices(&["对应到“初步接洽”", "新增阶段“搁置”", "留空"]), "")) } };
    let body = html! {
        div class="card" { table class="dt map" {
            thead { tr { th scope="col" { "文件中的列" } th scope="col" { "样例" } th scope="col" { span class="sr" { "对应到" } } th scope="col" { "知客字段" } th scope="col" { "把握" } } }
            tbody {
                tr { (line("机会编号", "1C1I7A6R · Z063OYW0 · EC4QE1BX", "外部编号", Sure::Yes, "唯一，用来查重", "8,800 个值都不同")) }
                tr { (line("销售代表", "林书遥 · 顾南乔 · 陈嘉禾", "负责人", Sure::Yes, "30 人都是用户", "按姓名匹配")) }
                tr { (line("产品", "GTX Basic · MG Special · GTXPro", "产品", Sure::Look, "1 个值找不到", "“GTXPro”，1,480 行，下一步决定")) }
                tr { (line("客户名称", "苏州恒泰精密机械有限公司 · 宁波远岚国际物流有限公司", "客户", Sure::Yes, "85 家全部找到", "1,425 行为空，允许")) }
                tr class="has" { (line("阶段", "赢单 · 输单 · 接洽 · 搁置", "阶段", Sure::Look, "1 个新选项", "其余 4 个值一致")) }
                tr class="sub" { td colspan="5" { (note(Tone::Warn, html! { b { "“搁置”不是现有阶段，36 行。" } " 新增阶段会改变所有人的看板。" }, Some(decide))) } }
                tr { (line("接触日期", "2026-03-20 · 2026-03-25", "接触日期", Sure::Yes, "日期，年-月-日", "100% 可读")) }
                tr { (line("关闭日期", "2026-07-01 · 2026-06-11", "成交日期", Sure::Yes, "日期，年-月-日", "2,089 行为空，进行中")) }
                tr { (line("成交金额", "10,540 · 45,140 · 500", "金额", Sure::Yes, "数字，人民币", "14 行不是数字")) }
                tr { (line("列 9", "没有列名，99% 为空", "不导入", Sure::Skipped, "不导入", "22 行有内容")) }
            }
        } }
    };
    wizard_page(
        lang,
        1,
        html! {
            (wizard("对应字段", "9 列中 8 列已对应，请看带提示的 2 列", "按列名、数据样子和以往的导入判断。改动会记住，下次同样的文件自动套用。", body))
            (bar(html! { (Button::new("上一步").href("import-1.html")) (forward("下一步：检查 8,800 行", "import-3.html")) }))
        },
    )
}

pub fn problems(lang: Lang) -> Markup {
    let option = |value: &str, label: &str, aside: &str, chosen| Decision {
        value: value.into(),
        label: label.into(),
        aside: aside.into(),
        chosen,
        control: None,
    };
    let missing = Problem {
        id: "p1".into(),
        icon: "box".into(),
        title: "产品“GTXPro”不存在".into(),
        text: Some(html! { "现有产品里“GTX Pro”最接近，只差一个空格。一个决定用于全部这些行。" }),
        count: Some(("1,480".into(), "行".into())),
        name: "gtx".into(),
        options: vec![
            Decision {
                control: Some(select(
                    "product",
                    "关联到哪个产品",
                    &choices(&["GTX Pro", "GTX Basic", "GTX Plus Pro"]),
                    "GTX Pro",
                )),
                ..option("link", "关联到", "建议", true)
            },
            option("create", "新建产品“GTXPro”", "目录会有两个几乎同名的产品", false),
            option("empty", "产品留空", "之后可在视图“无产品”里补", false),
        ],
        body: Some(html! { label class="chk" { input type="checkbox" checked; "记住：以后“GTXPro”都当作“GTX Pro”" } }),
        ..Problem::default()
    };
    let known = Problem {
        id: "p2".into(),
        icon: "copy".into(),
        title: "外部编号在系统里已经有了".into(),
        text: Some(
            html! { "例如 1C1I7A6R，现为“恒泰一期扩容”，林书遥负责。 " a class="in" href="#" { "对比 212 行" } },
        ),
        count: Some(("212".into(), "行".into())),
        name: "known".into(),
        options: vec![
            option("update", "更新已有记录", "文件里的空值不覆盖", true),
            option("skip", "跳过，保留系统里的", "", false),
            option("create", "仍然新建", "会产生 212 个重复", false),
        ],
        ..Problem::default()
    };
    let head = [("行", true), ("列", false), ("文件中的值", false), ("原因", false), ("改为", false)];
    let rows: Vec<Vec<Markup>> = [
        ("417", "关闭日期", "2026-02-30", "没有这一天", "2026-02-28"),
        ("1,902", "成交金额", "待定", "不是数字", ""),
        ("3,356", "关闭日期", "2026-01-08", "早于接触日期 2026-04-11", ""),
    ]
    .iter()
    .map(|(n, column, value, why, fix)| {
        vec![
            html! { (n) },
            html! { (column) },
            html! { span class="dangerc" { (value) } },
            html! { (why) },
            html! { input class="inp fix" aria-label=(format!("第 {n} 行改为")) value=(fix); },
        ]
    })
    .collect();
    let refused = Problem {
        id: "p3".into(),
        kind: ProblemKind::Refused,
        icon: "circle-x".into(),
        title: "这些行会被拒绝".into(),
        text: Some(html! { "可以现在改，也可以导入后下载这 43 行改好再来。" }),
        count: Some(("43".into(), "行".into())),
        body: Some(
            html! { div class="ovx" tabindex="0" role="region" aria-label="被拒绝的行，表格" { (data_table("被拒绝的行", &head, &rows, "dt tight")) } p class="morer" { a class="in" href="#" { "显示其余 40 行" } } },
        ),
        ..Problem::default()
    };
    let settled = Problem {
        id: "p4".into(),
        kind: ProblemKind::Settled,
        icon: "check".into(),
        title: "阶段“搁置”对应到“初步接洽”，36 行".into(),
        act: Some(Button::ghost("更改").href("import-2.html")),
        ..Problem::default()
    };
    let sums = stat::sum(
        "检查结果",
        &[
            ("", Stat::new("检查", "8,800")),
            ("", Stat::new("将新建", "8,545")),
            ("", Stat::new("将更新", "212")),
            ("", Stat::new("将拒绝", "43").late()),
        ],
    );
    wizard_page(
        lang,
        2,
        html! {
            (wizard("解决问题", "8,800 行检查完毕，需要你做 2 个决定", "同样的问题只问一次。现在什么都还没有写入。", html! { (sums) (missing) (known) (refused) (settled) }))
            (bar(html! { (Button::new("上一步").href("import-2.html")) (forward("导入 8,757 行", "import-4.html")) }))
        },
    )
}

pub fn running(lang: Lang) -> Markup {
    let progress = Progress {
        id: "progress".into(),
        label: "导入进度".into(),
        done: 5368,
        all: 8800,
        text: "5,368 / 8,800 行，每秒 1,240 行，还要约 3 秒".into(),
        phases: vec![
            ("读取".into(), Phase::Done),
            ("检查".into(), Phase::Done),
            ("写入".into(), Phase::Running),
            ("建索引与查重".into(), Phase::Waiting),
        ],
        refresh: None,
    };
    let sums = stat::sum(
        "到现在",
        &[
            ("", Stat::new("已处理", "5,368")),
            ("", Stat::new("新建", "5,210")),
            ("", Stat::new("更新", "131")),
            ("", Stat::new("拒绝", "27")),
        ],
    );
    let stop = note(Tone::Info, html! { "停止后，已写入的 5,341 行会保留，可以在结果页一并撤销。" }, None);
    wizard_page(
        lang,
        3,
        html! {
            (wizard("导入", "正在导入 销售机会_2024-2026.csv", "可以离开这个页面，完成后会在通知里告诉你。", html! { (progress) (sums) (stop) }))
            (wizard_bar("由林书遥于 10:36 开始", html! { (Button::new("停止").icon("x")) (Button::new("在后台继续").href("home.html")) }))
        },
    )
}

pub fn done(lang: Lang) -> Markup {
    let sums = stat::sum(
        "结果，各项相加等于读取的行数",
        &[
            ("", Stat::new("读取", "8,800")),
            ("=", Stat::new("新建", "8,545").href("#")),
            ("+", Stat::new("更新", "212").href("#")),
            ("+", Stat::new("跳过", "0")),
            ("+", Stat::new("拒绝", "43").late().href("#refused")),
        ],
    );
    let rows: Vec<Vec<Markup>> = [
        ("关闭日期早于接触日期", "3,356 · 3,371 · 4,020 · 4,118 等", "24"),
        ("成交金额不是数字", "1,902 · 2,240 · 2,241 · 5,870 等", "14"),
        ("没有这一天", "417 · 418 · 2,006 · 6,113 · 7,940", "5"),
    ]
    .iter()
    .map(|(why, lines, n)| {
        vec![html! { (why) }, html! { span class="t2" { (lines) } }, html! { a class="fig" href="#" { (n) } }]
    })
    .collect();
    let did = |icon: &str, text: Markup, count: &str| html! { li { (icon_s(icon)) span { (text) } b { (count) } } };
    let body = html! {
        div class="okh" { span class="ic" { (icon_l("check")) } div { h2 { "8,757 个商机已导入" } p { "销售机会_2024-2026.csv，今天 10:36，用时 7.1 秒" } } }
        (sums)
        section class="card" id="refused" aria-labelledby="h-ref" {
            header { h3 id="h-ref" { "拒绝的 43 行" } span class="grow" {} (Button::new("下载 43 行，附原因").small().icon("download").href("#")) }
            (data_table("拒绝的行", &[("原因", false), ("行号", false), ("行数", true)], &rows, "dt tight refd"))
        }
        section class="card" aria-labelledby="h-did" {
            header { h3 id="h-did" { "替你做了这些" } }
            ul class="did" {
                (did("link", html! { "“GTXPro”关联到产品 " a class="in" href="#" { "GTX Pro" } }, "1,480"))
                (did("arrows-exchange", html! { "阶段“搁置”改为“初步接洽”" }, "36"))
                (did("building", html! { "没有客户，照常导入，见视图 " a class="in" href="#" { "未关联客户" } }, "1,425"))
            }
        }
        section class="card undo" aria-labelledby="h-un" {
            span class="muted" { (icon_l("arrow-back-up")) }
            div class="grow" { h3 id="h-un" { "12月22日之前可以撤销" } p { "只撤回导入后没人改过的字段，改过的会先列给你看。" } }
            (Button::new("撤销这次导入…"))
        }
    };
    wizard_page(
        lang,
        4,
        html! {
            (wizard("导入", "", "", body))
            (wizard_bar("记录在 设置 › 导入历史", html! { (Button::new("再导入一个").href("import-1.html")) (forward("查看这些商机", "kanban.html")) }))
        },
    )
}
