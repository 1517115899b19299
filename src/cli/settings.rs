//! The flags of the settings, generated from the table of settings.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use crate::commands::settings::{Flag, Given, SETTINGS, Setting};

/// The flags of [`SETTINGS`].
#[derive(Debug)]
pub(super) struct SettingsArgs(pub(super) Given);

/// The definition of a flag.
fn arg(setting: &'static Setting) -> Arg {
    let arg = Arg::new(setting.name).long(setting.flag_name()).help(setting.help);
    match setting.flag {
        Flag::Number(word) => arg
            .value_name(word)
            .allow_negative_numbers(true)
            .value_parser(|text: &str| setting.check(text).map(|()| text.to_owned())),
        Flag::Choice(word, names) => {
            arg.value_name(word).value_parser(PossibleValuesParser::new(names()))
        }
        Flag::On | Flag::Off(_) => arg.action(ArgAction::SetTrue),
    }
}

/// The value given with the flag of `setting`, if any.
fn given(setting: &Setting, matches: &ArgMatches) -> Option<String> {
    let switch = |to: bool| matches.get_flag(setting.name).then(|| to.to_string());
    match setting.flag {
        Flag::Number(_) | Flag::Choice(..) => matches.get_one::<String>(setting.name).cloned(),
        Flag::On => switch(true),
        Flag::Off(_) => switch(false),
    }
}

impl Args for SettingsArgs {
    fn augment_args(command: Command) -> Command {
        command.args(SETTINGS.iter().map(arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingsArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(Given::new(|setting| given(setting, matches))))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
