//! The command line's help in the operator's language: every command and flag gets its sentence from `app.ftl`, by its name.

use clap::{Command, CommandFactory};
use types::words::{Lang, tr};

use crate::args::Line;

/// The command line with its words.
pub fn command(lang: Lang) -> Command {
    let command = Line::command()
        .help_template(template(lang))
        .subcommand_help_heading(tr(lang, "app-help-commands").into_owned());
    worded(command, lang, "")
}

fn worded(command: Command, lang: Lang, path: &str) -> Command {
    let about = sentence(lang, path, "about");
    let mut command = command.about(about).mut_args(|arg| match arg.get_id().as_str() {
        "help" => arg.help(tr(lang, "app-help-help").into_owned()),
        "version" => arg.help(tr(lang, "app-help-version").into_owned()),
        _ if arg.is_global_set() && !path.is_empty() => arg,
        id => {
            let help = sentence(lang, path, id);
            arg.help(help)
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path}-{name}") };
        command = command.mut_subcommand(name, |sub| worded(sub.help_template(template(lang)), lang, &path));
    }
    command
}

/// `app-help-serve-listen`; flags of `serve` without its name are the same flags.
fn sentence(lang: Lang, path: &str, what: &str) -> String {
    let id = what.replace('_', "-");
    let common = ["about", "config", "database", "data-dir", "locale", "json"];
    let key = match path {
        "" if common.contains(&&*id) => format!("app-help-{id}"),
        "" => format!("app-help-serve-{id}"),
        path => format!("app-help-{path}-{id}"),
    };
    tr(lang, &key).into_owned()
}

fn template(lang: Lang) -> String {
    let usage = tr(lang, "app-help-usage");
    format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_flag_is_explained_in_both_languages() {
        for lang in Lang::ALL {
            // a missing sentence panics here
            let help = command(lang).render_long_help().to_string();
            assert!(help.contains("--data-dir"), "{help}");
        }
        assert!(command(Lang::Zh).render_help().to_string().contains("数据"));
    }

    #[test]
    fn the_definitions_agree_with_one_another() {
        Line::command().debug_assert();
    }
}
