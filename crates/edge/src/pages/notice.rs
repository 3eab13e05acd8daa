//! A page that says one thing.

use crate::pages::{escape, html};

/// A title and a sentence.
#[must_use]
pub fn page(title: &str, sentence: &str) -> String {
    html(title, "", &format!("<h1>{}</h1><p>{}</p>", escape(title), escape(sentence)))
}
