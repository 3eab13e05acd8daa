//! What every answer must be: each question put to a list of clicks, one click after the other. Slow, and so plain that it can be believed.

use crate::clicks::ClickRow;
use crate::stats::{click_value, link_values};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::link::Link;
use trackway_domain::stats::{City, ClickMeasure, ClickNumbers, Dimension, Question, Value};

/// All that was ever recorded, and the links as they are now.
pub struct Reference {
    /// The clicks, in any order.
    pub clicks: Vec<ClickRow>,
    /// The links, deleted ones too. A click of none of them is nobody's.
    pub links: Vec<Link>,
}

impl Reference {
    /// What [`crate::stats::Stats::totals`] must answer.
    #[must_use]
    pub fn totals(&self, question: &Question) -> ClickNumbers {
        numbers(self.counting(question).map(|(click, _)| click))
    }

    /// What [`crate::stats::Stats::series`] must answer.
    #[must_use]
    pub fn series(&self, question: &Question, edges: &[Timestamp]) -> Vec<ClickNumbers> {
        let between = |from: Timestamp, before: Timestamp| {
            numbers(self.counting(question).map(|(click, _)| click).filter(|click| from <= click.at && click.at < before))
        };
        edges.windows(2).map(|neighbours| between(neighbours[0], neighbours[1])).collect()
    }

    /// What [`crate::stats::Stats::breakdown`] must answer.
    #[must_use]
    pub fn breakdown(&self, question: &Question, by: Dimension, order: ClickMeasure, limit: u32) -> Vec<(Value, ClickNumbers)> {
        let mut clicks = BTreeMap::<Value, Vec<&ClickRow>>::new();
        for (click, link) in self.counting(question) {
            for value in values(click, link, by) {
                clicks.entry(value).or_default().push(click);
            }
        }
        let mut rows = clicks.into_iter().map(|(value, clicks)| (value, numbers(clicks.into_iter()))).collect::<Vec<_>>();
        rows.sort_by_key(|(value, numbers)| (Reverse(order.of(*numbers)), Reverse(numbers.clicks), value.clone()));
        rows.truncate(limit as usize);
        rows
    }

    /// What [`crate::stats::Stats::cities`] must answer.
    #[must_use]
    pub fn cities(&self, question: &Question, limit: u32) -> Vec<(City, u64)> {
        let mut clicks = BTreeMap::<City, u64>::new();
        for (click, _) in self.counting(question) {
            let value = |by| click_value(click, by).map(str::to_owned);
            let (country, region, name) = (value(Dimension::Country), value(Dimension::Region), value(Dimension::City));
            *clicks.entry(City { country, region, name }).or_default() += 1;
        }
        let mut rows = clicks.into_iter().collect::<Vec<_>>();
        rows.sort_by_key(|(city, clicks)| (Reverse(*clicks), city.clone()));
        rows.truncate(limit as usize);
        rows
    }

    /// The clicks that a question is about, each with its link.
    fn counting<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = (&'a ClickRow, &'a Link)> {
        let with_link = |click: &'a ClickRow| Some((click, self.links.iter().find(|link| link.id == click.link)?));
        let counts = |(click, link): &(&ClickRow, &Link)| {
            let passes = |by| values(click, link, by);
            link.workspace == question.workspace
                && question.span.holds(click.at)
                && question.filters.iter().all(|filter| filter.admits(passes(filter.by).iter().map(Option::as_deref)))
        };
        self.clicks.iter().filter_map(with_link).filter(counts)
    }
}

fn values(click: &ClickRow, link: &Link, by: Dimension) -> Vec<Value> {
    if by.is_of_link() { link_values(link, by) } else { vec![click_value(click, by).map(str::to_owned)] }
}

fn numbers<'a>(clicks: impl Iterator<Item = &'a ClickRow>) -> ClickNumbers {
    let clicks = clicks.collect::<Vec<_>>();
    let visitors = clicks.iter().filter_map(|click| click.visitor).collect::<BTreeSet<_>>();
    ClickNumbers { clicks: clicks.len() as u64, visitors: visitors.len() as u64 }
}
