//! Keeping windows as references.

use super::reference::Reference;
use crate::circuit::NeuronId;
use crate::desk::Tone;
use crate::engine::Subject;
use crate::input::short;
use crate::instrument::underlay::{Underlay, UnderlayKind};
use crate::instrument::{Scope, Shown};
use crate::keys::Comparison;
use crate::trace::{Excerpt, ModelNs};

/// Most points of a window that is kept.
const POINTS_MAX: usize = 4096;
/// Number of columns in which the ends of a window are looked up; it changes nothing else.
const COLUMNS: usize = 1000;
/// Decimals of a parameter in a name.
const DECIMALS: usize = 6;

impl Scope {
    /// Carries out an action on what is drawn behind the trace.
    pub(in crate::instrument) fn compare(&mut self, action: Comparison) {
        match action {
            Comparison::ToggleGhost => self.toggle_ghost(),
            Comparison::KeepReference => self.keep_reference(),
            Comparison::DropReference => self.drop_reference(),
        }
    }

    /// Keeps the window of the selected channel as a reference.
    pub(in crate::instrument) fn keep_reference(&mut self) {
        let channel = &self.channels[self.selected];
        let (shown, timebase, now_ns) = (channel.shown(), &self.controls.timebase, self.now_ns());
        let width_ns = timebase.column_ns(COLUMNS);
        let spans = timebase.spans(now_ns, COLUMNS);
        let start_ns = spans.iter().map(|span| span.start_ns).min();
        let end_ns = spans.iter().map(|span| span.start_ns + width_ns * span.columns).max();
        let (Some(start_ns), Some(end_ns)) = (start_ns, end_ns) else { return };
        // A cell more, since the ends depend on the width of the screen.
        let stretch = (start_ns - width_ns * 20, end_ns + width_ns * 20);
        let trace = channel.shown_trace();
        let samples = Excerpt::of(trace, stretch, ModelNs::ZERO, POINTS_MAX);
        if samples.is_empty() {
            return self.desk.notify(Tone::Info, "there is nothing to keep yet");
        }
        let name = self.reference_name(shown);
        let axis = (timebase.clone(), now_ns);
        let letter = self.references.keep(Reference::new(name.clone(), shown, samples, axis));
        let drop = self.desk.keymap.label(Comparison::DropReference);
        self.desk.notify(Tone::Info, format!("reference {letter} is {name}; {drop} drops it"));
    }

    /// Drops the reference that was kept last.
    pub(in crate::instrument) fn drop_reference(&mut self) {
        let text = match self.references.drop_latest() {
            Some(letter) => format!("reference {letter} is dropped"),
            None => {
                let keep = self.desk.keymap.label(Comparison::KeepReference);
                format!("there is no reference: {keep} keeps the window as one")
            }
        };
        self.desk.notify(Tone::Info, text);
    }

    /// What a window of the selected channel is of: preset and neuron, each parameter that is not the
    /// preset's, the constant current if it is not, and the variable unless it is v.
    fn reference_name(&self, shown: Shown) -> String {
        let (subject, neuron) = (self.engine().subject(), self.selected_neuron());
        let mut words = vec![subject.name().to_owned()];
        if let Subject::Circuit(_) = subject {
            words.push(subject.neuron_name(neuron));
        }
        let (common, usual) = (self.common_neuron(), self.preset_neuron());
        for parameter in common.parameters() {
            let (value, before) = (parameter.get(common), parameter.get(usual));
            if value != before {
                words.extend(
                    value.map(|value| format!("{} {}", parameter.name, short(value, DECIMALS))),
                );
            }
        }
        words.extend(self.changed_current(neuron));
        if shown != Shown::Voltage {
            words.push(shown.name().to_owned());
        }
        words.join(" ")
    }

    /// The constant current into `neuron`, if it is another than its protocol settles on.
    fn changed_current(&self, neuron: NeuronId) -> Option<String> {
        let usual = self.engine().subject().protocol_of(neuron)?.settled_current();
        let constant = self.common_constant().total();
        (constant != usual).then(|| format!("I {}", short(constant, DECIMALS)))
    }

    /// The references behind the trace of the channel at `index`: of the selected one, as far as they
    /// are of the variable that it shows.
    pub(in crate::instrument) fn references_behind(
        &self,
        index: usize,
        columns: usize,
    ) -> impl Iterator<Item = Underlay> {
        let (timebase, now_ns) = (&self.controls.timebase, self.now_ns());
        let shown = (index == self.selected).then(|| self.channels[index].shown());
        let all = self.references.all().filter(move |it| Some(it.shown) == shown);
        all.map(move |reference| Underlay {
            kind: UnderlayKind::Reference(reference.place() as u8),
            columns: reference.columns((timebase, now_ns), columns),
            label: Some(reference.letter().to_string()),
        })
    }

    /// Place, letter and name of each reference, the oldest first.
    #[must_use]
    pub fn references(&self) -> Vec<(u8, char, &str)> {
        let all = self.references.all();
        all.map(|it| (it.place() as u8, it.letter(), &*it.name)).collect()
    }
}
