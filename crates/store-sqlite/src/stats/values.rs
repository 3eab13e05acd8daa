//! Values of a dimension, by number as they are met.

use super::asked::{Asked, Links};
use foldhash::fast::RandomState;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;
use trackway_domain::stats::{Dimension, Value};

/// Values that have been met, by number.
pub(super) struct Values {
    pub(super) by: Dimension,
    names: Vec<Named>,
    unknown: Option<u32>,
    texts: HashMap<Arc<str>, u32, RandomState>,
    links: HashMap<i64, Vec<u32>, RandomState>,
}

/// How a value is known.
#[derive(Clone)]
pub(super) enum Named {
    Text(Option<Arc<str>>),
    /// A link by its number: its uuid is looked up when it is among the first.
    Link(i64),
}

impl Values {
    pub(super) fn of(by: Dimension) -> Self {
        Self { by, names: Vec::new(), unknown: None, texts: HashMap::default(), links: HashMap::default() }
    }

    /// The number of a value.
    pub(super) fn text(&mut self, text: Option<&str>) -> u32 {
        match text.map(|text| self.texts.get(text).copied().ok_or(text)) {
            None => self.unknown(),
            Some(Ok(known)) => known,
            Some(Err(text)) => self.next(Arc::from(text)),
        }
    }

    pub(super) fn shared(&mut self, text: &Option<Arc<str>>) -> u32 {
        match text.as_ref().map(|text| self.texts.get(text).copied().ok_or(text)) {
            None => self.unknown(),
            Some(Ok(known)) => known,
            Some(Err(text)) => self.next(Arc::clone(text)),
        }
    }

    fn next(&mut self, text: Arc<str>) -> u32 {
        let next = self.names.len() as u32;
        self.names.push(Named::Text(Some(Arc::clone(&text))));
        self.texts.insert(text, next);
        next
    }

    fn unknown(&mut self) -> u32 {
        *self.unknown.get_or_insert_with(|| {
            self.names.push(Named::Text(None));
            self.names.len() as u32 - 1
        })
    }

    /// The number of a link.
    pub(super) fn link(&mut self, link: i64) -> u32 {
        let next = self.names.len() as u32;
        let number = self.links.entry(link).or_insert_with(|| vec![next])[0];
        if number == next {
            self.names.push(Named::Link(link));
        }
        number
    }

    /// The numbers here of what another has met, by its numbers.
    pub(super) fn take(&mut self, other: Self) -> Vec<u32> {
        let number = |name: Named| match name {
            Named::Text(text) => self.shared(&text),
            Named::Link(link) => self.link(link),
        };
        other.names.into_iter().map(number).collect()
    }

    /// By number.
    pub(super) fn names(self) -> Vec<Named> {
        self.names
    }

    /// The numbers of what a link's clicks are counted by.
    pub(super) fn of_link(&mut self, connection: &Connection, asked: &Asked, links: &mut Links, link: i64) -> rusqlite::Result<Vec<u32>> {
        if self.by == Dimension::Link {
            return Ok(vec![self.link(link)]);
        }
        if let Some(known) = self.links.get(&link) {
            return Ok(known.clone());
        }
        let values = links.values(connection, asked, link, self.by)?;
        let numbers = values.iter().map(|value: &Value| self.text(value.as_deref())).collect::<Vec<_>>();
        self.links.insert(link, numbers.clone());
        Ok(numbers)
    }
}
