//! The terminal's capabilities, as the environment variables describe them.

use thiserror::Error;

use super::clipboard::Clipboard;
use crate::ui::{Colors, Marker};

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Use colour if the terminal has it and `NO_COLOR` does not forbid it.
    #[default]
    Auto,
    /// Use colour in any case.
    Always,
    /// Never use colour.
    Never,
}

/// A terminal that can't show a scope.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoTerminal {
    /// Standard input or output is no terminal.
    #[error("the live scope needs a terminal on standard input and output")]
    Absent,
    /// The terminal can't position the cursor.
    #[error("the live scope needs a terminal that can place text: TERM is unset or \"dumb\"")]
    Dumb,
}

/// The capabilities of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Colours that the terminal has and the user allows.
    pub colors: Colors,
    /// The finest marker that the terminal's characters allow.
    pub marker: Marker,
    /// Whether the terminal can delete characters within a line (DCH); the VT100 could not.
    pub can_move: bool,
    /// Whether the terminal may be asked for its background colour.
    pub tells_background: bool,
    /// How a text gets to the clipboard.
    pub clipboard: Clipboard,
}

impl Capabilities {
    /// Reads the environment through `var`, which returns a variable's value if it is set.
    ///
    /// # Errors
    /// The terminal can't position the cursor: `TERM` is unset, empty or `dumb`.
    pub fn detect(
        var: impl Fn(&str) -> Option<String>,
        choice: ColorChoice,
    ) -> Result<Self, NoTerminal> {
        let term = var("TERM").unwrap_or_default();
        if term.is_empty() || term == "dumb" {
            return Err(NoTerminal::Dumb);
        }
        let no_color = var("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colors = match choice {
            ColorChoice::Never => Colors::None,
            ColorChoice::Auto if no_color => Colors::None,
            ColorChoice::Auto => colors_of(&term, &var),
            ColorChoice::Always => match colors_of(&term, &var) {
                Colors::None => Colors::Sixteen,
                colors => colors,
            },
        };
        let can_move = !term.starts_with("vt1") && !term.starts_with("vt5");
        let tells_background = tells_background(&term, &var);
        let clipboard = clipboard_of(&term, &var);
        Ok(Self { colors, marker: Self::marker(var), can_move, tells_background, clipboard })
    }

    /// The finest marker that the locale and the terminal's font allow. `TERM` may be unset, since
    /// output may go to a file.
    #[must_use]
    pub fn marker(var: impl Fn(&str) -> Option<String>) -> Marker {
        if is_utf8(&var) { marker_of(&var("TERM").unwrap_or_default()) } else { Marker::Ascii }
    }
}

fn colors_of(term: &str, var: &impl Fn(&str) -> Option<String>) -> Colors {
    let depth = var("COLORTERM").unwrap_or_default();
    if matches!(depth.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
        Colors::True
    } else if term.contains("256color") {
        Colors::Indexed
    } else if is_video_terminal(term) {
        Colors::None
    } else {
        Colors::Sixteen
    }
}

/// Whether the terminal can be asked for its background colour. GNU Screen can, but delivers the
/// reply after the replies to later requests, when the program may have stopped waiting.
fn tells_background(term: &str, var: &impl Fn(&str) -> Option<String>) -> bool {
    knows_commands(term) && !is_in_screen(term, var)
}

/// How a text gets to the clipboard of this terminal.
fn clipboard_of(term: &str, var: &impl Fn(&str) -> Option<String>) -> Clipboard {
    match knows_commands(term) {
        false => Clipboard::Absent,
        true if is_in_screen(term, var) => Clipboard::WithinScreen,
        true => Clipboard::Plain,
    }
}

/// Whether this terminal understands operating system commands (OSC).
fn knows_commands(term: &str) -> bool {
    const CONSOLES: [&str; 8] =
        ["linux", "cons", "ansi", "pcansi", "sun", "wsvt", "eterm", "bterm"];
    let is_console = CONSOLES.iter().any(|console| term.starts_with(console));
    !is_console && !is_video_terminal(term)
}

/// Whether GNU Screen stands between the program and the terminal.
fn is_in_screen(term: &str, var: &impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| var(name).is_some_and(|value| !value.is_empty());
    let in_screen = is_set("STY") || term == "screen" || term.starts_with("screen.");
    in_screen && !is_set("TMUX")
}

/// Whether `term` names one of DEC's numbered terminals (`vt100`), unlike `vte`.
fn is_video_terminal(term: &str) -> bool {
    term.strip_prefix("vt").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The marker for a terminal: the kernel's console has blocks but no Braille patterns in its font.
fn marker_of(term: &str) -> Marker {
    match term {
        "linux" => Marker::Block,
        _ if is_video_terminal(term) => Marker::Ascii,
        _ => Marker::Braille,
    }
}

/// Whether the locale's characters are UTF-8, by the first of the three variables that is set.
fn is_utf8(var: &impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &&str| var(name).is_some_and(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find(|name| set(name));
    let locale = locale.and_then(|name| var(name)).unwrap_or_default().to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(vars: &[(&str, &str)], choice: ColorChoice) -> Result<Capabilities, NoTerminal> {
        let var = |name: &str| {
            vars.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        Capabilities::detect(var, choice)
    }

    #[test]
    fn environments_and_what_they_allow() {
        let utf8 = ("LANG", "C.UTF-8");
        type Case<'a> = (&'a [(&'a str, &'a str)], ColorChoice, Colors, Marker);
        let cases: &[Case<'_>] = &[
            (
                &[("TERM", "xterm-256color"), utf8],
                ColorChoice::Auto,
                Colors::Indexed,
                Marker::Braille,
            ),
            (
                &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), utf8],
                ColorChoice::Auto,
                Colors::True,
                Marker::Braille,
            ),
            (&[("TERM", "xterm"), utf8], ColorChoice::Auto, Colors::Sixteen, Marker::Braille),
            (&[("TERM", "linux"), utf8], ColorChoice::Auto, Colors::Sixteen, Marker::Block),
            (&[("TERM", "vt100"), utf8], ColorChoice::Auto, Colors::None, Marker::Ascii),
            (
                &[("TERM", "vte-256color"), utf8],
                ColorChoice::Auto,
                Colors::Indexed,
                Marker::Braille,
            ),
            (
                &[("TERM", "xterm"), ("LANG", "C")],
                ColorChoice::Auto,
                Colors::Sixteen,
                Marker::Ascii,
            ),
            (
                &[("TERM", "xterm"), ("LC_ALL", "C"), utf8],
                ColorChoice::Auto,
                Colors::Sixteen,
                Marker::Ascii,
            ),
            (
                &[("TERM", "xterm"), ("NO_COLOR", "1"), utf8],
                ColorChoice::Auto,
                Colors::None,
                Marker::Braille,
            ),
            (
                &[("TERM", "xterm"), ("NO_COLOR", "1"), utf8],
                ColorChoice::Always,
                Colors::Sixteen,
                Marker::Braille,
            ),
        ];
        for (vars, choice, colors, marker) in cases {
            let detected = detect(vars, *choice).expect("a terminal");
            assert_eq!((detected.colors, detected.marker), (*colors, *marker), "{vars:?}");
            assert_eq!(detected.can_move, vars[0].1 != "vt100");
        }
    }

    #[test]
    fn who_is_asked_for_a_background() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[("TERM", "xterm")], true),
            (&[("TERM", "xterm-256color")], true),
            (&[("TERM", "foot")], true),
            (&[("TERM", "vte-256color")], true),
            (&[("TERM", "screen-256color")], true),
            (&[("TERM", "screen"), ("TMUX", "/tmp/tmux-0/default,1,0")], true),
            (&[("TERM", "screen")], false),
            (&[("TERM", "screen.xterm-256color")], false),
            (&[("TERM", "screen-256color"), ("STY", "1.pts-0.host")], false),
            (&[("TERM", "linux")], false),
            (&[("TERM", "vt100")], false),
            (&[("TERM", "vt220")], false),
            (&[("TERM", "ansi")], false),
            (&[("TERM", "eterm-color")], false),
        ];
        for (vars, asked) in cases {
            let detected = detect(vars, ColorChoice::Auto).expect("a terminal");
            assert_eq!(detected.tells_background, *asked, "{vars:?}");
        }
    }

    #[test]
    fn a_dumb_terminal_is_refused() {
        assert_eq!(detect(&[("TERM", "dumb")], ColorChoice::Auto), Err(NoTerminal::Dumb));
        assert_eq!(detect(&[], ColorChoice::Auto), Err(NoTerminal::Dumb));
    }
}
