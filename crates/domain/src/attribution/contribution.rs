//! What one person gives to one link on one day.

use crate::money::Mills;

/// Counts are of that person, so each is nothing or one, but for subscriptions; a difference of two may be below nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contribution {
    /// He opened the link and is known.
    pub claims: i64,
    /// He followed after opening it.
    pub follows: i64,
    /// New subscriptions of his that are credited to it.
    pub subscriptions: i64,
    /// It was the first that he opened, and he followed.
    pub acquired_followers: i64,
    /// It was the first that he opened, and he subscribed.
    pub acquired_subscribers: i64,
    /// He opened it and follows now.
    pub current_followers: i64,
    /// He opened it and subscribes now.
    pub current_subscribers: i64,
    /// What he paid and the link is credited for, in US dollars.
    pub gross: Mills,
    /// What of it reached the account.
    pub net: Mills,
    /// Money of his was credited, even where it was paid back.
    pub has_earned: bool,
}

impl Contribution {
    /// How many numbers there are.
    pub const NUMBERS: usize = 9;

    /// The numbers, in the order of the fields; money in mills.
    #[must_use]
    pub fn numbers(&self) -> [i64; Self::NUMBERS] {
        [
            self.claims,
            self.follows,
            self.subscriptions,
            self.acquired_followers,
            self.acquired_subscribers,
            self.current_followers,
            self.current_subscribers,
            self.gross.0,
            self.net.0,
        ]
    }

    /// Reads what [`Contribution::numbers`] wrote.
    #[must_use]
    pub fn from_numbers(numbers: [i64; Self::NUMBERS], has_earned: bool) -> Self {
        let [claims, follows, subscriptions, acquired_followers, acquired_subscribers, current_followers, current_subscribers, gross, net] =
            numbers;
        Self {
            claims,
            follows,
            subscriptions,
            acquired_followers,
            acquired_subscribers,
            current_followers,
            current_subscribers,
            gross: Mills(gross),
            net: Mills(net),
            has_earned,
        }
    }

    /// How these numbers differ from those before.
    #[must_use]
    pub fn since(&self, before: &Self) -> [i64; Self::NUMBERS] {
        let (now, before) = (self.numbers(), before.numbers());
        std::array::from_fn(|index| now[index] - before[index])
    }

    /// True where it gives nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}
