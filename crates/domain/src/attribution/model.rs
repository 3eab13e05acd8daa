//! How the credit of one thing is shared by the touches that led to it.

/// A rule of sharing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Model {
    /// All to the first touch.
    #[default]
    First,
    /// All to the last.
    Last,
    /// The same to each.
    Linear,
    /// More to the later: half as much for every half-life, in hours, that a touch is older.
    TimeDecay {
        /// At least one.
        half_life: u16,
    },
    /// Two fifths to the first, two to the last, one to those between.
    Position,
}

/// What the newest touch weighs where weights decay.
const WHOLE: f64 = 1_000_000.0;

impl Model {
    /// Its name on wires.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
            Self::Linear => "linear",
            Self::TimeDecay { .. } => "time_decay",
            Self::Position => "position",
        }
    }

    /// What each touch weighs, given how many hours each is older than the newest, the oldest first. One weighs more than nothing.
    #[must_use]
    pub fn weights(self, ages: &[f64]) -> Vec<u64> {
        let count = ages.len();
        let alone = |chosen: usize| (0..count).map(|index| u64::from(index == chosen)).collect();
        match self {
            Self::First => alone(0),
            Self::Last => alone(count.saturating_sub(1)),
            Self::Linear => vec![1; count],
            Self::TimeDecay { half_life } => ages.iter().map(|age| decayed(*age / f64::from(half_life.max(1)))).collect(),
            Self::Position => (0..count).map(|index| by_position(index, count)).collect(),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between nothing and the whole")]
fn decayed(half_lives: f64) -> u64 {
    (WHOLE * (-half_lives).exp2()).round() as u64
}

fn by_position(index: usize, count: usize) -> u64 {
    let is_end = index == 0 || index + 1 == count;
    // With n between, the ends weigh 2n each and those between 1 each: 2/5, 2/5 and 1/5 of 5n.
    match count {
        1 | 2 => 1,
        _ if is_end => 2 * (count as u64 - 2),
        _ => 1,
    }
}
