//! Probes: what they read of a shard in each step.

use super::super::{NeuronId, Probe, Reading, SynapseId};
use super::afferents::Synapses;
use super::currents::Currents;
use super::shard::{Report, Shard, source};
use crate::model::Scheme;
use crate::model::stimulus::Input;

impl Shard {
    /// Reads every probe that observes something in this shard.
    pub(super) fn read(
        &self,
        step: u64,
        currents: &Currents,
        scheme: Scheme,
        probes: &[Probe],
        report: &mut Report,
    ) {
        for (index, probe) in probes.iter().enumerate() {
            let reading = match *probe {
                Probe::Neuron(neuron) => {
                    let exact = scheme == Scheme::Exact;
                    self.place(neuron).map(|place| self.read_neuron(step, place, currents, exact))
                }
                Probe::Synapse(id) => self.read_synapse(step, id),
            };
            report.readings.extend(reading.map(|reading| (index, reading)));
        }
    }

    fn read_neuron(&self, step: u64, place: usize, currents: &Currents, exact: bool) -> Reading {
        let segment = self.cells.segment_of(place);
        let state = self.cells.state(place);
        let mut current = self.cells.current[place];
        if exact {
            let number = self.range.start + place as u32;
            let in_place = currents.in_place(NeuronId::new(number), segment.population);
            let schedule = &self.schedules[self.cells.segment_index(place)];
            let source = source(schedule, in_place);
            current = Input { source, injected: current }.current(step);
        }
        Reading::Neuron { v: segment.neuron.shown(state), u: state.u, current }
    }

    fn read_synapse(&self, step: u64, id: SynapseId) -> Option<Reading> {
        self.place(id.post)?;
        self.afferents.iter().find_map(|(afferents, _)| match &afferents.synapses {
            Synapses::Dynamic(dynamic) if afferents.projection == id.projection => {
                dynamic.reading(id, step)
            }
            _ => None,
        })
    }

    /// Saves the potentials that probes read, before a spike is reset.
    pub(super) fn keep_potentials(&self, probes: &[Probe], report: &mut Report) {
        let shown = |(index, probe): (usize, &Probe)| {
            let Probe::Neuron(neuron) = *probe else { return None };
            let place = self.place(neuron)?;
            let peak = self.cells.segment_of(place).neuron;
            Some((index, peak.shown(self.cells.state(place))))
        };
        report.potentials_mv.clear();
        report.potentials_mv.extend(probes.iter().enumerate().filter_map(shown));
    }
}

/// Writes the saved potentials from before the resets into the readings.
pub(super) fn restore_potentials(report: &mut Report) {
    for &(index, shown_mv) in &report.potentials_mv {
        let readings = report.readings.iter_mut().filter(|(other, _)| *other == index);
        for (_, reading) in readings {
            if let Reading::Neuron { v, .. } = reading {
                *v = shown_mv;
            }
        }
    }
}
