//! Reading the fields of a JSON object: each by its spellings, parsed by a function of [`crate::values`], with all faults collected.
//!
//! A field has one or more names in camel case, and each may be written in snake case too. What nobody asks for is ignored. Whether
//! `null` means absent or clears the field is left to whoever reads: it is `None` in the list of what was said.

use crate::faults::{Fault, Faults};
use serde_json::Value;
use trackway_web::body::Object;

/// What a parser makes of a value: None for one that counts as null, such as an empty text.
pub(crate) type Parsed<T> = Result<Option<T>, Faults>;

/// An object whose fields are being read.
pub(crate) struct Fields<'a> {
    object: &'a Object,
    faults: Faults,
}

impl<'a> Fields<'a> {
    /// Begins to read an object.
    pub(crate) fn new(object: &'a Object) -> Self {
        Self { object, faults: Faults::default() }
    }

    /// Begins to read a value that must be an object.
    pub(crate) fn of(value: &'a Value) -> Result<Self, Faults> {
        value.as_object().map(Self::new).ok_or_else(|| Fault::of("must be an object").into())
    }

    /// What was said of a field, once for each spelling that is there, in the order of the spellings. A faulty value is not in it.
    pub(crate) fn said<T>(&mut self, names: &[&str], parse: impl Fn(&Value) -> Parsed<T>) -> Vec<Option<T>> {
        let mut said = Vec::new();
        for name in spellings(names) {
            match self.object.get(&name) {
                None => {}
                Some(Value::Null) => said.push(None),
                Some(value) => match parse(value) {
                    Ok(value) => said.push(value),
                    Err(faults) => self.faults.extend_under(&name, faults),
                },
            }
        }
        said
    }

    /// The first value of a field; null counts as absent.
    pub(crate) fn one<T>(&mut self, names: &[&str], parse: impl Fn(&Value) -> Parsed<T>) -> Option<T> {
        self.said(names, parse).into_iter().flatten().next()
    }

    /// The value of a field that must be there. Without one there is a fault, and what is given for it means nothing.
    pub(crate) fn required<T: Default>(&mut self, name: &str, parse: impl Fn(&Value) -> Parsed<T>) -> T {
        self.one(&[name], parse).unwrap_or_else(|| {
            self.require(name);
            T::default()
        })
    }

    /// The value of a field that must be there; None means a fault.
    pub(crate) fn required_one<T>(&mut self, name: &str, parse: impl Fn(&Value) -> Parsed<T>) -> Option<T> {
        let value = self.one(&[name], parse);
        if value.is_none() {
            self.require(name);
        }
        value
    }

    /// Finds fault with a field that has no value, unless there is a fault already that explains it.
    pub(crate) fn require(&mut self, name: &str) {
        if !spellings(&[name]).iter().any(|spelling| self.faults.concern(spelling)) {
            self.fault(name, "is required");
        }
    }

    /// Finds fault with every field that has none of these names.
    pub(crate) fn refuse_others(&mut self, names: &[&str]) {
        for name in self.object.keys().filter(|name| !names.contains(&name.as_str())) {
            self.faults.add(name, Fault::of("is not known"));
        }
    }

    /// Finds fault with a field, in words.
    pub(crate) fn fault(&mut self, name: &str, words: &str) {
        self.faults.add(name, Fault::of(words));
    }

    /// Ends reading: what was read, where nothing was at fault.
    pub(crate) fn finish<T>(self, read: T) -> Result<T, Faults> {
        self.faults.or(read)
    }
}

/// The names, and after all of them their forms in snake case.
fn spellings(names: &[&str]) -> Vec<String> {
    let mut spellings = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    spellings.extend(names.iter().map(|name| snake(name)).filter(|name| !names.contains(&name.as_str())));
    spellings
}

fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::text;
    use serde_json::json;

    #[test]
    fn a_field_is_found_by_each_of_its_spellings() {
        let names = ["iosUrl", "iosAppStoreUrl"];
        for (object, expected) in [
            (json!({}), vec![]),
            (json!({"iosUrl": null}), vec![None]),
            (json!({"iosUrl": ""}), vec![None]),
            (json!({"iosAppStoreUrl": "a"}), vec![Some("a")]),
            (json!({"ios_app_store_url": "c", "iosAppStoreUrl": "b", "iosUrl": null}), vec![None, Some("b"), Some("c")]),
            (json!({"IosUrl": "a", "other": "b"}), vec![]),
        ] {
            let mut fields = Fields::of(&object).expect("an object");
            let said = fields.said(&names, text(9));
            assert_eq!(said.iter().map(Option::as_deref).collect::<Vec<_>>(), expected, "{object}");
        }
    }

    #[test]
    fn faults_stand_under_the_name_that_was_sent() {
        let object = json!({"ios_url": 1, "a": {"b": "x"}});
        let mut fields = Fields::of(&object).expect("an object");
        fields.said(&["iosUrl"], text(9));
        fields.said(&["a"], |value| {
            let mut inner = Fields::of(value)?;
            inner.refuse_others(&["c"]);
            inner.finish(Some(()))
        });
        fields.require("iosUrl");
        fields.require("originalUrl");
        let faults = fields.finish(()).expect_err("faults").listed();
        assert_eq!(json!(faults), json!({"ios_url": "Must be a string", "a.b": "Is not known", "originalUrl": "Is required"}));
    }
}
