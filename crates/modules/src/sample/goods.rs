//! What the made-up company sells, at which prices, and what other currencies are worth to it.

use records::{
    Cx,
    query::{self, Ask},
    write::{self, Input},
};
use rust_decimal::Decimal;
use types::{Currency, Date, Id, Money, Problem, Result, Value, words::Lang};

use super::chance::Chance;
use crate::work::first;

/// code, Chinese, English, series, list price in thousands of yuan
const PRODUCTS: [(&str, &str, &str, &str, i64); 12] = [
    ("CRM-S", "客户管理 标准版", "CRM Standard", "CRM", 48),
    ("CRM-P", "客户管理 专业版", "CRM Professional", "CRM", 128),
    ("CRM-E", "客户管理 旗舰版", "CRM Enterprise", "CRM", 460),
    ("MES-L", "车间执行系统 轻量版", "MES Light", "MES", 180),
    ("MES-E", "车间执行系统 企业版", "MES Enterprise", "MES", 920),
    ("IOT-G", "工业网关", "Industrial Gateway", "IoT", 12),
    ("IOT-P", "设备联网平台", "Device Platform", "IoT", 260),
    ("WMS-S", "智能仓储系统", "Smart Warehouse", "WMS", 340),
    ("SVC-I", "实施服务", "Implementation", "Services", 80),
    ("SVC-Y", "年度维护", "Annual Support", "Services", 36),
    ("BI-P", "经营分析平台", "Analytics Platform", "BI", 210),
    ("EDU-T", "培训课程", "Training Course", "Services", 9),
];

/// Units of other currencies in yuan, about what they were.
const WORTH: [(&str, i64); 5] = [("CNY", 100), ("USD", 718), ("EUR", 782), ("GBP", 915), ("JPY", 5)];

#[derive(Clone, Debug)]
pub struct Goods {
    products: Vec<(Product, i64)>,
    pub stages: Stages,
    base: Currency,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub id: Id,
    pub name: String,
}

/// Of the first pipeline: open ones in their order, then the two ends.
#[derive(Clone, Debug)]
pub struct Stages {
    pub open: Vec<Id>,
    pub won: Id,
    pub lost: Id,
}

/// Makes products and rates that are not there yet.
pub fn make(cx: &mut Cx) -> Result<()> {
    let (lang, base) = (cx.organization.lang, cx.organization.currency);
    let today = cx.now.date_in(&cx.organization.zone);
    for (code, zh, en, series, price) in PRODUCTS {
        if known(cx, code)?.is_none() {
            let input = Input::default()
                .text("name", if lang == Lang::Zh { zh } else { en })
                .text("code", code)
                .text("series", series)
                .set("list_price", money(price * 1_000 * 100 / worth(base), base));
            create(cx, "products", input)?;
        }
    }
    rates(cx, base, today)
}

fn known(cx: &mut Cx, code: &str) -> Result<Option<Product>> {
    let product = first(cx, "products", Ask::default().filter(format!("code == \"{code}\"")).fields(&["name"]))?;
    Ok(product.map(|product| Product { id: product.id, name: product.title }))
}

/// What was made; an organisation may have taken some of it away.
pub fn read(cx: &mut Cx) -> Result<Goods> {
    let mut products = Vec::new();
    for (code, _, _, _, price) in PRODUCTS {
        products.extend(known(cx, code)?.map(|product| (product, price)));
    }
    if products.is_empty() {
        return Err(Problem::internal("there are no products: they were not made"));
    }
    Ok(Goods { products, stages: stages(cx)?, base: cx.organization.currency })
}

impl Goods {
    /// A product and how much of it somebody buys, in the currency of where they are.
    pub fn sold(&self, chance: &mut Chance, abroad: bool) -> (&Product, Money) {
        let (product, price) = chance.favour(&self.products);
        // most deals are small, a few are large
        let quantity = 1 + chance.below(4) * chance.below(4) + if chance.percent(4) { chance.below(40) } else { 0 };
        let discount = 100 - chance.between(0, 6) * 5;
        let yuan = price * 1_000 * quantity as i64 * discount / 100;
        let currency = match abroad {
            true => {
                let code: &&str = chance.pick(&["USD", "USD", "EUR"]);
                Currency::parse(code).unwrap_or(self.base)
            }
            false => self.base,
        };
        let amount = (yuan * 100 / worth(currency) / 100).max(1) * 100;
        (product, Money { amount: Decimal::from(amount), currency, base: None })
    }
}

fn worth(currency: Currency) -> i64 {
    WORTH.iter().find(|(code, _)| *code == currency.as_str()).map_or(100, |(_, worth)| *worth)
}

fn money(amount: i64, currency: Currency) -> Value {
    Value::Money(Money { amount: Decimal::from(amount), currency, base: None })
}

/// Dollar and euro, a rate for each quarter of the years behind: they move a little.
fn rates(cx: &mut Cx, base: Currency, today: Date) -> Result<()> {
    for code in ["USD", "EUR"].into_iter().filter(|code| *code != base.as_str()) {
        let known = Ask::default().filter(format!("currency == \"{code}\"")).fields(&["date"]);
        if first(cx, "exchange_rates", known)?.is_some() {
            continue;
        }
        let currency = Currency::parse(code).ok_or_else(|| Problem::internal("a currency of three letters"))?;
        for quarter in 0..16 {
            let wave = 1_000 + [0, 8, 14, 9, -4, -12, -7, 3][quarter as usize % 8];
            let rate = Decimal::new(worth(currency) * wave * 1_000 / worth(base), 6);
            let input = Input::default()
                .text("currency", code)
                .set("date", Value::Date(today.plus(-91 * (15 - quarter))))
                .set("rate", Value::Decimal(rate));
            create(cx, "exchange_rates", input)?;
        }
    }
    Ok(())
}

fn stages(cx: &mut Cx) -> Result<Stages> {
    let pipeline = Ask::default().sort("position", false).fields(&["name"]);
    let none = || Problem::conflict("no_pipeline");
    let pipeline = first(cx, "pipelines", pipeline)?.ok_or_else(none)?;
    let object = cx.catalog.must("stages").clone();
    let ask =
        Ask::default().filter(format!("pipeline == \"{}\"", pipeline.id)).sort("position", false).fields(&["outcome"]);
    let page = query::list(cx, &object, &ask.limit(200))?;
    let of = |outcome: &str| {
        page.items
            .iter()
            .filter(move |stage| stage.get("outcome").as_text() == Some(outcome))
            .map(|s| s.id)
            .collect::<Vec<_>>()
    };
    let (open, won, lost) = (of("open"), of("won"), of("lost"));
    match (open.is_empty(), won.first(), lost.first()) {
        (false, Some(won), Some(lost)) => Ok(Stages { open, won: *won, lost: *lost }),
        _ => Err(none()),
    }
}

fn create(cx: &mut Cx, object: &str, input: Input) -> Result<Id> {
    let object = cx.catalog.must(object).clone();
    Ok(write::create(cx, &object, input)?.id)
}
