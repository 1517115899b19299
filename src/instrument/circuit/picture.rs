//! Pictures of the channels and of the current from outside, in columns.

use super::Circuit;
use super::settings::Aim;
use crate::instrument::{CHANNELS, Shown, Ticks};
use crate::trace::{ModelNs, Range};

impl<'a> Circuit<'a> {
    /// The envelope of the variable on the channel at `index`, in `columns` columns.
    #[must_use]
    pub fn channel_picture(self, index: usize, columns: usize) -> Vec<Option<Range>> {
        let channel = &self.scope.channels[index];
        self.columns(columns, |start_ns, column_ns, part| {
            channel.envelope(start_ns, column_ns, part);
        })
    }

    /// Whether a step was too long for the neuron of the channel at `index`, by column.
    #[must_use]
    pub fn channel_marks(self, index: usize, columns: usize) -> Vec<bool> {
        let channel = &self.scope.channels[index];
        self.columns(columns, |start_ns, column_ns, part| {
            channel.mark_columns(start_ns, column_ns, part);
        })
    }

    /// Arrivals at the synapses of the channel at `index`, by column.
    #[must_use]
    pub fn channel_ticks(self, index: usize, columns: usize) -> Vec<Ticks> {
        let channel = &self.scope.channels[index];
        self.columns(columns, |start_ns, column_ns, part| {
            channel.count_arrivals(start_ns, column_ns, part);
        })
    }

    /// Bounds of the current from outside at [`Self::site`], by column: protocol or holding current,
    /// sustained step and pulses; of a neuron, those of its population included.
    #[must_use]
    pub fn stimulus(self, columns: usize) -> Vec<Option<Range>> {
        let neuron = (self.state.aim == Aim::Neuron).then(|| self.selected_neuron());
        let place = (self.selected_population(), neuron);
        let now_ns = self.now_ns();
        self.columns(columns, |start_ns, column_ns, part| {
            self.state.stimuli.picture(place, (start_ns, column_ns, now_ns), part);
        })
    }

    /// Calls `fill` for each stretch of time on the screen, with its start, the width of a column (ns), and
    /// the columns to fill.
    fn columns<T: Clone + Default>(
        self,
        columns: usize,
        fill: impl Fn(ModelNs, ModelNs, &mut [T]),
    ) -> Vec<T> {
        let mut picture = vec![T::default(); columns];
        let timebase = &self.controls.timebase;
        let column_ns = timebase.column_ns(columns);
        for span in timebase.spans(self.now_ns(), columns) {
            let part = &mut picture[span.column..span.column + span.columns];
            fill(span.start_ns, column_ns, part);
        }
        picture
    }

    /// The bounds of all membrane potentials on the screen (mV), computed in `columns` columns.
    pub(in crate::instrument) fn shown_bounds(self, columns: usize) -> Option<Range> {
        let shown = |index: &usize| {
            let channel = &self.scope.channels[*index];
            channel.is_on() && channel.shown() == Shown::Voltage
        };
        let pictures = (0..CHANNELS).filter(shown);
        Range::around(pictures.flat_map(|index| self.channel_picture(index, columns)).flatten())
    }
}
