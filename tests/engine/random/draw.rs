//! What is done to a model, drawn at random: in words of its own, so that it stays the same whatever the
//! engine's interface becomes.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Where a current is injected.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The neuron, where there is only one.
    Whole,
    /// The population with this index.
    Population(u32),
    /// The neuron with this number.
    Neuron(u32),
}

/// Something that is asked of a model.
#[derive(Clone, Debug)]
pub enum Act {
    Pulse {
        place: Place,
        amplitude: f64,
        width_ms: f64,
    },
    Sustain {
        place: Place,
        current: Option<f64>,
    },
    Hold {
        place: Place,
        current: f64,
    },
    Fire,
    /// Goes on with the integration scheme of this name.
    Scheme(&'static str),
    Reset,
    /// Gives the parameter of this name a value, if the neuron has it.
    Edit {
        name: &'static str,
        value: f64,
    },
    /// Goes on with another model, one of those that the test has.
    Switch(u32),
    /// Drops a marker of so many bytes.
    Mark(usize),
}

/// Which kind of model the acts are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Neuron,
    Circuit,
}

/// A sequence of random numbers that is the same on every machine and with every version of the
/// libraries: ChaCha with eight rounds.
pub struct Draw(ChaCha8Rng);

impl Draw {
    pub fn new(kind: Kind, seed: u32) -> Self {
        let mut key = [0; 32];
        key[..4].copy_from_slice(&seed.to_le_bytes());
        key[4] = match kind {
            Kind::Neuron => 1,
            Kind::Circuit => 2,
        };
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A whole number below `count`.
    pub fn below(&mut self, count: u32) -> u32 {
        self.0.next_u32() % count
    }

    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u32) as usize]
    }

    /// A multiple of 1/8 from `low` to `high`.
    pub fn between(&mut self, low: i32, high: i32) -> f64 {
        let eighths = self.below(((high - low) * 8 + 1) as u32);
        f64::from(low) + f64::from(eighths) / 8.0
    }

    /// True once in `count` times.
    pub fn once_in(&mut self, count: u32) -> bool {
        self.below(count) == 0
    }

    /// What is done next to a model of `kind`.
    pub fn act(&mut self, kind: Kind) -> Act {
        let is_neuron = kind == Kind::Neuron;
        match self.below(14) {
            0..=3 => Act::Pulse {
                place: self.place(kind),
                amplitude: self.current(),
                width_ms: self.width_ms(),
            },
            4 | 5 => {
                let current = if self.once_in(3) { None } else { Some(self.current()) };
                Act::Sustain { place: self.place(kind), current }
            }
            6 | 7 => Act::Hold { place: self.place(kind), current: self.current() },
            8 => Act::Scheme(self.one_of(&["paper", "euler", "izh2003", "exact"])),
            9 => Act::Reset,
            10 => Act::Switch(self.below(1000)),
            11 if is_neuron => Act::Fire,
            12 if is_neuron => self.edit(),
            13 => Act::Mark(self.one_of(&[0, 7, 1024, 1025])),
            _ => Act::Pulse {
                place: self.place(kind),
                amplitude: self.current(),
                width_ms: self.between(1, 60),
            },
        }
    }

    /// A place of a circuit, which now and then does not exist.
    fn place(&mut self, kind: Kind) -> Place {
        match kind {
            Kind::Neuron => Place::Whole,
            Kind::Circuit if self.once_in(2) => Place::Population(self.below(4)),
            Kind::Circuit if self.once_in(8) => {
                Place::Neuron(self.one_of(&[40, 1000, 1_000_000, u32::MAX]))
            }
            Kind::Circuit => Place::Neuron(self.below(24)),
        }
    }

    /// A current, small or fit for the form of 2007, which now and then can't be had.
    fn current(&mut self) -> f64 {
        match self.below(16) {
            0 => self.one_of(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e6 + 1.0, -1e300]),
            1 => self.one_of(&[0.0, -0.0, 5e-324, -1e-300]),
            2 => self.one_of(&[1000.0, -1000.0, 250.0]),
            3..=6 => self.between(-120, 240),
            _ => self.between(-20, 30),
        }
    }

    /// The width of a pulse (ms), which now and then can't be had or acts in no step.
    fn width_ms(&mut self) -> f64 {
        match self.below(12) {
            0 => self.one_of(&[0.0, -1.0, f64::NAN, f64::INFINITY, 1e6 + 1.0, 1e-9]),
            _ => self.between(1, 25),
        }
    }

    /// A change of a parameter, which now and then makes no neuron, or none that stays finite.
    fn edit(&mut self) -> Act {
        let name = self.one_of(&["C", "k", "vr", "vt", "a", "b", "c", "d", "vb", "peak"]);
        let value = match name {
            "C" | "k" if self.once_in(5) => self.one_of(&[0.0, -1.0]),
            _ if self.once_in(9) => self.one_of(&[f64::NAN, f64::INFINITY]),
            "C" => self.between(20, 200),
            "k" => self.between(1, 3),
            "a" => self.between(-1, 8) / 50.0,
            "b" => self.between(-2, 8) / 16.0,
            "d" => self.between(-10, 40),
            "peak" => self.one_of(&[-70.0, 20.0, 35.5, 50.0]),
            _ => self.between(-75, -40),
        };
        Act::Edit { name, value }
    }
}
