//! Keys become actions, and actions change the state.

use super::{Overlay, Parameters, Picker, Scope, cell_of, picker};
use crate::desk::{
    Done, Effect, Navigation, Outcome, Seen, Tone, scrolled_help, steps_while_paused,
};
use crate::engine::{Command, Injection, Site};
use crate::keys::{
    Action, HelpAction, Input, Intent, Key, Keymap, Meaning, PickerAction, Place, Task, View, wheel,
};
use crate::measure::Mark;
use crate::preset::{Entry, Pick};
use crate::scope::Pulse;
use crate::trace::Range;

/// What is said where a marker has nowhere to go.
pub(super) fn nothing_recorded(keymap: &Keymap) -> String {
    format!("nothing is being recorded: {} starts a recording", keymap.label(Task::ToggleRecording))
}

/// The text of a marker that was given none. When it was set is told by its place in the recording.
pub(super) const MARKER: &str = "marker";

/// What is said of a marker that stands at `time_ms` of model time.
pub(super) fn marker_words(text: &str, time_ms: f64) -> String {
    match text {
        MARKER => format!("marker at {time_ms} ms"),
        text => format!("marker: {text}"),
    }
}

/// Columns in which bounds are looked for; their number does not change the bounds.
const FIT_COLUMNS: usize = 256;

impl Scope {
    /// Takes an input that arrived now; the model must have been brought up to now before.
    pub fn handle(&mut self, input: Input) -> Option<Outcome> {
        let outcome = match input {
            Input::Key(key) => self.handle_key(key),
            Input::Wheel(away) => {
                wheel(self.key_context(), away).and_then(|action| self.act(action))
            }
        };
        self.fit_plane();
        self.begin_curve_if_shown();
        self.limit_verdicts();
        outcome
    }

    fn handle_key(&mut self, key: Key) -> Option<Outcome> {
        match self.keymap().meaning(key, self.key_context()) {
            Meaning::Action(action) => return self.act(action),
            Meaning::Text(c) => self.type_char(c),
            Meaning::Nothing(why) => self.notify(Tone::Info, why),
            Meaning::Unknown => {}
        }
        None
    }

    fn act(&mut self, action: Action) -> Option<Outcome> {
        match action {
            Action::Model(intent) => self.carry_out(intent),
            Action::View(view) => self.view(view),
            Action::Task(task) => return self.task(task),
            Action::Help(action) => self.scroll_help(action),
            Action::Picker(action) => return self.pick(action),
            Action::Edit(edit) => return self.edit(edit).map(Outcome::from),
            Action::Entry(action) => return self.enter(action).map(Outcome::from),
            // A neuron has no keys for these.
            Action::Gallery(_) | Action::Circuit(_) => {}
        }
        None
    }

    fn type_char(&mut self, c: char) {
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) => picker.type_char(c),
            Some(Overlay::Parameters(panel)) => panel.type_char(c),
            Some(Overlay::Help(_) | Overlay::Number(_)) | None => {}
        }
    }

    fn scroll_help(&mut self, action: HelpAction) {
        if let Some(Overlay::Help(row)) = self.overlay {
            let row = scrolled_help(row, action, self.bindings().len());
            self.overlay = row.map(Overlay::Help);
        }
    }

    fn pick(&mut self, action: PickerAction) -> Option<Outcome> {
        let Some(Overlay::Picker(picker)) = &mut self.overlay else { return None };
        match picker.act(action, &self.catalog) {
            picker::Wish::Nothing => {}
            picker::Wish::Close => self.overlay = None,
            picker::Wish::Take(pick) => return self.take(pick),
        }
        None
    }

    /// Switches to what was picked; a circuit needs another scope than this.
    fn take(&mut self, pick: Pick) -> Option<Outcome> {
        self.overlay = None;
        match self.catalog.read(pick) {
            Ok(Pick::Neuron(index)) => self.switch_to(index),
            Ok(pick) => return Some(Navigation::Show(pick).into()),
            Err(error) => self.notify(Tone::Alarm, error.to_string()),
        }
        None
    }

    fn carry_out(&mut self, intent: Intent) {
        let pulse = |sign: f64, app: &Self| {
            let Pulse { amplitude, width_ms } = app.pulse();
            Injection::Pulse { amplitude: sign * amplitude, width_ms }
        };
        let hold = |sign: f64, app: &Self| Injection::Hold {
            current: app.engine().holding_current(Site::Subject) + sign * app.desk.hold_step(),
        };
        let injection = match intent {
            Intent::Excite => pulse(1.0, self),
            Intent::Inhibit => pulse(-1.0, self),
            Intent::ToggleSustained => {
                let on = self.engine().sustained_current(Site::Subject).is_some();
                Injection::Sustain { current: (!on).then_some(self.sustain()) }
            }
            Intent::TurnSustained => {
                self.desk.turn_sustain();
                if self.engine().sustained_current(Site::Subject).is_none() {
                    return;
                }
                Injection::Sustain { current: Some(self.sustain()) }
            }
            Intent::Fire => return self.apply(Command::Fire {}),
            Intent::HoldMore => hold(1.0, self),
            Intent::HoldLess => hold(-1.0, self),
            Intent::NextScheme => {
                let scheme = self.cell().neuron.scheme_after(self.engine().scheme());
                return self.apply(Command::Scheme { scheme });
            }
            Intent::Reset => return self.apply(Command::Reset {}),
            Intent::Mark => return self.drop_marker(),
            Intent::Type(index) => return self.switch_to(index),
            Intent::NextPreset => return self.switch_to(self.neighbour(1)),
            Intent::PreviousPreset => {
                return self.switch_to(self.neighbour(self.entries().len() - 1));
            }
        };
        self.apply(Command::Inject { site: Site::Subject, injection });
    }

    /// The preset `distance` places after the present one, round and round.
    fn neighbour(&self, distance: usize) -> usize {
        let from = self.entry_index().unwrap_or(self.entries().len() - 1);
        (from + distance) % self.entries().len()
    }

    fn drop_marker(&mut self) {
        if self.recording().is_none() {
            self.notify(Tone::Info, nothing_recorded(self.keymap()));
            return;
        }
        self.apply(Command::Marker { text: MARKER.to_owned() });
        self.tell_marker(MARKER);
    }

    /// Tells of a marker that stands at the present moment.
    fn tell_marker(&mut self, text: &str) {
        self.notify(Tone::Info, marker_words(text, self.engine().time_ms()));
    }

    fn switch_to(&mut self, index: usize) {
        if let Some(Entry { preset, .. }) = self.entries().get(index) {
            self.apply(Command::Switch(preset.subject.clone().into()));
        }
    }

    /// Carries a command out, records it, and lets the statistics know; says why if it can't.
    pub(super) fn apply(&mut self, command: Command) {
        match self.run.apply(&command) {
            None => self.notify(Tone::Info, Place::Neuron.replay_drives()),
            Some(Err(rejection)) => self.notify(Tone::Alarm, rejection.to_string()),
            Some(Ok(step)) => {
                self.note_command(&command);
                self.record_event(step, command);
            }
        }
    }

    /// What a command means for the statistics.
    pub(super) fn note_command(&mut self, command: &Command) {
        self.pieces.forget();
        match command {
            Command::Switch(_) => {
                self.preset_neuron = self.cell().neuron;
                self.mark(Mark::Neuron);
                (self.neuron_ns, self.set_ns) = (self.now_ns(), self.now_ns());
                self.plane.begin_neuron(self.now_ns());
                self.desk.timebase.forget_trigger();
                self.watch.begin_neuron();
                self.artificial.suit(cell_of(self.run.engine()));
                self.suit_view();
                self.note_pass();
            }
            Command::Reset {} => {
                self.note_pass();
                self.begin_path();
            }
            // It would be another neuron that did what is claimed.
            Command::Scheme { .. } | Command::Edit { .. } => self.watch.clear(),
            Command::Inject { injection: Injection::Pulse { .. }, .. } => {}
            Command::Inject { .. } | Command::Fire {} => {
                self.mark(Mark::Response);
                self.note_pass();
            }
            Command::Marker { text } if self.is_replay() => self.tell_marker(text),
            Command::Marker { .. } => {}
        }
        self.note_situation();
    }

    /// The state was set from outside: nothing leads there.
    pub(super) fn begin_path(&mut self) {
        self.mark(Mark::Train);
        self.set_ns = self.now_ns();
        self.plane.begin_path(self.now_ns());
        self.watch.begin_anew();
    }

    /// Lets the statistics know.
    fn mark(&mut self, mark: Mark) {
        self.log.push(mark, self.run.engine().time_ms());
    }

    fn view(&mut self, view: View) {
        let seen = Seen {
            now_ns: self.now_ns(),
            oldest_ns: self.trace.oldest_ns().unwrap_or(0).max(self.situations.oldest_ns()),
            v_mv: self.engine().state(0).v,
        };
        let done = self.desk.change(view, seen);
        if done != Done::NotHere {
            return self.say(done);
        }
        match view {
            View::GainFit => self.fit_gain(),
            View::NextPanel => self.panel = self.panel.next(),
            View::TogglePanel(panel) => self.panel = self.panel.toggled(panel),
            View::ToggleUnits => self.toggle_units(),
            View::ThetaLower | View::ThetaHigher | View::SlopeSteeper | View::SlopeWider => {
                self.change_units(view);
            }
            View::ZeroStatistics => {
                self.watch.clear();
                self.mark(Mark::Zero);
            }
            // The desk has done these.
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

    fn say(&mut self, done: Done) {
        if let Done::Saying(text) = done {
            self.notify(Tone::Info, text);
        }
    }

    /// The bounds of the potential as far as it is shown.
    fn shown_bounds(&self) -> Option<Range> {
        let picture = self.picture(FIT_COLUMNS);
        Range::around(picture.iter().filter_map(|column| column.v))
    }

    /// Fits the axis to the bounds of what is shown.
    fn fit_gain(&mut self) {
        if let Some(bounds) = self.shown_bounds() {
            let done = self.desk.fit_gain(f64::from(bounds.low), f64::from(bounds.high));
            self.say(done);
        }
    }

    /// Lets the axis follow what is shown, if it is time to look.
    pub(super) fn follow_gain(&mut self) {
        if self.desk.is_gain_due(self.wall_ns, self.now_ns())
            && let Some(bounds) = self.shown_bounds()
        {
            self.desk.gain.follow(f64::from(bounds.low), f64::from(bounds.high));
        }
    }

    fn task(&mut self, task: Task) -> Option<Outcome> {
        match task {
            Task::TogglePause => self.toggle_pause(),
            Task::SingleStep if self.desk.paused => self.advance(1),
            Task::SingleStep => self.notify(Tone::Info, steps_while_paused(self.keymap())),
            Task::Faster => self.desk.set_speed(self.desk.speed.faster(), self.now_ns()),
            Task::Slower => self.desk.set_speed(self.desk.speed.slower(), self.now_ns()),
            Task::ToggleRecording if self.recording().is_some() => self.stop_recording(),
            Task::ToggleRecording => return Some(Effect::OpenRecording.into()),
            Task::OpenPicker => self.overlay = Some(Overlay::Picker(Picker::default())),
            Task::OpenParameters => {
                self.overlay = Some(Overlay::Parameters(Parameters::default()));
            }
            Task::ToggleHelp => {
                let open = matches!(self.overlay, Some(Overlay::Help(_)));
                self.overlay = (!open).then_some(Overlay::Help(0));
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
            self.desk.toggle_pause();
        }
    }
}
