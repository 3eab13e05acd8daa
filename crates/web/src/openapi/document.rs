//! A whole document.

use crate::openapi::operation::Operation;
use serde_json::{Map, Value, json};

/// What a document says of an API as a whole.
pub struct Document {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Where it is served.
    pub servers: Vec<String>,
    /// How clients show who they are: by name, each as OpenAPI writes it.
    pub security: Vec<(&'static str, Value)>,
    /// What operations refer to, by name.
    pub schemas: Vec<(&'static str, Value)>,
    /// What can be done.
    pub operations: Vec<Operation>,
}

impl Document {
    /// The document as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut paths = Map::new();
        for operation in &self.operations {
            let path = paths.entry(operation.path()).or_insert_with(|| json!({}));
            path[operation.method()] = operation.json();
        }
        let either = self.security.iter().map(|(name, _)| json!({*name: []})).collect::<Vec<_>>();
        json!({
            "openapi": "3.1.0",
            "info": {"title": self.title, "description": self.description, "version": env!("CARGO_PKG_VERSION")},
            "servers": self.servers.iter().map(|url| json!({"url": url})).collect::<Vec<_>>(),
            "security": either,
            "paths": paths,
            "components": {"securitySchemes": by_name(&self.security), "schemas": by_name(&self.schemas)},
        })
    }
}

fn by_name(named: &[(&str, Value)]) -> Map<String, Value> {
    named.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}
