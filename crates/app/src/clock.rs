//! What time it is.

use jiff::Timestamp;

/// A clock.
pub trait Clock: Send + Sync + 'static {
    /// Now, to the millisecond: what stores and wires keep.
    fn now(&self) -> Timestamp;
}

/// The system's clock: the only place that asks the system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }
}
