//! Keys become actions, and actions change the state.

use super::analyses::Change;
use super::circuit::STILL_BUILT;
use super::{Circuit, Overlay, Parameters, Picker, Scope, picker};
use crate::circuit::network::Effort;
use crate::desk::{Effect, Help, Navigation, Outcome, Pointer, Seen, Tone, steps_while_paused};
use crate::engine::{Command, Injection, Site};
use crate::keys::{
    Action, HelpAction, Input, Intent, Key, Keymap, Meaning, PickerAction, Place, Task, View,
};
use crate::preset::{Entry, Pick};
use crate::scope::{Page, Pulse, Speed};
use crate::trace::ModelNs;

/// The notice that there is no recording to put a marker into.
pub(super) fn nothing_recorded(keymap: &Keymap) -> String {
    format!("nothing is being recorded: {} starts a recording", keymap.label(Task::ToggleRecording))
}

/// The text of a marker without a text of its own. Its time is given by its place in the recording.
pub(super) const MARKER: &str = "marker";

/// The notice of a marker at `time_ms` of model time.
pub(super) fn marker_words(text: &str, time_ms: f64) -> String {
    match text {
        MARKER => format!("marker at {time_ms} ms"),
        text => format!("marker: {text}"),
    }
}

/// Longest text for a neuron's number (characters).
const NUMBER_CHARS_MAX: usize = 80;

impl Scope {
    /// Handles an input that arrived now; the model must have been advanced to now before.
    pub fn handle(&mut self, input: Input) -> Option<Outcome> {
        match input {
            Input::Key(key) => self.handled(|scope| scope.handle_key(key)),
            Input::Mouse(mouse) => self.point(Pointer::nowhere(mouse.gesture)),
        }
    }

    /// Lets `act` handle an input, and updates what depends on it.
    pub(super) fn handled(
        &mut self,
        act: impl FnOnce(&mut Self) -> Option<Outcome>,
    ) -> Option<Outcome> {
        let before = self.end_ns();
        let outcome = act(self);
        self.settle_cursors();
        self.recall();
        if self.end_ns() != before {
            self.refresh_slow();
        }
        self.fit_plane();
        self.begin_curve_if_shown();
        self.limit_verdicts();
        outcome
    }

    fn handle_key(&mut self, key: Key) -> Option<Outcome> {
        match self.desk.keymap.meaning(key, self.key_context()) {
            Meaning::Action(action) => return self.act(action),
            Meaning::Text(c) => self.type_char(c),
            Meaning::Nothing(why) => self.desk.notify(Tone::Info, why),
            Meaning::Unknown => {}
        }
        None
    }

    pub(super) fn act(&mut self, action: Action) -> Option<Outcome> {
        match action {
            Action::Model(intent) => self.carry_out(intent),
            Action::View(view) => self.change_view(view),
            Action::Task(task) => return self.task(task),
            Action::Help(action) => self.act_in_help(action),
            Action::Picker(action) => return self.pick(action),
            Action::Edit(edit) => return self.edit(edit).map(Outcome::from),
            Action::Field(action) => self.change_field(action),
            Action::Trigger(action) => self.act_on_trigger(action),
            Action::Entry(action) if matches!(self.overlay, Some(Overlay::Number(_))) => {
                self.enter_number(action);
            }
            Action::Entry(action) => return self.enter(action).map(Outcome::from),
            Action::Comparison(action) => self.compare(action),
            Action::Circuit(inspect) => self.inspect(inspect),
            Action::Cursors(action) => return self.act_on_cursors(action),
            // A scope has no keys for these.
            Action::Gallery(_) => {}
        }
        None
    }

    fn type_char(&mut self, c: char) {
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) => picker.type_char(c),
            Some(Overlay::Parameters(panel)) => panel.type_char(c),
            Some(Overlay::Fields(fields)) => fields.type_char(c),
            Some(Overlay::Number(text)) if text.chars().count() < NUMBER_CHARS_MAX => text.push(c),
            Some(Overlay::Help(help)) => help.type_char(c),
            Some(Overlay::Number(_)) | None => {}
        }
    }

    fn act_in_help(&mut self, action: HelpAction) {
        let context = self.key_context();
        if let Some(Overlay::Help(help)) = self.overlay.take_if(|it| matches!(it, Overlay::Help(_)))
        {
            self.overlay = self.desk.act_in_help(help, action, context).map(Overlay::Help);
        }
    }

    fn pick(&mut self, action: PickerAction) -> Option<Outcome> {
        let Some(Overlay::Picker(picker)) = &mut self.overlay else { return None };
        let wish = picker.act(action, &self.catalog);
        self.carry_out_pick(wish)
    }

    /// Selects the match at `index` of the picker, or takes it if it is selected already.
    pub(super) fn pick_at(&mut self, index: usize) -> Option<Outcome> {
        let Some(Overlay::Picker(picker)) = &mut self.overlay else { return None };
        let wish = picker.point(index, &self.catalog);
        self.carry_out_pick(wish)
    }

    fn carry_out_pick(&mut self, wish: picker::Wish) -> Option<Outcome> {
        match wish {
            picker::Wish::Nothing => {}
            picker::Wish::Close => self.overlay = None,
            picker::Wish::Take(pick) => return self.take(pick),
        }
        None
    }

    /// Switches to the preset that was picked. A preset of the other kind needs a new scope, since a
    /// recording holds one kind only.
    fn take(&mut self, pick: Pick) -> Option<Outcome> {
        self.overlay = None;
        match (self.catalog.read(pick), self.place()) {
            (Ok(Pick::Neuron(index)), Place::Neuron) => self.switch_to_neuron(index),
            (Ok(Pick::Circuit(index)), Place::Circuit) => self.switch_to_circuit(index),
            (Ok(pick), _) => return Some(Navigation::Show(pick).into()),
            (Err(error), _) => self.desk.notify(Tone::Alarm, error.to_string()),
        }
        None
    }

    fn carry_out(&mut self, intent: Intent) {
        let site = self.site();
        let Pulse { amplitude, width_ms } = self.controls.pulse();
        let is_sustained = self.engine().sustained_current(site).is_some();
        let injection = match intent {
            Intent::Excite => Injection::Pulse { amplitude, width_ms },
            Intent::Inhibit => Injection::Pulse { amplitude: -amplitude, width_ms },
            Intent::ToggleSustained => {
                Injection::Sustain { current: (!is_sustained).then_some(self.controls.sustain()) }
            }
            Intent::TurnSustained => {
                self.controls.turn_sustain();
                if !is_sustained {
                    return;
                }
                Injection::Sustain { current: Some(self.controls.sustain()) }
            }
            Intent::HoldMore => self.hold(site, 1.0),
            Intent::HoldLess => self.hold(site, -1.0),
            Intent::Fire => return self.apply(Command::Fire { site }),
            Intent::NextScheme => return self.take_next_scheme(),
            Intent::Reset => return self.apply(Command::Reset {}),
            Intent::Mark => return self.drop_marker(),
            Intent::Type(index) => return self.switch_to_neuron(index),
            Intent::NextPreset => return self.switch_by(|_| 1),
            Intent::PreviousPreset => return self.switch_by(|count| count - 1),
        };
        self.apply(Command::Inject { site, injection });
    }

    /// The site of the stimulus keys: the neuron alone, or the selected neuron or population of a circuit.
    #[must_use]
    pub fn site(&self) -> Site {
        self.circuit().map_or(Site::Subject, Circuit::site)
    }

    fn hold(&self, site: Site, sign: f64) -> Injection {
        let holding = self.engine().holding_current(site);
        Injection::Hold { current: holding + sign * self.controls.hold_step() }
    }

    /// Switches to the next scheme, cyclically.
    fn take_next_scheme(&mut self) {
        let schemes = self.engine().subject().schemes();
        let place = schemes.iter().position(|scheme| *scheme == self.engine().scheme());
        let next = place.map_or(0, |place| place + 1) % schemes.len().max(1);
        if let Some(scheme) = schemes.get(next).copied() {
            self.apply(Command::Scheme { scheme });
        }
    }

    /// Switches to another preset of the same kind, cyclically; `distance` gives the number of places from
    /// the number of presets.
    fn switch_by(&mut self, distance: impl Fn(usize) -> usize) {
        let after = |count: usize, index: Option<usize>| {
            let count = count.max(1);
            (index.unwrap_or(count - 1) + distance(count)) % count
        };
        match self.circuit() {
            Some(circuit) => {
                let index = circuit.entry_index();
                self.switch_to_circuit(after(self.catalog.circuits.len(), index));
            }
            None => self.switch_to_neuron(after(self.entries().len(), self.entry_index())),
        }
    }

    fn drop_marker(&mut self) {
        if self.recording().is_none() {
            self.desk.notify(Tone::Info, nothing_recorded(self.desk.keymap));
            return;
        }
        self.apply(Command::Marker { text: MARKER.to_owned() });
        self.tell_marker(MARKER);
    }

    /// Shows a notice of a marker at the present moment.
    pub(super) fn tell_marker(&mut self, text: &str) {
        self.desk.notify(Tone::Info, marker_words(text, self.engine().time_ms()));
    }

    fn switch_to_neuron(&mut self, index: usize) {
        if let Some(Entry { preset, .. }) = self.entries().get(index) {
            self.apply(Command::Switch(preset.subject.clone().into()));
        }
    }

    fn switch_to_circuit(&mut self, index: usize) {
        if let Some(Entry { preset, .. }) = self.catalog.circuits.get(index) {
            self.apply(Command::Switch(preset.subject.clone().into()));
        }
    }

    /// Carries out a command, records it and updates the statistics; a refusal becomes a notice.
    pub(super) fn apply(&mut self, command: Command) {
        self.end_step();
        self.advance_ghost(Effort::UNBOUNDED);
        match self.run.apply(&command) {
            None => self.desk.notify(Tone::Info, self.place().replay_drives()),
            Some(Err(rejection)) => self.desk.notify(Tone::Alarm, rejection.to_string()),
            Some(Ok(step)) => {
                self.note_command(&command);
                self.record_event(step, command);
            }
        }
    }

    /// What the view controls need to know of the model.
    fn seen(&self) -> Seen {
        Seen {
            now_ns: self.now_ns(),
            oldest_ns: self.oldest_ns(),
            anchor: self.selected_across(),
            columns: self.cursors.columns(),
            v_mv: self.engine().state(self.selected_neuron()).v,
        }
    }

    /// Model time of the oldest that can be shown (ns).
    pub(super) fn oldest_ns(&self) -> ModelNs {
        let record = self.record();
        let oldest =
            || record.trace.oldest_ns().unwrap_or_default().max(record.situations.oldest_ns());
        self.circuit().map_or_else(oldest, Circuit::oldest_ns)
    }

    pub(super) fn change_view(&mut self, view: View) {
        self.change_view_at(view, self.selected_across());
    }

    /// Changes the picture; a paused one is zoomed about `anchor`, a place across it.
    pub(super) fn change_view_at(&mut self, view: View, anchor: Option<f64>) {
        let seen = Seen { anchor, ..self.seen() };
        if self.controls.change(&mut self.desk, view, seen) {
            return;
        }
        match view {
            View::GainFit => self.fit_gain(),
            View::NextPage => self.turn_to(self.page.next(self.pages())),
            View::TogglePage(page) => {
                self.is_rate_alone &= page != Page::Phase;
                self.turn_to(self.page.toggled(page));
            }
            View::ToggleRate => self.toggle_rate(),
            View::NextBins => self.take_next_bins(),
            View::NextSignal => self.take_next_signal(),
            View::ToggleUnits => self.toggle_units(),
            View::ToggleUnitsLine => self.toggle_units_line(),
            View::ZeroStatistics => {
                self.changed(Change::Zeroed, Site::Subject);
                self.zero_circuit();
            }
            // `Controls::change` has handled these.
            View::PulseStronger
            | View::PulseWeaker
            | View::PulseLonger
            | View::PulseShorter
            | View::Shorter
            | View::Longer
            | View::Scroll(_)
            | View::GainCoarser
            | View::GainFiner
            | View::NextDisplay => {}
        }
    }

    /// The pages of this kind of scope.
    fn pages(&self) -> &'static [Page] {
        if self.circuit.is_some() { Page::OF_CIRCUIT } else { Page::OF_NEURON }
    }

    pub(super) fn turn_to(&mut self, page: Page) {
        self.page = page;
        self.refresh_slow();
    }

    pub(super) fn task(&mut self, task: Task) -> Option<Outcome> {
        match task {
            Task::TogglePause => self.toggle_pause(),
            Task::SingleStep if self.engine().building().is_some() => {
                self.desk.notify(Tone::Info, STILL_BUILT);
            }
            Task::SingleStep if self.desk.paused => self.advance(1),
            Task::SingleStep => self.desk.notify(Tone::Info, steps_while_paused(self.desk.keymap)),
            Task::Faster => self.set_speed(Speed::faster),
            Task::Slower => self.set_speed(Speed::slower),
            Task::ToggleRecording if self.recording().is_some() => self.stop_recording(),
            Task::ToggleRecording => return Some(Effect::OpenRecording.into()),
            Task::OpenPicker => {
                let picker = Picker::new(self.circuit.is_some());
                self.overlay = Some(Overlay::Picker(picker));
            }
            Task::OpenParameters => {
                self.overlay = Some(Overlay::Parameters(Parameters::default()));
            }
            Task::ToggleHelp => {
                let open = matches!(self.overlay, Some(Overlay::Help(_)));
                self.overlay = (!open).then(|| Overlay::Help(Help::default()));
            }
            Task::Leave => return Some(Navigation::Leave.into()),
            Task::Redraw => return Some(Effect::Redraw.into()),
            Task::Suspend => return Some(Effect::Suspend.into()),
            Task::Quit => return Some(Effect::Quit.into()),
        }
        None
    }

    fn toggle_pause(&mut self) {
        if !self.start_over() {
            self.desk.paused = !self.desk.paused;
            self.controls.timebase.return_to_now();
        }
    }

    /// Changes the speed by `other`.
    fn set_speed(&mut self, other: fn(Speed) -> Speed) {
        let (speed, seen) = (other(self.desk.speed), self.seen());
        self.controls.set_speed(&mut self.desk, speed, seen);
    }
}
