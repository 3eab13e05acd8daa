//! A stretch of time.

use jiff::Timestamp;

/// From an instant to before another, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    from: Timestamp,
    before: Timestamp,
}

/// A span would end before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the span ends before it begins")]
pub struct Backwards;

impl Span {
    /// What lies at or after `from` and before `before`.
    ///
    /// # Errors
    /// Where `before` comes first.
    pub fn new(from: Timestamp, before: Timestamp) -> Result<Self, Backwards> {
        if before < from { Err(Backwards) } else { Ok(Self { from, before }) }
    }

    /// Its first instant.
    #[must_use]
    pub fn from(self) -> Timestamp {
        self.from
    }

    /// The first instant behind it.
    #[must_use]
    pub fn before(self) -> Timestamp {
        self.before
    }

    /// True where an instant lies in it.
    #[must_use]
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_holds_its_start_and_not_its_end() {
        let [first, second] = [0, 1_000].map(|at| Timestamp::from_millisecond(at).expect("a time"));
        let span = Span::new(first, second).expect("a span");
        assert_eq!([first, second].map(|at| span.holds(at)), [true, false]);
        assert!(!Span::new(first, first).expect("nothing").holds(first));
        assert_eq!(Span::new(second, first), Err(Backwards));
    }
}
