//! Which pipeline a board of stages shows, where there are several: one at a time, chosen from a menu. Called by the board.

use maud::{Markup, html};
use modules::sales::report::joined;
use records::field::quoted;
use types::Linked;

use super::Lane;
use crate::{
    place::Place,
    ui::{Button, MenuItem, menu},
};

const MENU: &str = "board-pipelines";

/// What a board shows of its lanes.
pub struct Shown {
    /// with the pipeline that is shown, where there are several
    pub place: Place,
    pub lanes: Vec<Lane>,
    /// the menu of all pipelines
    pub choice: Option<Markup>,
}

pub fn shown(place: Place, lanes: Vec<Lane>) -> Shown {
    let mut pipelines: Vec<Linked> = Vec::new();
    for link in lanes.iter().filter_map(|lane| lane.pipeline.as_ref()) {
        if !pipelines.iter().any(|known| known.id == link.id) {
            pipelines.push(link.clone());
        }
    }
    let chosen = pipelines.iter().find(|link| Some(link.id) == place.pipeline).or(pipelines.first());
    let Some(now) = chosen.filter(|_| pipelines.len() > 1) else {
        return Shown { place: Place { pipeline: None, ..place }, lanes, choice: None };
    };
    let name = |link: &Linked| link.label.clone().unwrap_or_default();
    let of = |link: &Linked| place.with(|p| p.pipeline = Some(link.id)).url();
    let items: Vec<MenuItem> = pipelines.iter().map(|link| MenuItem::link(name(link), "git-merge", of(link))).collect();
    let choice = html! {
        (Button::new(name(now)).small().icon("git-merge").trailing("chevron-down").menu(MENU))
        (menu(MENU, &items))
    };
    let id = now.id;
    let lanes = lanes.into_iter().filter(|lane| lane.pipeline.as_ref().is_some_and(|link| link.id == id)).collect();
    Shown { place: Place { pipeline: Some(id), ..place }, lanes, choice: Some(choice) }
}

/// The filter of everything on the board: the one that was asked for, within the pipeline.
pub fn filter(place: &Place) -> Option<String> {
    let Some(id) = place.pipeline else { return place.filter.clone() };
    joined([place.filter.as_deref(), Some(&format!("pipeline == {}", quoted(&id.to_string())))])
}
