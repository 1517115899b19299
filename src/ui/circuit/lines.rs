//! The lines below the scope: what to look for or what went wrong, how the program health, the keys.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::header;
use super::layout::{Panes, large_name};
use crate::desk::Tone;
use crate::engine::Site;
use crate::instrument::{CircuitScope, Overlay, Recording, TooLong};
use crate::ui::status::{Health, work_words};
use crate::ui::theme::Look;
use crate::ui::{footer, text, unstable};

/// The hint and the status line, where each has one of its own.
pub(super) fn render(buf: &mut Buffer, panes: &Panes, scope: &CircuitScope, look: &Look) {
    let (Some(hint), Some(status)) = (panes.hint, panes.status) else { return };
    match said(panes, scope, look) {
        Some((words, style)) => {
            text::put(buf, hint, 1, 0, &words, style);
        }
        None => {
            let mut words = header::integration_left_out(hint.width, scope)
                .map_or_else(String::new, |integration| format!("{integration}. "));
            words.push_str(scope.entry().map_or("", |entry| &*entry.preset.description));
            text::put(buf, hint, 1, 0, &words, look.theme.dim);
        }
    }
    let timebase = scope.timebase();
    let words = format!(
        "speed {}x   {}{}   window {} ms   {} mV/div{}",
        text::short(scope.speed().factor(), 6),
        if scope.auto_display() { "auto: " } else { "" },
        timebase.display().name(),
        text::short(timebase.window_ms(), 3),
        text::short(scope.gain().axis().division, 2),
        if scope.gain().is_auto() { "" } else { " fixed" },
    );
    let health = Health {
        too_long: scope.too_long().map_or_else(Vec::new, |it| too_long_words(scope, &it)),
        lag_ms: scope.lag_ms(),
        recording: scope.recording().map(Recording::name),
        link: scope.link(),
    };
    health.render(buf, status, &words, look);
}

/// How often steps were too long, and for which neuron first, in more words and in fewer.
fn too_long_words(scope: &CircuitScope, found: &TooLong) -> Vec<String> {
    let TooLong { steps, neuron, .. } = *found;
    let first = scope.site_name(Site::Neuron(neuron));
    let word = unstable::WORD;
    vec![format!("{word} {steps}x, first {first}"), format!("{word} {steps}x"), word.to_owned()]
}

/// That steps were too long, as a line that names the bound, the neuron and the remedy.
fn too_long(scope: &CircuitScope) -> Option<String> {
    let TooLong { neuron, first_ms, bound_mv, .. } = scope.too_long()?;
    let first = scope.site_name(Site::Neuron(neuron));
    let which = format!(", first {first} at {} ms", text::short(first_ms, 2));
    Some(unstable::sentence(bound_mv, &which, &scope.bindings()))
}

/// What has to be said, if anything has.
fn said(panes: &Panes, scope: &CircuitScope, look: &Look) -> Option<(String, Style)> {
    let theme = &look.theme;
    let notice = scope.notice();
    if let Some(notice) = notice.filter(|notice| notice.tone == Tone::Alarm) {
        return Some((notice.text.clone(), theme.alarm));
    }
    if let Some(work) = scope.work() {
        return Some((work_words(&work), theme.strong));
    }
    if let Some(Overlay::Number(text)) = scope.overlay() {
        let last = scope.recipe().neurons() - 1;
        let name = &scope.recipe().populations[0].name;
        let words =
            format!("neuron: {text}_   0 to {last}, or as {name}:0; Enter takes it, Esc leaves");
        return Some((words, theme.strong));
    }
    let notice = notice.map(|notice| notice.text.clone());
    if let Some(words) = too_long(scope).filter(|_| notice.is_none()) {
        return Some((words, theme.alarm));
    }
    let no_room = large_name(scope.view()).filter(|_| panes.view.is_none());
    let no_room = no_room.map(|view| text::no_room(&format!("the {view}")));
    notice.or(no_room).map(|words| (words, theme.strong))
}

/// The keys that matter most; on a low screen what has to be said, there being no other line.
pub(super) fn footer(buf: &mut Buffer, panes: &Panes, scope: &CircuitScope, look: &Look) {
    let area = panes.footer;
    match said(panes, scope, look).filter(|_| panes.hint.is_none()) {
        Some((words, style)) => {
            text::put(buf, area, 1, 0, &words, style);
        }
        None => footer::keys(buf, area, &scope.bindings(), look, |row| {
            let injects = (scope.pulse(), scope.sustain());
            footer::injection_words(row, injects, scope.current_unit())
        }),
    }
}
