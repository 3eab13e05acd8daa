//! `trackway verify` and `trackway rebuild`: counters held against the log, and set right from it.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::ensure;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use trackway_domain::link::LinkId;
use trackway_domain::utc_day::UtcDay;
use trackway_store::books::{Counter, Difference};

pub(crate) fn verify(house: House) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app) = installation::for_house(&house.data).await?;
        let differences = app.store.books().differences(Box::new(output::progress("verifying"))).await?;
        let days = app.store.books().wrong_days(Box::new(output::progress("verifying days"))).await?;
        output::table(&differences.iter().map(row).chain(days.iter().map(row_of_day)).collect::<Vec<_>>(), &COLUMNS, house.json);
        let of = |count: usize, what: &str, whose: &str| (count > 0).then(|| format!("the {what} of {count} {whose}"));
        let wrong = [of(links(&differences).len(), "counters", "links"), of(days.len(), "sums", "days")];
        let wrong = wrong.into_iter().flatten().collect::<Vec<_>>();
        ensure!(wrong.is_empty(), "{} differ from the log; `trackway rebuild` sets them right", wrong.join(" and "));
        Ok(())
    })
}

pub(crate) fn rebuild(house: House) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app) = installation::for_house(&house.data).await?;
        let differences = app.store.books().differences(Box::new(output::progress("verifying"))).await?;
        let wrong = links(&differences);
        app.store.books().mend(wrong.iter().map(|(link, _)| *link).collect(), Box::new(output::progress("rebuilding"))).await?;
        // What the counters of links lack stands beside the sums of days until these are added up anew, so that days come last.
        let days = app.store.books().wrong_days(Box::new(output::progress("verifying days"))).await?;
        app.store.books().mend_days(days.clone()).await?;
        let links = wrong.into_iter().map(|(link, code)| json!({"link": link.to_string(), "code": code, "day": null, "rebuilt": true}));
        let days = days.iter().map(|day| json!({"link": null, "code": null, "day": day.to_string(), "rebuilt": true}));
        output::table(&links.chain(days).collect::<Vec<_>>(), &["link", "code", "day", "rebuilt"], house.json);
        Ok(())
    })
}

const COLUMNS: [&str; 5] = ["link", "code", "counter", "kept", "logged"];

fn row(difference: &Difference) -> Value {
    let counter = match difference.counter {
        Counter::Clicks => "clicks".to_owned(),
        Counter::Visits => "visits".to_owned(),
        Counter::Quarter(start, traffic) => format!("{start} {}", traffic.as_str()),
        Counter::Day(day, traffic) => format!("{day} {}", traffic.as_str()),
        Counter::Given(given) => given.as_str().to_owned(),
        Counter::GivenOn(day, given) => format!("{day} {}", given.as_str()),
        Counter::CreditedOn(day, given) => format!("{day} credited {}", given.as_str()),
    };
    json!({
        "link": difference.link.to_string(),
        "code": difference.code,
        "counter": counter,
        "kept": difference.kept,
        "logged": difference.logged,
    })
}

/// What a day's sums say is too much for a row.
fn row_of_day(day: &UtcDay) -> Value {
    json!({"link": null, "code": null, "counter": format!("{day} sums"), "kept": null, "logged": null})
}

fn links(differences: &[Difference]) -> BTreeSet<(LinkId, Option<String>)> {
    differences.iter().map(|difference| (difference.link, difference.code.clone())).collect()
}
