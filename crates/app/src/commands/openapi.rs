//! `zhike openapi`: the document of the REST interface, for everything there is.

use types::Result;

use crate::{house::House, say::Answer};

pub fn run(house: &House) -> Result<Answer> {
    let document = house.read(|cx| Ok(edge_api::openapi::build(cx, &crate::serve::programs())))?;
    Ok(Answer::new(format!("{document:#}"), document))
}
