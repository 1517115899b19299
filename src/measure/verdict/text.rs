//! Findings, and the sentences that state them with their numbers.

/// What the neuron did that a unit without memory can't, with the evidence. Times in ms, currents
/// in the unit of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// The input came back from below, and spikes followed.
    Rebound(Afterdischarge, Silence),
    /// The input rose and came back, and spikes followed.
    Outlasted(Afterdischarge, Silence),
    /// Fired under an input under which it had been silent.
    Fired {
        /// Time of the spike.
        time_ms: f64,
        /// The input at that time.
        current: f64,
        /// How long the neuron had been silent under an input at least as large.
        silent_ms: f64,
        /// The largest input during that silence.
        up_to: f64,
    },
    /// Fired under an input, while a larger one left it silent: no unit whose output rises with
    /// its input does that.
    Inverted {
        /// Time of its last spike.
        time_ms: f64,
        /// The input at that time.
        current: f64,
        /// The larger input.
        larger: f64,
        /// How long the neuron was silent under it.
        silent_ms: f64,
    },
    /// Stays silent under an input that made it fire.
    Silent {
        /// The input.
        current: f64,
        /// How long the neuron has been silent under it.
        silent_ms: f64,
        /// When it fired under the same input.
        fired_ms: f64,
    },
    /// Fires unevenly under one and the same input.
    Uneven {
        /// The input.
        current: f64,
        /// Shortest interval between two spikes.
        shortest_ms: f64,
        /// Longest interval.
        longest_ms: f64,
    },
}

/// Spikes after the input has come back. Times in ms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Afterdischarge {
    /// Spikes so far.
    pub spikes: u32,
    /// Time of the first.
    pub first_ms: f64,
    /// Time from the return of the input to the first spike.
    pub latency_ms: f64,
    /// The input that has come back.
    pub current: f64,
}

/// When the neuron was silent under the same input, and for how long (ms).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Silence {
    /// Before the input changed.
    Before(f64),
    /// Afterwards.
    Later(f64),
}

/// With so many spikes after the input has come back the neuron keeps firing; fewer only came late.
const FIRING_SPIKES: u32 = 3;

impl Finding {
    /// How striking the finding is: the larger, the harder it is to explain by a unit without memory.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Rebound(..) | Self::Outlasted(..) => 3,
            Self::Fired { .. } | Self::Inverted { .. } | Self::Silent { .. } => 2,
            Self::Uneven { .. } => 1,
        }
    }

    /// The same finding with a silence of `silent_ms`.
    pub(super) fn after_silence(self, silent_ms: f64) -> Self {
        match self {
            Self::Rebound(after, _) => Self::Rebound(after, Silence::Later(silent_ms)),
            Self::Outlasted(after, _) => Self::Outlasted(after, Silence::Later(silent_ms)),
            Self::Fired { time_ms, current, up_to, .. } => {
                Self::Fired { time_ms, current, up_to, silent_ms }
            }
            Self::Inverted { time_ms, current, larger, .. } => {
                Self::Inverted { time_ms, current, larger, silent_ms }
            }
            Self::Silent { current, fired_ms, .. } => Self::Silent { current, fired_ms, silent_ms },
            Self::Uneven { .. } => self,
        }
    }

    /// The time that its sentence names (ms); none where the finding is about something that goes on.
    pub(super) fn time_ms(&self) -> Option<f64> {
        match *self {
            Self::Rebound(after, _) | Self::Outlasted(after, _) => Some(after.first_ms),
            Self::Fired { time_ms, .. } | Self::Inverted { time_ms, .. } => Some(time_ms),
            Self::Silent { .. } | Self::Uneven { .. } => None,
        }
    }

    /// What the neuron did, and the evidence; `unit` is that of currents.
    #[must_use]
    pub fn sentence(&self, unit: Option<&str>) -> String {
        self.words(unit, |word, ms| format!(" {word} {} ms", time(ms)))
    }

    /// The sentence after its time, `at 812 ms: ..`, which the rest then does not repeat, in so few words
    /// that the part before a semicolon fits into 79 cells.
    pub(super) fn dated_sentence(&self, time_ms: f64, unit: Option<&str>) -> String {
        let amps = |current: f64| amount(current, unit);
        let words = match *self {
            Self::Fired { current, silent_ms, up_to, .. } if up_to <= current => format!(
                "fired under the same {} that left it silent for {} ms",
                amps(current),
                time(silent_ms)
            ),
            Self::Inverted { current, larger, silent_ms, .. } => format!(
                "fired under {}, silent for {} ms under the larger {}",
                amps(current),
                time(silent_ms),
                amps(larger)
            ),
            Self::Silent { current, silent_ms, fired_ms } => format!(
                "silent {} ms under the same {} that fired it at {} ms",
                time(silent_ms),
                amps(current),
                time(fired_ms)
            ),
            Self::Uneven { current, shortest_ms, longest_ms } => format!(
                "uneven under the same {}: spikes {} to {} ms apart",
                amps(current),
                time(shortest_ms),
                time(longest_ms)
            ),
            _ => self.words(unit, |_, _| String::new()),
        };
        format!("at {} ms: {words}", time(time_ms))
    }

    /// The sentence; `when` turns a preposition and a time (ms) into words.
    fn words(&self, unit: Option<&str>, when: impl Fn(&str, f64) -> String) -> String {
        let amps = |current: f64| amount(current, unit);
        let evidence = |silence: Silence, current: f64| match silence {
            Silence::Before(ms) => format!("silent {} ms at {} before", time(ms), amps(current)),
            Silence::Later(ms) => format!("silent {} ms at {} later", time(ms), amps(current)),
        };
        match *self {
            Self::Rebound(after, silence) => {
                let many = if after.spikes == 1 { "spike" } else { "spikes" };
                let (count, when) = (after.spikes, when("at", after.first_ms));
                let evidence = evidence(silence, after.current);
                format!("fired on release from inhibition: {count} {many}{when}; {evidence}")
            }
            Self::Outlasted(after, silence) if after.spikes >= FIRING_SPIKES => {
                let (count, when) = (after.spikes, when("from", after.first_ms));
                let evidence = evidence(silence, after.current);
                format!("kept firing after the pulse: {count} spikes{when}; {evidence}")
            }
            Self::Outlasted(after, silence) => {
                let (latency, when) = (time(after.latency_ms), when("at", after.first_ms));
                let comma = if when.is_empty() { "" } else { "," };
                let evidence = evidence(silence, after.current);
                format!("spiked {latency} ms after the input ended{comma}{when}; {evidence}")
            }
            Self::Fired { time_ms, current, silent_ms, up_to } => {
                let (when, input) = (when("at", time_ms), amps(current));
                let silent = time(silent_ms);
                if up_to > current {
                    let up_to = amps(up_to);
                    format!(
                        "fired{when} under {input}; {input} to {up_to} left it silent for {silent} ms"
                    )
                } else {
                    format!(
                        "fired{when} under the same {input} that left it silent for {silent} ms before"
                    )
                }
            }
            Self::Inverted { time_ms, current, larger, silent_ms } => format!(
                "fired{} under {}, but the larger {} left it silent for {} ms",
                when("at", time_ms),
                amps(current),
                amps(larger),
                time(silent_ms)
            ),
            Self::Silent { current, silent_ms, fired_ms } => format!(
                "silent for {} ms under the same {} that fired it at {} ms",
                time(silent_ms),
                amps(current),
                time(fired_ms)
            ),
            Self::Uneven { current, shortest_ms, longest_ms } => format!(
                "uneven under the same {}: its spikes are {} to {} ms apart",
                amps(current),
                time(shortest_ms),
                time(longest_ms)
            ),
        }
    }
}

/// The sentence where there is nothing to claim.
pub const NOTHING: &str = "so far a unit without memory could do the same";

/// The sentence where there was nothing to claim in the last `lately_ms` ms.
pub(super) fn nothing_for(lately_ms: f64) -> String {
    format!("in the last {} ms a unit without memory could do the same", time(lately_ms))
}

/// The sentence where steps were too long below `bound_mv` from `first_ms` on.
pub(super) fn too_long(first_ms: f64, bound_mv: f64) -> String {
    let bound_mv = trimmed(format!("{bound_mv:.2}"));
    format!("no verdict: from {} ms on the step was too long below {bound_mv} mV", time(first_ms))
}

/// A time (ms), with fewer decimals the larger it is.
fn time(ms: f64) -> String {
    let decimals = match ms.abs() {
        ms if ms >= 100.0 => 0,
        ms if ms >= 10.0 => 1,
        _ => 2,
    };
    trimmed(format!("{ms:.decimals$}"))
}

/// A current with its unit, if it has one.
fn amount(current: f64, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{} {unit}", significant(current)),
        None => significant(current),
    }
}

/// A current with three significant digits, or with all digits before the point.
fn significant(current: f64) -> String {
    let decimals = match current.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    trimmed(format!("{current:.decimals$}"))
}

fn trimmed(number: String) -> String {
    if !number.contains('.') {
        return number;
    }
    let number = number.trim_end_matches('0').trim_end_matches('.');
    if number == "-0" { "0".to_owned() } else { number.to_owned() }
}
