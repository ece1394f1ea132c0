//! What the administrator of a small company finds on their own desk, so that their first home page has something to say: open deals in every
//! stage, and tasks and meetings around today. Made with the last family.

use records::{
    Cx,
    query::{self, Ask},
    write::Input,
};
use types::{Id, Instant, Linked, Name, Result, Value};

use super::{
    Ground, Owner,
    chance::Chance,
    family::{created, owned},
    talk,
};
use crate::work::first;

const DESK: u64 = 11;

/// Days from today on which the deals are to close: one is late.
const CLOSES: [i32; 8] = [-4, 6, 12, 20, 33, 45, 60, 75];
/// So many of them were talked about in the last days; the others stand still.
const ALIVE: usize = 5;

/// Days from today, hour, which of the deals, kind, Chinese, English.
const AGENDA: [(i32, i64, usize, &str, &str, &str); 9] = [
    (-2, 16, 0, "task", "催收首付款", "First payment"),
    (-1, 10, 1, "task", "发送方案与报价", "Send proposal and quotation"),
    (0, 11, 2, "task", "确认采购流程与时间表", "Purchasing process and timeline"),
    (0, 15, 3, "meeting", "方案汇报", "Presentation of the proposal"),
    (0, 17, 4, "task", "寄送合同", "Send the contract"),
    (1, 10, 0, "task", "准备演示环境", "Prepare the demonstration"),
    (1, 14, 5, "meeting", "产品演示", "Product demonstration"),
    (3, 9, 6, "task", "更新商机金额与预计日期", "Update amount and close date"),
    (5, 14, 7, "visit", "上门拜访", "Visit on site"),
];

pub fn make(cx: &mut Cx, ground: &Ground) -> Result<u64> {
    let Some(owner) = ground.staff.administrator else { return Ok(0) };
    let accounts = cx.catalog.must("accounts").clone();
    let theirs = Ask::default().filter(format!("owner == \"{}\"", owner.user)).fields(&["name"]);
    let accounts = query::list(cx, &accounts, &theirs.sort("id", false).limit(CLOSES.len() as u32))?.items;
    if accounts.is_empty() {
        return Ok(0);
    }
    let mut inputs = Vec::new();
    for (at, closes) in CLOSES.iter().enumerate() {
        let account = &accounts[at % accounts.len()];
        let contact = Ask::default().filter(format!("account == \"{}\"", account.id)).sort("id", false);
        let contact = first(cx, "contacts", contact.fields(&["name"]))?;
        inputs.push(deal(ground, owner, at, *closes, (account.id, &account.title), contact.map(|contact| contact.id)));
    }
    let deals = created(cx, "opportunities", inputs)?;
    let calls = deals.iter().take(ALIVE).enumerate().map(|(at, deal)| call(ground, owner, at, *deal));
    let agenda = AGENDA.iter().map(|(day, hour, deal, kind, zh, en)| {
        let at = ground.today.plus(*day).start_in(&ground.zone).plus(hour * Instant::HOUR);
        let made = ground.now.plus(-3 * Instant::DAY);
        let input = about(deals[*deal], kind, talk::said(ground.lang, (zh, en)), made);
        match *kind {
            "task" => owned(input.set("due_at", Value::Time(at)), owner),
            _ => owned(input.set("start_at", Value::Time(at)).set("duration_minutes", Value::Int(60)), owner),
        }
    });
    let activities = created(cx, "activities", calls.chain(agenda).collect())?;
    Ok((deals.len() + activities.len()) as u64)
}

fn deal(
    ground: &Ground,
    owner: Owner,
    at: usize,
    closes: i32,
    (account, name): (Id, &str),
    contact: Option<Id>,
) -> Input {
    let chance = &mut Chance::new(ground.sample.seed, DESK, at as u64);
    let (product, amount) = ground.goods.sold(chance, false);
    let opened = ground.today.plus(-(20 + 9 * at as i32));
    let stages = &ground.goods.stages.open;
    let input = Input::default()
        .set("name", Value::text(format!("{name} – {}", product.name)))
        .set("account", Value::link(account))
        .set("product", Value::link(product.id))
        .set("amount", Value::Money(amount))
        .set("engaged_at", Value::Date(opened))
        .set("close_date", Value::Date(ground.today.plus(closes)))
        .set("created_at", Value::Time(chance.office_hour(opened, &ground.zone)))
        // the nearer its end, the further it has come
        .set("stage", Value::link(stages[(CLOSES.len() - 1 - at) * stages.len() / CLOSES.len()]))
        .set("next_step", Value::text(talk::next_step(chance, ground.lang)));
    let input = contact.into_iter().fold(input, |input, contact| input.set("contact", Value::link(contact)));
    owned(input, owner)
}

fn call(ground: &Ground, owner: Owner, at: usize, deal: Id) -> Input {
    let chance = &mut Chance::new(ground.sample.seed, DESK, 100 + at as u64);
    let when = chance.office_hour(ground.today.plus(-(1 + at as i32)), &ground.zone);
    let subject = talk::said(ground.lang, ("跟进报价反馈", "Follow-up on the quotation"));
    let input = about(deal, "call", subject, when)
        .set("start_at", Value::Time(when))
        .set("duration_minutes", Value::Int(15))
        .set("direction", Value::text("out"))
        .set("result", Value::text("reached"))
        .set("body", Value::text(talk::note(chance, ground.lang)));
    owned(input, owner)
}

fn about(deal: Id, kind: &str, subject: &str, made: Instant) -> Input {
    Input::default()
        .set("kind", Value::text(kind))
        .set("subject", Value::text(subject))
        .set("about", Value::Link(Linked::to_any(Name::of("opportunities"), deal)))
        .set("created_at", Value::Time(made))
}
