//! A row of the table of keys.

use super::{Context, Key, Layer, Place, When};

/// An action, the name that it has for good, and the keys that it has unless the user wants others.
#[derive(Clone, Copy, Debug)]
pub struct Binding<A: 'static>(pub &'static str, pub A, pub &'static [Key]);

/// A row: keys that belong together, what they do, and where.
#[derive(Clone, Copy, Debug)]
pub struct Row<A: 'static> {
    /// What the keys do, action by action.
    pub bindings: &'static [Binding<A>],
    /// The same as a sentence without a full stop.
    pub help: &'static str,
    /// A word for the footer, if the keys are worth a place there.
    pub footer: Option<&'static str>,
    /// Where they do it.
    pub when: When,
    /// What there is none of where only the other kind of scope has these keys: `no NOUN in a circuit`.
    pub(super) noun: Option<&'static str>,
}

/// A row of every scope, for the time that nothing lies over it.
pub(super) const fn row<A>(bindings: &'static [Binding<A>], help: &'static str) -> Row<A> {
    Row { bindings, help, footer: None, when: When::SCOPES, noun: None }
}

impl<A: Copy> Row<A> {
    /// The same, with a word for the footer.
    pub(super) const fn footer(self, word: &'static str) -> Self {
        Self { footer: Some(word), ..self }
    }

    /// The same, told of as `noun` where these keys do nothing.
    pub(super) const fn of(self, noun: &'static str) -> Self {
        Self { noun: Some(noun), ..self }
    }

    /// The same, elsewhere.
    pub(super) const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    /// The same, only in `place`.
    pub(super) const fn only(self, place: Place) -> Self {
        Self { when: self.when.only(place), ..self }
    }

    /// The same, only under `layer`.
    pub(super) const fn under(self, layer: Layer) -> Self {
        Self { when: self.when.under(layer), ..self }
    }

    /// The same, only where keys drive the model.
    pub(super) const fn live(self) -> Self {
        Self { when: self.when.live(), ..self }
    }

    /// The same, only in a replay.
    pub(super) const fn replay(self) -> Self {
        Self { when: self.when.replay(), ..self }
    }

    /// The same, not in a kiosk.
    pub(super) const fn not_in_kiosk(self) -> Self {
        Self { when: self.when.not_in_kiosk(), ..self }
    }

    /// The same with actions of another kind. What it takes of memory is never given back: the table is
    /// made once.
    pub(super) fn lifted<B: Copy>(&self, lift: impl Fn(A) -> B) -> Row<B> {
        let Self { bindings, help, footer, when, noun } = *self;
        let bindings =
            bindings.iter().map(|Binding(name, action, keys)| Binding(name, lift(*action), keys));
        let bindings: &'static [Binding<B>] = Vec::leak(bindings.collect());
        Row { bindings, help, footer, when, noun }
    }

    /// Whether it holds in `context`.
    #[must_use]
    pub fn holds(&self, context: Context) -> bool {
        self.when.holds(context)
    }
}

impl<A: Copy + PartialEq> Row<A> {
    /// Whether one of its keys does this.
    #[must_use]
    pub fn does(&self, action: A) -> bool {
        self.bindings.iter().any(|Binding(_, other, _)| *other == action)
    }
}
