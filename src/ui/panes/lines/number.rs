//! The input line for the number of a circuit's neuron.

use crate::keys::EntryAction;
use crate::ui::shown::Shown;

/// The prompt and the digits typed so far.
pub(crate) fn prompt(shown: Shown<'_>) -> Option<String> {
    let (scope, typed) = (shown.circuit()?, shown.typed_number()?);
    let last = scope.recipe().neurons() - 1;
    let name = &scope.recipe().populations[0].name;
    let actions = [EntryAction::Take, EntryAction::Leave];
    let [take, leave] = actions.map(|action| scope.desk().keymap.label(action));
    let keys = format!("{take} takes it, {leave} leaves");
    Some(format!("neuron: {typed}_   0 to {last}, or as {name}:0; {keys}"))
}
