//! Subscribers by when they came, and what each group of them had paid at several ages.

use crate::column::{bytes, parsed, parsed_option, uuid};
use crate::histories::Known;
use crate::known_links::KnownLinks;
use rusqlite::{Connection, Row};
use trackway_domain::attribution::Model;
use trackway_domain::conversion::ConversionKind;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::PersonId;
use trackway_domain::stats::Question;
use trackway_store::credits::{CohortNumbers, CohortQuestion};
use trackway_store::stats::link_values;

/// One credit of one person, as far as cohorts look at it. Times are milliseconds since 1970.
struct Given {
    link: i64,
    at: i64,
    is_subscription: bool,
    money: Option<(Currency, Mills, Mills)>,
}

pub(super) fn cohorts(connection: &Connection, asked: &CohortQuestion) -> rusqlite::Result<Vec<CohortNumbers>> {
    let mut cohorts = vec![CohortNumbers::none(asked.ages.len()); asked.edges.len().saturating_sub(1)];
    let mut links = KnownLinks::default();
    for person in subscribers(connection, &asked.question)? {
        let mut given = match asked.model {
            None => stored(connection, person)?,
            Some(model) => worked_out(connection, person, model)?,
        };
        let mut admitted = Vec::with_capacity(given.len());
        given.sort_by_key(|given| given.at);
        for given in given {
            if admits(connection, &asked.question, &mut links, given.link)? {
                admitted.push(given);
            }
        }
        enter(asked, &mut cohorts, &admitted);
    }
    Ok(cohorts)
}

/// Enters a person in the cohort of his first subscription that is credited to one of the links.
fn enter(asked: &CohortQuestion, cohorts: &mut [CohortNumbers], given: &[Given]) {
    let Some(start) = given.iter().find(|given| given.is_subscription).map(|given| given.at) else { return };
    let holds = |pair: &[jiff::Timestamp]| pair[0].as_millisecond() <= start && start < pair[1].as_millisecond();
    let Some(cohort) = asked.edges.windows(2).position(holds).map(|index| &mut cohorts[index]) else { return };
    cohort.subscribers += 1;
    for (index, age) in asked.ages.iter().enumerate() {
        let end = start.saturating_add(age.as_millis().try_into().unwrap_or(i64::MAX));
        for (currency, gross, net) in given.iter().filter(|given| start <= given.at && given.at < end).filter_map(|given| given.money) {
            let money = cohort.paid[index].entry(currency).or_default();
            money.gross.0 += gross.0;
            money.net.0 += net.0;
        }
    }
}

/// Whoever has ever subscribed, by any model.
fn subscribers(connection: &Connection, question: &Question) -> rusqlite::Result<Vec<PersonId>> {
    let select = "SELECT DISTINCT person FROM conversions WHERE workspace = ? AND kind = 'subscribe' ORDER BY person";
    connection.prepare_cached(select)?.query_map([bytes(&question.workspace.0)], |row| Ok(PersonId(uuid(row, "person")?)))?.collect()
}

fn stored(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Given>> {
    let select = "SELECT link, at, kind, number, currency, gross_mills, net_mills FROM credits WHERE person = ?";
    let given = |row: &Row<'_>| {
        let kind = parsed(row, "kind", |text: String| ConversionKind::parse(&text))?;
        let currency = parsed_option(row, "currency", |text: String| Currency::parse(&text))?;
        let money =
            currency.map(|currency| Ok::<_, rusqlite::Error>((currency, Mills(row.get("gross_mills")?), Mills(row.get("net_mills")?))));
        let is_subscription = kind == ConversionKind::Subscribe && row.get::<_, i64>("number")? > 0;
        Ok(Given { link: row.get("link")?, at: row.get("at")?, is_subscription, money: money.transpose()? })
    };
    connection.prepare_cached(select)?.query_map([bytes(&person.0)], given)?.collect()
}

fn worked_out(connection: &Connection, person: PersonId, model: Model) -> rusqlite::Result<Vec<Given>> {
    let credits = Known::of(connection, person)?.standing(model).credits;
    let given = credits.iter().map(|credit| Given {
        link: credit.touch.link.0.to_i64(),
        at: credit.at.as_millisecond(),
        is_subscription: credit.kind == ConversionKind::Subscribe && credit.number > 0,
        money: credit.money.map(|money| (money.currency, money.gross, money.net)),
    });
    Ok(given.collect())
}

fn admits(connection: &Connection, question: &Question, links: &mut KnownLinks, link: i64) -> rusqlite::Result<bool> {
    let Some(link) = links.get(connection, link)? else { return Ok(false) };
    let of_link = question.filters.iter().filter(|filter| filter.by.is_of_link());
    Ok(of_link.into_iter().all(|filter| filter.admits(link_values(link, filter.by).iter().map(Option::as_deref))))
}
