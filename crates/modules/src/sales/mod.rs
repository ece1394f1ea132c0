//! Sales: products, pipelines with their stages, opportunities and their way through them.

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
}
