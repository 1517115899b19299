//! No verdict on what a step that was too long has caused.

use super::noted;
use crate::support::program::Place;

/// A pulse of `level` for 2 ms at 10 ms, then nothing, for a second.
fn pulse(level: f64) -> String {
    format!(
        "duration_ms = 1000.0\nbaseline = 0.0\n[[segment]]\nstart_ms = 10.0\nend_ms = 12.0\n\
         level = {level:?}\n"
    )
}

#[test]
fn there_is_no_verdict_on_what_the_step_did() {
    let place = Place::new();
    place.write("strong.toml", pulse(-500.0));
    place.write("weak.toml", pulse(-100.0));
    let compare = |more: &str| {
        let line = format!("compare --preset rs {more}");
        place.run(&line.split_whitespace().collect::<Vec<_>>())
    };
    let verdict = |out: &str| out.lines().last().unwrap_or_default().to_owned();
    for output in ["table", "csv"] {
        let strong = compare(&format!("--stimulus strong.toml --output {output}"));
        let parts = ["regular-spiking: step too long: ", " of 4001 steps, the first at 10.5 ms"];
        let line = verdict(noted(&strong, &parts));
        let none = "no verdict: from 10.5 ms on the step was too long below -162.5 mV";
        assert!(line.contains(none), "{line}");
    }
    for quiet in ["--stimulus strong.toml --scheme exact", "--stimulus weak.toml"] {
        let line = verdict(compare(quiet).accepted());
        assert_eq!(line, "verdict: so far a unit without memory could do the same", "{quiet}");
    }
    let always = compare("--current -1000 --for 1000");
    assert!(verdict(noted(&always, &[])).starts_with("verdict: no verdict: from 0.25 ms on"));
}

#[test]
fn no_panel_of_the_gallery_owes_anything_to_its_step() {
    let place = Place::new();
    for gallery in [&["gallery", "--check"][..], &["gallery", "--check", "--types"]] {
        place.run(gallery).accepted();
    }
    // One of the user's own that does, in the place of a panel.
    let text = include_str!("../../../presets/rebound-spike.toml");
    assert!(text.contains("level = -15.0"));
    place.user_preset("rebound-spike.toml", text.replace("level = -15.0", "level = -900.0"));
    let outcome = place.run(&["gallery", "--check"]);
    let noted = outcome.err.lines().filter(|line| line.contains("rebound-spike: step too long: "));
    assert_eq!(noted.count(), 1, "{}", outcome.err);
    assert!(
        outcome.err.contains("below -187.5 mV, where a step of 0.2 ms is unstable under paper")
    );
    assert_eq!(outcome.code, Some(1), "the spikes are not those that are expected");
}
