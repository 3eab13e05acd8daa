//! What the bulk requests share: up to a hundred things in one request, of which one bad does not sink the rest.

use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use crate::fields::Parsed;
use serde_json::Value;

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

/// A list of ids, good or not.
pub(crate) fn ids(value: &Value) -> Parsed<Vec<String>> {
    let ids = things(value)?.unwrap_or_default().into_iter().map(|id| match id {
        Value::String(id) => Ok(id),
        _ => Err(Fault::of("must be a list of ids").into()),
    });
    ids.collect::<Result<_, _>>().map(Some)
}
