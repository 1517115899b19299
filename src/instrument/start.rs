//! How a scope begins with a subject.

use super::Scope;
use super::analyses::{Change, originals};
use super::channel::Channel;
use super::circuit::CircuitState;
use crate::circuit::NeuronId;
use crate::engine::Site;
use crate::scope::Page;
use crate::trace::{Activity, ModelNs, Raster};

impl Scope {
    /// Begins with the subject of a switch.
    pub(super) fn begin_subject(&mut self) {
        let engine = self.run.engine();
        self.originals = originals(engine.subject());
        if engine.recipe().is_some() {
            if self.circuit.is_none() {
                self.circuit = Some(Box::new(CircuitState::new(engine)));
                self.page = Page::default();
            }
            return self.begin_circuit();
        }
        if self.circuit.take().is_some() {
            self.begin_channel();
            self.page = Page::default();
        }
        self.changed(Change::Neuron, Site::Subject);
        self.set_ns = self.now_ns();
        self.arm_trigger();
        self.suit_units();
        self.suit_view();
        self.note_pass();
    }

    /// Begins anew with the subject at the start of a replay.
    pub(super) fn begin_anew(&mut self) {
        self.originals = originals(self.engine().subject());
        self.set_ns = ModelNs::ZERO;
        if self.circuit.is_some() {
            return self.begin_circuit_anew();
        }
        self.begin_channel();
        self.suit_units();
        self.controls.timebase.begin_run();
        self.trigger.forget();
        self.suit_view();
    }

    /// Sets up the channel of a neuron alone.
    fn begin_channel(&mut self) {
        let (neuron, now_ns) = (NeuronId::FIRST, self.now_ns());
        self.channels = vec![Channel::new(neuron, true, self.new_record(neuron))];
        self.selected = 0;
        self.raster = Raster::default();
        self.activity = Activity::new(1, now_ns);
        self.spectrum = None;
    }
}
