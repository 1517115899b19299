//! dv/dt against v in the phase plane.

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{Spike, Step};
use izh_tui::instrument::{RateKind, Scope};
use izh_tui::keys::Key;
use izh_tui::measure::VRate;
use izh_tui::scope::Page;
use izh_tui::ui::{Colors, Marker, Theme};

use crate::support::circuit::built_in;
use crate::support::model::{preset, record};
use crate::support::scope::{cells, drawn_for, live, press, scope, text, type_text, wait};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];
const TITLE: &str = "dv/dt (mV/ms) against v (mV)";

fn screen(app: &Scope, (width, height): (u16, u16)) -> String {
    text(&cells(app, width, height, Marker::Braille))
}

#[test]
fn the_upstroke_of_a_neuron_and_of_a_neuron_in_a_circuit() {
    let mut neuron = scope("chattering");
    let mut pair = built_in("half-centre");
    for (name, app) in [("neuron", &mut neuron), ("circuit", &mut pair)] {
        wait(app, 1500);
        type_text(app, "V");
        for size in SIZES {
            let named = format!("{name}-{}x{}", size.0, size.1);
            insta::assert_snapshot!(named, screen(app, size));
        }
        // With u against v where there is room for both: side by side, or one below the other.
        type_text(app, "V");
        insta::assert_snapshot!(format!("{name}-both-200x60"), screen(app, (200, 60)));
        insta::assert_snapshot!(format!("{name}-both-120x60"), screen(app, (120, 60)));
    }
    let ascii = text(&cells(&neuron, 200, 60, Marker::Ascii));
    assert!(ascii.is_ascii() && ascii.contains("^ peak  v reset  @ the neuron"), "{ascii}");
}

#[test]
fn the_key_opens_it_and_where_there_is_room_for_one_exchanges_it() {
    let mut app = scope("chattering");
    wait(&mut app, 500);
    let has = |app: &Scope, size| {
        let screen = screen(app, size);
        (screen.contains("u against v (mV)"), screen.contains(TITLE))
    };
    type_text(&mut app, "p");
    for (size, both) in
        [((80, 24), false), ((120, 40), false), ((60, 30), false), ((200, 60), true)]
    {
        assert_eq!(has(&app, size), (true, both), "{size:?}");
        // Where it has no room the legend names the key.
        let named = screen(&app, size).contains("V dv/dt");
        assert_eq!(named, !both && size != (60, 30), "{size:?}");
    }
    type_text(&mut app, "V");
    assert!(SIZES.iter().all(|size| has(&app, *size) == (false, true)));
    type_text(&mut app, "V");
    assert_eq!((has(&app, (80, 24)), app.page()), ((true, false), Page::Phase));
    // From elsewhere the key opens it, and the phase plane's own key never does.
    press(&mut app, [Key::Tab]);
    type_text(&mut app, "V");
    assert_eq!((has(&app, (80, 24)), app.page()), ((false, true), Page::Phase));
    type_text(&mut app, "pp");
    assert_eq!(has(&app, (80, 24)), (true, false));
}

#[test]
fn every_row_has_the_right_hand_side_of_its_own() {
    for (keys, name) in [("", "regular-spiking"), ("s", "regular-spiking"), ("", "chattering")] {
        let mut app = scope(name);
        type_text(&mut app, keys);
        let (record, steps) = {
            let mut setup = preset(name);
            setup.subject.scheme = app.scheme_then();
            wait(&mut app, 1000);
            let (record, _) = record(&live(&setup), 1000.0);
            (record, usize::try_from(setup.subject.steps_per_ms).expect("small"))
        };
        let mut rule = VRate::new(app.situation().neuron, app.scheme_then());
        let step = |ms: f64| Step((ms * steps as f64).round() as u64);
        let mut spikes = record.spikes_ms.iter().peekable();
        let rates = record.samples.iter().map(|row| {
            while let Some(time_ms) = spikes.next_if(|ms| step(**ms) <= row.step) {
                let (neuron, step, time_ms) = (NeuronId::FIRST, step(*time_ms), *time_ms);
                rule.spike(&Spike { neuron, step, time_ms });
            }
            rule.of(row)
        });
        let rates: Vec<f64> = rates.take(1000 * steps).collect();
        let trail = app.rate_trail();
        assert!((0..=1).contains(&(300 * steps + 1 - trail.len())), "{}", trail.len());
        let oldest_ms = 1000.0 - 1.0 / steps as f64 - trail[0].age_ms;
        for (point, rate) in trail.iter().rev().zip(rates.iter().rev()) {
            // The trace keeps seven digits of v, u and current.
            assert!((point.rate - rate).abs() < 1e-3, "{name} {keys:?}: {point:?} {rate}");
        }
        let recent = record.spikes_ms.iter().filter(|ms| **ms >= oldest_ms).count();
        let peaks = trail.iter().filter(|point| point.kind == RateKind::Peak).count();
        assert!(recent > 3 && peaks == recent, "{name} {keys:?}: {peaks} {recent}");
    }
}

#[test]
fn each_spike_has_a_peak_and_a_reset_that_no_line_joins() {
    for keys in ["", "s", "ss", "sss"] {
        let mut app = scope("regular-spiking");
        type_text(&mut app, keys);
        wait(&mut app, 1000);
        let trail = app.rate_trail();
        for pair in trail.windows(2) {
            let [one, next] = pair else { unreachable!() };
            let after_peak = one.kind == RateKind::Peak;
            assert_eq!(next.kind == RateKind::Reset, after_peak, "{keys:?}: {pair:?}");
            assert_eq!(next.joined, !after_peak, "{keys:?}: {pair:?}");
            assert!(!after_peak || (one.v_mv - 30.0).abs() < 1e-9, "{keys:?}: {pair:?}");
            assert!(next.kind != RateKind::Reset || next.v_mv < -55.0, "{keys:?}: {pair:?}");
        }
    }
}

#[test]
fn its_axis_holds_the_trail_and_the_onset() {
    for name in ["chattering", "thalamo-cortical-burst-2007", "resonator", "ca1-pv-basket-2013"] {
        let mut app = scope(name);
        type_text(&mut app, "V");
        for _ in 0..20 {
            wait(&mut app, 100);
            let (v, rate) = app.plane().rate_axes().expect("shown");
            assert!(rate.low <= -5.0 && rate.high >= 10.0, "{name}: {rate:?}");
            for point in app.rate_trail() {
                assert!((v.low..=v.high).contains(&point.v_mv), "{name}: {point:?}");
                assert!((rate.low..=rate.high).contains(&point.rate), "{name}: {point:?}");
            }
        }
    }
}

#[test]
fn without_colours_trail_and_lines_have_characters_of_their_own() {
    let theme = Theme::dark(Colors::True);
    let [new, ..] = theme.trail;
    let mut app = scope("chattering");
    type_text(&mut app, "V");
    wait(&mut app, 700);
    for marker in [Marker::Braille, Marker::Block, Marker::Ascii] {
        let drawn = drawn_for(&app, marker, (TITLE, "mV -"), &[new, theme.dim]);
        assert!(drawn[0].contains("*"), "{marker:?}: {drawn:?}");
        assert!(["[", "]"].iter().all(|line| drawn[1].contains(*line)), "{marker:?}: {drawn:?}");
    }
}
