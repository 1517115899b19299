//! The phase plane against formulas that are worked out here apart from the model.

use izh_tui::input::Document;
use izh_tui::model::{Equations, Membrane, Neuron, Recovery, RestKind, RestPoint, State, TwoSlope};
use izh_tui::preset::{Library, parse};
use proptest::prelude::*;

use crate::support::model::preset;

fn neuron(name: &str) -> Neuron {
    preset(name).subject.cell.neuron
}

fn every_neuron() -> Vec<(String, Neuron)> {
    let text = include_str!("../data/neurons/vt-below-vr.toml");
    let own = parse(&Document::new("vt-below-vr.toml", text)).expect("a neuron");
    let presets = Library::default().entries().into_iter().map(|entry| entry.preset);
    presets.chain([own]).map(|p| (p.name().to_owned(), p.subject.cell.neuron)).collect()
}

fn kinds(neuron: &Neuron, current: f64) -> Vec<RestKind> {
    neuron.rest_points(current).iter().map(|point| point.kind).collect()
}

/// The currents that matter for any form: many, on both sides of every bifurcation.
fn currents(neuron: &Neuron) -> impl Iterator<Item = f64> {
    let scale = if neuron.equations.current_unit().is_some() { 10.0 } else { 0.25 };
    (-150..=150).map(move |k| scale * f64::from(k))
}

#[test]
fn nothing_moves_at_a_rest_point() {
    for (name, neuron) in every_neuron() {
        for current in currents(&neuron) {
            for point in neuron.rest_points(current) {
                let State { v, u } = point.state;
                let v_rate = neuron.v_rate(point.state, current);
                assert!(v_rate.abs() < 1e-9, "{name} at {current}: v' = {v_rate}");
                assert!((neuron.v_nullcline(v, current) - u).abs() < 1e-9, "{name} at {current}");
                if point.eigenvalues.is_none() {
                    // On a jump of the drive, u stands still on neither side, but turns about.
                    continue;
                }
                let u_rate = neuron.u_rate(point.state);
                assert!(u_rate.abs() < 1e-9, "{name} at {current}: u' = {u_rate}");
                match neuron.u_nullcline_mv() {
                    Some(only_mv) => assert_eq!((only_mv, neuron.u_nullcline(v)), (v, None)),
                    None => assert_eq!(neuron.u_nullcline(v), Some(u)),
                }
            }
        }
    }
}

/// Every crossing of the nullclines that a fine comb finds is a rest point, and there are no others.
#[test]
fn no_rest_point_is_missed() {
    for (name, neuron) in every_neuron().into_iter().filter(|(_, n)| n.u_nullcline_mv().is_none()) {
        for current in currents(&neuron).step_by(7) {
            let apart = |v: f64| neuron.v_nullcline(v, current) - neuron.u_nullcline(v).unwrap();
            let comb = (-30_000..30_000).map(|k| (f64::from(k) + 0.123) * 5e-3);
            let crossings = comb.filter(|v| apart(*v) * apart(v + 5e-3) < 0.0).count();
            let found = neuron.rest_points(current);
            // Where the nullclines only touch, they don't cross.
            let crosses = |point: &&RestPoint| {
                point.state.v.abs() < 150.0 && point.kind != RestKind::SaddleNode
            };
            assert_eq!(
                found.iter().filter(crosses).count(),
                crossings,
                "{name} at {current}: {found:?}"
            );
        }
    }
}

/// The dimensionless forms: roots by the quadratic formula, kinds by trace and determinant as the
/// sources print them.
#[test]
fn kinds_by_hand_in_the_dimensionless_forms() {
    for (name, neuron) in every_neuron() {
        let (linear, constant) = match neuron.equations {
            Equations::Standard => (5.0, 140.0),
            Equations::Class1 => (4.1, 108.0),
            _ => continue,
        };
        let Neuron { a, b, .. } = neuron;
        for current in [-99.0, -20.3, -5.1, 0.05, 0.21, 3.79, 3.81, 63.7, 66.1] {
            let square = (linear - b) * (linear - b) - 0.16 * (constant + current);
            let found = neuron.rest_points(current);
            if square < 0.0 {
                assert!(found.is_empty(), "{name} at {current}");
                continue;
            }
            assert_eq!(found.len(), 2, "{name} at {current}");
            for (point, sign) in found.iter().zip([-1.0, 1.0]) {
                let v = (-(linear - b) + sign * square.sqrt()) / 0.08;
                assert!((point.state.v - v).abs() < 1e-9 && (point.state.u - b * v).abs() < 1e-9);
                let trace = 0.08 * v + linear - a;
                let determinant = a * (b - linear - 0.08 * v);
                let expected = match (determinant < 0.0, trace < 0.0) {
                    (true, _) => RestKind::Saddle,
                    (_, true) if trace * trace < 4.0 * determinant => RestKind::StableFocus,
                    (_, true) => RestKind::StableNode,
                    (_, false) if trace * trace < 4.0 * determinant => RestKind::UnstableFocus,
                    (_, false) => RestKind::UnstableNode,
                };
                assert_eq!(point.kind, expected, "{name} at {current}, v = {v}");
                let [(re, im), (other_re, other_im)] = point.eigenvalues.expect("smooth there");
                assert!((re + other_re - trace).abs() < 1e-12 && im == -other_im);
                let product = re * other_re - im * other_im;
                assert!((product - determinant).abs() < 1e-12, "{name}: {product} {determinant}");
            }
        }
    }
}

#[test]
fn saddle_nodes_at_the_known_currents() {
    let of_b = |b| Neuron { b, ..neuron("regular-spiking") }.saddle_node_current().unwrap();
    for (b, current) in [(0.2, 4.0), (0.25, 1.015_625), (0.26, 0.4225)] {
        assert!((of_b(b) - current).abs() < 1e-12, "{b}");
        let neuron = Neuron { b, ..neuron("regular-spiking") };
        assert_eq!(kinds(&neuron, current), [RestKind::SaddleNode], "{b}");
        assert_eq!(kinds(&neuron, current + 1e-6), [], "{b}");
        assert_eq!(kinds(&neuron, current - 1e-6).len(), 2, "{b}");
    }
    // 0.7 (v + 60)(v + 40) + 2 (v + 60) is lowest where 0.7 (2 v + 100) = -2.
    let v = 0.5 * (-2.0 / 0.7 - 100.0);
    let regular = -(0.7 * (v + 60.0) * (v + 40.0) + 2.0 * (v + 60.0));
    // Above -65 mV, where b = 0, 1.6 (v + 60)(v + 50) is lowest at -55; with b = 2 and k = 0.25,
    // 0.25 (v + 65)(v + 45) - 2 (v + 65) at -51.
    let known = [
        ("regular-spiking-2007", Some(regular)),
        ("thalamo-cortical-2007", Some(40.0)),
        ("reticular-thalamic-2007", Some(49.0)),
        // 2 v + 95 = 0.075 (v + 55)^2 has no real root; the other rests at -65 mV for ever.
        ("fast-spiking-2007", None),
        ("accommodation", None),
    ];
    for (name, expected) in known {
        match (neuron(name).saddle_node_current(), expected) {
            (Some(found), Some(expected)) => {
                assert!((found - expected).abs() < 1e-9, "{name}: {found}");
                assert_eq!(kinds(&neuron(name), found + 1e-3), [], "{name}");
            }
            (found, expected) => assert_eq!(found, expected, "{name}"),
        }
    }
}

#[test]
fn hopf_bifurcations_at_the_known_currents() {
    let regular = neuron("regular-spiking").hopf_current().expect("b > a");
    assert!((regular - 3.797).abs() < 1e-3, "{regular}");
    // C v' of fast spiking: 2 v + 95 = a C = 4 at -45.5 mV.
    let fast = 9.5 * 5.5 + 0.025 * 9.5 * 9.5 * 9.5;
    assert!((neuron("fast-spiking-2007").hopf_current().unwrap() - fast).abs() < 1e-9);
    // b < a, u without a leak, and thalamic neurons, whose u rests on nothing above -65 mV.
    for name in ["depolarizing-after-potential", "accommodation", "thalamo-cortical-2007"] {
        assert_eq!(neuron(name).hopf_current(), None, "{name}");
    }
}

#[test]
fn at_a_hopf_bifurcation_a_focus_loses_its_stability() {
    let mut seen = 0;
    for (name, neuron) in every_neuron() {
        let Some(current) = neuron.hopf_current() else { continue };
        let has = |current: f64, kind| kinds(&neuron, current).contains(&kind);
        assert!(has(current, RestKind::Centre), "{name}: {:?}", neuron.rest_points(current));
        let step = 1e-4 * (1.0 + current.abs());
        let (before, after) = (current - step, current + step);
        // Where a < 0, u drives away and not back, and the order is the other one.
        let (stable, unstable) = if neuron.a > 0.0 { (before, after) } else { (after, before) };
        let near_stable = [RestKind::StableFocus, RestKind::StableNode];
        let near_unstable = [RestKind::UnstableFocus, RestKind::UnstableNode];
        assert!(near_stable.iter().any(|kind| has(stable, *kind)), "{name}");
        assert!(near_unstable.iter().any(|kind| has(unstable, *kind)), "{name}");
        seen += 1;
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn kinds_by_hand_in_the_other_forms() {
    // u' = a b (v + 65): trace -0.2, determinant 0.02, whatever the current.
    assert_eq!(kinds(&neuron("accommodation"), 7.0), [RestKind::StableFocus]);
    // C = 100, k = 0.7, a = 0.03, b = -2, at rest on vr: trace -14/100 - 0.03,
    // determinant 0.03 (14 - 2)/100; the other end is the saddle.
    assert_eq!(
        kinds(&neuron("regular-spiking-2007"), 0.0),
        [RestKind::StableNode, RestKind::Saddle]
    );
    // b = 8, k = 1: the same trace, determinant 0.03 (14 + 8)/100 = 0.0066, below 0.17^2/4.
    assert_eq!(kinds(&neuron("low-threshold-spiking-2007"), 0.0)[0], RestKind::StableNode);
    // Fast spiking rests on vr, where u has no slope: eigenvalues -15/20 and -0.2. Above its Hopf
    // bifurcation the one rest point stays: at 74.5 pA near -45.2 mV (trace 0.03, determinant
    // 0.026), at 80 pA near -42.6 mV (0.29 and 0.017).
    let fast = neuron("fast-spiking-2007");
    let rest = &fast.rest_points(0.0)[0];
    assert_eq!((rest.state.v, rest.kind), (-55.0, RestKind::StableNode));
    let [(slow, _), (quick, _)] = rest.eigenvalues.unwrap();
    assert!((slow + 0.2).abs() < 1e-12 && (quick + 0.75).abs() < 1e-12);
    assert_eq!(kinds(&fast, 74.5), [RestKind::UnstableFocus]);
    assert_eq!(kinds(&fast, 80.0), [RestKind::UnstableNode]);
    // The reticular neuron rests on the switch itself, which belongs to the side below: b = 10.
    let reticular = neuron("reticular-thalamic-2007").rest_points(0.0);
    assert_eq!((reticular[0].state.v, reticular[0].kind), (-65.0, RestKind::StableFocus));
}

/// Where b of the thalamo-cortical neuron changes its drive jumps from -75 to 0, and between
/// -195 and -120 pA it rests there.
#[test]
fn a_neuron_rests_where_its_drive_jumps() {
    let relay = neuron("thalamo-cortical-2007");
    for (current, expected) in [(-194.0, true), (-150.0, true), (-121.0, true), (-196.0, false)] {
        let found = relay.rest_points(current);
        let switch = found.iter().find(|point| point.kind == RestKind::StableSwitch);
        assert_eq!(switch.is_some(), expected, "{current}: {found:?}");
        if let Some(switch) = switch {
            assert_eq!(switch.state, State { v: -65.0, u: 1.6 * 75.0 + current });
            assert_eq!(switch.eigenvalues, None);
        }
    }
    assert!(!kinds(&relay, -119.0).contains(&RestKind::StableSwitch));
}

fn any_neuron() -> impl Strategy<Value = Neuron> {
    let parts = (-2.0f64..2.0, -20.0f64..20.0, 0.05f64..4.0, -90.0f64..-40.0, 0usize..7);
    parts.prop_map(|(a, b, k, at_mv, form)| {
        let membrane = |recovery| {
            Equations::Membrane(Membrane {
                capacitance_pf: 50.0 * k,
                k,
                vr_mv: -60.0,
                vt_mv: at_mv + 55.0,
                recovery,
                peak_per_u: 0.0,
                c_per_u: 0.0,
                u_max: f64::INFINITY,
            })
        };
        let equations = match form {
            0 => Equations::Standard,
            1 => Equations::Class1,
            2 => Equations::Accommodation,
            3 => membrane(Recovery::Linear),
            6 => Equations::TwoSlope(TwoSlope {
                capacitance_pf: 50.0 * k,
                k_low: k,
                k_high: k + 3.0 * a * a,
                vr_mv: -60.0,
                vt_mv: at_mv + 20.0,
            }),
            4 => membrane(Recovery::Split { vb_mv: at_mv, b_above: b * k - 3.0 }),
            _ => membrane(Recovery::Cubic { vb_mv: at_mv }),
        };
        Neuron { equations, a, b, c_mv: -65.0, d: 8.0, peak_mv: 30.0 }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn rest_points_of_any_neuron(neuron in any_neuron(), current in -500.0f64..500.0) {
        for point in neuron.rest_points(current) {
            let rate = neuron.v_rate(point.state, current);
            prop_assert!(rate.abs() < 1e-8, "v' = {}", rate);
            if let Some([one, other]) = point.eigenvalues {
                prop_assert!(neuron.u_rate(point.state).abs() < 1e-8);
                prop_assert!(one.0 >= other.0);
            }
        }
    }

    /// Whatever finite numbers a file may hold.
    #[test]
    fn absurd_parameters_do_no_harm(
        a in any::<f64>(), b in any::<f64>(), current in any::<f64>(), form in any_neuron(),
    ) {
        let neuron = Neuron { a, b, ..form };
        let _ = neuron.rest_points(current);
        let _ = (neuron.saddle_node_current(), neuron.hopf_current());
    }
}
