//! Schemas of values, as OpenAPI 3.1 writes them: JSON Schema.

use serde_json::{Map, Value, json};
use utoipa::PartialSchema;

/// A text of any form.
#[must_use]
pub fn text() -> Value {
    json!({"type": "string"})
}

/// A text of a known form, such as `uuid` or `date-time`.
#[must_use]
pub fn format(name: &str) -> Value {
    json!({"type": "string", "format": name})
}

/// A text of at most so many characters.
#[must_use]
pub fn text_up_to(max: usize) -> Value {
    json!({"type": "string", "maxLength": max})
}

/// One of some texts.
#[must_use]
pub fn one_of(texts: &[&str]) -> Value {
    json!({"type": "string", "enum": texts})
}

/// A whole number within bounds.
#[must_use]
pub fn whole(min: i64, max: i64) -> Value {
    json!({"type": "integer", "minimum": min, "maximum": max})
}

/// True or false.
#[must_use]
pub fn flag() -> Value {
    json!({"type": "boolean"})
}

/// A list.
#[must_use]
pub fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

/// An object of which anything may be in it.
#[must_use]
pub fn any_object() -> Value {
    json!({"type": "object"})
}

/// An object with these keys, of which these must be there. Others may be there too.
#[must_use]
pub fn object(properties: &[(&str, Value)], required: &[&str]) -> Value {
    let properties = properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect::<Map<_, _>>();
    let mut object = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// An object that always has all of these keys.
#[must_use]
pub fn complete(properties: &[(&str, Value)]) -> Value {
    object(properties, &properties.iter().map(|(name, _)| *name).collect::<Vec<_>>())
}

/// The same, or null.
#[must_use]
pub fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

/// What stands under a name among the document's schemas.
#[must_use]
pub fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A row: an object that always has all of its keys.
#[must_use]
pub fn row<T: PartialSchema>() -> Value {
    row_without::<T>(&[])
}

/// A row that may lack these keys.
#[must_use]
pub fn row_without<T: PartialSchema>(optional: &[&str]) -> Value {
    let mut schema = serde_json::to_value(T::schema()).expect("a schema is JSON");
    if let Some(properties) = schema["properties"].as_object() {
        schema["required"] = properties.keys().filter(|name| !optional.contains(&name.as_str())).cloned().collect::<Vec<_>>().into();
    }
    schema
}
