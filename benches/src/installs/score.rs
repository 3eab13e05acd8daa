//! How often an algorithm was right.

use super::Install;
use trackway_domain::window::AttributionWindow;

/// Installs, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Credited to the link that had led to them.
    pub right: u32,
    /// Credited to a link that had not.
    pub wrong: u32,
    /// Followed a click.
    pub attributed: u32,
    /// Of these, those whose click was within the window and came from the same address: more no fingerprint can find.
    pub reachable: u32,
    /// Of these, those that were credited to their link.
    pub reached: u32,
}

impl Score {
    /// Counts what became of one install.
    pub fn count(&mut self, install: &Install, credited: Option<usize>, window: AttributionWindow) {
        let truth = install.truth;
        let is_right = credited.is_some() && credited == truth.map(|truth| truth.link);
        let within = i64::from(window.hours()) * 3_600_000;
        let is_reachable = truth.is_some_and(|truth| truth.same_address && truth.delay <= within);
        self.right += u32::from(is_right);
        self.wrong += u32::from(credited.is_some() && !is_right);
        self.attributed += u32::from(truth.is_some());
        self.reachable += u32::from(is_reachable);
        self.reached += u32::from(is_reachable && is_right);
    }

    /// The share of credits that were right; 1 where none was given.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what a fingerprint could find that was found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.reached, self.reachable)
    }

    /// The share of all installs that followed a click that was credited to their link.
    #[must_use]
    pub fn recall_of_all(&self) -> f64 {
        share(self.right, self.attributed)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}
