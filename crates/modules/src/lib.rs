//! The CRM itself: what it knows, as metadata files and one file per business verb or rule. Knows no SQL and no HTTP.
//! `app` hands `modules()` to the engine; the edges call the verbs.

pub mod customers;
mod load;
pub mod platform;
pub mod sales;
pub mod sample;
pub mod set_up;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod work;

use records::Modules;

/// Every module of this product: objects, roles, rules. Modules meet by object name only.
pub fn modules() -> Modules {
    let mut modules = Modules::default();
    platform::register(&mut modules);
    customers::register(&mut modules);
    sales::register(&mut modules);
    modules
}
