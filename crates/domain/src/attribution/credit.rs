//! Sharing one thing exactly: whatever the weights, the parts add up to the whole.

use super::model::Model;
use super::touch::Touch;
use crate::money::Mills;
use jiff::Timestamp;

/// A touch's part in one conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The touch.
    pub touch: Touch,
    /// What it weighs, beside the others.
    pub weight: u64,
}

/// The parts of those touches that led to something, in their order. `touches` are sorted, and all of them may be credited.
#[must_use]
pub fn shares(touches: &[Touch], model: Model) -> Vec<Share> {
    let newest = touches.last().map_or(Timestamp::UNIX_EPOCH, |touch| touch.at);
    let ages = touches.iter().map(|touch| newest.duration_since(touch.at).as_secs_f64() / 3_600.0).collect::<Vec<_>>();
    let weighed = touches.iter().zip(model.weights(&ages)).map(|(touch, weight)| Share { touch: *touch, weight });
    weighed.filter(|share| share.weight > 0).collect()
}

/// The touch with the largest part; of equals the first. It gets what cannot be divided: a person.
#[must_use]
pub fn chosen(shares: &[Share]) -> Option<&Touch> {
    let heaviest = shares.iter().map(|share| share.weight).max()?;
    shares.iter().find(|share| share.weight == heaviest).map(|share| &share.touch)
}

/// Splits an amount by weight. Each part is rounded towards nothing; the mills that are left go to the largest remainders, of equals to
/// the first. So the parts add up exactly, always. Without any weight there are no parts.
#[must_use]
pub fn split(amount: Mills, shares: &[Share]) -> Vec<Mills> {
    let (sign, whole) = (amount.0.signum(), u128::from(amount.0.unsigned_abs()));
    let total = shares.iter().map(|share| u128::from(share.weight)).sum::<u128>();
    if total == 0 {
        return Vec::new();
    }
    let product = |share: &Share| whole * u128::from(share.weight);
    let mut parts = shares.iter().map(|share| product(share) / total).collect::<Vec<_>>();
    let left = whole - parts.iter().sum::<u128>();
    let mut by_remainder = (0..shares.len()).collect::<Vec<_>>();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(product(&shares[*index]) % total));
    // Fewer are left than there are parts, since each part lost less than one.
    for index in by_remainder.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[index] += 1;
    }
    // No part is larger than the amount, which fitted.
    parts.into_iter().map(|part| Mills(sign * i64::try_from(part).unwrap_or(i64::MAX))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::LinkId;
    use crate::snowflake::Snowflake;
    use proptest::prelude::*;

    fn touches(hours: &[i64]) -> Vec<Touch> {
        let at = |hour: i64| Timestamp::from_second(hour * 3_600).expect("a time");
        hours.iter().map(|hour| Touch { at: at(*hour), link: LinkId(Snowflake::from_i64(*hour)), click: None }).collect()
    }

    #[test]
    fn models_share() {
        let decay = Model::TimeDecay { half_life: 24 };
        for (model, hours, expected) in [
            (Model::First, &[0, 5, 9][..], &[1_000][..]),
            (Model::Last, &[0, 5, 9], &[1_000]),
            (Model::Linear, &[0, 5, 9], &[334, 333, 333]),
            (Model::Position, &[0], &[1_000]),
            (Model::Position, &[0, 5], &[500, 500]),
            (Model::Position, &[0, 5, 9], &[400, 200, 400]),
            (Model::Position, &[0, 5, 7, 9], &[400, 100, 100, 400]),
            (decay, &[0, 24], &[333, 667]),
            (decay, &[0, 24, 48], &[143, 286, 571]),
            (decay, &[0, 1_000_000], &[1_000]),
            (Model::Linear, &[], &[]),
        ] {
            let parts = split(Mills(1_000), &shares(&touches(hours), model));
            assert_eq!(parts, expected.iter().copied().map(Mills).collect::<Vec<_>>(), "{model:?} {hours:?}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_none_is_turned_round(amount in any::<i64>(), weights in prop::collection::vec(any::<u64>(), 1..20)) {
            let touch = touches(&[0])[0];
            let shares = weights.iter().map(|weight| Share { touch, weight: (*weight >> 1) + 1 }).collect::<Vec<_>>();
            let amount = amount.max(-i64::MAX);
            let parts = split(Mills(amount), &shares);
            prop_assert_eq!(parts.iter().map(|part| i128::from(part.0)).sum::<i128>(), i128::from(amount));
            prop_assert!(parts.iter().all(|part| part.0.signum() * amount.signum() >= 0));
            prop_assert_eq!(split(Mills(amount), &shares), parts);
        }
    }
}
