//! Keys become actions, and actions change the state.

use super::settings::Zoom;
use super::{CHANNELS, Channel, CircuitScope, network_of, recipe_of};
use crate::desk::{
    Done, Effect, Navigation, Outcome, Seen, Tone, scrolled_help, steps_while_paused,
};
use crate::engine::{Command, Injection};
use crate::instrument::handle::{MARKER, marker_words, nothing_recorded};
use crate::instrument::{Overlay, Picker, picker};
use crate::keys::{
    Action, EntryAction, HelpAction, Input, Inspect, Intent, Key, Meaning, PickerAction, Place,
    Task, View, wheel,
};
use crate::preset::Pick;
use crate::scope::Pulse;
use crate::trace::Range;

/// Columns in which bounds are looked for; their number does not change the bounds.
const FIT_COLUMNS: usize = 256;
/// What is said where something needs all synapses.
const STILL_BUILT: &str = "the circuit is still being built";
/// Longest text for a neuron's number (characters).
const NUMBER_CHARS_MAX: usize = 80;

impl CircuitScope {
    /// Takes an input that arrived now; the circuit must have been brought up to now before.
    pub fn handle(&mut self, input: Input) -> Option<Outcome> {
        let shown = self.end_ns();
        let outcome = match input {
            Input::Key(key) => self.handle_key(key),
            Input::Wheel(away) => {
                wheel(self.key_context(), away).and_then(|action| self.act(action))
            }
        };
        self.recall();
        if self.end_ns() != shown {
            self.refresh_slow();
        }
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
            Action::View(view) => self.change_view(view),
            Action::Circuit(inspect) => self.inspect(inspect),
            Action::Task(task) => return self.task(task),
            Action::Help(action) => self.scroll_help(action),
            Action::Picker(action) => return self.pick(action),
            Action::Entry(action) => self.enter_number(action),
            // A circuit has no keys for these.
            Action::Gallery(_) | Action::Edit(_) => {}
        }
        None
    }

    fn type_char(&mut self, c: char) {
        match &mut self.overlay {
            Some(Overlay::Picker(picker)) => picker.type_char(c),
            Some(Overlay::Number(text)) if text.chars().count() < NUMBER_CHARS_MAX => text.push(c),
            Some(Overlay::Number(_) | Overlay::Help(_) | Overlay::Parameters(_)) | None => {}
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

    /// Switches to what was picked; a single neuron needs another scope than this.
    fn take(&mut self, pick: Pick) -> Option<Outcome> {
        self.overlay = None;
        match self.catalog.read(pick) {
            Ok(Pick::Circuit(index)) => self.switch_to(index),
            Ok(pick) => return Some(Navigation::Show(pick).into()),
            Err(error) => self.notify(Tone::Alarm, error.to_string()),
        }
        None
    }

    fn carry_out(&mut self, intent: Intent) {
        let Pulse { amplitude, width_ms } = self.pulse();
        let injection = match intent {
            Intent::Excite => Injection::Pulse { amplitude, width_ms },
            Intent::Inhibit => Injection::Pulse { amplitude: -amplitude, width_ms },
            Intent::ToggleSustained => {
                let on = self.engine().sustained_current(self.site()).is_some();
                Injection::Sustain { current: (!on).then_some(self.sustain()) }
            }
            Intent::TurnSustained => {
                self.desk.turn_sustain();
                if self.engine().sustained_current(self.site()).is_none() {
                    return;
                }
                Injection::Sustain { current: Some(self.sustain()) }
            }
            Intent::HoldMore => self.hold(1.0),
            Intent::HoldLess => self.hold(-1.0),
            Intent::NextScheme => return self.take_next_scheme(),
            Intent::Reset => return self.apply(Command::Reset {}),
            Intent::Mark => return self.mark(),
            Intent::NextPreset => return self.switch_to(self.neighbour(1)),
            Intent::PreviousPreset => {
                return self
                    .switch_to(self.neighbour(self.catalog.circuits.len().saturating_sub(1)));
            }
            // A circuit has no keys for these.
            Intent::Fire | Intent::Type(_) => return,
        };
        self.apply(Command::Inject { site: self.site(), injection });
    }

    fn hold(&self, sign: f64) -> Injection {
        let holding = self.engine().holding_current(self.site());
        Injection::Hold { current: holding + sign * self.desk.hold_step() }
    }

    fn take_next_scheme(&mut self) {
        let schemes = self.recipe().schemes();
        let place = schemes.iter().position(|scheme| *scheme == self.engine().scheme());
        let Some(next) = schemes.get(place.map_or(0, |place| (place + 1) % schemes.len())) else {
            return;
        };
        self.apply(Command::Scheme { scheme: *next });
    }

    fn mark(&mut self) {
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

    /// The circuit `distance` places after the present one, round and round.
    fn neighbour(&self, distance: usize) -> usize {
        let count = self.catalog.circuits.len().max(1);
        (self.entry_index().unwrap_or(count - 1) + distance) % count
    }

    fn switch_to(&mut self, index: usize) {
        if let Some(entry) = self.catalog.circuits.get(index) {
            let recipe = entry.preset.subject.clone();
            self.apply(Command::Switch(recipe.into()));
        }
    }

    /// Carries a command out and records it; says why if it can't.
    fn apply(&mut self, command: Command) {
        self.end_step();
        match self.run.apply(&command) {
            None => self.notify(Tone::Info, Place::Circuit.replay_drives()),
            Some(Err(rejection)) => self.notify(Tone::Alarm, rejection.to_string()),
            Some(Ok(step)) => {
                self.note_command(&command);
                self.record_event(step, command);
            }
        }
    }

    /// What a command means for what is shown.
    pub(super) fn note_command(&mut self, command: &Command) {
        self.pieces.forget();
        let now_ns = self.now_ns();
        match command {
            Command::Inject { site, injection } => self.stimuli.inject(now_ns, *site, *injection),
            Command::Reset {} => {
                self.stimuli.drop_pulses(now_ns);
                self.set_ns = now_ns;
            }
            Command::Switch(_) => self.begin_circuit(),
            Command::Marker { text } if self.is_replay() => self.tell_marker(text),
            // A circuit takes no commands for a single neuron.
            _ => {}
        }
        self.schemes.set(now_ns, self.run.engine().scheme());
    }

    fn change_view(&mut self, view: View) {
        let seen = Seen {
            now_ns: self.now_ns(),
            oldest_ns: self.oldest_ns(),
            v_mv: self.engine().state(self.selected_neuron()).v,
        };
        let done = self.desk.change(view, seen);
        if done != Done::NotHere {
            return self.say(done);
        }
        match view {
            View::GainFit => self.fit_gain(),
            View::NextPanel => {
                self.view = self.view.next();
                self.refresh_slow();
            }
            View::ZeroStatistics => {
                self.begin_statistics(self.total);
            }
            // A circuit has no keys for these, or the desk has done them.
            _ => {}
        }
    }

    fn say(&mut self, done: Done) {
        if let Done::Saying(text) = done {
            self.notify(Tone::Info, text);
        }
    }

    /// The bounds of all voltages as far as they are shown.
    fn shown_bounds(&self) -> Option<Range> {
        let shown = |index: &usize| {
            let channel = &self.channels[*index];
            channel.is_on() && channel.shown() == super::Shown::Voltage
        };
        let pictures = (0..CHANNELS).filter(shown);
        Range::around(pictures.flat_map(|index| self.channel_picture(index, FIT_COLUMNS)).flatten())
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

    fn inspect(&mut self, inspect: Inspect) {
        let spectrum_of = self.spectrum_of();
        match inspect {
            Inspect::Channel(index) => {
                self.selected = index.min(CHANNELS - 1);
                self.turn(true);
            }
            Inspect::ToggleChannel => self.turn(!self.channels[self.selected].is_on()),
            Inspect::NextNeuron => self.look_further(1),
            Inspect::PreviousNeuron => self.look_further(-1),
            Inspect::TypeNeuron => self.overlay = Some(Overlay::Number(String::new())),
            Inspect::NextPopulation => self.look_at_population(1),
            Inspect::PreviousPopulation => {
                self.look_at_population(self.recipe().populations.len() - 1);
            }
            Inspect::NextShown => {
                let recipe = recipe_of(self.engine()).clone();
                self.channels[self.selected].show_next(&recipe);
            }
            Inspect::NextSynapse => self.look_at_synapse(true),
            Inspect::PreviousSynapse => self.look_at_synapse(false),
            Inspect::ToggleAim => self.aim = self.aim.other(),
            Inspect::Zoom => self.zoom_further(),
        }
        if self.spectrum_of() != spectrum_of {
            self.refresh_slow();
        }
    }

    /// Turns the selected channel on or off. One that is turned on looks at its neuron as it is now.
    fn turn(&mut self, on: bool) {
        let channel = &mut self.channels[self.selected];
        if channel.is_on() != on {
            channel.set_on(on);
            self.select_neuron(self.channels[self.selected].neuron());
        }
    }

    /// Looks at the neuron so many places further on the selected channel, round and round.
    fn look_further(&mut self, distance: i64) {
        let neurons = i64::from(self.recipe().neurons());
        let neuron = (i64::from(self.selected_neuron()) + distance).rem_euclid(neurons);
        self.select_neuron(neuron as u32);
    }

    /// Looks at the first neuron of the population so many places further.
    fn look_at_population(&mut self, distance: usize) {
        let count = self.recipe().populations.len();
        let population = (self.selected_population() + distance) % count;
        self.select_neuron(self.recipe().range(population).start);
    }

    /// Looks at `neuron` on the selected channel.
    pub(super) fn select_neuron(&mut self, neuron: u32) {
        let recipe = recipe_of(self.engine()).clone();
        let network = network_of(self.engine());
        // Not those that happen to be there already.
        let synapses = match network.building() {
            Some(_) => None,
            None => Some(network.synapses_onto(neuron, Channel::SYNAPSES_MAX)),
        };
        self.channels[self.selected].select_neuron(neuron, synapses, &recipe);
        self.probe();
        self.suit_site();
    }

    /// Does what a key asks for while a neuron's number is typed.
    fn enter_number(&mut self, action: EntryAction) {
        let Some(Overlay::Number(text)) = &mut self.overlay else { return };
        match action {
            EntryAction::Erase => drop(text.pop()),
            EntryAction::Leave => self.overlay = None,
            EntryAction::Take => {
                let text = text.clone();
                match self.neuron_called(&text) {
                    Ok(neuron) => {
                        self.overlay = None;
                        self.select_neuron(neuron);
                    }
                    Err(why) => self.notify(Tone::Alarm, why),
                }
            }
        }
    }

    fn look_at_synapse(&mut self, next: bool) {
        let recipe = recipe_of(self.engine()).clone();
        let channel = &mut self.channels[self.selected];
        let count = channel.synapse_place().1;
        if count == 0 {
            let text = match self.engine().building() {
                Some(_) => STILL_BUILT,
                None => "no synapse onto this neuron has a state of its own",
            };
            return self.notify(Tone::Info, text);
        }
        channel.look_at_synapse(if next { 1 } else { count - 1 }, &recipe);
        self.probe();
    }

    /// Zooms to the next narrower stretch of neurons that differs, or out to all.
    fn zoom_further(&mut self) {
        let before = self.shown_neurons();
        while self.zoom != Zoom::Neighbours {
            self.zoom = self.zoom.next();
            if self.shown_neurons() != before {
                return;
            }
        }
        self.zoom = Zoom::All;
    }

    fn task(&mut self, task: Task) -> Option<Outcome> {
        match task {
            Task::TogglePause => self.toggle_pause(),
            Task::SingleStep if self.engine().building().is_some() => {
                self.notify(Tone::Info, STILL_BUILT);
            }
            Task::SingleStep if self.desk.paused => self.advance(1),
            Task::SingleStep => self.notify(Tone::Info, steps_while_paused(self.keymap())),
            Task::Faster => self.desk.set_speed(self.desk.speed.faster(), self.now_ns()),
            Task::Slower => self.desk.set_speed(self.desk.speed.slower(), self.now_ns()),
            Task::ToggleRecording if self.recording().is_some() => self.stop_recording(),
            Task::ToggleRecording => return Some(Effect::OpenRecording.into()),
            Task::OpenPicker => self.overlay = Some(Overlay::Picker(Picker::circuits_first())),
            Task::ToggleHelp => {
                let open = matches!(self.overlay, Some(Overlay::Help(_)));
                self.overlay = (!open).then_some(Overlay::Help(0));
            }
            Task::Leave => return Some(Navigation::Leave.into()),
            Task::Redraw => return Some(Effect::Redraw.into()),
            Task::Suspend => return Some(Effect::Suspend.into()),
            Task::Quit => return Some(Effect::Quit.into()),
            // A circuit has no such panel.
            Task::OpenParameters => {}
        }
        None
    }

    fn toggle_pause(&mut self) {
        if !self.start_over() {
            self.desk.toggle_pause();
        }
    }
}
