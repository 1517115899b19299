//! Circuits as the user writes them: what is wrong is told with its place and with what was expected,
//! what is right is found by its name.

use std::fs;
use std::path::{Path, PathBuf};

use izh_tui::circuit::{Delay, MEMORY_BYTES_MAX, Part, Rule};
use izh_tui::input::{Document, InputError};
use izh_tui::preset::{Found, Library, LookupError, Origin, Wanted, circuit_to_toml};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/circuits/bad")
}

/// Each file in `tests/data/circuits/bad` says in its first line, after `# `, what is expected.
#[test]
fn every_bad_file_is_refused_with_its_place() {
    let mut files: Vec<_> = fs::read_dir(folder()).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 120, "{}", files.len());
    let library = Library::default();
    let mut wrong = String::new();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let expected = text.lines().next().unwrap().trim_start_matches("# ");
        let found = match library.parse(&Document::new(name, &text), None) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(!found.contains('\n'));
        if found != format!("{name}:{expected}") {
            wrong += &format!("expected {name}:{expected}\n   found {found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn parse(text: &str) -> Result<Found, InputError> {
    Library::default().parse(&Document::new("c.toml", text), None)
}

const START: &str = "kind = \"circuit\"
name = \"c\"
description = \"One population.\"
[integration]
scheme = \"izh2003\"
dt_ms = 0.5
[[population]]
name = \"E\"
count = 400
preset = \"rs\"
";

/// The recipe of a circuit of 400 cells with this at its end.
fn recipe(rest: &str) -> std::sync::Arc<izh_tui::circuit::Recipe> {
    let found = parse(&format!("{START}{rest}")).unwrap_or_else(|error| panic!("{error}"));
    found.circuit().unwrap().preset.subject
}

#[test]
fn what_is_left_out_is_what_one_expects() {
    let recipe =
        recipe("[[projection]]\nfrom = \"E\"\nto = \"E\"\nrule = \"all-to-all\"\nweight = 1");
    assert_eq!((recipe.duration_ms, recipe.steps_per_ms), (1000.0, 2));
    let population = &recipe.populations[0];
    // The preset's neuron and its initial state, without its protocol.
    assert_eq!((population.neuron.d, population.v0, population.u0), (8.0, -63.0, None));
    assert_eq!(
        (population.protocol.settled_current(), population.protocol.segments.len()),
        (0.0, 0)
    );
    let projection = &recipe.projections[0];
    assert_eq!(projection.name, "E to E");
    assert_eq!((projection.delay, projection.release), (Delay::Constant(1), 1.0));
    assert_eq!((&projection.rule, projection.autapses), (&Rule::AllToAll, false));
    assert_eq!(recipe.synapses(projection), 400 * 399);
}

#[test]
fn delays_are_whole_steps() {
    let of = |delay: &str| {
        let start =
            "[[projection]]\nfrom = \"E\"\nto = \"E\"\nrule = \"all-to-all\"\nweight = 1.0\n";
        recipe(&format!("{start}delay_ms = {delay}")).projections[0].delay
    };
    assert_eq!(of("1.5"), Delay::Constant(3));
    assert_eq!(of("{ low = 0.5, high = 2 }"), Delay::Uniform { low: 1, high: 4 });
    assert_eq!(of("{ each = [1.0, 20.0] }"), Delay::Each { low: 2, high: 40, stride: 2 });
    let halves = "{ each = [1.0, 20.0], step_ms = 0.5 }";
    assert_eq!(of(halves), Delay::Each { low: 2, high: 40, stride: 1 });
}

#[test]
fn memory_is_known_before_it_is_asked_for() {
    let bytes = |rest: &str| {
        let start = "[[projection]]\nfrom = \"E\"\nto = \"E\"\nweight = 1.0\n";
        recipe(&format!("{start}{rest}")).memory(1).bytes_of(Part::Synapses(0))
    };
    // What a source takes with its one delay.
    let rows = 400 * (8 + 4);
    assert_eq!(bytes("rule = \"all-to-all\""), 400 * 399 * 4 + rows);
    assert_eq!(bytes("rule = \"all-to-all\"\nautapses = true"), 400 * 400 * 4 + rows);
    assert_eq!(bytes("rule = \"all-to-all\"\nrelease = 0.5"), 400 * 399 * 28 + rows);
    let short_term = "short_term = { u = 0.5, tau_rec_ms = 100.0, tau_fac_ms = 0.0 }";
    assert_eq!(bytes(&format!("rule = \"all-to-all\"\n{short_term}")), 400 * 399 * 44 + rows);
    for (pairing, each) in [("nearest", 32), ("all", 40)] {
        let stdp = format!(
            "stdp = {{ potentiation = 0.1, depression = 0.1, tau_potentiation_ms = 20.0, tau_depression_ms = 20.0, pairing = \"{pairing}\", weight_min = 0.0, weight_max = 2.0 }}"
        );
        assert_eq!(
            bytes(&format!("rule = \"all-to-all\"\n{stdp}")),
            400 * 399 * each + rows + 400 * 24
        );
    }
    assert_eq!(bytes("rule = \"in-degree\"\ndegree = 10"), 400 * 10 * 6 + rows);
    let delays = "rule = \"out-degree\"\ndegree = 10\ndelay_ms = { low = 0.5, high = 2.0 }";
    assert_eq!(bytes(delays), 400 * 10 * 2 + rows + 3 * 400 * 4);
    // 159,600 pairs with a half: 79,800 synapses, and six times 199.75 as a margin.
    let half = "rule = \"probability\"\nprobability = 0.5";
    assert_eq!(bytes(half), (79_800 + 1_199) * 2 + rows);
    assert_eq!(bytes("rule = \"probability\"\nprobability = 1.0"), 400 * 399 * 2 + rows);
    const { assert!(MEMORY_BYTES_MAX < 1 << 33) };
}

/// A recording has to hold all of it.
#[test]
fn lists_and_protocols_are_bounded_together() {
    let list = |count: u32| {
        let pairs = (0..count).map(|k| format!("[{},{}]", k / 400, k % 400)).collect::<Vec<_>>();
        format!(
            "[[projection]]\nfrom = \"E\"\nto = \"E\"\nrule = \"list\"\nautapses = true\nweight = 1\npairs = [{}]\n",
            pairs.join(",")
        )
    };
    let refused = |rest: &str| parse(&format!("{START}{rest}")).unwrap_err().to_string();
    assert!(parse(&format!("{START}{}", list(100_000))).is_ok());
    assert_eq!(refused(&list(100_001)), "c.toml:17:9: pairs: expected 1 to 100000, found 100001");
    let twice = refused(&(list(50_001) + &list(50_001)));
    assert_eq!(twice, "c.toml:18:1: expected at most 100000 pairs in all projections");
    let population = |name: &str| {
        let mut text = format!("[[population]]\nname = \"{name}\"\ncount = 1\npreset = \"rs\"\n");
        text += "[population.protocol]\nduration_ms = 1e6\nbaseline = 0\n";
        for k in 0..2049 {
            let (start, end) = (k, f64::from(k) + 0.5);
            text += "[[population.protocol.segment]]\n";
            text += &format!("start_ms = {start}\nend_ms = {end}\nlevel = 1.0\n");
        }
        text
    };
    let message = refused(&(population("P") + &population("Q")));
    assert!(message.contains("at most 4096 segments with 131072 numbers"), "{message}");
}

#[test]
fn every_built_in_circuit_is_read_back_as_it_was() {
    let circuits = Library::default().circuits();
    assert!(circuits.len() >= 9);
    for entry in circuits {
        let text = circuit_to_toml(&entry.preset);
        let document = Document::new("written", &text);
        let again = izh_tui::preset::parse_circuit(&document, None, &izh_tui::preset::no_presets);
        assert_eq!(again, Ok(entry.preset), "{text}");
    }
}

#[test]
fn a_name_finds_a_neuron_or_a_circuit() {
    let library = Library::default();
    assert_eq!(library.find_circuit("Cortex").unwrap().preset.name(), "cortex-2003");
    assert_eq!(library.find("ch").unwrap().preset.name(), "chattering");
    assert!(matches!(library.find_any("chattering"), Ok(Found::Neuron(_))));
    let message = |error: LookupError| error.to_string();
    let circuit = library.find("cortex").map_err(message).unwrap_err();
    assert_eq!(circuit, "\"cortex-2003\" is a circuit: expected a neuron");
    let neuron = library.find_circuit("ch").map_err(message).unwrap_err();
    assert_eq!(neuron, "\"chattering\" is a neuron: expected a circuit");
    let unknown = library.find("cortex-2004").map_err(message).unwrap_err();
    assert_eq!(unknown, "unknown preset \"cortex-2004\": did you mean cortex-2003?");
}

#[test]
fn a_user_has_circuits_of_neurons_of_their_own() {
    let mut library = Library::default();
    let nothing = |wanted: &Wanted<'_>| Err(InputError::whole(wanted.file, "not there").into());
    let mut add = |stem: &str, text: String| {
        if let Err(error) = library.add_user_text(&format!("{stem}.toml"), text, &nothing) {
            library.add_broken(stem, error);
        }
    };
    let cell = include_str!("../../presets/chattering.toml");
    add("mine", cell.replace("\"chattering\"", "\"mine\"").replace("d = 2.0", "d = 2.5"));
    add("ours", START.replace("\"c\"", "\"ours\"").replace("\"rs\"", "\"mine\""));
    add("chain", START.replace("\"c\"", "\"chain\""));
    add("again", START.replace("\"c\"", "\"ours\""));
    add("lost", START.replace("\"c\"", "\"lost\"").replace("\"rs\"", "\"nobody\""));
    let ours = library.find_circuit("ours").unwrap();
    assert_eq!(ours.preset.subject.populations[0].neuron.d, 2.5);
    let chain = library.find_circuit("chain").unwrap();
    assert_eq!((chain.origin, chain.preset.subject.neurons()), (Origin::UserOverBuiltIn, 400));
    let names = library.circuits().iter().filter(|e| e.preset.name() == "chain").count();
    assert_eq!(names, 1);
    let broken: Vec<_> = library.broken_files().iter().map(|file| file.error.to_string()).collect();
    assert_eq!(
        broken,
        [
            "again.toml: another file has the preset \"ours\" already",
            "lost.toml:10:10: preset: unknown preset \"nobody\": `izh-tui presets` lists them",
        ]
    );
}
