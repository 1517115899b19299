//! A row of the table of keys.

use super::{Context, Key, Layer, Place, Topic, When};

/// An action with its stable name and its default keys.
#[derive(Clone, Copy, Debug)]
pub struct Binding<A: 'static>(pub &'static str, pub A, pub &'static [Key]);

/// A row: keys that belong together, what they do, and where.
#[derive(Clone, Copy, Debug)]
pub struct Row<A: 'static> {
    /// What the keys do, action by action.
    pub bindings: &'static [Binding<A>],
    /// The help text: a sentence without a full stop.
    pub help: &'static str,
    /// The word in the footer, if the keys stand there.
    pub footer: Option<&'static str>,
    /// The contexts in which the keys have these actions.
    pub when: When,
    /// The heading under which help shows it; none for a key of an overlay.
    pub topic: Option<Topic>,
    /// The noun of the reason why the other kind of scope lacks these keys: `no NOUN in a circuit`.
    pub(super) noun: Option<&'static str>,
}

/// A row for every scope, while no overlay is open.
pub(super) const fn row<A>(bindings: &'static [Binding<A>], help: &'static str) -> Row<A> {
    Row { bindings, help, footer: None, when: When::SCOPES, topic: None, noun: None }
}

impl<A: Copy> Row<A> {
    /// This row with a word for the footer.
    pub(super) const fn footer(self, word: &'static str) -> Self {
        Self { footer: Some(word), ..self }
    }

    /// This row with the noun for the reason why the other kind of scope lacks it.
    pub(super) const fn of(self, noun: &'static str) -> Self {
        Self { noun: Some(noun), ..self }
    }

    /// This row under other conditions.
    pub(super) const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    /// This row, restricted to `place`.
    pub(super) const fn only(self, place: Place) -> Self {
        Self { when: self.when.only(place), ..self }
    }

    /// This row, restricted to `layer`.
    pub(super) const fn under(self, layer: Layer) -> Self {
        Self { when: self.when.under(layer), ..self }
    }

    /// This row, restricted to live models: not in a replay.
    pub(super) const fn live(self) -> Self {
        Self { when: self.when.live(), ..self }
    }

    /// This row, restricted to replays.
    pub(super) const fn replay(self) -> Self {
        Self { when: self.when.replay(), ..self }
    }

    /// This row, excluded from a kiosk.
    pub(super) const fn not_in_kiosk(self) -> Self {
        Self { when: self.when.not_in_kiosk(), ..self }
    }

    /// This row under `topic`, with its actions as `Action`. Its memory is leaked, since the table is
    /// made once.
    pub(super) fn lifted<B: Copy>(&self, topic: Option<Topic>, lift: impl Fn(A) -> B) -> Row<B> {
        let Self { bindings, help, footer, when, noun, .. } = *self;
        let bindings =
            bindings.iter().map(|Binding(name, action, keys)| Binding(name, lift(*action), keys));
        let bindings: &'static [Binding<B>] = Vec::leak(bindings.collect());
        Row { bindings, help, footer, when, topic, noun }
    }

    /// Whether it holds in `context`.
    #[must_use]
    pub fn holds(&self, context: Context) -> bool {
        self.when.holds(context)
    }
}

impl<A: Copy + PartialEq> Row<A> {
    /// Whether one of its keys has `action`.
    #[must_use]
    pub fn does(&self, action: A) -> bool {
        self.bindings.iter().any(|Binding(_, other, _)| *other == action)
    }
}
