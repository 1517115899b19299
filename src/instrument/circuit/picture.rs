//! What the channels and the current from outside look like, in columns.

use super::Circuit;
use super::settings::Aim;
use crate::instrument::{CHANNELS, Shown, Ticks};
use crate::trace::{ModelNs, Range};

impl<'a> Circuit<'a> {
    /// The envelope of what the channel at `index` shows, in so many columns.
    #[must_use]
    pub fn channel_picture(self, index: usize, columns: usize) -> Vec<Option<Range>> {
        let channel = &self.scope.channels[index];
        self.columns(columns, |start_ns, column_ns, part| {
            channel.envelope(start_ns, column_ns, part);
        })
    }

    /// Whether a step was too long for the neuron of the channel at `index`, in so many columns.
    #[must_use]
    pub fn channel_marks(self, index: usize, columns: usize) -> Vec<bool> {
        let channel = &self.scope.channels[index];
        self.columns(columns, |start_ns, column_ns, part| {
            channel.mark_columns(start_ns, column_ns, part);
        })
    }

    /// What arrived at the synapses of the channel at `index`, in so many columns.
    #[must_use]
    pub fn channel_ticks(self, index: usize, columns: usize) -> Vec<Ticks> {
        let channel = &self.scope.channels[index];
        self.columns(columns, |start_ns, column_ns, part| {
            channel.count_arrivals(start_ns, column_ns, part);
        })
    }

    /// Bounds of the current from outside at [`Self::site`], in so many columns: protocol or holding
    /// current, sustained current and pulses. At a neuron those of its population count, too.
    #[must_use]
    pub fn stimulus(self, columns: usize) -> Vec<Option<Range>> {
        let neuron = (self.state.aim == Aim::Neuron).then(|| self.selected_neuron());
        let place = (self.selected_population(), neuron);
        let now_ns = self.now_ns();
        self.columns(columns, |start_ns, column_ns, part| {
            self.state.stimuli.picture(place, (start_ns, column_ns, now_ns), part);
        })
    }

    /// Has `fill` (start and time of a column, in ns) fill the columns of each stretch of time that the
    /// time base shows.
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

    /// The bounds of all potentials on channels as far as they are shown, looked for in so many columns.
    pub(in crate::instrument) fn shown_bounds(self, columns: usize) -> Option<Range> {
        let shown = |index: &usize| {
            let channel = &self.scope.channels[*index];
            channel.is_on() && channel.shown() == Shown::Voltage
        };
        let pictures = (0..CHANNELS).filter(shown);
        Range::around(pictures.flat_map(|index| self.channel_picture(index, columns)).flatten())
    }
}
