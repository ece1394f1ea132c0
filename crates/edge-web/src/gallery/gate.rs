//! Set-up and sign-in.

use super::t;
use crate::ui::form::section;
use crate::ui::gate::{self, Gate, Setup};
use crate::ui::*;
use maud::{Markup, html};

fn choice(pairs: &[(&str, &str)], value: &str) -> Input {
    Input::choice(value, pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
}

pub fn setup(lang: Lang) -> Markup {
    let step = |zh: &str, en: &str, anchor: &str| (t(lang, zh, en).to_owned(), anchor.to_owned(), false);
    let organisation = html! {
        div class="stack" id="s1" {
            (Field::new("organization", t(lang, "组织名称", "Organisation"), Input::text("海岳工业集团")).required().html(lang))
            (fields(lang, &[
                Field::new("locale", t(lang, "默认语言", "Language"), choice(&[("zh", "简体中文"), ("en", "English")], "zh")).hint(t(lang, "每个人可以另选自己的语言。", "Everybody may choose their own.")),
                Field::new("time_zone", t(lang, "时区", "Time zone"), choice(&[("Asia/Shanghai", "中国标准时间（UTC+8）"), ("Europe/Berlin", "Berlin（UTC+1）")], "Asia/Shanghai")).hint(t(lang, "根据浏览器填写。", "Taken from the browser.")),
                Field::new("currency", t(lang, "本位币", "Currency"), choice(&[("CNY", "人民币 CNY"), ("HKD", "港元 HKD"), ("USD", "美元 USD"), ("EUR", "欧元 EUR")], "CNY")).warning(t(lang, "有了第一笔商机后不能再改。", "Cannot change after the first deal.")),
                Field::new("year", t(lang, "财年从几月开始", "Fiscal year starts in"), choice(&[("1", "1 月"), ("4", "4 月"), ("7", "7 月")], "1")),
            ]))
        }
    };
    let administrator = html! {
        div class="stack" id="s2" {
            (fields(lang, &[
                Field::new("name", t(lang, "姓名", "Name"), Input::text("周闻")).required(),
                Field::new("email", t(lang, "邮箱", "E-mail"), Input::Email { value: "zhouwen@haiyue.example".into() }).required(),
            ]))
            (Field::new("password", t(lang, "密码", "Password"), Input::Password { fresh: true }).required().error(Some(t(lang, "还差 1 个字符，至少 15 个。一句自己记得住的话最好，不要求数字或符号。", "One character short of 15. A sentence you remember is best.").into())).html(lang))
            (Field::new("token", t(lang, "设置口令", "Set-up code"), Input::text("7QKD-2MWH-R9TX")).hint(t(lang, "服务启动时打印在终端里，只能用一次，证明这台服务器是你的。", "Printed in the terminal at start; works once and proves the server is yours.")).html(lang))
        }
    };
    let start = picks(
        "start",
        "demo",
        &[
            Pick::new(
                "demo",
                t(lang, "带一家示例公司", "With a sample company"),
                t(
                    lang,
                    "85 家客户、8,800 个商机和两年的跟进，先看到系统满的时候是什么样。",
                    "85 accounts, 8,800 deals and two years of activities: see it full first.",
                ),
            )
            .aside(t(lang, "约 4 秒", "about 4 s")),
            Pick::new(
                "empty",
                t(lang, "从空白开始", "Empty"),
                t(
                    lang,
                    "只建好角色、销售流程和字段，第一条记录由你们来写。",
                    "Roles, a pipeline and fields; the first record is yours.",
                ),
            ),
            Pick::new(
                "import",
                t(lang, "直接导入现有数据", "Import what you have"),
                t(
                    lang,
                    "Excel、CSV，或其他 CRM 的导出文件，下一页就选文件。",
                    "Excel, CSV or another CRM's export; choose the file next.",
                ),
            ),
        ],
    );
    let sections = html! {
        (section(t(lang, "组织", "Organisation"), t(lang, "决定每个人看到的名称、金额与日期。", "Decides the name, amounts and dates everybody sees."), organisation))
        (section(t(lang, "管理员", "Administrator"), t(lang, "第一个账户。它能管理用户与权限，也能像同事一样工作。", "The first account; it manages people and rights, and works like a colleague."), administrator))
        (section(t(lang, "开始方式", "How to start"), t(lang, "之后都可以再导入，示例数据可以一次清除干净。", "You may import later too; sample data can be removed in one go."), html! { div id="s3" { (start) } }))
    };
    let preview = html! {
        h2 { (t(lang, "同事会看到", "What people will see")) }
        (gate::mini(lang, "海岳工业集团"))
        h2 { (t(lang, "将会创建", "Will be created")) }
        (gate::ticks(&[t(lang, "1 个管理员：周闻", "1 administrator: Zhou Wen"), t(lang, "3 个角色：管理员、销售经理、销售", "3 roles: administrator, manager, salesperson"), t(lang, "标准销售流程，从初步接洽到合同审批 5 个阶段", "A standard pipeline of 5 stages"), t(lang, "每天 02:30 自动备份，保留 14 天", "A backup every day at 02:30, kept for 14 days")].map(str::to_owned)))
    };
    let bar = html! { span class="hide-m" { (t(lang, "完成后这个页面永久关闭。", "This page closes for good when you are done.")) } span class="grow" {} (Button::primary(t(lang, "创建并进入", "Create and enter")).large().trailing("arrow-right").submit()) };
    let main = Setup {
        label: t(lang, "首次设置", "First set-up").into(),
        action: "moved".into(),
        title: t(lang, "把这台服务器变成你们的 CRM", "Make this server your CRM").into(),
        lead: t(
            lang,
            "大约两分钟。除标明的一项外，以后都能在“设置”里更改；全部数据只保存在这台服务器上。",
            "About two minutes. All but one can be changed later; all data stays on this server.",
        )
        .into(),
        fresh: true,
        sections,
        bar,
        preview_label: t(lang, "预览", "Preview").into(),
        preview,
    };
    Gate {
        organisation: t(lang, "知客", "Zhike").into(),
        steps: vec![
            step("组织", "Organisation", "#s1"),
            step("管理员", "Administrator", "#s2"),
            step("开始方式", "How to start", "#s3"),
        ],
        steps_title: t(lang, "首次设置", "First set-up").into(),
        zh_url: "setup.html".into(),
        en_url: "setup.en.html".into(),
        ..Gate::default()
    }
    .page(lang, t(lang, "首次设置", "First set-up"), html! { (main) })
}

pub fn sign_in(lang: Lang) -> Markup {
    let large = |field: Field| field.html(lang);
    let form = html! {
        (Button::new(t(lang, "使用通行密钥", "Use a passkey")).large().icon("fingerprint"))
        (Button::new(t(lang, "使用海岳统一身份登录", "Sign in with Haiyue ID")).large().icon("building"))
        div class="or" { (t(lang, "或使用密码", "or with a password")) }
        form class="stack" method="post" action="home.html" aria-label=(t(lang, "登录", "Sign in")) {
            (large(Field::new("email", t(lang, "邮箱", "E-mail"), Input::Email { value: "linshuyao@haiyue.example".into() })))
            (large(Field { beside: Some((t(lang, "忘记密码", "Forgotten").into(), "#".into())), ..Field::new("password", t(lang, "密码", "Password"), Input::Password { fresh: false }) }))
            label class="chk" { input type="checkbox" name="keep" checked; (t(lang, "在这台设备上保持登录 30 天", "Keep me signed in on this device for 30 days")) }
            (Button::primary(t(lang, "登录", "Sign in")).large().submit())
        }
        (note(Tone::Info, html! { (t(lang, "11月28日 02:00–02:20 升级，期间只能查看。信息中心，分机 8021", "Upgrade on 28 November, 02:00–02:20: read only. IT, extension 8021")) }, None))
    };
    let foot = html! { span { (t(lang, "请确认地址栏是 ", "Check that the address is ")) b { "crm.haiyue.example" } } span { (t(lang, "知客 CRM", "Zhike CRM")) } };
    let main = gate::sign(
        t(lang, "登录", "Sign in"),
        t(lang, "登录海岳工业集团", "Sign in to Haiyue Industries"),
        t(lang, "客户、商机和合同，都在自己的服务器上。", "Accounts, deals and contracts on your own server."),
        form,
        foot,
    );
    Gate {
        organisation: t(lang, "海岳工业集团", "Haiyue Industries").into(),
        zh_url: "signin.html".into(),
        en_url: "signin.en.html".into(),
        ..Gate::default()
    }
    .page(lang, t(lang, "登录", "Sign in"), main)
}
