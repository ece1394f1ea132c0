//! Sales: products, pipelines with their stages, opportunities and their way through them.

pub mod close_opportunity;
mod first_sale;
mod new_stage;
pub mod overview;
pub mod report;
pub mod seed;
pub mod stage;
mod stage_history;
#[cfg(test)]
mod tests;
mod verbs;

use records::Modules;

use crate::load;

pub fn register(modules: &mut Modules) {
    load::objects(
        modules,
        "sales",
        &[
            include_str!("objects/pipelines.toml"),
            include_str!("objects/stages.toml"),
            include_str!("objects/products.toml"),
            include_str!("objects/opportunities.toml"),
            include_str!("objects/stage_history.toml"),
        ],
    );
    let rules = &mut modules.behaviours;
    rules.on_derive("stages", new_stage::place);
    rules.on_derive("opportunities", stage::follow);
    rules.on_begin("opportunities", stage::begin);
    rules.after_all("opportunities", stage_history::keep);
    rules.after_all("opportunities", first_sale::tell);
    rules.touches("stage_history", stage_history::touches);
    verbs::register(rules);
}
