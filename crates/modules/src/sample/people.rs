//! The made-up company's own people: a tree of teams by region, their heads, and salespeople who own very different amounts. How many there
//! are and who sits where is a plan made from the size alone; here it is also written, in steps, and read back.

use std::collections::HashMap;

use records::{
    Cx,
    access::{Action, scope},
    query::{self, Ask},
    write::{self, Input},
};
use types::{Id, Result, Value, words::Lang};

use super::{
    Owner, Sample,
    chance::Chance,
    person_names,
    places::{ABROAD, City, REGIONS},
};
use crate::work::{change, first};

/// An ordinary salesperson owns about so many accounts.
const OWN: u64 = 500;
const GROUP: u64 = 8;
/// Groups of one branch.
const BRANCH: u64 = 6;
/// Teams or people of one step.
const STEP: usize = 150;
/// Up to this size the administrator sells too, so that they find something of their own.
pub const SMALL: u64 = 10_000;
/// Their region.
const HOME: usize = 0;

/// Newcomer, ordinary, senior, star: how often in a hundred, and their share in hundredths.
const SELLERS: [(u64, u64); 4] = [(5, 4), (70, 100), (20, 160), (5, 240)];

struct Team {
    code: String,
    zh: String,
    en: String,
    parent: Option<usize>,
    region: Option<usize>,
}

struct Person {
    team: usize,
    /// leads the team instead of selling
    head: bool,
    region: Option<usize>,
    weight: u64,
}

struct Plan {
    teams: Vec<Team>,
    people: Vec<Person>,
}

/// From the number of accounts to a tree of teams, parents first, and the people in it.
fn plan(sample: Sample) -> Plan {
    let team = |code: String, zh: String, en: String, parent, region| Team { code, zh, en, parent, region };
    let mut plan = Plan { teams: Vec::new(), people: Vec::new() };
    plan.teams.push(team("s-hq".into(), "总部".into(), "Headquarters".into(), None, None));
    plan.people.push(Person { team: 0, head: true, region: None, weight: 0 });
    let mean: u64 = SELLERS.iter().map(|(often, share)| often * share).sum();
    let everyone = sample.rows * 10_000 / (OWN * mean);
    for (at, (code, zh, en, share)) in REGIONS.iter().enumerate() {
        let sellers = (everyone * share / 100).max(1);
        let region = plan.teams.len();
        plan.teams.push(team(format!("s-{code}"), format!("{zh}大区"), (*en).to_string(), Some(0), Some(at)));
        plan.people.push(Person { team: region, head: true, region: Some(at), weight: 0 });
        let groups = sellers.div_ceil(GROUP);
        let mut above = region;
        for group in 0..groups {
            let mut own = region;
            if groups > BRANCH && group % BRANCH == 0 {
                above = plan.teams.len();
                let number = 1 + group / BRANCH;
                let city = City::of(&mut Chance::new(sample.seed, 7, number * 8 + at as u64), at);
                let (zh, en) = (
                    format!("{}分公司 {number}", city.label(Lang::Zh)),
                    format!("{} branch {number}", city.label(Lang::En)),
                );
                plan.teams.push(team(format!("s-{code}-{number}"), zh, en, Some(region), Some(at)));
                plan.people.push(Person { team: above, head: true, region: Some(at), weight: 0 });
            }
            if groups > 1 {
                own = plan.teams.len();
                let number = 1 + group;
                let (zh, en) = (format!("{zh}销售 {number} 组"), format!("{en} sales {number}"));
                plan.teams.push(team(format!("s-{code}-g{number}"), zh, en, Some(above), Some(at)));
                plan.people.push(Person { team: own, head: true, region: Some(at), weight: 0 });
            }
            for seller in group * GROUP..sellers.min((group + 1) * GROUP) {
                let mut place = Chance::new(sample.seed, 8, seller * 8 + at as u64).below(100);
                let class = SELLERS.iter().find(|(often, _)| {
                    let hit = place < *often;
                    place = place.saturating_sub(*often);
                    hit
                });
                let weight = class.map_or(100, |(_, share)| *share);
                plan.people.push(Person { team: own, head: false, region: Some(at), weight });
            }
        }
    }
    plan
}

/// How many steps make teams and people.
pub fn steps(sample: Sample) -> u64 {
    let plan = plan(sample);
    (plan.teams.len().div_ceil(STEP) + plan.people.len().div_ceil(STEP)) as u64
}

/// Makes some of the teams or people, those that are not there.
pub fn make(cx: &mut Cx, sample: Sample, at: u64) -> Result<()> {
    let plan = plan(sample);
    let (at, teams) = (at as usize, plan.teams.len().div_ceil(STEP));
    if at < teams { make_teams(cx, &plan, at * STEP) } else { make_people(cx, sample, &plan, (at - teams) * STEP) }
}

fn make_teams(cx: &mut Cx, plan: &Plan, from: usize) -> Result<()> {
    let lang = cx.organization.lang;
    let object = cx.catalog.must("teams").clone();
    let mut ids = HashMap::new();
    for team in plan.teams.iter().skip(from).take(STEP) {
        if team_id(cx, &mut ids, &team.code)?.is_some() {
            continue;
        }
        let mut input =
            Input::default().text("code", &team.code).text("name", if lang == Lang::Zh { &team.zh } else { &team.en });
        if let Some(parent) = team.parent
            && let Some(parent) = team_id(cx, &mut ids, &plan.teams[parent].code)?
        {
            input = input.set("parent", Value::link(parent));
        }
        if let Some(region) = team.region {
            let (_, zh, en, _) = REGIONS[region];
            input = input.text("region", if lang == Lang::Zh { zh } else { en });
        }
        let id = write::create(cx, &object, input)?.id;
        ids.insert(team.code.clone(), id);
    }
    Ok(())
}

fn team_id(cx: &mut Cx, known: &mut HashMap<String, Id>, code: &str) -> Result<Option<Id>> {
    if let Some(id) = known.get(code) {
        return Ok(Some(*id));
    }
    let found = first(cx, "teams", Ask::default().filter(format!("code == \"{code}\"")).fields(&["name"]))?;
    let id = found.map(|team| team.id);
    known.extend(id.map(|id| (code.to_string(), id)));
    Ok(id)
}

/// In a small company the administrator sells in the first region, and so belongs to its team unless they have one.
fn place_administrator(cx: &mut Cx, plan: &Plan) -> Result<()> {
    let Some(at) = plan.teams.iter().position(|team| team.region == Some(HOME)) else { return Ok(()) };
    if let Some(owner) = administrator(cx)?.filter(|owner| owner.team.is_none())
        && let Some(team) = team_id(cx, &mut HashMap::new(), &plan.teams[at].code)?
    {
        change(cx, "users", owner.user, Input::default().set("team", Value::link(team)))?;
    }
    Ok(())
}

fn make_people(cx: &mut Cx, sample: Sample, plan: &Plan, from: usize) -> Result<()> {
    if from == 0 && sample.rows <= SMALL {
        place_administrator(cx, plan)?;
    }
    let scope = scope(cx, cx.catalog.must("users"), Action::Create)?.for_verb();
    let source = sample.source();
    let mut teams = HashMap::new();
    for (number, person) in plan.people.iter().enumerate().skip(from).take(STEP) {
        let there = format!("external_source == \"{source}\" && external_id == \"{number}\"");
        if first(cx, "users", Ask::default().filter(there).fields(&["name"]))?.is_some() {
            continue;
        }
        let team = team_id(cx, &mut teams, &plan.teams[person.team].code)?;
        let mut chance = Chance::new(sample.seed, 1, number as u64);
        let abroad = person.region == Some(ABROAD);
        let name = if abroad { person_names::international(&mut chance) } else { person_names::chinese(&mut chance) };
        let (title, role) = match (person.head, cx.organization.lang) {
            (true, Lang::Zh) => ("销售负责人", "manager"),
            (true, Lang::En) => ("Head of Sales", "manager"),
            (false, Lang::Zh) => ("客户经理", "salesperson"),
            (false, Lang::En) => ("Account Manager", "salesperson"),
        };
        let mut input = Input::default()
            .text("name", name.name)
            .text("email", format!("{}.{number}@zhike.example", name.handle))
            .text("job_title", title)
            .set("state", Value::text("active"))
            .set("roles", Value::Texts(vec![role.into()]))
            .text("external_source", &source)
            .text("external_id", number.to_string());
        if let Some(team) = team {
            input = input.set("team", Value::link(team));
        }
        let user = write::created(cx, &scope, input)?;
        if let Some(team) = team.filter(|_| person.head) {
            change(cx, "teams", team, Input::default().set("manager", Value::link(user)))?;
        }
    }
    Ok(())
}

/// Who sells, by region, with how much of the region up to and with them.
#[derive(Clone, Debug)]
pub struct Staff {
    regions: Vec<Vec<(Owner, u64)>>,
    /// of a small company, where they sell too
    pub administrator: Option<Owner>,
}

impl Staff {
    pub fn owner(&self, chance: &mut Chance, region: usize) -> Owner {
        let sellers = &self.regions[region];
        let all = sellers.last().map_or(0, |(_, upto)| *upto);
        let place = chance.below(all);
        sellers[sellers.partition_point(|(_, upto)| *upto <= place)].0
    }
}

/// The people that the steps have made.
pub fn staff(cx: &mut Cx, sample: Sample) -> Result<Staff> {
    let plan = plan(sample);
    let object = cx.catalog.must("users").clone();
    let mut made: HashMap<usize, Owner> = HashMap::new();
    let mut cursor = None;
    loop {
        let mine = format!("external_source == \"{}\"", sample.source());
        let ask =
            Ask { cursor, ..Ask::default().filter(mine).sort("id", false).fields(&["external_id", "team"]).limit(200) };
        let page = query::list(cx, &object, &ask)?;
        for user in &page.items {
            let number = user.get("external_id").as_text().and_then(|text| text.parse().ok());
            made.extend(number.map(|number| (number, Owner { user: user.id, team: user.get("team").as_id() })));
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let mut regions: Vec<Vec<(Owner, u64)>> = vec![Vec::new(); REGIONS.len()];
    let mut add = |region: usize, owner: Owner, weight: u64| {
        let before = regions[region].last().map_or(0, |(_, upto)| *upto);
        regions[region].push((owner, before + weight));
    };
    let administrator = if sample.rows <= SMALL { administrator(cx)? } else { None };
    if let Some(owner) = administrator {
        add(HOME, owner, 100);
    }
    for (number, person) in plan.people.iter().enumerate() {
        if let (Some(region), Some(owner), 1..) = (person.region, made.get(&number), person.weight) {
            add(region, *owner, person.weight);
        }
    }
    if let Some(at) = regions.iter().position(Vec::is_empty) {
        return Err(types::Problem::internal(format!("nobody sells in region {at}: its people were not made")));
    }
    Ok(Staff { regions, administrator })
}

fn administrator(cx: &mut Cx) -> Result<Option<Owner>> {
    let ask =
        Ask::default().filter("state == \"active\" && \"administrator\" in roles").sort("id", false).fields(&["team"]);
    Ok(first(cx, "users", ask)?.map(|user| Owner { user: user.id, team: user.get("team").as_id() }))
}

/// Region and weight of everybody who sells.
#[cfg(test)]
pub fn shares(sample: Sample) -> Vec<(usize, u64)> {
    plan(sample)
        .people
        .iter()
        .filter(|person| !person.head)
        .filter_map(|person| Some((person.region?, person.weight)))
        .collect()
}
