//! The programs in `examples` do what they say.

#[path = "../../examples/run_a_circuit.rs"]
#[allow(dead_code, reason = "its own entry point")]
mod run_a_circuit;
#[path = "../../examples/step_a_neuron.rs"]
#[allow(dead_code, reason = "its own entry point")]
mod step_a_neuron;
#[path = "../../examples/verify_a_recording.rs"]
#[allow(dead_code, reason = "its own entry point")]
mod verify_a_recording;

#[test]
fn a_neuron_is_stepped_under_two_schemes() {
    let report = step_a_neuron::report().expect("a neuron");
    assert_eq!(report, "paper: 75 spikes, 13.0 ms apart\nexact: 88 spikes, 11.1 ms apart\n");
}

#[test]
fn a_circuit_is_run_and_excited() {
    let report = run_a_circuit::report().expect("a circuit");
    let rates: Vec<&str> = report.lines().collect();
    assert_eq!(rates.len(), 4, "{report}");
    assert_eq!(rates[0], "as it is: E fires 22.0 times a second");
    assert_eq!(rates[2], "E excited: E fires 30.9 times a second");
}

#[test]
fn a_recording_is_listed_and_verified() {
    let session = include_str!("../data/sessions/v2.toml");
    let report = verify_a_recording::report("v2.toml", session.as_bytes()).expect("a recording");
    assert!(report.contains("ms: pulse amplitude = 10.0, width_ms = 2.0\n"), "{report}");
    assert!(report.ends_with("the same: 46 spikes in 2623 steps\n"), "{report}");
    let edited = session.replace("amplitude = 10.0", "amplitude = 11.0");
    let report = verify_a_recording::report("edited.toml", edited.as_bytes()).expect("a recording");
    assert!(report.contains("diverged between steps"), "{report}");
}
