//! HTML that is put together of two kinds of text: ours, which is written in the program, and everybody else's, which is escaped.

use trackway_web::html::escape;

/// A piece of HTML.
#[derive(Clone, Debug, Default)]
pub(crate) struct Html(String);

impl Html {
    pub(crate) fn new(ours: &'static str) -> Self {
        Self(ours.to_owned())
    }

    /// Our own HTML: it stands in the source.
    pub(crate) fn raw(mut self, ours: &'static str) -> Self {
        self.0.push_str(ours);
        self
    }

    /// Any text: it stands as text, in a page or in an attribute with quotes.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.0.push_str(&escape(text));
        self
    }

    /// Another piece.
    pub(crate) fn then(mut self, other: &Self) -> Self {
        self.0.push_str(&other.0);
        self
    }

    /// A piece for each of these.
    pub(crate) fn each<T>(self, items: impl IntoIterator<Item = T>, piece: impl Fn(T) -> Self) -> Self {
        items.into_iter().fold(self, |html, item| html.then(&piece(item)))
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}
