//! The first line of a scope: subject, integration scheme, time, and whether it is recorded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::circuit::COUPLED_AT_STEP;
use crate::instrument::Circuit;
use crate::ui::draw::text;
use crate::ui::pane::{Frame, Line, PaneDef, Slot, WHOLE};
use crate::ui::panes::panels;
use crate::ui::shown::Shown;

pub(crate) const PANE: PaneDef = PaneDef {
    name: "header",
    slot: Slot::Above(Line { comes_first: true, ..Line::ONE }),
    suits: |shown| shown.is_scope(),
    volatile: WHOLE,
    render,
    ..PaneDef::PLAIN
};

/// Narrowest screen with the number of neurons and the full name of the scheme (columns).
const WIDE_MIN: u16 = 100;

fn render(buf: &mut Buffer, area: Rect, frame: &Frame<'_>) {
    let (shown, theme) = (frame.shown, &frame.look.theme);
    let [name, neurons, scheme] = subject_words(area.width, shown);
    let scheme = format!("  {scheme}, {} ms", text::short(shown.dt_ms(), 6));
    let left = [(&*name, theme.strong), (&*neurons, theme.text), (&*scheme, theme.text)];
    let x = text::put_all(buf, area, 1, 0, &left);

    // The texts at the right keep their room: the least important words are dropped first.
    let (time, rate, spikes) = (clock(shown), rate(frame), text::spikes(shown.spikes()));
    let words = [
        (time.as_str(), theme.text),
        (rate.as_str(), theme.text),
        (spikes.as_str(), theme.voltage),
        (if shown.desk().paused { "paused" } else { "" }, theme.strong),
        (if shown.recording().is_some() { "\u{25cf} REC" } else { "" }, theme.alarm),
    ];
    text::put_words_right(buf, area, x, &words);
}

/// Name, number of neurons if there is room, and integration scheme.
fn subject_words(width: u16, shown: Shown<'_>) -> [String; 3] {
    let Some(scope) = shown.circuit() else {
        let situation = shown.neuron().map(|scope| scope.situation());
        return situation.map_or_else(Default::default, |it| {
            [it.name.clone(), String::new(), it.scheme.to_string()]
        });
    };
    let recipe = scope.recipe();
    let neurons = match recipe.neurons() {
        _ if width < WIDE_MIN => String::new(),
        1 => "  1 neuron".to_owned(),
        neurons => format!("  {neurons} neurons"),
    };
    let scheme = match integration_left_out(width, scope) {
        Some(_) => "exact neurons",
        None => recipe.integration(scope.scheme_then()),
    };
    [recipe.name.clone(), neurons, scheme.to_owned()]
}

/// The part of the scheme's name that a narrow header leaves out, if any.
pub(crate) fn integration_left_out(width: u16, scope: Circuit<'_>) -> Option<&'static str> {
    let integration = scope.recipe().integration(scope.scheme_then());
    (integration == COUPLED_AT_STEP && width < WIDE_MIN).then_some(integration)
}

/// The time of the moment shown, to the step while the display stands still.
fn clock(shown: Shown<'_>) -> String {
    let time_ms = shown.moment().time_ms;
    let time = if shown.desk().paused { text::time(time_ms) } else { format!("{time_ms:.0}") };
    match shown.replay_end_ms() {
        Some(end_ms) => format!("replay {time} of {end_ms:.0} ms"),
        None => format!("t {time} ms"),
    }
}

/// The mean rate, if no panel of a neuron shows it. An instantaneous rate would shift the line with
/// every spike.
fn rate(frame: &Frame<'_>) -> String {
    let is_told = frame.arrangement.place(panels::spikes::PANE.name).is_some();
    let rate_hz = if is_told { None } else { frame.shown.mean_rate_hz() };
    rate_hz.map_or_else(String::new, |rate_hz| format!("{rate_hz:>5.1} Hz"))
}
