use super::*;
use crate::scope::TriggerMode;

const MS: ModelNs = ModelNs::new(1_000_000);

#[test]
fn a_rolling_picture_moves_by_whole_cells() {
    let timebase = Timebase::new(1000.0, Display::Roll);
    let starts: Vec<ModelNs> =
        (0..40).map(|k| timebase.spans(MS * 2_000 + MS * k, 100)[0].start_ns).collect();
    assert!(starts.windows(2).all(|pair| (pair[1] - pair[0]) % (MS * 20) == ModelNs::ZERO));
    assert_eq!(starts[0] % (MS * 20), ModelNs::ZERO);
}

#[test]
fn a_sweep_shows_the_present_and_the_rest_of_the_last() {
    let timebase = Timebase::new(1000.0, Display::Sweep);
    let spans = timebase.spans(MS * 1_250, 100);
    assert_eq!(spans[0], Span { column: 0, columns: 26, start_ns: MS * 1_000 });
    assert_eq!(spans[1], Span { column: 30, columns: 70, start_ns: MS * 300 });
    assert_eq!(timebase.spans(MS * 250, 100).len(), 1);
}

#[test]
fn a_triggered_picture_stands_around_its_event() {
    let mut timebase = Timebase::new(100.0, Display::Trigger);
    timebase.acquisition.position = 0.2;
    timebase.event(MS * 500);
    // The newest window, which moves, until the picture is complete.
    assert!(timebase.moves_with_time(MS * 579) && timebase.event_ns(MS * 579).is_none());
    assert_eq!(timebase.complete(MS * 579), None);
    assert_eq!(timebase.complete(MS * 580), Some((MS * 500, [MS * 480, MS * 580])));
    assert_eq!(timebase.spans(MS * 590, 100)[0].start_ns, MS * 480);
    assert_eq!(timebase.event_ns(MS * 590), Some(MS * 500));
    assert!(!timebase.moves_with_time(MS * 590));
    timebase.scroll(Scroll::Back, MS * 590, ModelNs::ZERO);
    assert_eq!(timebase.trigger_status(MS * 590), Some(TriggerStatus::Stop));
    assert!(timebase.moves_with_time(MS * 590) && timebase.event_ns(MS * 590).is_none());
    timebase.set_display(Display::Sweep);
    assert_eq!(timebase.trigger_status(MS * 590), None);
}

#[test]
fn without_an_event_a_normal_display_is_blank() {
    let mut timebase = Timebase::new(100.0, Display::Trigger);
    timebase.acquisition.mode = TriggerMode::Normal;
    assert!(timebase.spans(MS * 400, 100).is_empty());
    assert_eq!(timebase.trigger_status(MS * 400), Some(TriggerStatus::Wait));
}

#[test]
fn time_per_division_steps_by_1_2_5() {
    let mut timebase = Timebase::new(1000.0, Display::Roll);
    timebase.set_window(timebase.shorter_ms());
    assert_eq!(timebase.ms_per_div(), 50.0);
    timebase.set_window(timebase.longer_ms());
    timebase.set_window(timebase.longer_ms());
    assert_eq!(timebase.ms_per_div(), 200.0);
    timebase.set_window(400.0);
    assert_eq!((timebase.shorter_ms(), timebase.longer_ms()), (200.0, 500.0));
}

#[test]
fn scrolling_stops_at_the_oldest_sample() {
    let mut timebase = Timebase::new(1000.0, Display::Sweep);
    let mut scroll = |scroll| {
        timebase.scroll(scroll, MS * 2_500, MS * 500);
        timebase.back_ms()
    };
    assert_eq!([scroll(Scroll::Back), scroll(Scroll::PageBack)], [100.0, 1100.0]);
    assert_eq!([scroll(Scroll::PageBack), scroll(Scroll::Back)], [2000.0, 2000.0]);
    assert_eq!([scroll(Scroll::Oldest), scroll(Scroll::Forward)], [1000.0, 900.0]);
    assert_eq!([scroll(Scroll::PageForward), scroll(Scroll::Back)], [0.0, 100.0]);
    assert_eq!(scroll(Scroll::Newest), 0.0);
    scroll(Scroll::PageBack);
    assert_eq!(timebase.spans(MS * 2_500, 100).len(), 1);
}

#[test]
fn a_closer_look_is_about_the_middle_and_never_ahead_of_now() {
    let mut timebase = Timebase::new(1000.0, Display::Roll);
    timebase.set_window_about(0.5, 500.0, (MS * 5_000, 1000));
    // Half-way between 4000 and 5010: the last cell of a rolling picture holds now.
    assert!((timebase.back_ms() - 250.0).abs() < 3.0, "{}", timebase.back_ms());
    timebase.set_window_about(0.5, 5000.0, (MS * 5_000, 1000));
    assert_eq!(timebase.back_ms(), 0.0);
}

#[test]
fn a_pass_begins_at_the_left_edge_and_stands_until_the_next() {
    let mut timebase = Timebase::new(300.0, Display::Sweep);
    let span = |column, columns, ms: usize| Span { column, columns, start_ns: MS * ms };
    timebase.begin_pass(ModelNs::ZERO, Some(MS * 300));
    assert_eq!(timebase.spans(MS * 150, 100), [span(0, 51, 0)]);
    for ms in [300, 350, 399] {
        assert_eq!(timebase.spans(MS * ms, 100), [span(0, 100, 0)]);
    }
    timebase.begin_pass(MS * 400, Some(MS * 700));
    assert_eq!(timebase.spans(MS * 400, 100), [span(0, 1, 400), span(6, 94, 18)]);
    assert_eq!(timebase.spans(MS * 700, 100), [span(0, 100, 400)]);
    // Once the user has taken over, sweeps go on from there.
    timebase.end_passes();
    assert_eq!(timebase.spans(MS * 703, 100)[0], span(0, 2, 700));
}

#[test]
fn a_shorter_window_sweeps_over_a_pass_in_parts() {
    let mut timebase = Timebase::new(200.0, Display::Sweep);
    let span = |column, columns, ms: usize| Span { column, columns, start_ns: MS * ms };
    timebase.begin_pass(MS * 1_000, Some(MS * 1_300));
    assert_eq!(timebase.spans(MS * 1_210, 100), [span(0, 6, 1_200), span(10, 90, 1_020)]);
    assert_eq!(timebase.spans(MS * 1_350, 100)[0], span(0, 50, 1_200));
    timebase.begin_pass(MS * 1_400, Some(MS * 1_700));
    assert_eq!(timebase.spans(MS * 1_400, 100), [span(0, 1, 1_400), span(6, 44, 1_212)]);
}

#[test]
fn whole_columns_hold_a_pass_whatever_their_number() {
    let mut timebase = Timebase::new(400.0, Display::Sweep);
    timebase.begin_pass(ModelNs::ZERO, Some(MS * 400));
    for columns in 30..400 {
        let spans = timebase.spans(MS * 450, columns);
        assert_eq!(spans, [Span { column: 0, columns, start_ns: ModelNs::ZERO }]);
    }
}

#[test]
fn a_sweep_is_over_when_the_next_begins() {
    let mut timebase = Timebase::new(300.0, Display::Sweep);
    timebase.begin_pass(ModelNs::ZERO, Some(MS * 300));
    assert!(timebase.is_within_sweep(MS * 10, MS * 290));
    timebase.begin_pass(MS * 400, Some(MS * 700));
    assert!(!timebase.is_within_sweep(MS * 350, MS * 410));
    timebase.set_display(Display::Roll);
    assert!(!timebase.is_within_sweep(MS * 410, MS * 420));
}

#[test]
fn a_picture_at_the_latest_time_stays_there() {
    let now_ns = ModelNs::from_ms((1_u64 << 53) as f64);
    for display in [Display::Roll, Display::Sweep, Display::Trigger] {
        let mut timebase = Timebase::new(1e6, display);
        timebase.force_event(now_ns);
        timebase.begin_pass(now_ns - MS * 10, Some(now_ns));
        let spans = timebase.spans(now_ns, 100);
        assert!(spans.iter().all(|span| now_ns - span.start_ns <= MS * 1_000_000), "{spans:?}");
        timebase.set_window_about(0.5, 1.0, (now_ns, 1000));
        timebase.scroll(Scroll::PageBack, now_ns, ModelNs::ZERO);
        assert!(timebase.back_ms() >= 1.0 && timebase.event_ns(now_ns).is_none());
    }
}
