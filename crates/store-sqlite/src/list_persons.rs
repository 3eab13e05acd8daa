//! Listing the persons of a workspace. Their ids are in the order of time, so a list is one walk along the primary key, from its end.

use crate::column::bytes;
use crate::persons::person;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use trackway_domain::person::Person;
use trackway_store::page::Page;
use trackway_store::persons::{FanKind, PeopleQuery};

pub(crate) fn list(connection: &Connection, query: &PeopleQuery) -> rusqlite::Result<Page<Person>> {
    let blob = |id: &uuid::Uuid| Value::Blob(bytes(id).to_vec());
    let (mut parts, mut values) = (vec!["workspace = ? AND external_id IS NOT NULL"], vec![blob(&query.within.workspace.0)]);
    if let Some(account) = query.within.account {
        parts.push("+account = ?");
        values.push(blob(&account.0));
    }
    if let Some(person) = query.behind {
        parts.push("id < ?");
        values.push(blob(&person.0));
    }
    parts.extend(query.fan.map(|fan| match fan {
        FanKind::Follower => "followed_at IS NOT NULL",
        FanKind::Subscriber => "is_subscriber = 1",
    }));
    if let Some(text) = &query.search {
        parts.push("mentions(?, external_id, handle, display_name, nickname)");
        values.push(Value::Text(text.to_lowercase()));
    }
    values.push(Value::Integer(i64::from(query.limit) + 1));
    let select = format!("SELECT * FROM persons WHERE {} ORDER BY id DESC LIMIT ?", parts.join(" AND "));
    let persons = connection.prepare_cached(&select)?.query_map(params_from_iter(values), person)?.collect::<Result<_, _>>()?;
    Ok(Page::from_one_more(persons, query.limit))
}
