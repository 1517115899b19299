//! Messages on steps in the visible time that were too long.

use crate::engine::Site;
use crate::ui::draw::text;
use crate::ui::draw::unstable::{self, WORD};
use crate::ui::shown::Shown;

/// A sentence with the bound and the remedy; for a circuit also the first neuron concerned.
pub(crate) fn sentence(shown: Shown<'_>) -> Option<String> {
    let (bound_mv, which) = match shown.circuit() {
        Some(scope) => {
            let found = scope.too_long()?;
            let first = scope.site_name(Site::Neuron(found.neuron));
            let at_ms = text::short(found.first_ms, 2);
            (found.bound_mv, format!(", first {first} at {at_ms} ms"))
        }
        None => (shown.neuron()?.unstable_shown_mv()?, String::new()),
    };
    Some(unstable::sentence(bound_mv, &which, &shown.bindings(), shown.desk().keymap))
}

/// Short forms of the message, of which the first that fits is shown; for a circuit with the count
/// and the first neuron.
pub(crate) fn words(shown: Shown<'_>) -> Vec<String> {
    if let Some(scope) = shown.neuron() {
        return scope.unstable_shown_mv().map(|_| WORD.to_owned()).into_iter().collect();
    }
    let Some(scope) = shown.circuit() else { return Vec::new() };
    let Some(found) = scope.too_long() else { return Vec::new() };
    let (steps, first) = (found.steps, scope.site_name(Site::Neuron(found.neuron)));
    vec![format!("{WORD} {steps}x, first {first}"), format!("{WORD} {steps}x"), WORD.to_owned()]
}
