//! One operation: a method on a path.

use http::StatusCode;
use serde_json::{Map, Value, json};

/// What an operation takes and answers.
#[derive(Clone, Debug)]
pub struct Operation {
    method: &'static str,
    path: &'static str,
    tag: &'static str,
    summary: &'static str,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: Vec<(u16, Value)>,
    /// The names of what it takes one of; None for what the whole API takes.
    security: Option<Vec<&'static str>>,
}

impl Operation {
    /// An operation; a path's variables stand in it in braces, and are texts.
    #[must_use]
    pub fn new(method: &'static str, path: &'static str, tag: &'static str, summary: &'static str) -> Self {
        let variables = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let parameters =
            variables.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})).collect();
        Self { method, path, tag, summary, parameters, body: None, answers: Vec::new(), security: None }
    }

    /// Asks for no credentials.
    #[must_use]
    pub fn public(self) -> Self {
        self.secured_by(&[])
    }

    /// Asks for one of these credentials, and not for those of the whole API.
    #[must_use]
    pub fn secured_by(self, names: &[&'static str]) -> Self {
        Self { security: Some(names.to_vec()), ..self }
    }

    /// Takes a parameter of the query.
    #[must_use]
    pub fn query(mut self, name: &str, schema: Value) -> Self {
        self.parameters.push(json!({"name": name, "in": "query", "schema": schema}));
        self
    }

    /// Takes a header.
    #[must_use]
    pub fn header(mut self, name: &str, is_required: bool, schema: Value) -> Self {
        self.parameters.push(json!({"name": name, "in": "header", "required": is_required, "schema": schema}));
        self
    }

    /// Takes a JSON body.
    #[must_use]
    pub fn body(self, schema: Value) -> Self {
        self.body_of("application/json", schema)
    }

    /// Takes a form, as browsers send it.
    #[must_use]
    pub fn form(self, schema: Value) -> Self {
        self.body_of("application/x-www-form-urlencoded", schema)
    }

    fn body_of(self, media_type: &str, schema: Value) -> Self {
        Self { body: Some(json!({"required": true, "content": {media_type: {"schema": schema}}})), ..self }
    }

    /// Answers JSON.
    #[must_use]
    pub fn json_answer(self, status: u16, schema: Value) -> Self {
        self.answer(status, &[("application/json", schema)])
    }

    /// Answers one of several media types.
    #[must_use]
    pub fn answer(mut self, status: u16, content: &[(&str, Value)]) -> Self {
        let content = content.iter().map(|(media_type, schema)| ((*media_type).to_owned(), json!({"schema": schema})));
        let content = content.collect::<Map<_, _>>();
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or("Answer");
        let mut answer = json!({"description": reason});
        if !content.is_empty() {
            answer["content"] = content.into();
        }
        self.answers.push((status, answer));
        self
    }

    /// Refuses with these statuses, each with the same body.
    #[must_use]
    pub fn refuses(self, statuses: &[u16], schema: &Value) -> Self {
        statuses.iter().fold(self, |operation, status| operation.json_answer(*status, schema.clone()))
    }

    /// The method, in lower case.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// True where it takes a body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body.is_some()
    }

    /// As OpenAPI writes it.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut answers = self.answers.clone();
        answers.sort_by_key(|(status, _)| *status);
        let answers = answers.into_iter().map(|(status, answer)| (status.to_string(), answer)).collect::<Map<_, _>>();
        let mut json = json!({"operationId": self.id(), "summary": self.summary, "tags": [self.tag]});
        if !self.parameters.is_empty() {
            json["parameters"] = self.parameters.clone().into();
        }
        if let Some(body) = &self.body {
            json["requestBody"] = body.clone();
        }
        json["responses"] = answers.into();
        if let Some(names) = &self.security {
            json["security"] = names.iter().map(|name| json!({*name: []})).collect();
        }
        json
    }

    /// The method and the path's words.
    fn id(&self) -> String {
        let words = self.path.split(['/', '{', '}', '-', '.', '_']).filter(|word| !word.is_empty());
        words.fold(self.method.to_owned(), |mut id, word| {
            let mut letters = word.chars();
            id.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            id.push_str(letters.as_str());
            id
        })
    }
}
