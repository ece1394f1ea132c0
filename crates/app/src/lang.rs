//! The operator's language: `--locale`, else what the terminal's environment says, else English. Called by `main` before anything is said.

use types::words::Lang;

use crate::config::Environment;

/// Reads the arguments by hand: help and mistakes of the command line are said in the language as well.
pub fn chosen(args: &[String], env: &dyn Environment) -> Lang {
    let flag = args.iter().enumerate().find_map(|(at, arg)| match arg.strip_prefix("--locale") {
        Some("") => args.get(at + 1).map(String::as_str),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    let named = flag.and_then(Lang::parse);
    // the first that is set decides, as in the C library; "C" and "POSIX" promise nothing but ASCII
    let environment = || {
        let set = ["ZHIKE_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| env.get(name));
        set.and_then(|value| Lang::parse(value.split('.').next().unwrap_or_default()))
    };
    named.or_else(environment).unwrap_or(Lang::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(args: &[&str], pairs: &'static [(&'static str, &'static str)]) -> Lang {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        let env = move |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string());
        chosen(&args, &env)
    }

    #[test]
    fn a_flag_speaks_before_the_environment_and_a_bare_one_is_english() {
        assert_eq!(lang(&["zhike", "--locale", "zh-CN"], &[("LANG", "en_US.UTF-8")]), Lang::Zh);
        assert_eq!(lang(&["zhike", "--locale=en"], &[("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(lang(&["zhike"], &[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(lang(&["zhike"], &[("LC_ALL", "en_GB.UTF-8"), ("LANG", "zh_CN.UTF-8")]), Lang::En);
        assert_eq!(lang(&["zhike"], &[("LANG", "C.UTF-8")]), Lang::En);
        assert_eq!(lang(&["zhike"], &[]), Lang::En);
    }
}
