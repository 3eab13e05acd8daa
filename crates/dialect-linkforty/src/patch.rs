//! What a request changes: the fields that it names, read once, to be done to whatever it is done to. A new thing starts from settings
//! that say nothing, so clearing a field and leaving it out come to the same there.

use crate::fields::{Fields, Parsed};
use serde_json::Value;
use std::sync::Arc;

/// What is to be done to some settings.
pub(crate) struct Patch<S>(Vec<Edit<S>>);

type Edit<S> = Arc<dyn Fn(&mut S) + Send + Sync>;

impl<S> Clone for Patch<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: Clone + PartialEq + 'static> Patch<S> {
    /// True where no field was named.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The settings as they are afterwards.
    pub(crate) fn applied(&self, mut settings: S) -> S {
        self.apply(&mut settings);
        settings
    }

    /// Changes settings in place.
    pub(crate) fn apply(&self, settings: &mut S) {
        for edit in &self.0 {
            edit(settings);
        }
    }
}

/// Reads fields, one after the other.
pub(crate) struct Reading<'f, 'o, S> {
    fields: &'f mut Fields<'o>,
    edits: Vec<Edit<S>>,
}

impl<'f, 'o, S: Clone + PartialEq + 'static> Reading<'f, 'o, S> {
    /// Begins to read.
    pub(crate) fn new(fields: &'f mut Fields<'o>) -> Self {
        Self { fields, edits: Vec::new() }
    }

    /// Reads one field; `set` is given None to clear it. Of several spellings the first one that changes anything counts: a client
    /// that sends a whole row back may have changed the field under any of the names that the row has for it.
    pub(crate) fn field<T: Clone + Send + Sync + 'static>(
        &mut self,
        names: &[&str],
        parse: impl Fn(&Value) -> Parsed<T>,
        set: fn(&mut S, Option<T>),
    ) {
        let said = self.fields.said(names, parse);
        if said.is_empty() {
            return;
        }
        self.edits.push(Arc::new(move |settings| match said.as_slice() {
            [only] => set(settings, only.clone()),
            several => {
                let before = settings.clone();
                for value in several {
                    set(settings, value.clone());
                    if *settings != before {
                        break;
                    }
                }
            }
        }));
    }

    /// Reads one field that cannot be cleared: null is a fault.
    pub(crate) fn fixed_field<T: Clone + Send + Sync + 'static>(
        &mut self,
        names: &[&str],
        parse: impl Fn(&Value) -> Parsed<T>,
        set: fn(&mut S, Option<T>),
    ) {
        if self.fields.said(names, &parse).iter().any(Option::is_none) {
            self.fields.require(names[0]);
        }
        self.field(names, parse, set);
    }

    /// What was read.
    pub(crate) fn patch(self) -> Patch<S> {
        Patch(self.edits)
    }
}
