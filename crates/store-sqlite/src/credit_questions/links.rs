//! What links say of themselves now, deleted ones too.

use crate::column::{bytes, document, uuid};
use rusqlite::{Connection, OptionalExtension as _, Row};
use std::collections::HashMap;
use trackway_domain::link::LinkSettings;
use trackway_domain::stats::{Dimension, Question};
use uuid::Uuid;

/// Links that have been looked up for a question.
#[derive(Default)]
pub(super) struct LinkValues(HashMap<i64, OfLink>);

/// The values of a link.
#[derive(Default)]
pub(super) struct OfLink {
    link: Option<String>,
    template: Option<String>,
    project: Option<String>,
    account: Option<String>,
    tags: Vec<String>,
}

impl LinkValues {
    pub(super) fn of(&mut self, connection: &Connection, link: i64) -> rusqlite::Result<&OfLink> {
        if !self.0.contains_key(&link) {
            let select = "SELECT uuid, account, settings FROM links WHERE id = ?";
            let found = connection.prepare_cached(select)?.query_row([link], of_link).optional()?;
            self.0.insert(link, found.unwrap_or_default());
        }
        Ok(&self.0[&link])
    }
}

impl OfLink {
    /// Its values of a dimension of links: one, or of tags any number.
    pub(super) fn values(&self, dimension: Dimension) -> Vec<Option<&str>> {
        match dimension {
            Dimension::Template => vec![self.template.as_deref()],
            Dimension::Project => vec![self.project.as_deref()],
            Dimension::Account => vec![self.account.as_deref()],
            Dimension::Tag => self.tags.iter().map(|tag| Some(tag.as_str())).collect(),
            _ => vec![self.link.as_deref()],
        }
    }
}

fn of_link(row: &Row<'_>) -> rusqlite::Result<OfLink> {
    let settings = document::<LinkSettings>(row, "settings")?;
    Ok(OfLink {
        link: Some(uuid(row, "uuid")?.to_string()),
        template: settings.template.map(|id| id.to_string()),
        project: settings.project.map(|id| id.to_string()),
        account: Some(uuid(row, "account")?.to_string()),
        tags: settings.tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
    })
}

/// The links that a question is about, where it names them: then nobody else's credits need be read.
pub(super) fn named(connection: &Connection, question: &Question) -> rusqlite::Result<Option<Vec<i64>>> {
    let mut filters = question.filters.iter().filter(|filter| filter.by == Dimension::Link && !filter.is_exclusion);
    let Some(filter) = filters.next() else { return Ok(None) };
    let mut select = connection.prepare_cached("SELECT id FROM links WHERE uuid = ? AND workspace = ?")?;
    let mut links = Vec::new();
    for named in filter.values.iter().flatten().filter_map(|text| Uuid::try_parse(text).ok()) {
        links.extend(select.query_row((bytes(&named), bytes(&question.workspace.0)), |row| row.get::<_, i64>(0)).optional()?);
    }
    Ok(Some(links))
}
