//! What is wrong with the fields of a request: all of it at once, each under the name that the client gave the field.

use serde_json::{Map, Value};
use trackway_domain::destination::DestinationError;
use trackway_domain::window::WindowError;

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not an address that a link may lead to.
    Url(DestinationError),
    /// A window out of its bounds.
    Window(WindowError),
    /// Anything else, in words.
    Other(String),
}

/// What is wrong, by the path of the field: `a`, or `a.b` inside an object. The path of a whole value is empty until
/// [`Faults::extend_under`] gives it one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(Vec<(String, Fault)>);

impl Faults {
    /// Another fault.
    pub(crate) fn add(&mut self, path: &str, fault: Fault) {
        self.0.push((path.to_owned(), fault));
    }

    /// The faults of the value of `field`.
    pub(crate) fn extend_under(&mut self, field: &str, inner: Self) {
        let within = |path: String| if path.is_empty() { field.to_owned() } else { format!("{field}.{path}") };
        self.0.extend(inner.0.into_iter().map(|(path, fault)| (within(path), fault)));
    }

    /// What was read, where nothing is wrong.
    pub(crate) fn or<T>(self, read: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(read) } else { Err(self) }
    }

    /// True where a fault is that field's, or lies within it.
    pub(crate) fn concern(&self, field: &str) -> bool {
        self.0.iter().any(|(path, _)| path.split('.').next() == Some(field))
    }

    /// The one line over all faults: it is particular where they are all of one kind.
    pub(crate) fn message(&self) -> &'static str {
        let are_all = |is: fn(&Fault) -> bool| self.0.iter().all(|(_, fault)| is(fault));
        if are_all(|fault| matches!(fault, Fault::Url(_))) {
            "Invalid URL format"
        } else if are_all(|fault| matches!(fault, Fault::Window(_))) {
            "Attribution window must be between 1 and 2160 hours"
        } else {
            "Validation failed"
        }
    }

    /// Every fault by its path.
    pub(crate) fn listed(&self) -> Map<String, Value> {
        self.0.iter().map(|(path, fault)| (path.clone(), fault.to_string().into())).collect()
    }
}

impl Fault {
    /// A fault in words of another layer.
    pub(crate) fn of(error: impl std::fmt::Display) -> Self {
        Self::Other(sentence(error))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Url(error) => error.fmt(out),
            Self::Window(error) => error.fmt(out),
            Self::Other(text) => out.write_str(text),
        }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![(String::new(), fault)])
    }
}

/// An error's words as this dialect writes them: with a capital.
pub(crate) fn sentence(error: impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
