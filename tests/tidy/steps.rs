//! Nothing is allocated in a step.

use crate::source::sources;

/// What a step may call besides reading and writing what there is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Nothing.
    Nothing,
    /// Lists that are kept from step to step may be filled: they grow until they are as long as they get.
    Fill,
}

/// The functions that a step goes through, by the file that has them or the folder of such files: first those of a neuron in
/// registers, of copies of it side by side and of the true solution; then those of a network.
const STEPS: &[(&str, &[&str], May)] = &[
    ("circuit/solo.rs", &["with", "carry", "run_stretch", "run_exact", "report_row"], May::Nothing),
    ("circuit/spike_window.rs", &["count"], May::Nothing),
    ("circuit/lanes.rs", &["step", "carry_groups", "add"], May::Nothing),
    ("model/fixed.rs", &["step", "after", "reset_if"], May::Nothing),
    ("model/family/", &["update", "spikes", "is_calm", "varied"], May::Nothing),
    (
        "model/taylor/",
        &[
            "new",
            "term_vanishes",
            "shorten",
            "at",
            "event",
            "spike",
            "passage",
            "coefficient",
            "of",
        ],
        May::Nothing,
    ),
    (
        "model/taylor/",
        &["first_reach", "root", "square_coefficient", "evaluate", "horner_with_rate", "advance"],
        May::Nothing,
    ),
    ("model/stimulus/input.rs", &["current", "stretch", "piece"], May::Nothing),
    ("model/stimulus/schedule.rs", &["current", "stretch", "piece"], May::Nothing),
    (
        "circuit/network/stage.rs",
        &["go_on", "update", "learn", "deliver", "advance_exactly", "advance_one_exactly"],
        May::Fill,
    ),
    (
        "circuit/network/shard.rs",
        &["set_currents", "add_random_inputs", "add_synaptic_currents", "append"],
        May::Fill,
    ),
    (
        "circuit/network/cells/",
        &["update", "reset_fired", "update_lanes", "update_rest", "word"],
        May::Nothing,
    ),
    ("circuit/network/cells/", &["collect"], May::Fill),
    ("circuit/network/afferents.rs", &["deliver"], May::Nothing),
    (
        "circuit/network/dense.rs",
        &["deliver", "deliver_same", "add_one", "add_four", "add_same"],
        May::Fill,
    ),
    (
        "circuit/network/rows.rs",
        &["deliver", "fetch", "add_to_each", "scatter", "draw", "draw_uniform"],
        May::Fill,
    ),
    (
        "circuit/network/dynamic.rs",
        &["deliver", "deliver_whole", "releases", "arrive", "learn"],
        May::Fill,
    ),
    (
        "circuit/network/learning.rs",
        &["add", "arrive", "consolidate", "learn", "fire"],
        May::Nothing,
    ),
    ("circuit/network/in_flight.rs", &["fired", "end_step", "pack", "unpack"], May::Fill),
    ("circuit/network/reading.rs", &["read", "read_neuron", "read_synapse"], May::Fill),
    ("circuit/network/reading.rs", &["keep_potentials", "restore_potentials"], May::Fill),
    ("circuit/network/team.rs", &["to", "end_step", "share"], May::Fill),
];

/// Calls that take memory each time.
const TAKES: [&str; 14] = [
    "vec!",
    "Vec::",
    "String::",
    "format!",
    "Box::new",
    "Arc::new",
    "Rc::new",
    "with_capacity",
    ".collect",
    ".to_vec(",
    ".to_owned(",
    ".to_string(",
    ".into_boxed",
    ".repeat(",
];
/// Calls that take memory where a list has no room left.
const FILLS: [&str; 7] =
    [".push(", ".extend", ".insert(", ".resize(", ".reserve(", ".append(", ".entry("];

#[test]
fn steps_take_no_memory() {
    let sources = sources();
    for (place, functions, may) in STEPS {
        let files: Vec<_> =
            sources.iter().filter(|source| source.name.starts_with(place)).collect();
        let calls: &[&[&str]] = if *may == May::Fill { &[&TAKES] } else { &[&TAKES, &FILLS] };
        for function in *functions {
            let bodies: Vec<&str> = files.iter().flat_map(|file| file.bodies(function)).collect();
            assert!(!bodies.is_empty(), "{place} has no {function}: where is it?");
            for call in calls.concat() {
                let calls = bodies.iter().any(|body| body.contains(call));
                assert!(!calls, "{place}: {function} calls {call}");
            }
        }
    }
}
