//! Steps a neuron of one's own under two integration schemes, and measures its spikes.
//!
//! `cargo run --example step_a_neuron`

use std::error::Error;
use std::fmt::Write;

use izh_tui::engine::{Cell, DriveState, Engine, Experiment, Setup};
use izh_tui::measure::SpikeTrain;
use izh_tui::model::{Family, Protocol, Scheme, State};

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

/// A line for each scheme.
pub fn report() -> Result<String, Box<dyn Error>> {
    // The chattering cell of 2003; the family says which parameters there are.
    let family = Family::named("standard", None).ok_or("no such family")?;
    let mut neuron = family.blank_neuron();
    for (name, value) in [("a", 0.02), ("b", 0.2), ("c", -50.0), ("d", 2.0)] {
        family.parameter(name).ok_or("no such parameter")?.set(&mut neuron, value);
    }
    if let Some(flaw) = neuron.flaw() {
        return Err(flaw.message.into());
    }
    let cell = Cell {
        name: "mine".to_owned(),
        neuron,
        initial: State { v: -70.0, u: -14.0 },
        protocol: Protocol::constant(0.0),
    };

    let mut lines = String::new();
    for scheme in [Scheme::Paper, Scheme::Exact] {
        let setup = Setup { cell: cell.clone(), scheme, steps_per_ms: 4 };
        let mut engine = Engine::new(&Experiment::neuron(&setup, DriveState::holding(10.0), 1));
        let mut train = SpikeTrain::default();
        engine.advance(4_000, &mut train); // one second
        let mean_ms = train.mean_isi_ms().unwrap_or(f64::NAN);
        writeln!(lines, "{scheme}: {} spikes, {mean_ms:.1} ms apart", train.spikes())?;
    }
    Ok(lines)
}
