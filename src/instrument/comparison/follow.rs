//! The ghost follows the model.

use super::ghost_sink::GhostSink;
use crate::circuit::network::Effort;
use crate::desk::Tone;
use crate::engine::{Command, Engine};
use crate::input::short;
use crate::instrument::monitor::Feed;
use crate::instrument::underlay::{Underlay, UnderlayKind};
use crate::instrument::{CHANNELS, Scope};
use crate::machine::Rest;
use crate::model::Scheme;
use crate::trace::ModelNs;

/// The notice that the ghost was turned on. The word `ghost` stands on the screen while one is drawn.
const ON: &str = "the run without the next pulse, step or fired protocol will be drawn, too";
/// The notice that it was turned off.
const OFF: &str = "only the run itself is drawn from now on";

impl Scope {
    /// Turns the ghost on or off.
    pub(in crate::instrument) fn toggle_ghost(&mut self) {
        if self.ghost.is_on {
            self.set_ghost(false);
            return self.desk.notify(Tone::Info, OFF);
        }
        if let Some(why) = self.ghost_refusal() {
            return self.desk.notify(Tone::Info, why);
        }
        self.set_ghost(true);
        self.desk.notify(Tone::Info, ON);
    }

    /// Sets whether there is a ghost from the next injection on; what is drawn ends.
    pub(in crate::instrument) fn set_ghost(&mut self, is_on: bool) {
        self.ghost.is_on = is_on;
        self.ghost.end();
        self.run.set_forks(is_on);
    }

    /// Whether the user wants a ghost.
    #[must_use]
    pub fn has_ghost_on(&self) -> bool {
        self.ghost.is_on
    }

    /// Lets a command that was just carried out begin or end the ghost.
    pub(in crate::instrument) fn note_ghost(&mut self, command: &Command) {
        match command {
            Command::Reset {} | Command::Switch(_) => self.ghost.end(),
            command if command.injects() && self.ghost.is_on => match self.ghost_refusal() {
                None => self.ghost.begin(self.now_ns()),
                Some(why) => self.give_up_ghost(why),
            },
            _ => {}
        }
    }

    fn give_up_ghost(&mut self, why: String) {
        self.run.drop_fork();
        self.ghost.end();
        self.desk.notify(Tone::Info, why);
    }

    /// Lets the ghost catch up with the model, but no further than a window from its beginning;
    /// interrupts a step of a circuit that takes more than `effort`. Returns whether it has caught up.
    pub(in crate::instrument) fn advance_ghost(&mut self, effort: Effort) -> bool {
        let (Some(since_ns), true) = (self.ghost.since_ns, self.engine().fork().is_some()) else {
            return true;
        };
        let window_ns = ModelNs::from_ms(self.controls.timebase.window_ms());
        let has_caught_up = self.fill_ghost(effort);
        if has_caught_up && self.now_ns() >= since_ns + window_ns {
            self.run.drop_fork();
        }
        has_caught_up
    }

    fn fill_ghost(&mut self, effort: Effort) -> bool {
        let Self { run, ghost, channels, circuit, .. } = self;
        let Some(fork) = run.engine().fork() else { return true };
        let mut feeds = [const { None }; CHANNELS];
        let all = feeds.iter_mut().zip(&mut ghost.channels).zip(&*channels);
        for ((feed, own), channel) in all {
            own.suit(channel);
            *feed = channel.is_on().then(|| Feed::of(fork, channel.neuron()));
        }
        let sink = &mut GhostSink {
            clock: *fork.clock(),
            channels: &mut ghost.channels,
            feeds,
            between_samples: fork.scheme() == Scheme::Exact,
            routes: circuit.as_deref().map_or(&[], |state| &state.routes),
        };
        run.advance_fork(effort, sink)
    }

    /// Counts what the last steps cost; ends the ghost of a circuit that is too slow for two.
    pub(in crate::instrument) fn meter_ghost(&mut self, steps: u64, ns: u64) {
        let with_fork = self.engine().fork().is_some();
        self.ghost.meter.took(steps, ns, with_fork);
        if with_fork && let Some(why) = self.too_slow_for_two() {
            self.give_up_ghost(why);
        }
    }

    /// Why there can be no ghost, in a line: a circuit that is too large for two copies in memory or
    /// in real time.
    fn ghost_refusal(&self) -> Option<String> {
        let recipe = self.engine().recipe()?;
        match recipe.memory(self.desk.threads).check_room(Rest::Scope) {
            Err(large) => Some(format!("no ghost: a second copy: {}", large.brief())),
            Ok(()) => self.too_slow_for_two(),
        }
    }

    /// Why two copies of a circuit do not keep real time, or the speed of the scope if that is less.
    fn too_slow_for_two(&self) -> Option<String> {
        let neurons = self.engine().recipe()?.neurons();
        let factor = self.ghost.meter.factor_of_two(self.engine().clock().steps_per_ms())?;
        let least = self.desk.speed.factor().min(1.0);
        (factor < least).then(|| {
            let (factor, least) = (short(factor, 2), short(least, 3));
            format!("no ghost: two copies of {neurons} neurons reach {factor}x, less than {least}x")
        })
    }

    /// The ghost behind the trace of the channel at `index`, if it has samples on the screen.
    pub(in crate::instrument) fn ghost_behind(
        &self,
        index: usize,
        columns: usize,
    ) -> Option<Underlay> {
        self.ghost.since_ns?;
        let channel = &self.channels[index];
        let trace = self.ghost.channels[index].shown(channel)?;
        let columns: Vec<_> = self
            .picture_of(trace, columns)
            .iter()
            .map(|column| channel.shown().of(column))
            .collect();
        let is_drawn = columns.iter().any(Option::is_some);
        is_drawn.then_some(Underlay { kind: UnderlayKind::Ghost, columns, label: None })
    }

    /// The model that goes on without the newest injection, if there is one.
    #[must_use]
    pub fn ghost(&self) -> Option<&Engine> {
        self.engine().fork()
    }
}
