//! A person's one name from its parts. Called by the vCard reader and by imports of files with first and last names.

/// `张` + `三` is `张三`, `Doe` + `John` is `John Doe`: Chinese, Japanese and Korean names go family first, without a blank.
pub fn join_name(family: &str, given: &str) -> String {
    let (family, given) = (family.trim(), given.trim());
    if family.is_empty() || given.is_empty() {
        return format!("{family}{given}");
    }
    let east_asian = |text: &str| {
        text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{323AF}'))
    };
    if east_asian(family) && east_asian(given) { format!("{family}{given}") } else { format!("{given} {family}") }
}
