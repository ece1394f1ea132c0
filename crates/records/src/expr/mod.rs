//! One language for filters, formulas, conditions.
pub fn uses_own_row_only(_source: &str) -> bool { false }
