//! The cells of the hippocampus whose parabola has a slope on either side of vt, against spike times that
//! were published, and against an integration of its own here.

use izh_tui::engine::DriveState;
use izh_tui::input::Document;
use izh_tui::model::{Equations, Membrane, Neuron, Recovery, RestKind, Scheme, State, TwoSlope};
use izh_tui::preset::parse;
use proptest::prelude::*;

use crate::support::model::{
    of, of_mut, preset, published, published_spikes_ms, record, spikes_ms,
};

const PYRAMIDAL: &str = "ca1-pyramidal-2014";
const BASKET: &str = "ca1-pv-basket-2013";

/// Spikes of the pyramidal cell at 100 pA (ms), to two decimals.
const PYRAMIDAL_MS: [f64; 17] = [
    16.63, 35.67, 56.51, 79.57, 105.40, 134.75, 168.66, 208.60, 256.51, 314.66, 384.83, 466.77,
    557.64, 653.73, 752.34, 852.02, 952.14,
];

/// Interval of the basket cell at 150 pA (ms), as the script of ModelDB 182843 has it in steps of
/// 0.001 ms; it fires 24 times in a second.
const BASKET_INTERVAL_MS: f64 = 40.328;

fn slopes(neuron: &Neuron) -> TwoSlope {
    match neuron.equations {
        Equations::TwoSlope(membrane) => membrane,
        other => panic!("{other:?}"),
    }
}

/// The equations as they stand in the papers.
fn rates(neuron: &Neuron, State { v, u }: State, current: f64) -> State {
    let TwoSlope { capacitance_pf, k_low, k_high, vr_mv, vt_mv } = slopes(neuron);
    let k = if v < vt_mv { k_low } else { k_high };
    State {
        v: (k * (v - vr_mv) * (v - vt_mv) - u + current) / capacitance_pf,
        u: neuron.a * (neuron.b * (v - vr_mv) - u),
    }
}

/// One step of the classical method of Runge and Kutta.
fn runge_kutta(neuron: &Neuron, from: State, h: f64, current: f64) -> State {
    let at = |t: f64, rate: State| State { v: from.v + t * rate.v, u: from.u + t * rate.u };
    let one = rates(neuron, from, current);
    let two = rates(neuron, at(0.5 * h, one), current);
    let three = rates(neuron, at(0.5 * h, two), current);
    let four = rates(neuron, at(h, three), current);
    let mean = |a: f64, b: f64, c: f64, d: f64| (a + 2.0 * b + 2.0 * c + d) / 6.0;
    let rate =
        State { v: mean(one.v, two.v, three.v, four.v), u: mean(one.u, two.u, three.u, four.u) };
    at(h, rate)
}

/// The state after `span_ms`, and the spikes on the way, in steps of `h`; steps that pass vt or the peak are
/// cut there by bisection.
fn integrated(neuron: &Neuron, mut state: State, span_ms: f64, current: f64) -> (State, Vec<f64>) {
    const H: f64 = 0.004;
    let vt_mv = slopes(neuron).vt_mv;
    let (mut spikes, mut t_ms) = (Vec::new(), 0.0);
    while t_ms < span_ms {
        let mut h = H.min(span_ms - t_ms);
        let passes =
            |after: State| after.v >= neuron.peak_mv || (after.v - vt_mv) * (state.v - vt_mv) < 0.0;
        if passes(runge_kutta(neuron, state, h, current)) {
            let mut low = 0.0;
            for _ in 0..60 {
                let middle = 0.5 * (low + h);
                let passed = passes(runge_kutta(neuron, state, middle, current));
                (low, h) = if passed { (low, middle) } else { (middle, h) };
            }
        }
        state = runge_kutta(neuron, state, h, current);
        t_ms += h;
        if state.v >= neuron.peak_mv {
            spikes.push(t_ms);
            state = State { v: neuron.c_mv, u: state.u + neuron.d };
        }
    }
    (state, spikes)
}

#[test]
fn the_pyramidal_cell_fires_as_published() {
    let found = published_spikes_ms(PYRAMIDAL, Some(Scheme::Exact));
    assert_eq!(found.len(), PYRAMIDAL_MS.len(), "{found:?}");
    for (found, expected) in found.iter().zip(PYRAMIDAL_MS) {
        assert!((found - expected).abs() <= 0.005_01, "{found}, expected {expected}");
    }
}

#[test]
fn the_basket_cell_fires_as_its_script_does() {
    let mut experiment = published(BASKET, Some(Scheme::Euler));
    of_mut(&mut experiment).setup.steps_per_ms = 1000;
    let found = spikes_ms(&experiment, 1000.0);
    assert_eq!(found.len(), 24);
    for pair in found.windows(2).skip(1) {
        let interval_ms = pair[1] - pair[0];
        assert!((interval_ms - BASKET_INTERVAL_MS).abs() <= 0.001_01, "{interval_ms}");
    }
}

#[test]
fn the_true_solution_is_that_of_another_method() {
    for name in [PYRAMIDAL, BASKET] {
        let setup = preset(name).subject;
        let current = setup.cell.protocol.swing();
        let found = published_spikes_ms(name, Some(Scheme::Exact));
        let (_, expected) = integrated(&setup.cell.neuron, setup.cell.initial, 1000.0, current);
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-6, "{name}: {found}, expected {expected}");
        }
    }
}

/// A cell that is thrown to and fro over vt without a spike, from either side, and with vt below vr.
#[test]
fn vt_is_passed_either_way() {
    let neuron = preset(PYRAMIDAL).subject.cell.neuron;
    let passing = |v: f64, u: f64, current: f64, vt_mv: f64| {
        let membrane = TwoSlope { vt_mv, ..slopes(&neuron) };
        let neuron = Neuron { equations: Equations::TwoSlope(membrane), ..neuron };
        let mut experiment = published(PYRAMIDAL, Some(Scheme::Exact));
        of_mut(&mut experiment).setup.cell.neuron = neuron;
        of_mut(&mut experiment).state = State { v, u };
        of_mut(&mut experiment).drive = DriveState::holding(current);
        let (seen, _) = record(&experiment, 30.0);
        let (expected, spikes) = integrated(&neuron, State { v, u }, 30.0, current);
        let last = seen.samples.last().expect("rows");
        assert_eq!((seen.spikes_ms.len(), spikes.len()), (0, 0), "{v} {u} {current}");
        assert!((last.v - expected.v).abs() < 1e-7, "{v}: {} {}", last.v, expected.v);
        assert!((last.u - expected.u).abs() < 1e-7, "{v}: {} {}", last.u, expected.u);
        let above = seen.samples.iter().filter(|sample| sample.v > vt_mv).count();
        (above, seen.samples.len())
    };
    for (case, (v, u, current, vt_mv)) in [
        // From above down through vt.
        (-50.0, 400.0, 0.0, -57.0),
        // From below up through vt, slowly.
        (-57.5, -6.0, 0.0, -57.0),
        // vt below vr: rest is near vt.
        (-90.0, -60.0, 0.0, -75.0),
        (-70.0, 40.0, 0.0, -75.0),
    ]
    .into_iter()
    .enumerate()
    {
        let (above, all) = passing(v, u, current, vt_mv);
        assert!(above > 0 && above < all, "case {case}: {above} of {all} above");
    }
}

/// The right-hand side has a corner at vt, but no jump: a neuron at rest there stays.
#[test]
fn rest_in_the_corner_stays() {
    let mut experiment = published(PYRAMIDAL, Some(Scheme::Exact));
    let neuron = of(&experiment).setup.cell.neuron;
    let TwoSlope { vr_mv, vt_mv, .. } = slopes(&neuron);
    let u = neuron.b * (vt_mv - vr_mv);
    of_mut(&mut experiment).state = State { v: vt_mv, u };
    of_mut(&mut experiment).drive = DriveState::holding(u);
    let (seen, engine) = record(&experiment, 100.0);
    assert_eq!(engine.halt(), None);
    let last = seen.samples.last().expect("rows");
    assert!((last.v - vt_mv).abs() < 1e-6 && (last.u - u).abs() < 1e-6, "{last:?}");
}

#[test]
fn rest_points_lie_on_either_side_and_merge_in_the_corner() {
    let neuron = preset(PYRAMIDAL).subject.cell.neuron;
    let kinds = |neuron: &Neuron, current: f64| -> Vec<(RestKind, bool)> {
        let points = neuron.rest_points(current).into_iter();
        points.map(|rest| (rest.kind, rest.state.v > -57.0)).collect()
    };
    // b (vt - vr): the nullcline of u passes through the corner of that of v.
    let fold = neuron.saddle_node_current().expect("it fires");
    assert!((fold - 14.4).abs() < 1e-9, "{fold}");
    let (low, high) = (kinds(&neuron, 14.3), kinds(&neuron, 14.5));
    assert!(low.len() == 2 && !low[0].1 && low[1] == (RestKind::Saddle, true), "{low:?}");
    assert_eq!(high, []);
    // Where the lower slope alone is steep enough, they merge below vt as ever.
    let basket = preset(BASKET).subject.cell.neuron;
    let v = 0.5 * (-0.1 / 1.7 - 60.6 - 43.1);
    let expected = -(1.7 * (v + 60.6) * (v + 43.1) + 0.1 * (v + 60.6));
    let found = basket.saddle_node_current().expect("it fires");
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

/// A cell with one slope, written in either form.
fn alike(k: f64, vr_mv: f64, vt_mv: f64, neuron: Neuron) -> [Neuron; 2] {
    let TwoSlope { capacitance_pf, .. } = slopes(&neuron);
    let one = Membrane {
        capacitance_pf,
        k,
        vr_mv,
        vt_mv,
        recovery: Recovery::Linear,
        peak_per_u: 0.0,
        c_per_u: 0.0,
        u_max: f64::INFINITY,
    };
    let two = TwoSlope { capacitance_pf, k_low: k, k_high: k, vr_mv, vt_mv };
    [Equations::Membrane(one), Equations::TwoSlope(two)]
        .map(|equations| Neuron { equations, ..neuron })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    /// With equal slopes it is the form of 2007: every digit under Euler, and to rounding in the true
    /// solution.
    #[test]
    fn equal_slopes_are_one(
        k in 0.1f64..3.0,
        vr_mv in -70.0f64..-55.0,
        above_mv in -10.0f64..25.0,
        b in -5.0f64..5.0,
        current in 0.0f64..400.0,
    ) {
        let neuron = Neuron { b, ..preset(PYRAMIDAL).subject.cell.neuron };
        let both = alike(k, vr_mv, vr_mv + above_mv, neuron);
        let run = |neuron: Neuron, scheme| {
            let mut experiment = published(PYRAMIDAL, Some(scheme));
            of_mut(&mut experiment).setup.cell.neuron = neuron;
            of_mut(&mut experiment).drive = DriveState::holding(current);
            record(&experiment, 100.0).0
        };
        let [one, two] = both.map(|neuron| run(neuron, Scheme::Euler));
        prop_assert_eq!(one.spikes_ms, two.spikes_ms);
        for (one, two) in one.samples.iter().zip(&two.samples) {
            prop_assert_eq!([one.v.to_bits(), one.u.to_bits()], [two.v.to_bits(), two.u.to_bits()]);
        }
        let [one, two] = both.map(|neuron| run(neuron, Scheme::Exact).spikes_ms);
        prop_assert_eq!(one.len(), two.len());
        for (one, two) in one.iter().zip(&two) {
            prop_assert!((one - two).abs() < 1e-9, "{} {}", one, two);
        }
    }
}

/// The keys of one family are mistakes in another.
#[test]
fn keys_of_other_families_are_refused_with_their_place() {
    let text = include_str!("../../presets/ca1-pyramidal-2014.toml");
    let line = |key: &str| 1 + text.lines().position(|line| line.starts_with(key)).expect(key);
    for (from, to, at, message) in [
        ("k_low = 0.1", "k = 0.1", "equations", "k_low: expected with these equations"),
        ("k_high = 3.3", "", "equations", "k_high: expected with these equations"),
        ("k_low = 0.1", "k_low = 0.1\nk = 1.0", "k_high", "k: not expected with these equations"),
        ("k_low = 0.1", "k_low = 0.0", "k_low", "k_low: expected above 0, found 0"),
        ("k_high = 3.3", "k_high = nan", "k_high", "k_high: expected a finite number, found NaN"),
        ("k_high = 3.3", "k_high = \"3\"", "k_high", "invalid type: string \"3\", expected f64"),
        ("peak = 22.6", "vb = 1.0\npeak = 22.6", "peak", "vb: not expected with these equations"),
        ("\"two-slope\"", "\"2007\"", "equations", "k: expected with these equations"),
        ("\"two-slope\"", "\"two-slopes\"", "equations", "unknown variant `two-slopes`"),
        (
            "\"two-slope\"",
            "\"two-slope\"\nrecovery = \"cubic\"",
            "C =",
            "recovery: not expected with these equations",
        ),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text);
        let error = parse(&Document::new("x.toml", &bad)).expect_err(to).to_string();
        let place = format!("x.toml:{}:", line(at));
        assert!(error.starts_with(&place) && error.contains(message), "{to}: {error}");
        assert!(!error.contains('\n') && error.len() < 400, "{error}");
    }
}
