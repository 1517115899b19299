//! The phase plane: nullclines, rest points with their stability, and bifurcations.
//!
//! With the parabola `p(v)` and the drive `s(v)` of the recovery variable, the equations are
//! `C v' = p(v) - u + I` and `u' = a (s(v) - leak u)`. The nullclines are `u = p(v) + I` and
//! `u = s(v)/leak`; they cross at the rest points, the roots of `p(v) + I - s(v)/leak`. The
//! Jacobian is `[[p'(v)/C, -1/C], [a s'(v), -a leak]]`, and its eigenvalues classify the rest point
//! (Izhikevich, Dynamical Systems in Neuroscience, MIT Press 2007, ch. 4).

use super::equations::{Drive, Side};
use super::roots::Polynomial;
use super::{Neuron, State};

/// A trace or determinant below this fraction of its terms counts as 0: a bifurcation.
const DEGENERATE: f64 = 1e-10;

/// The type of a rest point: the behaviour of trajectories near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestKind {
    /// Two real eigenvalues below 0: trajectories return without oscillating.
    StableNode,
    /// Two real eigenvalues above 0: trajectories leave without oscillating.
    UnstableNode,
    /// A complex pair with real part below 0: trajectories spiral in.
    StableFocus,
    /// A complex pair with real part above 0: trajectories spiral out.
    UnstableFocus,
    /// One real eigenvalue on each side of 0: its stable manifold separates rest from firing.
    Saddle,
    /// An imaginary pair: the point of a Hopf bifurcation.
    Centre,
    /// An eigenvalue of 0: the point at which a node and a saddle merge.
    SaddleNode,
    /// At the potential where the drive of `u` jumps; trajectories on both sides return to it.
    StableSwitch,
    /// At the potential where the drive of `u` jumps, not stable.
    UnstableSwitch,
}

impl RestKind {
    /// The name shown on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::StableNode => "stable node",
            Self::UnstableNode => "unstable node",
            Self::StableFocus => "stable focus",
            Self::UnstableFocus => "unstable focus",
            Self::Saddle => "saddle",
            Self::Centre => "centre",
            Self::SaddleNode => "saddle-node",
            Self::StableSwitch => "stable switch",
            Self::UnstableSwitch => "unstable switch",
        }
    }
}

/// A rest point (equilibrium): under a constant current, an undisturbed neuron stays in this state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestPoint {
    /// The state at the rest point.
    pub state: State,
    /// The type of the rest point.
    pub kind: RestKind,
    /// Real and imaginary parts of the eigenvalues (1/ms), the larger real part first; none where
    /// the drive of `u` jumps.
    pub eigenvalues: Option<[(f64, f64); 2]>,
}

/// The linear equations near a state: `d/dt (dv, du) = J (dv, du)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jacobian {
    /// Change of `v'` with `v` (1/ms).
    pub vv: f64,
    /// Change of `v'` with `u`.
    pub vu: f64,
    /// Change of `u'` with `v`.
    pub uv: f64,
    /// Change of `u'` with `u` (1/ms).
    pub uu: f64,
}

impl Jacobian {
    /// Sum of the eigenvalues (1/ms).
    #[must_use]
    pub fn trace(&self) -> f64 {
        self.vv + self.uu
    }

    /// Product of the eigenvalues (1/ms^2).
    #[must_use]
    pub fn determinant(&self) -> f64 {
        self.vv * self.uu - self.vu * self.uv
    }

    /// Real and imaginary parts of the eigenvalues (1/ms), the larger real part first.
    #[must_use]
    pub fn eigenvalues(&self) -> [(f64, f64); 2] {
        let half = 0.5 * self.trace();
        let square = half * half - self.determinant();
        if square < 0.0 {
            let im = (-square).sqrt();
            return [(half, im), (half, -im)];
        }
        let root = square.sqrt();
        // One root comes from the sum that does not cancel, the other from the product of both.
        let far = if half < 0.0 { half - root } else { half + root };
        let near = if far == 0.0 { 0.0 } else { self.determinant() / far };
        [(far.max(near), 0.0), (far.min(near), 0.0)]
    }

    /// The type of a rest point with this Jacobian.
    #[must_use]
    pub fn kind(&self) -> RestKind {
        let (trace, determinant) = (self.trace(), self.determinant());
        let product = (self.vv * self.uu).abs() + (self.vu * self.uv).abs();
        if determinant.abs() <= DEGENERATE * product {
            return RestKind::SaddleNode;
        }
        if determinant < 0.0 {
            return RestKind::Saddle;
        }
        if trace.abs() <= DEGENERATE * (self.vv.abs() + self.uu.abs()) {
            return RestKind::Centre;
        }
        match (0.25 * trace * trace >= determinant, trace < 0.0) {
            (true, true) => RestKind::StableNode,
            (true, false) => RestKind::UnstableNode,
            (false, true) => RestKind::StableFocus,
            (false, false) => RestKind::UnstableFocus,
        }
    }
}

/// A range of potentials in which one right-hand side holds.
struct Part {
    polynomial: [f64; 3],
    drive: Drive,
    low_mv: f64,
    high_mv: f64,
}

impl Part {
    /// `p(v) + I - s(v)/leak`.
    fn balance(&self, current: f64) -> Polynomial {
        let [q0, q1, q2] = self.polynomial;
        let drive = &self.drive;
        let (gain, r) = (drive.gain / drive.leak, drive.reference_mv);
        let push = if drive.cubic {
            [-gain * (r * r * r), 3.0 * gain * (r * r), -3.0 * gain * r, gain]
        } else {
            [-gain * r, gain, 0.0, 0.0]
        };
        Polynomial([(q0 + current) - push[0], q1 - push[1], q2 - push[2], -push[3]])
    }

    /// The current at which two rest points merge at the switch between this part and the part
    /// above: the balance has a minimum there without a jump.
    fn fold_with(&self, above: &Self) -> Option<f64> {
        let at_mv = self.high_mv;
        let (falling, rising) = (self.balance(0.0), above.balance(0.0));
        let joins = self.drive.push(at_mv) == above.drive.push(at_mv);
        let turns = falling.derivative().at(at_mv) < 0.0 && rising.derivative().at(at_mv) > 0.0;
        (joins && turns).then(|| -falling.at(at_mv))
    }
}

impl Neuron {
    /// The v nullcline: the `u` at which `v' = 0` at the potential `v` (mV).
    #[must_use]
    pub fn v_nullcline(&self, v: f64, current: f64) -> f64 {
        self.parabola(v) + current
    }

    /// The u nullcline: the `u` at which `u' = 0` at the potential `v` (mV); none if the nullcline
    /// is the vertical line of [`Self::u_nullcline_mv`].
    #[must_use]
    pub fn u_nullcline(&self, v: f64) -> Option<f64> {
        let drive = self.drive(v);
        (drive.leak != 0.0).then(|| drive.push(v) / drive.leak)
    }

    /// The potential (mV) of a u nullcline that is a vertical line.
    #[must_use]
    pub fn u_nullcline_mv(&self) -> Option<f64> {
        let drive = self.equations.drive(self.b, Side::Below);
        (drive.leak == 0.0).then_some(drive.reference_mv)
    }

    /// The Jacobian at the potential `v` (mV).
    #[must_use]
    pub fn jacobian(&self, v: f64) -> Jacobian {
        let [_, linear, quadratic] = self.equations.polynomial(self.equations.side(v));
        let capacitance = self.equations.capacitance();
        let drive = self.drive(v);
        Jacobian {
            vv: (2.0 * quadratic * v + linear) / capacitance,
            vu: -1.0 / capacitance,
            uv: self.a * drive.slope(v),
            uu: -(self.a * drive.leak),
        }
    }

    /// Every rest point under `current`, from the lowest potential to the highest.
    #[must_use]
    pub fn rest_points(&self, current: f64) -> Vec<RestPoint> {
        let mut points: Vec<RestPoint> = Vec::new();
        for part in self.parts() {
            points.extend(
                self.rests_within(&part, current).into_iter().map(|v| self.rest(v, current)),
            );
        }
        points.extend(self.rest_on_switch(current));
        points.sort_by(|one, other| one.state.v.total_cmp(&other.state.v));
        points
    }

    /// The current of the saddle-node bifurcation, at which rest state and saddle merge and vanish;
    /// none for a neuron that has a rest point under every current.
    ///
    /// The current is the negative minimum of `p(v) - s(v)/leak`: `(5 - b)^2/0.16 - 140` in the
    /// standard form. The minimum may lie at the switch.
    #[must_use]
    pub fn saddle_node_current(&self) -> Option<f64> {
        let parts: Vec<Part> = self.parts().filter(|part| part.drive.leak != 0.0).collect();
        let in_part = |part: &Part| {
            let balance = part.balance(0.0);
            let slope = balance.derivative();
            let mut turns = slope.roots(part.low_mv, part.high_mv).into_iter();
            let minimum = turns.find(|v| slope.derivative().at(*v) > 0.0);
            minimum.map(|v| -balance.at(v))
        };
        let between = || parts.windows(2).find_map(|two| two[0].fold_with(&two[1]));
        parts.iter().find_map(in_part).or_else(between)
    }

    /// The current of the Hopf bifurcation, at which the rest state loses its stability to
    /// oscillations; none for a neuron whose rest state is stable up to the saddle-node
    /// bifurcation.
    ///
    /// There the trace vanishes, `p'(v) = a leak C`, and the determinant is positive: `b > a` in
    /// the standard form.
    #[must_use]
    pub fn hopf_current(&self) -> Option<f64> {
        let in_part = |part: Part| {
            let [_, linear, quadratic] = part.polynomial;
            let rate = self.a * part.drive.leak * self.equations.capacitance();
            let v = (rate - linear) / (2.0 * quadratic);
            let holds = v > part.low_mv && v <= part.high_mv;
            let current = self.u_nullcline(v)? - self.parabola(v);
            (holds && self.jacobian(v).determinant() > 0.0).then_some(current)
        };
        self.parts().find_map(in_part)
    }

    /// The potential (mV) at which the parabola is lowest.
    #[must_use]
    pub fn valley_mv(&self) -> f64 {
        let lowest = |side| {
            let [_, linear, quadratic] = self.equations.polynomial(side);
            -0.5 * linear / quadratic
        };
        let below_mv = lowest(Side::Below);
        match self.equations.side(below_mv) {
            Side::Below => below_mv,
            Side::Above => lowest(Side::Above),
        }
    }

    /// The ranges of potentials on either side of the switch, each with its right-hand side.
    fn parts(&self) -> impl Iterator<Item = Part> + use<> {
        let Self { equations, b, .. } = *self;
        let part = move |side, low_mv, high_mv| Part {
            polynomial: equations.polynomial(side),
            drive: equations.drive(b, side),
            low_mv,
            high_mv,
        };
        let (lowest, highest) = (f64::NEG_INFINITY, f64::INFINITY);
        let switch_mv = equations.switch_mv();
        let first = part(Side::Below, lowest, switch_mv.unwrap_or(highest));
        let second = switch_mv.map(|low_mv| part(Side::Above, low_mv, highest));
        std::iter::once(first).chain(second)
    }

    /// The potentials of the rest points in one part (mV). The switch belongs to the lower part.
    fn rests_within(&self, part: &Part, current: f64) -> Vec<f64> {
        if part.drive.leak == 0.0 {
            return vec![part.drive.reference_mv];
        }
        let mut roots = part.balance(current).roots(part.low_mv, part.high_mv);
        roots.retain(|v| *v > part.low_mv);
        roots
    }

    fn rest(&self, v: f64, current: f64) -> RestPoint {
        let u = self.u_nullcline(v).unwrap_or_else(|| self.v_nullcline(v, current));
        let jacobian = self.jacobian(v);
        RestPoint {
            state: State { v, u },
            kind: jacobian.kind(),
            eigenvalues: Some(jacobian.eigenvalues()),
        }
    }

    /// The rest point at the switch, if on the v nullcline `u` rises on one side of the switch and
    /// falls on the other: a rest point without a Jacobian (Filippov, Differential Equations with
    /// Discontinuous Righthand Sides, Kluwer 1988).
    fn rest_on_switch(&self, current: f64) -> Option<RestPoint> {
        let v = self.equations.switch_mv()?;
        let u = self.v_nullcline(v, current);
        let rate = |side| self.a * self.equations.drive(self.b, side).rate(v, u);
        let (below, above) = (rate(Side::Below), rate(Side::Above));
        if below * above >= 0.0 {
            return None;
        }
        let stable = above > 0.0 && self.jacobian(v).trace() < 0.0;
        let kind = if stable { RestKind::StableSwitch } else { RestKind::UnstableSwitch };
        Some(RestPoint { state: State { v, u }, kind, eigenvalues: None })
    }
}
