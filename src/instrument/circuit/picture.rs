//! What the channels and the current from outside look like, in columns.

use super::settings::Aim;
use super::{CircuitScope, Ticks};
use crate::trace::Range;

impl CircuitScope {
    /// The envelope of what the channel at `index` shows, in so many columns.
    #[must_use]
    pub fn channel_picture(&self, index: usize, columns: usize) -> Vec<Option<Range>> {
        let channel = &self.channels[index];
        self.picture(columns, |start_ns, column_ns, part| {
            channel.envelope(start_ns, column_ns, part);
        })
    }

    /// Whether a step was too long for the neuron of the channel at `index`, in so many columns.
    #[must_use]
    pub fn channel_marks(&self, index: usize, columns: usize) -> Vec<bool> {
        let channel = &self.channels[index];
        self.picture(columns, |start_ns, column_ns, part| {
            channel.mark_columns(start_ns, column_ns, part);
        })
    }

    /// What arrived at the synapses of the channel at `index`, in so many columns.
    #[must_use]
    pub fn channel_ticks(&self, index: usize, columns: usize) -> Vec<Ticks> {
        let channel = &self.channels[index];
        self.picture(columns, |start_ns, column_ns, part| {
            channel.count_arrivals(start_ns, column_ns, part);
        })
    }

    /// Bounds of the current from outside at [`Self::site`], in so many columns: protocol or holding
    /// current, sustained current and pulses. At a neuron those of its population count, too.
    #[must_use]
    pub fn stimulus(&self, columns: usize) -> Vec<Option<Range>> {
        let neuron = (self.aim == Aim::Neuron).then(|| self.selected_neuron());
        let place = (self.selected_population(), neuron);
        let now_ns = self.now_ns();
        self.picture(columns, |start_ns, column_ns, part| {
            self.stimuli.picture(place, (start_ns, column_ns, now_ns), part);
        })
    }

    /// Has `fill` (start and time of a column, in ns) fill the columns of each stretch of time that the
    /// time base shows.
    fn picture<T: Clone + Default>(
        &self,
        columns: usize,
        fill: impl Fn(i64, u64, &mut [T]),
    ) -> Vec<T> {
        let mut picture = vec![T::default(); columns];
        let timebase = &self.desk.timebase;
        let column_ns = timebase.column_ns(columns);
        for span in timebase.spans(self.now_ns(), columns) {
            let part = &mut picture[span.column..span.column + span.columns];
            fill(span.start_ns, column_ns, part);
        }
        picture
    }
}
