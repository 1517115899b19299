//! The controls of a scope: time base, gain, what keys inject, and which of that the user has set.

use super::{Desk, Start, Tone};
use crate::keys::{Keymap, Task, View};
use crate::scope::{
    Display, Gain, Pulse, Scroll, Speed, Timebase, ViewSettings, ladder_down, ladder_up,
};
use crate::trace::ModelNs;

/// Smallest and largest amplitude of the pulse that keys reach, in currents without a unit.
const AMPLITUDE: (f64, f64) = (0.01, 1000.0);
/// Shortest and longest width of the pulse that keys reach (ms).
const WIDTH_MS: (f64, f64) = (0.1, 1000.0);
/// Factor from a current without a unit to one in pA: with a capacitance of 100 pF both change the
/// membrane potential alike.
const PA: f64 = 100.0;
/// Notice that the voltage axis follows the trace again.
const FOLLOWS: &str = "the voltage axis follows what is shown";

/// Wall time between two checks whether the trace still fits the voltage axis (ns).
const LOOK_NS: u64 = 500_000_000;

/// How a scope shows its model, and what its keys inject.
#[derive(Debug)]
pub struct Controls {
    /// The horizontal axis.
    pub timebase: Timebase,
    /// The vertical axis.
    pub gain: Gain,
    /// Settings of the user, by flag, configuration file or key; amplitudes are kept without a unit,
    /// see [`PA`].
    own: ViewSettings,
    /// Settings of the preset, or those that follow from its protocol.
    usual: ViewSettings,
    /// Whether currents are in pA.
    pa: bool,
    /// The window that is asked for (ms), which may be shorter or longer than the time base allows.
    asked_ms: f64,
    /// Whether the speed was set by a key: the window is then scaled with the speed.
    window_follows: bool,
    /// Whether the user has inverted the sign of the sustained step.
    turned: bool,
    /// Whether the link is fast enough for a rolling picture.
    link_rolls: bool,
    /// When the voltage axis is checked next (wall time, ns), and when it was last (model time).
    look: (u64, ModelNs),
}

/// The state of the model when a key is pressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// Present model time (ns).
    pub(crate) now_ns: ModelNs,
    /// Model time of the oldest sample that can be shown (ns).
    pub(crate) oldest_ns: ModelNs,
    /// The place across the picture about which a paused picture is zoomed: that of the selected
    /// cursor or of the pointer; `None` for the middle.
    pub(crate) anchor: Option<f64>,
    /// Columns of the pictures on the time axis.
    pub(crate) columns: usize,
    /// Present membrane potential (mV).
    pub(crate) v_mv: f64,
}

impl Controls {
    /// The controls before the first subject is shown; `start` has the user's settings.
    pub(crate) fn new(start: &Start) -> Self {
        let own = start.view;
        Self {
            timebase: Timebase::new(own.window_ms(), own.display()),
            gain: Gain::default(),
            own,
            usual: ViewSettings::OPEN,
            pa: false,
            asked_ms: own.window_ms(),
            window_follows: false,
            turned: false,
            link_rolls: true,
            look: (0, ModelNs::ZERO),
        }
    }

    /// The user's settings.
    pub(crate) fn own(&self) -> ViewSettings {
        self.own
    }

    /// The table `[view]` of a preset that is saved from the present scope.
    pub(crate) fn to_save(&self) -> ViewSettings {
        let scale = self.scale();
        let window_ms = self.window_follows.then(|| self.timebase.window_ms());
        ViewSettings {
            pulse_amplitude: self.own.pulse_amplitude.map(|amplitude| amplitude * scale),
            window_ms: window_ms.or(self.own.window_ms),
            ..self.own
        }
    }

    /// Shows another subject. `usual` holds where the user has set nothing; `pa` is whether the
    /// subject's currents are in pA.
    pub(crate) fn show(&mut self, desk: &mut Desk, usual: ViewSettings, pa: bool, now_ns: ModelNs) {
        self.suit_site(usual, pa);
        self.turned = false;
        let view = self.own.or(usual);
        desk.speed = view.speed();
        let window_ms = match self.own.window_ms {
            None if self.window_follows => {
                usual.window_ms() * desk.speed.factor() / usual.speed().factor()
            }
            _ => view.window_ms(),
        };
        self.asked_ms = window_ms;
        self.timebase.set_window(window_ms);
        self.timebase.end_passes();
        self.timebase.begin_pass(now_ns, None);
        self.choose_display();
        if self.gain.is_auto() {
            self.gain = Gain::default();
        }
    }

    /// Changes the site of injection. `usual` are the settings that follow from the site's protocol,
    /// and `pa` is whether its currents are in pA.
    pub(crate) fn suit_site(&mut self, usual: ViewSettings, pa: bool) {
        (self.usual, self.pa) = (usual, pa);
    }

    /// Whether the display mode is chosen to suit preset and link.
    #[must_use]
    pub fn auto_display(&self) -> bool {
        self.own.display.is_none()
    }

    /// Whether the link may choose the display mode: only a picture that rolls by default may be
    /// changed to sweep.
    pub(crate) fn link_chooses(&self) -> bool {
        self.auto_display() && self.usual.display() == Display::Roll
    }

    /// Chooses the display mode anew; `rolls` is whether the link is fast enough for rolling.
    pub(crate) fn suit_link(&mut self, rolls: bool) {
        self.link_rolls = rolls;
        self.choose_display();
    }

    fn choose_display(&mut self) {
        let display = match self.own.or(self.usual).display() {
            Display::Roll if self.link_chooses() && !self.link_rolls => Display::Sweep,
            display => display,
        };
        self.timebase.set_display(display);
    }

    /// Factor from the user's amplitudes, which have no unit, to the subject's unit.
    fn scale(&self) -> f64 {
        if self.pa { PA } else { 1.0 }
    }

    /// The pulse that the next key press injects, in the unit of the currents.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        let amplitude = self.own.pulse_amplitude.map(|amplitude| amplitude * self.scale());
        let usual = Pulse::usual(self.pa);
        Pulse {
            amplitude: amplitude.or(self.usual.pulse_amplitude).unwrap_or(usual.amplitude),
            width_ms: self.own.or(self.usual).pulse_width_ms.unwrap_or(usual.width_ms),
        }
    }

    /// Change of the holding current at one key press, in the unit of the currents.
    pub(crate) fn hold_step(&self) -> f64 {
        self.usual.hold_step.unwrap_or(if self.pa { 5.0 } else { 0.5 })
    }

    /// The sustained step that a key turns on, with its sign, in the unit of the currents.
    #[must_use]
    pub fn sustain(&self) -> f64 {
        let sustain = self.usual.sustain.unwrap_or_else(|| Pulse::usual(self.pa).amplitude);
        if self.turned { -sustain } else { sustain }
    }

    /// Inverts the sign of the sustained step.
    pub(crate) fn turn_sustain(&mut self) {
        self.turned = !self.turned;
    }

    /// Sets the speed and scales the window with it, so that the picture moves as fast as before.
    pub(crate) fn set_speed(&mut self, desk: &mut Desk, speed: Speed, seen: Seen) {
        let ratio = speed.factor() / desk.speed.factor();
        desk.speed = speed;
        self.own.speed = Some(speed.factor());
        self.own.window_ms = self.own.window_ms.map(|window_ms| window_ms * ratio);
        self.window_follows = true;
        self.resize(self.asked_ms * ratio, desk.paused, seen);
    }

    /// Sets the window. While paused what is seen at the anchor stays in place, otherwise the right edge.
    fn resize(&mut self, window_ms: f64, paused: bool, seen: Seen) {
        self.asked_ms = window_ms;
        if paused {
            let picture = (seen.now_ns, seen.columns);
            self.timebase.set_window_about(seen.anchor.unwrap_or(0.5), window_ms, picture);
        } else {
            self.timebase.set_window(window_ms);
        }
    }

    /// Carries out an action on the picture; returns `false` if the action is not one of the controls.
    pub(crate) fn change(&mut self, desk: &mut Desk, view: View, seen: Seen) -> bool {
        match view {
            View::PulseStronger => self.set_amplitude(ladder_up(self.amplitude(), AMPLITUDE.1)),
            View::PulseWeaker => self.set_amplitude(ladder_down(self.amplitude(), AMPLITUDE.0)),
            View::PulseLonger => self.set_width(ladder_up(self.pulse().width_ms, WIDTH_MS.1)),
            View::PulseShorter => self.set_width(ladder_down(self.pulse().width_ms, WIDTH_MS.0)),
            View::Longer => self.set_window(self.timebase.longer_ms(), desk, seen),
            View::Shorter => self.set_window(self.timebase.shorter_ms(), desk, seen),
            View::Scroll(scroll) => self.scroll(desk, scroll, seen),
            View::GainCoarser => self.gain.coarser(seen.v_mv),
            View::GainFiner => self.gain.finer(seen.v_mv),
            View::NextDisplay => self.next_display(),
            _ => return false,
        }
        true
    }

    /// The amplitude of the pulse, without a unit; see [`PA`].
    fn amplitude(&self) -> f64 {
        self.pulse().amplitude / self.scale()
    }

    fn set_amplitude(&mut self, amplitude: f64) {
        self.own.pulse_amplitude = Some(amplitude);
    }

    fn set_width(&mut self, width_ms: f64) {
        self.own.pulse_width_ms = Some(width_ms);
    }

    fn set_window(&mut self, window_ms: f64, desk: &Desk, seen: Seen) {
        self.own.window_ms = Some(window_ms);
        self.resize(window_ms, desk.paused, seen);
    }

    fn scroll(&mut self, desk: &mut Desk, scroll: Scroll, seen: Seen) {
        if !desk.paused && !scroll.goes_back() {
            let back = desk.keymap.label(View::Scroll(Scroll::Back));
            let text = format!("the newest is shown: {back} scrolls back");
            return desk.notify(Tone::Info, text);
        }
        self.timebase.scroll(scroll, seen.now_ns, seen.oldest_ns);
        self.hold(desk);
    }

    /// Pauses, and says so, for the past is looked at.
    pub(crate) fn hold(&self, desk: &mut Desk) {
        if !desk.paused {
            desk.paused = true;
            desk.notify(Tone::Info, held(desk.keymap));
        }
    }

    /// Changes to the next display mode.
    fn next_display(&mut self) {
        let next = self.timebase.display().next();
        self.own.display = Some(next);
        self.timebase.set_display(next);
    }

    /// Fits the voltage axis to the trace, which lies between `low_mv` and `high_mv`.
    pub(crate) fn fit_gain(&mut self, desk: &mut Desk, low_mv: f64, high_mv: f64) {
        self.gain.fit(low_mv, high_mv);
        if self.gain.is_auto() {
            desk.notify(Tone::Info, FOLLOWS);
        }
    }

    /// Whether the voltage axis is to be checked now: twice a second, and never within a sweep.
    pub(crate) fn is_gain_due(&mut self, wall_ns: u64, now_ns: ModelNs) -> bool {
        if wall_ns < self.look.0 || self.timebase.is_within_sweep(self.look.1, now_ns) {
            return false;
        }
        self.look = (wall_ns + LOOK_NS, now_ns);
        true
    }
}

/// Notice that scrolling has paused the model.
fn held(keymap: &Keymap) -> String {
    let newest = keymap.label(View::Scroll(Scroll::Newest));
    let on = keymap.label(Task::TogglePause);
    format!("paused to look back: {newest} shows the newest, {on} runs on")
}
