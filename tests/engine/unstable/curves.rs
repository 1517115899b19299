//! f-I curves leave out points under which steps were too long.

use izh_tui::engine::Setup;
use izh_tui::measure::{Class, Curve, NoPoint, Sweep, Threshold, currents, unstable};
use izh_tui::model::Scheme;

use super::found;
use crate::support::model::preset;

#[test]
fn lanes_leave_out_the_points_that_a_run_alone_does() {
    for name in ["regular-spiking", "class-1-excitable", "accommodation", "regular-spiking-2007"] {
        let own = preset(name).subject;
        let scale = if own.cell.neuron.equations.current_unit().is_some() { 1e6 } else { 4000.0 };
        for &scheme in own.cell.neuron.schemes() {
            let sweep = Sweep::new(&Setup { scheme, ..own.clone() }, 60.0);
            let currents = currents(-scale, 0.005 * scale, 37);
            let answers = sweep.answers(&currents, 2);
            let alone: Vec<_> = currents.iter().map(|&i| sweep.answer_alone(i)).collect();
            assert_eq!(answers, alone, "{name} {scheme}");
            let left_out = unstable(&answers).count();
            assert_eq!(left_out > 0, scheme != Scheme::Exact, "{name} {scheme}: {left_out}");
            let too_long = |i: f64| !found(sweep.setup(), i, sweep.steps()).is_empty();
            for (&current, answer) in currents.iter().zip(&answers) {
                let left_out = matches!(answer, Err(NoPoint::Unstable { .. }));
                assert_eq!(left_out, too_long(current), "{name} {scheme} {current}");
            }
        }
    }
}

/// Thresholds and classes are of points alone.
#[test]
fn a_curve_is_of_the_points_that_there_are() {
    let setup = preset("regular-spiking").subject;
    let curve = |from, to, count| {
        Curve::new(Sweep::new(&setup, 1000.0), currents(from, to, count)).complete(1)
    };
    let usual = curve(0.0, 20.0, 41);
    // Unstable, silent, firing: found as ever, to the precision of the wider range.
    let wide = curve(-1000.0, 20.0, 103);
    assert!(unstable(wide.answers()).count() > 50);
    let (Some(Threshold::At(a)), Some(Threshold::At(b))) = (usual.rheobase(), wide.rheobase())
    else {
        panic!("{:?} {:?}", usual.rheobase(), wide.rheobase());
    };
    assert!((a - b).abs() < 2e-3, "{a} {b}");
    assert_eq!(wide.class(), usual.class());
    let (low, high) = wide.told().expect("points");
    assert!((-600.0..-300.0).contains(&low) && high == 20.0, "{low} {high}");
    // Silent as far as there are points: nothing is said of what lies below.
    let silent = curve(-1000.0, 0.0, 21);
    assert_eq!(silent.rheobase(), Some(Threshold::Absent));
    assert_eq!(silent.class(), Some(Class::Unstable));
    let nothing = curve(-1000.0, -900.0, 3);
    assert_eq!((nothing.rheobase(), nothing.told()), (Some(Threshold::Untold), None));
    assert_eq!(nothing.class(), Some(Class::Unstable));
}
