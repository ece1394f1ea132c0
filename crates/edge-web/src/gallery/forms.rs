//! A form with every kind of field, with and without values and errors.

use super::frame::{choices, frame, people};
use super::t;
use crate::ui::*;
use maud::{Markup, html};

fn every_kind(lang: Lang) -> Vec<Field> {
    let grades = choices(&["A 级", "B 级", "C 级"]);
    let many = choices(&[
        "装备制造",
        "半导体",
        "新能源",
        "新材料",
        "软件与信息",
        "医疗器械",
        "物流运输",
        "电子制造",
        "食品饮料",
        "航空航天",
        "家居建材",
        "商贸零售",
        "汽车零部件",
    ]);
    let provinces = choices(&["江苏省", "浙江省", "上海市"]);
    let address = AddressInput {
        country: "CN".into(),
        countries: vec![
            ("CN".into(), t(lang, "中国", "China").into()),
            ("DE".into(), t(lang, "德国", "Germany").into()),
        ],
        province: "江苏省".into(),
        provinces,
        city: "苏州市".into(),
        cities: choices(&["苏州市", "无锡市"]),
        street: "星湖街 218 号 3 幢".into(),
        postcode: "215000".into(),
        refresh: "address".into(),
        ..AddressInput::default()
    };
    vec![
        Field::new("name", t(lang, "客户名称", "Account name"), Input::text("苏州恒泰精密机械有限公司"))
            .required()
            .hint(t(lang, "营业执照上的全称", "As on the licence")),
        Field::new("code", t(lang, "统一信用代码", "Credit code"), Input::text("91320594MA1X7K2Q9P")).warning(t(
            lang,
            "校验位不符，请核对；仍可保存。",
            "The check digit differs; you may save anyway.",
        )),
        Field::new(
            "grade",
            t(lang, "级别", "Grade"),
            Input::Choice { value: "A 级".into(), options: grades.clone(), empty: true },
        ),
        Field::new("industry", t(lang, "行业", "Industry"), Input::choice("装备制造", many.clone())),
        Field::new(
            "lines",
            t(lang, "业务线", "Business lines"),
            Input::Choices { values: vec!["半导体".into(), "新能源".into()], options: many },
        ),
        Field::new(
            "tags",
            t(lang, "标签", "Tags"),
            Input::Tags { values: vec!["MES".into(), "续约客户".into()], search: "options".into() },
        ),
        Field::new(
            "parent",
            t(lang, "上级客户", "Parent"),
            Input::Link { value: Some(("1".into(), "恒泰控股".into())), search: "options".into(), create: None },
        ),
        Field::new(
            "owner",
            t(lang, "负责人", "Owner"),
            Input::Users { values: people().into_iter().take(1).collect(), search: "options".into(), several: false },
        ),
        Field::new("mail", t(lang, "邮箱", "E-mail"), Input::Email { value: "zhou@hengtai".into() }).error(Some(
            t(lang, "域名不完整，例如 name@company.com", "The domain is incomplete, e.g. name@company.com").into(),
        )),
        Field::new("phone", t(lang, "电话", "Phone"), Input::Phone { value: "+86 138 0013 8000".into() }),
        Field::new("site", t(lang, "官网", "Web site"), Input::Url { value: String::new() }),
        Field::new(
            "staff",
            t(lang, "员工数", "Employees"),
            Input::Integer { value: "860".into(), min: Some(0), max: None },
        ),
        Field::new(
            "revenue",
            t(lang, "年营业额", "Revenue"),
            Input::Money {
                amount: "680,000,000.00".into(),
                currency: "CNY".into(),
                currencies: choices(&["CNY", "USD", "EUR"]),
            },
        ),
        Field::new("margin", t(lang, "毛利率", "Margin"), Input::Percent { value: "32.5".into() }),
        Field::new("area", t(lang, "厂房面积", "Floor area"), Input::Decimal { value: "12,400.5".into() }),
        Field::new("since", t(lang, "合作日期", "Customer since"), Input::Date { value: "2023-06-12".into() }),
        Field::new(
            "visit",
            t(lang, "下次拜访", "Next visit"),
            Input::DateTime { value: "2026-11-24T14:00".into(), zone: "UTC+8".into() },
        ),
        Field::new(
            "term",
            t(lang, "合同期", "Term"),
            Input::DateRange { from: "2026-01-01".into(), to: "2026-12-31".into() },
        ),
        Field::new(
            "size",
            t(lang, "企业规模", "Size"),
            Input::Radio { value: "中".into(), options: choices(&["小", "中", "大"]) },
        ),
        Field::new("key", t(lang, "重点客户", "Key account"), Input::YesNo { value: true }),
        Field::new("total", t(lang, "累计成交", "Won so far"), Input::ReadOnly(html! { "¥8,640,000" })).hint(t(
            lang,
            "由赢单商机汇总",
            "Sum of the deals won",
        )),
        Field::new("address", t(lang, "地址", "Address"), Input::Address(Box::new(address))),
        Field::new("about", t(lang, "简介", "About"), Input::LongText { value: String::new(), rows: 3 }),
        Field::new(
            "rich",
            t(lang, "说明", "Description"),
            Input::RichText { html: "<p>苏南最大的精密机械厂之一。</p>".into() },
        ),
        Field::new(
            "files",
            t(lang, "附件", "Files"),
            Input::Files {
                kept: vec![("1".into(), "营业执照.pdf".into(), "1.2 MB".into())],
                upload: "upload".into(),
                several: true,
            },
        ),
    ]
}

pub fn page(lang: Lang) -> Markup {
    let form = Form {
        id: "new-account".into(),
        action: "moved".into(),
        label: t(lang, "新建客户", "New account").into(),
        fields: every_kind(lang),
        errors: vec![(
            "f-mail".into(),
            t(lang, "邮箱", "E-mail").into(),
            t(lang, "域名不完整", "incomplete domain").into(),
        )],
        submit: t(lang, "创建客户", "Create account").into(),
        cancel: Some("accounts.html".into()),
        draft: Some("account-new".into()),
        ..Form::default()
    };
    let top = Top {
        crumbs: vec![Crumb { label: t(lang, "客户", "Accounts").into(), href: "accounts.html".into() }],
        ..Top::titled(t(lang, "新建客户", "New account"))
    };
    let main = html! { (top.html(lang)) div class="scroll wz" tabindex="0" role="region" aria-label=(t(lang, "新建客户", "New account")) { div class="wiz narrow" { div class="card pad" { (form.html(lang)) } } } };
    frame(lang, "accounts.html", t(lang, "新建客户", "New account"), main, html! {})
}
