//! What a recording has written out once is only named when it is switched to again.

use izh_tui::engine::{Command, Engine};
use izh_tui::model::{Edges, Protocol, Segment, Shape};
use izh_tui::session::Entry;

use crate::lab::{Bench, lab, recipe};
use crate::model::setup;
use crate::support::{Act, live, parse, record};

/// Switches to each of these, with steps between.
fn switches(commands: &[Command]) -> Vec<Act> {
    commands.iter().flat_map(|c| [Act::Command(c.clone()), Act::Advance(50), Act::Check]).collect()
}

/// The recording replays, and has these commands.
fn check_commands(bytes: &[u8], commands: &[Command]) {
    let session = parse(bytes);
    let read = session.blocks().filter_map(|block| match block.unwrap().entry {
        Entry::Event(event) => Some(event.command),
        _ => None,
    });
    assert_eq!(read.collect::<Vec<_>>(), commands);
    assert_eq!(session.verify(1).unwrap().divergence, None);
}

#[test]
fn a_circuit_that_is_switched_to_again_is_named() {
    let circuits = [recipe("cortex-2003"), lab(), recipe("polychronization-2006"), lab()];
    let commands: Vec<_> = circuits
        .iter()
        .cycle()
        .take(41)
        .cloned()
        .map(|recipe| Command::Switch(recipe.into()))
        .collect();
    let mut bench = Bench::new(lab(), 1);
    bench.perform(&[Act::Advance(30)], None);
    let bytes = bench.record(&switches(&commands));
    let text = std::str::from_utf8(&bytes).unwrap();
    assert_eq!(text.matches("command.circuit = {").count(), 2, "{text}");
    assert_eq!(text.matches("command.again = { number = 0, name = \"lab\" }").count(), 20);
    assert_eq!(text.matches("command.again = { number = 1, name = \"cortex-2003\" }").count(), 10);
    assert_eq!(text.matches("command.again = { number = 2, ").count(), 9);
    check_commands(&bytes, &commands);
}

#[test]
fn a_large_neuron_is_named_and_a_small_one_is_written_out() {
    let mut large = setup("rebound-burst");
    let segment = |k: u32| Segment {
        start_ms: f64::from(k),
        end_ms: f64::from(k) + 0.5,
        shape: Shape::Ramp { from: 1.0, to: 2.0 },
        edges: Edges::Left,
    };
    large.cell.protocol = Protocol {
        duration_ms: 100.0,
        segments: (0..100).map(segment).collect(),
        sweeps: None,
        ..large.cell.protocol
    };
    let (large, small) = (large, setup("resonator"));
    let commands: Vec<_> = [&small, &large].into_iter().cycle().take(20).cloned().collect();
    let commands: Vec<_> =
        commands.into_iter().map(|setup| Command::Switch(setup.into())).collect();
    let bytes = record(&mut Engine::new(&live("chattering")), &switches(&commands));
    let text = std::str::from_utf8(&bytes).unwrap();
    assert_eq!(text.matches("command.switch = {").count(), 11, "{text}");
    // What is small and was written out has a number, too.
    assert_eq!(text.matches("command.again = { number = 2, ").count(), 9, "{text}");
    check_commands(&bytes, &commands);
}

#[test]
fn any_prefix_with_names_in_it_replays() {
    let mut bench = Bench::new(recipe("burst-synapse"), 1);
    let to = |name: &str| Command::Switch(recipe(name).into());
    let there = [to("tonic-synapse"), to("burst-synapse"), to("tonic-synapse")];
    crate::cuts::check_every_prefix(&bench.record(&switches(&there)));
}
