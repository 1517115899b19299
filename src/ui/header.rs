//! The first line: which neuron runs, how, since when, and whether it is recorded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text;
use super::theme::Look;
use crate::instrument::{Moment, Scope};

/// The time of the moment that is shown, to the step where it stands still.
pub(super) fn clock(moment: Moment, stands_still: bool, replay_end_ms: Option<f64>) -> String {
    let time =
        if stands_still { text::time(moment.time_ms) } else { format!("{:.0}", moment.time_ms) };
    match replay_end_ms {
        Some(end_ms) => format!("replay {time} of {end_ms:.0} ms"),
        None => format!("t {time} ms"),
    }
}

/// Draws the line, with the firing rate where no panel shows it.
pub(super) fn render(buf: &mut Buffer, area: Rect, app: &Scope, with_rate: bool, look: &Look) {
    let theme = &look.theme;
    let situation = app.situation();
    let scheme = format!("  {}, {} ms", situation.scheme, text::short(situation.dt_ms, 6));
    let name = situation.name.as_str();
    let x = text::put_all(buf, area, 1, 0, &[(name, theme.strong), (&scheme, theme.text)]);

    // Room for what stands to the right is kept: the least important words go first.
    let moment = app.moment();
    let time = clock(moment, app.paused(), app.replay_end_ms());
    // The mean, since a rate that jumps from spike to spike would move the whole line.
    let statistics = app.statistics();
    let rate_hz =
        statistics.as_ref().map(|then| then.train.window_rate_hz(app.until_ms(), then.since_ms));
    let rate = rate_hz.filter(|_| with_rate);
    let rate = rate.map_or_else(String::new, |rate_hz| format!("{rate_hz:>5.1} Hz"));
    let spikes = text::spikes(statistics.map(|then| then.spikes));
    let state = if app.paused() { "paused" } else { "" };
    let recording = if app.recording().is_some() { "\u{25cf} REC" } else { "" };
    let words = [
        (time.as_str(), theme.text),
        (rate.as_str(), theme.text),
        (spikes.as_str(), theme.voltage),
        (state, theme.strong),
        (recording, theme.alarm),
    ];
    text::put_words_right(buf, area, x, &words);
}
