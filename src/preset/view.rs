//! Settings of the scope that derive from a preset's protocol where its table `[view]` omits them.

use crate::model::{Protocol, Scheme};
use crate::scope::{Display, Timebase, ViewSettings, ladder_near};

/// Default width of a pulse, for protocols without a pulse (ms).
const WIDTH_MS: f64 = 2.0;
/// Number of key presses from rest to the largest current of a protocol.
const HOLD_STEPS: f64 = 10.0;

/// Default settings of the scope for a neuron with `protocol`. A repeated protocol is shown in
/// passes as long as the protocol, or as one of its sweeps, a held current in a rolling trace.
#[must_use]
pub fn usual_view(
    protocol: &Protocol,
    scheme: Scheme,
    steps_per_ms: u32,
    repeats: bool,
) -> ViewSettings {
    let (low_ms, high_ms) = Timebase::WINDOW_MS;
    let (window_ms, display) = if repeats {
        // Sweeps are laid over each other.
        let pass_ms = protocol.sweeps.map_or(protocol.duration_ms, |sweeps| sweeps.length_ms);
        (pass_ms.clamp(low_ms, high_ms), Display::Sweep)
    } else {
        (Timebase::USUAL_WINDOW_MS, Display::Roll)
    };
    ViewSettings {
        window_ms: Some(window_ms),
        speed: Some(1.0),
        display: Some(display),
        ..usual_injections(protocol, scheme, steps_per_ms)
    }
}

/// Default currents that keys inject into a population or neuron with this protocol. The pulse is
/// that of the protocol, or has the amplitude of its step; its width depends on scheme and step. A
/// key changes the holding current by a tenth of the distance from rest to the largest current; a
/// sustained step has the whole distance.
#[must_use]
pub fn usual_injections(protocol: &Protocol, scheme: Scheme, steps_per_ms: u32) -> ViewSettings {
    let swing = match protocol.swing() {
        // A constant current counts as a step from a rest of 0.
        0.0 => protocol.baseline,
        swing => swing,
    };
    if swing == 0.0 {
        return ViewSettings::OPEN;
    }
    let pulse = protocol.pulse((scheme != Scheme::Exact).then_some(steps_per_ms));
    ViewSettings {
        pulse_amplitude: Some(pulse.map_or(swing, |pulse| pulse.amplitude).abs()),
        pulse_width_ms: Some(pulse.map_or(WIDTH_MS, |pulse| pulse.width_ms)),
        hold_step: Some(ladder_near(swing.abs() / HOLD_STEPS)),
        sustain: Some(swing),
        ..ViewSettings::OPEN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use crate::model::Live;
    use crate::preset::{Library, parse, parse_circuit, to_toml};

    const PRESET: &str = include_str!("../../presets/mixed-mode.toml");

    fn with(view: &str) -> Result<ViewSettings, String> {
        let preset = parse(&Document::new("x.toml", &format!("{PRESET}\n{view}")));
        preset.map(|preset| preset.view).map_err(|error| error.to_string())
    }

    #[test]
    fn every_item_may_be_left_out_and_none_may_be_wrong() {
        assert_eq!(with(""), Ok(ViewSettings::OPEN));
        let view =
            with("[view]\nwindow_ms = 50.0\nspeed = 0.1\ndisplay = \"sweep\"\nsustain = -2.0");
        let expected = ViewSettings {
            window_ms: Some(50.0),
            speed: Some(0.1),
            display: Some(Display::Sweep),
            sustain: Some(-2.0),
            ..ViewSettings::OPEN
        };
        assert_eq!(view, Ok(expected));
        let view = with("[view]\npulse = { amplitude = 3.0 }\nhold_step = 0.2").expect("valid");
        assert_eq!((view.pulse_amplitude, view.pulse_width_ms), (Some(3.0), None));
        let line = PRESET.lines().count() + 3;
        for (item, message) in [
            ("window_ms = 0.5", "window_ms: expected 1 to 1000000, found 0.5"),
            ("window_ms = nan", "window_ms: expected a finite number, found NaN"),
            ("speed = 0.0", "speed: expected 0.001 to 1000, found 0"),
            ("display = \"up\"", "unknown variant `up`"),
            ("pulse = { amplitude = -1.0 }", "amplitude: expected above 0 and at most 1000000"),
            ("pulse = { width_ms = 0.0 }", "width_ms: expected above 0 and at most 1000000"),
            ("pulse = { height = 1.0 }", "unknown field `height`"),
            ("hold_step = 0.0", "hold_step: expected above 0"),
            ("sustain = 2e6", "sustain: expected -1000000 to 1000000, found 2000000"),
            ("zoom = 1", "unknown field `zoom`"),
        ] {
            let error = with(&format!("[view]\n{item}")).expect_err(item);
            assert!(
                error.starts_with(&format!("x.toml:{line}:")) && error.contains(message),
                "{error}"
            );
        }
    }

    #[test]
    fn what_a_preset_leaves_open_follows_from_its_protocol() {
        let usual = |name: &str| {
            let entries = Library::default().entries();
            let entry = entries.iter().find(|entry| entry.preset.name() == name);
            let setup = &entry.expect("built in").preset.subject;
            let protocol = &setup.cell.protocol;
            let repeats = protocol.live == Live::Repeat;
            let view = usual_view(protocol, setup.scheme, setup.steps_per_ms, repeats);
            let pulse = (view.pulse_amplitude.unwrap(), view.pulse_width_ms.unwrap());
            let holds = (view.hold_step.unwrap(), view.sustain.unwrap());
            (view.window_ms(), view.display(), pulse, holds)
        };
        use Display::{Roll, Sweep};
        assert_eq!(usual("bistability"), (300.0, Sweep, (1.0, 4.75), (0.1, 1.0)));
        assert_eq!(usual("chattering"), (1000.0, Roll, (10.0, 2.0), (1.0, 10.0)));
        assert_eq!(usual("regular-spiking-2007"), (1000.0, Roll, (100.0, 2.0), (10.0, 100.0)));
        assert_eq!(usual("rebound-spike"), (200.0, Sweep, (15.0, 4.8), (2.0, -15.0)));
        assert_eq!(usual("resonator"), (400.0, Sweep, (0.65, 3.75), (0.05, 0.65)));
        assert_eq!(usual("inhibition-induced-spiking").2, (5.0, 2.0));
        assert_eq!(usual("threshold-variability").2, (1.0, 4.75));
        // In continuous time the edges of a segment have no duration.
        assert_eq!(usual("bistability-exact").2, (1.0, 5.0));
    }

    #[test]
    fn a_view_is_written_as_it_was_read() {
        let text = format!("{PRESET}\n[view]\nspeed = 0.5\npulse = {{ width_ms = 3.0 }}");
        let preset = parse(&Document::new("x.toml", &text)).expect("valid");
        let again = parse(&Document::new("x.toml", &to_toml(&preset))).expect("valid");
        assert_eq!(again.view, preset.view);
    }

    #[test]
    fn a_circuit_has_the_same_table() {
        let text = include_str!("../../presets/half-centre.toml");
        let resolve = |_: &str| Err("none".to_owned());
        let with = |view: &str| {
            let text = format!("{text}\n[view]\n{view}");
            parse_circuit(&Document::new("x.toml", &text), None, &resolve)
        };
        let error = with("window_ms = 0.0").expect_err("out of range").to_string();
        let line = text.lines().count() + 3;
        assert!(error.starts_with(&format!("x.toml:{line}:")), "{error}");
    }
}
