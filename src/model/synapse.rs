//! Synapses: what a spike that arrives does to its target, how reliably, and how use changes it.
//!
//! Everything here is exact between spikes: states are carried over any span by one product, so it
//! does not matter how long nothing happened.

use libm::exp;
use serde::{Deserialize, Serialize};

/// About where neurons rest (mV).
const RESTING_MV: f64 = -60.0;

/// What a spike that arrives does to its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kinetics {
    /// The membrane potential jumps by the weight (mV): a current through one step that carries just
    /// that charge. In steps of 1 ms the weight is simply added to the current, as in the network of
    /// 2003.
    Jump,
    /// The weight is added to a current that decays exponentially.
    Current {
        /// Time constant of the decay (ms).
        tau_ms: f64,
    },
    /// The weight is added to a conductance that decays exponentially.
    Conductance {
        /// Time constant of the decay (ms).
        tau_ms: f64,
        /// Potential towards which it pulls (mV).
        reversal_mv: f64,
    },
}

impl Kinetics {
    /// Time constant with which the effect of an arrival decays (ms); none of a jump, which acts in one
    /// step.
    #[must_use]
    pub fn tau_ms(self) -> Option<f64> {
        match self {
            Self::Jump => None,
            Self::Current { tau_ms } | Self::Conductance { tau_ms, .. } => Some(tau_ms),
        }
    }

    /// Whether a weight is a change of the potential (mV), so that the current that makes it depends on
    /// the target's capacitance.
    #[must_use]
    pub fn is_jump(self) -> bool {
        matches!(self, Self::Jump)
    }

    /// Whether arrivals of a weight `mean_weight` lower the membrane potential of a neuron at rest.
    #[must_use]
    pub fn inhibits(self, mean_weight: f64) -> bool {
        match self {
            Self::Conductance { reversal_mv, .. } => reversal_mv < RESTING_MV,
            Self::Jump | Self::Current { .. } => mean_weight < 0.0,
        }
    }
}

/// Short-term plasticity of Tsodyks, Pawelzik and Markram (Neural Computation 10 (1998) 821):
/// `R' = (1 - R) / tau_rec`, `w' = (rest - w) / tau_fac`; at a spike `w <- w + U (1 - w)`, the release
/// is `w R`, and then `R <- R - w R`: facilitation before depression, as in NEST and Brian2.
///
/// `rest` is 0 in that model, so that the first spike after a long silence releases `U`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShortTerm {
    /// `U`: the part of what the utilisation lacks of 1 by which a spike raises it, 0 to 1.
    pub u: f64,
    /// Time constant with which the resource recovers (ms); 0 for at once.
    pub tau_rec_ms: f64,
    /// Time constant with which the utilisation falls back (ms); 0 for at once, which leaves pure
    /// depression.
    pub tau_fac_ms: f64,
    /// Where the utilisation falls back to.
    pub utilisation_rest: UtilisationRest,
}

/// Where the utilisation of a synapse falls back to between spikes, and starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UtilisationRest {
    /// To 0, as in Tsodyks, Pawelzik and Markram: the first release is `U`.
    #[default]
    #[serde(rename = "0")]
    Zero,
    /// To `U`, as in Mongillo, Barak and Tsodyks (Science 319 (2008) 1543): the first release is
    /// `U (2 - U)`.
    #[serde(rename = "U")]
    U,
}

/// Where the short-term plasticity of a synapse stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vesicles {
    /// Resource that is ready to be released, 0 to 1.
    pub resource: f64,
    /// Part of it that the last spike used, as far as it has not fallen back since, 0 to 1.
    pub utilisation: f64,
}

impl ShortTerm {
    /// The utilisation at rest.
    fn rest(&self) -> f64 {
        match self.utilisation_rest {
            UtilisationRest::Zero => 0.0,
            UtilisationRest::U => self.u,
        }
    }

    /// The state after a long silence.
    #[must_use]
    pub fn rested(&self) -> Vesicles {
        Vesicles { resource: 1.0, utilisation: self.rest() }
    }

    /// The state `elapsed_ms` after `state`, if no spike arrives meanwhile.
    #[must_use]
    pub fn after(&self, state: Vesicles, elapsed_ms: f64) -> Vesicles {
        let left = |tau_ms: f64| if tau_ms > 0.0 { exp(-elapsed_ms / tau_ms) } else { 0.0 };
        let rest = self.rest();
        Vesicles {
            resource: 1.0 - (1.0 - state.resource) * left(self.tau_rec_ms),
            utilisation: rest + (state.utilisation - rest) * left(self.tau_fac_ms),
        }
    }

    /// What a spike does to `state`: the part of the full weight that it transmits, and the state it
    /// leaves. Where the release fails nothing is transmitted and no resource is used up, but the
    /// utilisation rises all the same: it stands for calcium, which enters with every spike.
    #[must_use]
    pub fn spike(&self, state: Vesicles, releases: bool) -> (f64, Vesicles) {
        let utilisation = state.utilisation + self.u * (1.0 - state.utilisation);
        if !releases {
            return (0.0, Vesicles { utilisation, ..state });
        }
        let released = utilisation * state.resource;
        (released, Vesicles { resource: state.resource - released, utilisation })
    }
}

/// Which pairs of spikes count for spike-timing-dependent plasticity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pairing {
    /// Each spike with the last one of the other side.
    Nearest,
    /// Each spike with all earlier ones of the other side.
    All,
}

/// From when on a spike of the target depresses what arrives after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DepressionFrom {
    /// From the step whose update found it: the rule of pairs at every step width.
    #[default]
    Spike,
    /// From the step after, so that depression is one step younger than potentiation, as in the script
    /// of Izhikevich (2006), which tests for spikes at the start of a step.
    NextStep,
}

/// Spike-timing-dependent plasticity by pairs of spikes, with the time counted at the synapse: when a
/// presynaptic spike arrives, not when it was fired.
///
/// With `d` the time of the target's spike less that of the arrival, a pair adds
/// `potentiation exp(-d / tau_potentiation)` where `d > 0` and subtracts
/// `depression exp(d / tau_depression)` where `d < 0`. In one step (`d = 0`) the arrival comes first: the
/// spike adds the whole potentiation, and nothing is subtracted. (Song, Miller and Abbott, Nature
/// Neuroscience 3 (2000) 919; with delays and slow consolidation Izhikevich, Neural Computation 18
/// (2006) 245.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stdp {
    /// Potentiation trace right after an arrival.
    pub potentiation: f64,
    /// Depression trace right after a spike of the target.
    pub depression: f64,
    /// What is left of the potentiation trace after 1 ms, below 1.
    pub potentiation_left_per_ms: f64,
    /// What is left of the depression trace after 1 ms, below 1.
    pub depression_left_per_ms: f64,
    /// Which pairs count.
    pub pairing: Pairing,
    /// From when on a spike of the target depresses.
    pub depression_from: DepressionFrom,
    /// Bounds of the weight.
    pub bounds: (f64, f64),
    /// How changes come into the weight: at once if there is none.
    pub consolidation: Option<Consolidation>,
}

/// Changes are first collected, and come into the weight from time to time: in the last step before each
/// multiple of the period, after its arrivals and before its spikes of targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consolidation {
    /// Time between two (ms).
    pub every_ms: u32,
    /// What each weight gains in any case.
    pub drift: f64,
    /// What is left of a collected change after it came into the weight.
    pub left: f64,
}

/// What is left of a trace after whole numbers of steps, by repeated multiplication. Past its end
/// nothing is left that would count.
#[derive(Clone, Debug)]
pub struct Decay {
    /// What is left after each number of steps, up to a round of [`Self::ROUND_STEPS`].
    left: Vec<f64>,
    /// What is left after each number of rounds; none where a trace is gone within one.
    rounds: Vec<f64>,
}

impl Decay {
    /// Below this nothing changes a weight of any size that it is added to.
    const NEGLIGIBLE: f64 = 1e-20;
    /// Longest table of single steps. Steps of a millionth of a millisecond need more of them than it
    /// would be wise to store.
    const ROUND_STEPS: usize = 1 << 20;
    /// Most rounds.
    const ROUNDS_MAX: usize = 1 << 16;

    /// The table for a trace of which `left_per_ms` is left after 1 ms.
    #[must_use]
    pub fn new(left_per_ms: f64, steps_per_ms: u32) -> Self {
        let left_per_step = match steps_per_ms {
            1 => left_per_ms,
            n => libm::pow(left_per_ms, 1.0 / f64::from(n)),
        };
        let left = powers(left_per_step, Self::ROUND_STEPS);
        let rounds = match left.last() {
            Some(last) if left.len() == Self::ROUND_STEPS => {
                powers(last * left_per_step, Self::ROUNDS_MAX)
            }
            _ => Vec::new(),
        };
        Self { left, rounds }
    }

    /// What is left after `steps` steps.
    #[inline(always)]
    #[must_use]
    pub fn after(&self, steps: u64) -> f64 {
        let within = usize::try_from(steps).ok().and_then(|steps| self.left.get(steps));
        within.copied().unwrap_or_else(|| self.after_rounds(steps))
    }

    #[cold]
    fn after_rounds(&self, steps: u64) -> f64 {
        let round = usize::try_from(steps / Self::ROUND_STEPS as u64).ok();
        let Some(left) = round.and_then(|round| self.rounds.get(round)) else { return 0.0 };
        left * self.left[(steps % Self::ROUND_STEPS as u64) as usize]
    }
}

/// The powers of `base` from 1 on that count, at most `n_max` of them.
fn powers(base: f64, n_max: usize) -> Vec<f64> {
    let powers = std::iter::successors(Some(1.0), |power| Some(power * base));
    powers.take_while(|power| *power >= Decay::NEGLIGIBLE).take(n_max).collect()
}
