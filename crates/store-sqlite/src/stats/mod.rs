//! Questions about clicks: every click of the span is looked at, and counted where it must be.

mod counted;
mod scan;

use crate::SqliteStore;
use async_trait::async_trait;
use counted::Counted;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::HashMap;
use trackway_domain::stats::{ClickMeasure, ClickNumbers, Dimension, Question, Value};
use trackway_store::StoreError;
use trackway_store::stats::{Stats, click_value, link_values};

#[async_trait]
impl Stats for SqliteStore {
    async fn totals(&self, question: Question) -> Result<ClickNumbers, StoreError> {
        self.read(move |connection| {
            let mut all = Counted::default();
            scan::scan(connection, &question, |click, _| all.add(click))?;
            Ok(all.numbers())
        })
        .await
    }

    async fn series(&self, question: Question, edges: Vec<Timestamp>) -> Result<Vec<ClickNumbers>, StoreError> {
        self.read(move |connection| {
            let mut spans = vec![Counted::default(); edges.len().saturating_sub(1)];
            scan::scan(connection, &question, |click, _| {
                let behind = edges.partition_point(|edge| *edge <= click.at);
                if let Some(span) = behind.checked_sub(1).and_then(|index| spans.get_mut(index)) {
                    span.add(click);
                }
            })?;
            Ok(spans.iter().map(Counted::numbers).collect())
        })
        .await
    }

    async fn breakdown(
        &self,
        question: Question,
        by: Dimension,
        order: ClickMeasure,
        limit: u32,
    ) -> Result<Vec<(Value, ClickNumbers)>, StoreError> {
        self.read(move |connection| {
            let mut values = HashMap::<Value, Counted>::new();
            scan::scan(connection, &question, |click, link| {
                let of_click = if by.is_of_link() { link_values(link, by) } else { vec![click_value(click, by).map(str::to_owned)] };
                for value in of_click {
                    values.entry(value).or_default().add(click);
                }
            })?;
            let mut rows = values.into_iter().map(|(value, counted)| (value, counted.numbers())).collect::<Vec<_>>();
            rows.sort_by(|(one, of_one), (other, of_other)| {
                let rank = |numbers: &ClickNumbers| (Reverse(order.of(*numbers)), Reverse(numbers.clicks));
                rank(of_one).cmp(&rank(of_other)).then_with(|| one.cmp(other))
            });
            rows.truncate(limit as usize);
            Ok(rows)
        })
        .await
    }
}
