//! What must hold for a click to count.

use crate::stats::Dimension;
use std::collections::BTreeSet;

/// A click's value of a dimension; None where it is unknown.
pub type Value = Option<String>;

/// A condition on one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What is looked at.
    pub by: Dimension,
    /// The values named.
    pub values: BTreeSet<Value>,
    /// True where clicks with one of the values do not count; else only they do.
    pub is_exclusion: bool,
}

impl Filter {
    /// Only clicks with one of these values.
    pub fn only(by: Dimension, values: impl IntoIterator<Item = Value>) -> Self {
        Self { by, values: values.into_iter().collect(), is_exclusion: false }
    }

    /// Only clicks with none of these values.
    pub fn without(by: Dimension, values: impl IntoIterator<Item = Value>) -> Self {
        Self { by, values: values.into_iter().collect(), is_exclusion: true }
    }

    /// True where a click with these values may count: one value, or for [`Dimension::Tag`] several.
    pub fn admits<'a>(&self, mut values: impl Iterator<Item = Option<&'a str>>) -> bool {
        values.any(|value| self.values.iter().any(|named| named.as_deref() == value)) != self.is_exclusion
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_a_value_too() {
        let germany = || Some(String::from("DE"));
        let cases = [
            (Filter::only(Dimension::Country, [germany()]), [true, false, false]),
            (Filter::only(Dimension::Country, [germany(), None]), [true, false, true]),
            (Filter::without(Dimension::Country, [germany()]), [false, true, true]),
            (Filter::without(Dimension::Country, [None]), [true, true, false]),
            (Filter::only(Dimension::Country, []), [false, false, false]),
        ];
        for (filter, expected) in cases {
            let admitted = [Some("DE"), Some("FR"), None].map(|value| filter.admits([value].into_iter()));
            assert_eq!(admitted, expected, "{filter:?}");
        }
    }
}
