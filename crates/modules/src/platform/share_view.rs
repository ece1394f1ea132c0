//! Who sees a saved view: its visibility is kept as shares, so that views follow the one rule of access. An `after` and a `check` rule of views.

use records::{
    Cx,
    access::{
        Action, Reach,
        share::{self, Level, With},
    },
    query::{self, Ask},
    write::{Change, Draft, Written},
};
use types::{Id, Problem, Result};

use crate::work::as_product;

/// A view for everyone is a matter for those who may share everyone's views.
pub fn check(cx: &mut Cx, draft: &Draft) -> Result<()> {
    let for_all = draft.changed("visibility") && draft.get("visibility").as_text() == Some("company");
    if for_all && cx.actor.rights.reach(&draft.object.name, Action::Share) < Reach::All {
        return Err(Problem::field("visibility", "no_right"));
    }
    Ok(())
}

pub fn keep(cx: &mut Cx, written: &Written) -> Result<()> {
    let matters = written.changed("visibility") || written.changed("owning_team");
    if !matches!(written.change, Change::Created | Change::Updated) || !matters {
        return Ok(());
    }
    let (views, view) = (written.object.name.clone(), written.after.id);
    for team in teams(cx, written.was("visibility").as_text(), written.was("owning_team").as_id())? {
        share::take(cx, &views, view, With::Team(team))?;
    }
    for team in teams(cx, written.get("visibility").as_text(), written.get("owning_team").as_id())? {
        share::give(cx, &views, view, With::Team(team), Level::View, None)?;
    }
    Ok(())
}

/// Most departments at the top of an organisation.
const TOPS: u32 = 200;

/// With a team is shared with those in it and below, so everyone is the teams that have none above.
fn teams(cx: &mut Cx, visibility: Option<&str>, own: Option<Id>) -> Result<Vec<Id>> {
    match visibility {
        Some("team") => Ok(own.into_iter().collect()),
        Some("company") => {
            let teams = cx.catalog.must("teams").clone();
            let ask = Ask::default().filter("parent == null").sort("id", false).fields(&["name"]).limit(TOPS);
            let tops = as_product(cx, |cx| query::list(cx, &teams, &ask))?;
            Ok(tops.items.into_iter().map(|team| team.id).collect())
        }
        _ => Ok(Vec::new()),
    }
}
