//! Reads yes and no as either language and spreadsheets write them.

use super::fold;

/// The text is neither yes nor no.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotYesNo;

impl NotYesNo {
    /// The problem code of the field.
    pub fn code(self) -> &'static str {
        "not_yes_or_no"
    }
}

impl std::fmt::Display for NotYesNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for NotYesNo {}

/// 是/否, 有/无, 对/错, √/×, yes/no, true/false, on/off, 1/0, in any case and width.
pub fn parse_yes_no(text: &str) -> Result<bool, NotYesNo> {
    match fold(text).to_lowercase().as_str() {
        "是" | "有" | "对" | "真" | "已" | "是的" | "启用" | "开" | "√" | "✓" | "✔" | "☑" | "✅" | "yes" | "y"
        | "true" | "t" | "on" | "1" | "1.0" | "enabled" => Ok(true),
        "否" | "无" | "错" | "假" | "未" | "不是" | "没有" | "停用" | "禁用" | "关" | "×" | "✗" | "✘" | "☐" | "❌"
        | "no" | "n" | "false" | "f" | "off" | "0" | "0.0" | "disabled" => Ok(false),
        _ => Err(NotYesNo),
    }
}
