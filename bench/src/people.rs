//! The four people as whom every figure is taken: an administrator, the head of a large subtree, a salesperson with rows of their own and some that
//! are shared with them, a newcomer. Found among the people of the made-up company.

use std::path::Path;

use records::{
    Caller, Cx,
    access::{Reason, share},
    query::{self, Ask},
};
use types::{Id, Name, Problem, Result, Value};

use crate::site::Site;

pub struct Person {
    pub title: String,
    pub id: Id,
    /// a few of the opportunities that they see, for reading and changing one
    pub deals: Vec<Id>,
}

/// Records that are shared with the salesperson.
const SHARED: usize = 200;
/// Opportunities that a person reads and changes in turn.
const TURNS: u32 = 200;

/// Those of an earlier run on this installation, else the best of its people: counting what hundreds of them see takes minutes at a million rows.
pub fn choose(site: &Site, folder: &Path) -> Result<Vec<Person>> {
    let kept = folder.join("people");
    let text = std::fs::read_to_string(&kept).unwrap_or_default();
    let known: Vec<Id> = text.split_whitespace().filter_map(Id::parse).collect();
    let [administrator, head, seller, newcomer] = match <[Id; 4]>::try_from(known) {
        Ok(four) => four,
        Err(_) => best(site)?,
    };
    let ids = [administrator, head, seller, newcomer].map(|id| id.to_string());
    std::fs::write(&kept, ids.join("\n")).map_err(Problem::internal)?;
    [("administrator", administrator), ("head of a subtree", head), ("salesperson", seller), ("newcomer", newcomer)]
        .into_iter()
        .map(|(what, id)| {
            let deals = site.engine.read_now(Caller::Person(id), deals)?;
            let seen = |object| site.count_for(Caller::Person(id), object, None);
            let title =
                format!("{what}: sees {} accounts, {} opportunities", seen("accounts")?, seen("opportunities")?);
            Ok(Person { title, id, deals })
        })
        .collect()
}

fn best(site: &Site) -> Result<[Id; 4]> {
    let users = site.engine.read_now(Caller::System(Reason::Command), users)?;
    let of_role =
        |role: &'static str| users.iter().filter(move |(_, roles)| roles.iter().any(|r| r == role)).map(|(id, _)| *id);
    let seen = |id: Id| site.count_for(Caller::Person(id), "accounts", None);
    let near = |wanted: i64, ids: &mut dyn Iterator<Item = Id>| -> Result<Id> {
        let mut best: Option<(i64, Id)> = None;
        for id in ids {
            let distance = (seen(id)? - wanted).abs();
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, id));
            }
        }
        best.map(|(_, id)| id).ok_or_else(|| Problem::internal("the company has nobody of that role"))
    };
    let everything = site.count("accounts")?;
    let administrator = of_role("administrator").next().ok_or_else(Problem::not_found)?;
    // the heads of regions come first among the managers, after the head of all
    let head = near(everything * 3 / 10, &mut of_role("manager").take(40))?;
    let seller = near(500, &mut of_role("salesperson").take(300))?;
    let newcomer = near(20, &mut of_role("salesperson").filter(|id| *id != seller).take(300))?;
    give(site, seller)?;
    Ok([administrator, head, seller, newcomer])
}

/// People and their roles, as many as the choice needs.
fn users(cx: &mut Cx) -> Result<Vec<(Id, Vec<String>)>> {
    let object = cx.catalog.find("users")?;
    let mut users = Vec::new();
    let mut ask = Ask { fields: vec!["roles".into()], sort: vec![("id".into(), false)], limit: 200, ..Ask::default() };
    for _ in 0..10 {
        let page = query::list(cx, &object, &ask)?;
        for user in &page.items {
            if let Value::Texts(roles) = user.get("roles") {
                users.push((user.id, roles.iter().map(ToString::to_string).collect()));
            }
        }
        ask.cursor = page.next;
        if ask.cursor.is_none() {
            break;
        }
    }
    Ok(users)
}

fn deals(cx: &mut Cx) -> Result<Vec<Id>> {
    let object = cx.catalog.find("opportunities")?;
    let ask = Ask { fields: vec!["name".into()], sort: vec![("id".into(), false)], limit: TURNS, ..Ask::default() };
    Ok(query::list(cx, &object, &ask)?.items.iter().map(|deal| deal.id).collect())
}

/// Accounts and opportunities of others, for this person to see.
fn give(site: &Site, to: Id) -> Result<()> {
    site.engine.write_now(Caller::System(Reason::Command), move |cx| {
        for object in ["accounts", "opportunities"] {
            let object = cx.catalog.find(object)?;
            let filter = Some(format!("owner != \"{to}\""));
            let ask = Ask {
                filter,
                fields: vec!["name".into()],
                sort: vec![("id".into(), true)],
                limit: 200,
                ..Ask::default()
            };
            for item in query::list(cx, &object, &ask)?.items.iter().take(SHARED) {
                share::give(cx, &Name::of(&object.name), item.id, share::With::User(to), share::Level::View, None)?;
            }
        }
        Ok(())
    })
}
