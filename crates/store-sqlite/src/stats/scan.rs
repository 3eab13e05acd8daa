//! The clicks that a question is about, out of the blocks that may hold any.

use crate::clicks::blocks;
use crate::column::bytes;
use crate::links;
use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::HashMap;
use trackway_domain::link::Link;
use trackway_domain::stats::{Filter, Question};
use trackway_store::clicks::ClickRow;
use trackway_store::stats::{click_value, link_values};

/// Shows each click of a question, with its link.
pub(super) fn scan(connection: &Connection, question: &Question, mut show: impl FnMut(&ClickRow, &Link)) -> rusqlite::Result<()> {
    let (of_link, of_click): (Vec<_>, Vec<_>) = question.filters.iter().partition(|filter| filter.by.is_of_link());
    let admits = |link: &Link| of_link.iter().all(|filter| filter.admits(link_values(link, filter.by).iter().map(Option::as_deref)));
    let mut links = HashMap::<i64, Option<Link>, RandomState>::default();
    blocks::for_each_between(connection, question.span, |block| {
        let mut within = Vec::new();
        for (index, tally) in block.tallies().map_err(blocks::unreadable)?.into_iter().enumerate() {
            let link = match links.get(&tally.link) {
                Some(link) => link,
                None => {
                    let link = find(connection, question, tally.link)?.filter(&admits);
                    links.entry(tally.link).or_insert(link)
                }
            };
            if link.is_some() {
                within.push(index);
            }
        }
        for click in block.rows(within).map_err(blocks::unreadable)? {
            if let Some(Some(link)) = links.get(&click.link.0.to_i64())
                && question.span.holds(click.at)
                && of_click.iter().all(|filter| counts(filter, &click))
            {
                show(&click, link);
            }
        }
        Ok(())
    })
}

fn counts(filter: &Filter, click: &ClickRow) -> bool {
    filter.admits(std::iter::once(click_value(click, filter.by)))
}

/// A link of the workspace that is asked about, deleted or not.
fn find(connection: &Connection, question: &Question, id: i64) -> rusqlite::Result<Option<Link>> {
    let select = "SELECT * FROM links WHERE id = ? AND workspace = ?";
    connection.prepare_cached(select)?.query_row((id, bytes(&question.workspace.0)), links::link).optional()
}
