//! A recording under way, and a recording that is played.
pub struct Playback;
impl std::fmt::Debug for Playback {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
/// x
#[derive(Debug)]
pub struct Recording;
impl crate::engine::Sink for Recording {}
impl super::App {
    pub(super) fn record_event(&mut self, _: crate::engine::Step, _: crate::engine::Command) {}
    fn stop_recording_(&mut self) {}
    pub(super) fn stop_recording(&mut self) {
        self.stop_recording_()
    }
}
