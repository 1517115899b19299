//! The first line: which circuit runs, how, since when, and whether it is recorded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::circuit::COUPLED_AT_STEP;
use crate::instrument::CircuitScope;
use crate::ui::header::clock;
use crate::ui::text;
use crate::ui::theme::Look;

/// Narrowest screen on which the number of neurons and the whole name of the integration are told.
const WIDE_MIN: u16 = 100;

/// What of the integration's name has no room in the header of a narrow screen, if anything.
pub(super) fn integration_left_out(width: u16, scope: &CircuitScope) -> Option<&'static str> {
    let integration = scope.recipe().integration(scope.scheme_then());
    (integration == COUPLED_AT_STEP && width < WIDE_MIN).then_some(integration)
}

pub(super) fn render(buf: &mut Buffer, area: Rect, scope: &CircuitScope, look: &Look) {
    let theme = &look.theme;
    let scheme = match integration_left_out(area.width, scope) {
        Some(_) => "exact neurons",
        None => scope.recipe().integration(scope.scheme_then()),
    };
    let dt_ms = scope.engine().clock().dt_ms();
    let scheme = format!("  {scheme}, {} ms", text::short(dt_ms, 6));
    let neurons = match scope.recipe().neurons() {
        _ if area.width < WIDE_MIN => String::new(),
        1 => "  1 neuron".to_owned(),
        neurons => format!("  {neurons} neurons"),
    };
    let name = scope.recipe().name.as_str();
    let left = [(name, theme.strong), (&*neurons, theme.text), (&*scheme, theme.text)];
    let x = text::put_all(buf, area, 1, 0, &left);

    // Room for what stands to the right is kept: the least important words go first.
    let time = clock(scope.moment(), scope.paused(), scope.replay_end_ms());
    let rate = format!("{:>5.1} Hz", scope.mean_rate_hz());
    let spikes = text::spikes(scope.spikes());
    let words = [
        (time.as_str(), theme.text),
        (rate.as_str(), theme.text),
        (spikes.as_str(), theme.voltage),
        (if scope.paused() { "paused" } else { "" }, theme.strong),
        (if scope.recording().is_some() { "\u{25cf} REC" } else { "" }, theme.alarm),
    ];
    text::put_words_right(buf, area, x, &words);
}
