//! What the bulk requests share: up to a hundred things in one request, of which one bad does not sink the rest.

use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use crate::fields::Parsed;
use crate::request::link_key;
use serde_json::Value;
use trackway_app::error::Thing;
use trackway_store::links::LinkKey;

/// How many things one request may name.
const MAX: usize = 100;

/// What became of each thing.
pub(crate) struct Outcome<T> {
    /// What was done.
    pub(crate) done: Vec<T>,
    /// What was not, and why.
    pub(crate) errors: Vec<Value>,
}

impl<T> Outcome<T> {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { done: Vec::new(), errors: Vec::new() }
    }

    /// Notes what became of the thing at `index`. The store's trouble fails the whole request as long as nothing has been done;
    /// afterwards the client must be told what was.
    pub(crate) fn note(&mut self, index: usize, result: Result<T, Failure>) -> Result<(), Failure> {
        match result {
            Ok(done) => self.done.push(done),
            Err(failure) if failure.is_ours() && self.done.is_empty() => return Err(failure),
            Err(failure) => self.errors.push(failure.at(index)),
        }
        Ok(())
    }
}

/// A list of things, whatever they are.
pub(crate) fn things(value: &Value) -> Parsed<Vec<Value>> {
    let things = value.as_array().filter(|things| things.len() <= MAX);
    things.cloned().map(Some).ok_or_else(|| Fault::of(format!("must be a list of at most {MAX}")).into())
}

/// The fault of a thing that is not described by an object.
pub(crate) fn no_object(list: &str) -> Faults {
    let mut faults = Faults::default();
    faults.add(list, Fault::of("must be a list of objects"));
    faults
}

/// The link that one of many ids names. One that is no text is at fault by itself, and no reason not to do the others.
pub(crate) fn link(id: &Value) -> Result<LinkKey, Failure> {
    let mut faults = Faults::default();
    let Some(text) = id.as_str() else {
        faults.add("ids", Fault::of("must be a list of ids"));
        return Err(faults.into());
    };
    link_key(text).ok_or(Failure::NotFound(Thing::Link))
}
