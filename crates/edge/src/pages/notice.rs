//! A page that says one thing.

use crate::pages::{Page, escape};

/// A title and a sentence.
#[must_use]
pub fn page(title: &str, sentence: &str) -> String {
    let main = format!("<h1>{}</h1><p>{}</p>", escape(title), escape(sentence));
    Page { title, head: "", attributes: "", main: &main, script: None }.html()
}
