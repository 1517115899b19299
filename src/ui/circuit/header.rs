//! The first line: which circuit runs, how, since when, and whether it is recorded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::CircuitScope;
use crate::circuit::COUPLED_AT_STEP;
use crate::ui::text;
use crate::ui::theme::Look;

/// Narrowest screen on which the number of neurons and the whole name of the integration are told.
const WIDE_MIN: u16 = 100;

/// What of the integration's name has no room in the header of a narrow screen, if anything.
pub(super) fn integration_left_out(width: u16, scope: &CircuitScope) -> Option<&'static str> {
    let integration = scope.recipe().integration(scope.engine().scheme());
    (integration == COUPLED_AT_STEP && width < WIDE_MIN).then_some(integration)
}

pub(super) fn render(buf: &mut Buffer, area: Rect, scope: &CircuitScope, look: &Look) {
    let theme = &look.theme;
    let engine = scope.engine();
    let scheme = match integration_left_out(area.width, scope) {
        Some(_) => "exact neurons",
        None => scope.recipe().integration(engine.scheme()),
    };
    let scheme = format!("  {scheme}, {} ms", text::short(engine.clock().dt_ms(), 6));
    let neurons = match scope.recipe().neurons() {
        _ if area.width < WIDE_MIN => String::new(),
        1 => "  1 neuron".to_owned(),
        neurons => format!("  {neurons} neurons"),
    };
    let name = scope.recipe().name.as_str();
    let left = [(name, theme.strong), (&*neurons, theme.text), (&*scheme, theme.text)];
    let x = text::put_all(buf, area, 1, 0, &left);

    // Room for what stands to the right is kept: the least important words go first.
    let time = if scope.paused() {
        text::short(engine.time_ms(), 6)
    } else {
        format!("{:.0}", engine.time_ms())
    };
    let time = match scope.replay_end_ms() {
        Some(end_ms) => format!("replay {time} of {end_ms:.0} ms"),
        None => format!("t {time} ms"),
    };
    let rate = format!("{:>5.1} Hz", scope.mean_rate_hz());
    let spikes = format!("spikes {}", scope.spikes());
    let words = [
        (time.as_str(), theme.text),
        (rate.as_str(), theme.text),
        (spikes.as_str(), theme.voltage),
        (if scope.paused() { "paused" } else { "" }, theme.strong),
        (if scope.recording().is_some() { "\u{25cf} REC" } else { "" }, theme.alarm),
    ];
    text::put_words_right(buf, area, x, &words);
}
