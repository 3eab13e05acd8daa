//! How long after a click its link may be credited.

use serde::{Deserialize, Serialize};

/// An attribution window in whole hours, 1–2160 (90 days).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct AttributionWindow(u16);

/// A window outside its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// Less than an hour.
    #[error("Attribution window must be at least 1 hour")]
    TooShort,
    /// More than 90 days.
    #[error("Attribution window must be at most 2160 hours")]
    TooLong,
}

impl AttributionWindow {
    /// Seven days: what a link gets that says nothing.
    pub const DEFAULT: Self = Self(168);
    /// Ninety days: the longest, and what a link without a window of its own shows.
    pub const MAX: Self = Self(2_160);

    /// Accepts 1–2160.
    ///
    /// # Errors
    /// Which bound it breaks.
    pub fn from_hours(hours: i64) -> Result<Self, WindowError> {
        match u16::try_from(hours) {
            Ok(1..=2_160) => Ok(Self(hours as u16)),
            _ if hours < 1 => Err(WindowError::TooShort),
            _ => Err(WindowError::TooLong),
        }
    }

    /// The window in hours.
    #[must_use]
    pub fn hours(self) -> u16 {
        self.0
    }
}

impl TryFrom<i64> for AttributionWindow {
    type Error = WindowError;
    fn try_from(hours: i64) -> Result<Self, WindowError> {
        Self::from_hours(hours)
    }
}

impl From<AttributionWindow> for i64 {
    fn from(window: AttributionWindow) -> i64 {
        i64::from(window.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        for (hours, expected) in [
            (i64::MIN, Err(WindowError::TooShort)),
            (0, Err(WindowError::TooShort)),
            (1, Ok(1)),
            (2_160, Ok(2_160)),
            (2_161, Err(WindowError::TooLong)),
            (65_537, Err(WindowError::TooLong)),
        ] {
            assert_eq!(AttributionWindow::from_hours(hours).map(AttributionWindow::hours), expected, "{hours}");
        }
    }
}
