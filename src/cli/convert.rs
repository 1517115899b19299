//! Converts parsed arguments into options of the commands.

use super::args::{
    CompareArgs, FiArgs, FileArgs, GalleryArgs, HeadlessArgs, KioskArgs, LiveArgs, MeasureArgs,
    OfNeuronArgs, PresetsArgs, ReachArgs, ReplayArgs, RunArgs, ThreadsArgs, TriggerArgs,
    VariationArgs, ViewArgs,
};
use super::pictures::{IsiArgs, PsthArgs, StaArgs};
use crate::commands::{
    CompareOptions, FiOptions, GalleryOptions, HeadlessOptions, IsiOptions, Kiosk, LiveOptions,
    MeasureOptions, ModelOptions, PresetsOptions, PsthOptions, Reach, ReplayOptions, RunOptions,
    StaOptions, TableChoice, TriggerOptions, ViewOptions,
};
use crate::export::AlignedSignal;
use crate::measure::TriggerPlan;
use crate::preset::Column;

impl From<ReachArgs> for Reach {
    fn from(args: ReachArgs) -> Self {
        Self::from_flag(args.allow_files_anywhere)
    }
}

impl KioskArgs {
    fn options(self) -> Option<Kiosk> {
        let idle_min = self.idle.unwrap_or(Kiosk::IDLE_MIN_DEFAULT);
        self.kiosk.then_some(Kiosk { idle_min })
    }
}

impl VariationArgs {
    fn options(self, preset: Option<String>) -> ModelOptions {
        let Self { scheme, dt, seed, current, stimulus, table, reach } = self;
        let column = |text: Option<String>| text.as_deref().map(Column::named);
        let table = TableChoice {
            time: column(table.time_column),
            current: column(table.current_column),
            sample_ms: table.sample_ms,
        };
        let reach = reach.into();
        ModelOptions { preset, scheme, steps_per_ms: dt, seed, current, stimulus, table, reach }
    }
}

impl From<ViewArgs> for ViewOptions {
    fn from(args: ViewArgs) -> Self {
        Self { given: args.settings.0, config: args.config }
    }
}

impl From<LiveArgs> for LiveOptions {
    fn from(args: LiveArgs) -> Self {
        Self {
            model: args.model.variation.options(args.model.preset),
            view: args.view.into(),
            record: args.record,
            overwrite: args.overwrite,
            threads: args.threads.threads,
            kiosk: args.kiosk.options(),
        }
    }
}

impl From<FiArgs> for FiOptions {
    fn from(args: FiArgs) -> Self {
        let (preset, scheme, steps_per_ms) = (Some(args.preset), args.scheme, args.dt);
        let reach = args.reach.into();
        Self {
            model: ModelOptions { preset, scheme, steps_per_ms, reach, ..ModelOptions::default() },
            from: args.from,
            to: args.to,
            points: args.points.unwrap_or(Self::POINTS_DEFAULT),
            duration_ms: args.duration.unwrap_or(Self::DURATION_MS_DEFAULT),
            threads: args.threads.unwrap_or(1),
            format: args.output.unwrap_or_default(),
            file: args.file,
            overwrite: args.overwrite,
        }
    }
}

impl From<ReplayArgs> for ReplayOptions {
    fn from(args: ReplayArgs) -> Self {
        Self {
            file: args.file,
            verify: args.verify,
            list: args.list,
            format: args.output,
            ghost: args.ghost,
            output: args.target.file,
            overwrite: args.target.overwrite,
            at_ms: args.at,
            paused: args.paused,
            threads: args.threads.threads,
            view: args.view.into(),
        }
    }
}

/// A run without a screen.
fn headless(run: HeadlessArgs, threads: ThreadsArgs, file: FileArgs) -> HeadlessOptions {
    HeadlessOptions {
        model: run.variation.options(Some(run.preset)),
        duration_ms: run.duration,
        threads: threads.threads.unwrap_or(1),
        file: file.file,
        overwrite: file.overwrite,
    }
}

impl OfNeuronArgs {
    fn options(self) -> HeadlessOptions {
        headless(self.run, self.threads, self.file)
    }
}

impl From<RunArgs> for RunOptions {
    fn from(args: RunArgs) -> Self {
        let run = headless(args.run, args.threads, args.file);
        Self { run, format: args.output.unwrap_or_default() }
    }
}

impl From<TriggerArgs> for TriggerOptions {
    fn from(args: TriggerArgs) -> Self {
        let usual = TriggerPlan::default();
        let plan = TriggerPlan {
            source: args.source.unwrap_or_default(),
            kind: args.kind,
            slope: args.slope.unwrap_or_default(),
            level: args.level,
            level2: args.level2,
            hysteresis: args.hysteresis.unwrap_or(usual.hysteresis),
            holdoff_ms: args.holdoff.unwrap_or(usual.holdoff_ms),
            min_ms: args.min.unwrap_or(usual.min_ms),
            max_ms: args.max.unwrap_or(usual.max_ms),
            timeout_ms: args.timeout.unwrap_or(usual.timeout_ms),
            idle_ms: args.idle.unwrap_or(usual.idle_ms),
        };
        let (neuron, count) = (args.common.neuron, args.count);
        Self { run: args.common.options(), neuron, plan, count }
    }
}

impl From<MeasureArgs> for MeasureOptions {
    fn from(args: MeasureArgs) -> Self {
        Self {
            neuron: args.common.neuron,
            run: args.common.options(),
            from_ms: args.from,
            to_ms: args.to,
            format: args.output.unwrap_or_default(),
        }
    }
}

impl From<StaArgs> for StaOptions {
    fn from(args: StaArgs) -> Self {
        Self {
            neuron: args.common.neuron,
            run: args.common.options(),
            signal: args.signal.unwrap_or(AlignedSignal::V),
            before_ms: args.before.unwrap_or(Self::BEFORE_MS_DEFAULT),
            after_ms: args.after.unwrap_or(Self::AFTER_MS_DEFAULT),
        }
    }
}

impl From<IsiArgs> for IsiOptions {
    fn from(args: IsiArgs) -> Self {
        Self {
            neuron: args.common.neuron,
            run: args.common.options(),
            bins: args.bin.unwrap_or(Self::BINS_DEFAULT),
        }
    }
}

impl From<PsthArgs> for PsthOptions {
    fn from(args: PsthArgs) -> Self {
        Self {
            neuron: args.common.neuron,
            run: args.common.options(),
            bin_ms: args.bin.unwrap_or(Self::BIN_MS_DEFAULT),
            repeats: args.repeats.unwrap_or(1),
        }
    }
}

impl From<GalleryArgs> for GalleryOptions {
    fn from(args: GalleryArgs) -> Self {
        Self {
            types: args.types,
            check: args.check,
            view: args.view.into(),
            reach: args.reach.into(),
            kiosk: args.kiosk.options(),
        }
    }
}

impl From<CompareArgs> for CompareOptions {
    fn from(args: CompareArgs) -> Self {
        Self {
            model: args.run.variation.options(Some(args.run.preset)),
            duration_ms: args.run.duration,
            theta: args.theta,
            slope: args.slope,
            format: args.output.unwrap_or_default(),
        }
    }
}

impl From<PresetsArgs> for PresetsOptions {
    fn from(args: PresetsArgs) -> Self {
        Self { name: args.name, json: args.json, reach: args.reach.into() }
    }
}
