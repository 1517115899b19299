//! Synapses: their kinetics, short-term plasticity and spike-timing-dependent plasticity.
//!
//! Between spikes all states decay exponentially, so one multiplication by `exp(-t / tau)` carries
//! a state over any interval exactly.

use libm::exp;
use serde::{Deserialize, Serialize};

/// Approximate resting potential (mV): a reversal potential below this value is inhibitory.
const RESTING_MV: f64 = -60.0;

/// The effect of an arriving spike on the postsynaptic neuron.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kinetics {
    /// The membrane potential jumps by the weight (mV): a current that flows through one step
    /// carries the charge. In steps of 1 ms the weight is added to the current, as in the network
    /// script of Izhikevich (2003).
    Jump,
    /// The weight is added to a current `i` that decays: `i' = -i / tau`.
    Current {
        /// Time constant of the decay (ms).
        tau_ms: f64,
    },
    /// The weight is added to a conductance `g` that decays: `g' = -g / tau`. The current is
    /// `g (reversal - v)`.
    Conductance {
        /// Time constant of the decay (ms).
        tau_ms: f64,
        /// Reversal potential (mV).
        reversal_mv: f64,
    },
}

impl Kinetics {
    /// Time constant of the decay (ms); none for a jump, which acts in one step.
    #[must_use]
    pub fn tau_ms(self) -> Option<f64> {
        match self {
            Self::Jump => None,
            Self::Current { tau_ms } | Self::Conductance { tau_ms, .. } => Some(tau_ms),
        }
    }

    /// Whether the weight is a jump of the potential (mV), whose charge depends on the capacitance
    /// of the postsynaptic neuron.
    #[must_use]
    pub fn is_jump(self) -> bool {
        matches!(self, Self::Jump)
    }

    /// Whether arrivals with the weight `mean_weight` hyperpolarize a resting neuron.
    #[must_use]
    pub fn inhibits(self, mean_weight: f64) -> bool {
        match self {
            Self::Conductance { reversal_mv, .. } => reversal_mv < RESTING_MV,
            Self::Jump | Self::Current { .. } => mean_weight < 0.0,
        }
    }
}

/// Short-term plasticity of Tsodyks, Pawelzik and Markram (Neural Computation 10 (1998) 821):
/// `R' = (1 - R) / tau_rec`, `w' = (rest - w) / tau_fac`; at a spike `w <- w + U (1 - w)`, then
/// `w R` is released, then `R <- R - w R`. So facilitation precedes depression, as in NEST and
/// Brian2.
///
/// `R` is the resource, `w` the utilisation. `rest` is 0 in the paper, so that the first spike
/// after a long silence releases `U`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShortTerm {
    /// `U` in `w <- w + U (1 - w)`, 0 to 1.
    pub u: f64,
    /// Time constant of the recovery of the resource (ms); 0 means immediate recovery.
    pub tau_rec_ms: f64,
    /// Time constant of the decay of the utilisation (ms); 0 gives pure depression.
    pub tau_fac_ms: f64,
    /// The value to which the utilisation decays.
    pub utilisation_rest: UtilisationRest,
}

/// The value to which the utilisation decays between spikes, and from which it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UtilisationRest {
    /// 0, as in Tsodyks, Pawelzik and Markram: the first release is `U`.
    #[default]
    #[serde(rename = "0")]
    Zero,
    /// `U` (Mongillo, Barak and Tsodyks, Science 319 (2008) 1543): the first release is
    /// `U (2 - U)`.
    #[serde(rename = "U")]
    U,
}

/// The state of the short-term plasticity of one synapse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vesicles {
    /// `R`: resource available for release, 0 to 1.
    pub resource: f64,
    /// `w`: share of the resource that a release uses, 0 to 1.
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

    /// The state `elapsed_ms` (ms) after `state` if no spike arrives in between.
    #[must_use]
    pub fn after(&self, state: Vesicles, elapsed_ms: f64) -> Vesicles {
        let left = |tau_ms: f64| if tau_ms > 0.0 { exp(-elapsed_ms / tau_ms) } else { 0.0 };
        let rest = self.rest();
        Vesicles {
            resource: 1.0 - (1.0 - state.resource) * left(self.tau_rec_ms),
            utilisation: rest + (state.utilisation - rest) * left(self.tau_fac_ms),
        }
    }

    /// The share of the weight that a spike in `state` transmits, and the state after the spike. A
    /// failed release transmits nothing and uses no resource, but still raises the utilisation,
    /// which models calcium: calcium enters with every spike.
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

/// Pairing scheme (Morrison, Diesmann and Gerstner, Biol. Cybern. 98 (2008) 459).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pairing {
    /// Each spike is paired with the last spike of the other side (nearest neighbour).
    Nearest,
    /// Each spike is paired with all earlier spikes of the other side (all to all).
    All,
}

/// The step from which a postsynaptic spike depresses later arrivals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DepressionFrom {
    /// The step whose update found the spike: the pair rule holds at every step width.
    #[default]
    Spike,
    /// The next step, as in the script of Izhikevich (2006), which tests for spikes at the start of
    /// a step: depression then counts one step less than the pair rule.
    NextStep,
}

/// Pair-based spike-timing-dependent plasticity; a presynaptic spike counts when it arrives.
///
/// With `d` the time of the postsynaptic spike minus that of the arrival, a pair adds
/// `potentiation exp(-d / tau_potentiation)` where `d > 0` and subtracts
/// `depression exp(d / tau_depression)` where `d < 0`. Within one step (`d = 0`) the arrival comes
/// first, so the pair adds `potentiation`. Sources: Song, Miller and Abbott, Nature Neuroscience 3
/// (2000) 919; with delays and consolidation Izhikevich, Neural Computation 18 (2006) 245.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stdp {
    /// Change of the weight by a pair with `d = 0` (unit of the weight).
    pub potentiation: f64,
    /// Decrease of the weight by a pair in the limit of `d` to 0 from below (unit of the weight).
    pub depression: f64,
    /// `exp(-1 ms / tau_potentiation)`: factor of the potentiation trace per ms, below 1.
    pub potentiation_left_per_ms: f64,
    /// `exp(-1 ms / tau_depression)`: factor of the depression trace per ms, below 1.
    pub depression_left_per_ms: f64,
    /// The pairs that count.
    pub pairing: Pairing,
    /// The step from which a postsynaptic spike depresses later arrivals.
    pub depression_from: DepressionFrom,
    /// Lower and upper bound of the weight.
    pub bounds: (f64, f64),
    /// How changes are consolidated; without consolidation they act on the weight immediately.
    pub consolidation: Option<Consolidation>,
}

/// Changes are accumulated and added to the weight at intervals, as in Izhikevich (2006):
/// `weight <- weight + drift + change`, `change <- left change`. Consolidation takes place in the
/// last step before each multiple of the interval, between that step's arrivals and its
/// postsynaptic spikes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consolidation {
    /// Interval between consolidations (ms).
    pub every_ms: u32,
    /// Constant increment of each weight at a consolidation.
    pub drift: f64,
    /// Factor of the accumulated change after a consolidation.
    pub left: f64,
}

/// Table of the decay factor of a trace after whole numbers of steps, computed by repeated
/// multiplication. Beyond the table the factor is 0.
#[derive(Clone, Debug)]
pub struct Decay {
    /// Factor after each number of steps below [`Self::ROUND_STEPS`].
    left: Vec<f64>,
    /// Factor after each number of rounds of [`Self::ROUND_STEPS`]; empty if one round is enough.
    rounds: Vec<f64>,
}

impl Decay {
    /// Factors below this are treated as 0: they vanish in the rounding of a weight.
    const NEGLIGIBLE: f64 = 1e-20;
    /// Maximum length of the table of single steps; steps of a nanosecond would need a huge one.
    const ROUND_STEPS: usize = 1 << 20;
    /// Maximum number of rounds.
    const ROUNDS_MAX: usize = 1 << 16;

    /// The table for a trace with the factor `left_per_ms` per ms, in steps of `1/steps_per_ms` ms.
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

    /// The decay factor after `steps` steps.
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

/// The powers of `base` from `base^0` on that are not negligible, at most `n_max` of them.
fn powers(base: f64, n_max: usize) -> Vec<f64> {
    let powers = std::iter::successors(Some(1.0), |power| Some(power * base));
    powers.take_while(|power| *power >= Decay::NEGLIGIBLE).take(n_max).collect()
}
