//! The reference of the APIs: pages made from their OpenAPI documents when the server starts. They need no script and nothing of others.

use crate::page::answer;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// An API that is documented.
pub struct Api {
    /// Where its page is.
    pub path: &'static str,
    /// What it is called in the list of pages.
    pub name: &'static str,
    /// Where its document is.
    pub document_path: &'static str,
    /// Its OpenAPI document.
    pub document: Value,
}

/// A page for each API.
pub fn router(apis: &[Api]) -> Router {
    let names = apis.iter().map(|api| (api.path, api.name)).collect::<Vec<_>>();
    apis.iter().fold(Router::new(), |router, api| {
        let html = page(api, &names);
        router.route(api.path, get(move || shown(html.clone())))
    })
}

async fn shown(html: String) -> Response {
    answer(html)
}

const STYLE: &str = "body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:3rem auto;padding:0 1.25rem;color:#1f2430;background:#fbfbfc}\
    h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem}summary{cursor:pointer;padding:.35rem 0}code{font-size:.9em}\
    table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;\
    border-bottom:1px solid #dde1e8}th{font-weight:600}details{border-bottom:1px solid #dde1e8}details>div{padding:0 0 1rem 1rem}\
    nav a{margin-right:1rem}.method{display:inline-block;min-width:4.5rem;font-weight:600}\
    @media(prefers-color-scheme:dark){body{color:#e6e8ee;background:#14161b}td,th,details{border-color:#2c313c}a{color:#8ab4ff}}";

fn page(api: &Api, apis: &[(&str, &str)]) -> String {
    let info = &api.document["info"];
    let title = escape(text(&info["title"]));
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,\
         initial-scale=1\"><title>{title}</title><style>{STYLE}</style></head><body><nav>"
    );
    for (path, name) in apis {
        push(&mut html, format_args!("<a href=\"{path}\">{}</a>", escape(name)));
    }
    push(&mut html, format_args!("</nav><main><h1>{title}</h1><p>{}</p>", escape(text(&info["description"]))));
    push(&mut html, format_args!("<p><a href=\"{0}\">{0}</a></p>", api.document_path));
    for server in api.document["servers"].as_array().into_iter().flatten() {
        push(&mut html, format_args!("<p><code>{}</code></p>", escape(text(&server["url"]))));
    }
    operations(&mut html, &api.document);
    schemas(&mut html, &api.document);
    html.push_str("</main></body></html>");
    html
}

/// Every operation, under its tag.
fn operations(html: &mut String, document: &Value) {
    let mut tag = "";
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in entries(methods) {
            let own = text(&operation["tags"][0]);
            if own != tag {
                tag = own;
                push(html, format_args!("<h2>{}</h2>", escape(tag)));
            }
            let (name, summary) = (method.to_uppercase(), escape(text(&operation["summary"])));
            push(
                html,
                format_args!(
                    "<details><summary><span class=\"method\">{name}</span><code>{}</code> {summary}</summary><div>",
                    escape(path)
                ),
            );
            parameters(html, operation);
            answers(html, operation);
            html.push_str("</div></details>");
        }
    }
}

fn parameters(html: &mut String, operation: &Value) {
    let body = entries(&operation["requestBody"]["content"]).next().map_or(&Value::Null, |(_, content)| &content["schema"]);
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    if parameters.is_empty() && body.is_null() {
        return;
    }
    html.push_str("<table><tr><th>Takes</th><th>In</th><th>Form</th></tr>");
    for parameter in parameters {
        let (name, place) = (escape(text(&parameter["name"])), text(&parameter["in"]));
        push(html, format_args!("<tr><td><code>{name}</code></td><td>{place}</td><td>{}</td></tr>", form(&parameter["schema"])));
    }
    if !body.is_null() {
        push(html, format_args!("<tr><td></td><td>body</td><td>{}</td></tr>", form(body)));
    }
    html.push_str("</table>");
}

fn answers(html: &mut String, operation: &Value) {
    html.push_str("<table><tr><th>Answers</th><th></th><th>Form</th></tr>");
    for (status, answer) in entries(&operation["responses"]) {
        let forms = entries(&answer["content"]).map(|(media_type, content)| match media_type.as_str() {
            "application/json" => form(&content["schema"]),
            other => escape(other),
        });
        let (reason, forms) = (escape(text(&answer["description"])), forms.collect::<Vec<_>>().join(", "));
        push(html, format_args!("<tr><td>{status}</td><td>{reason}</td><td>{forms}</td></tr>"));
    }
    html.push_str("</table>");
}

/// What operations refer to.
fn schemas(html: &mut String, document: &Value) {
    html.push_str("<h2>Forms</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        push(
            html,
            format_args!("<details id=\"{0}\"><summary><code>{0}</code></summary><div>{1}</div></details>", escape(name), form(schema)),
        );
    }
}

/// A schema in few words; objects as tables of their keys.
fn form(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#{0}\">{0}</a>", escape(name));
    }
    if let Some(either) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        return either.iter().map(form).collect::<Vec<_>>().join(" or ");
    }
    if let Some(texts) = schema["enum"].as_array() {
        return texts.iter().map(|value| format!("<code>{}</code>", escape(text(value)))).collect::<Vec<_>>().join(", ");
    }
    if let Some(properties) = schema["properties"].as_object() {
        return table(properties, &schema["required"]);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        kind => text(kind).to_owned(),
    };
    if kind == "array" {
        return format!("list of {}", form(&schema["items"]));
    }
    let bounds = ["format", "pattern", "minimum", "maximum", "maxLength", "maxItems"].into_iter().filter_map(|bound| {
        let value = schema.get(bound).filter(|value| !value.is_null())?;
        Some(format!(", {bound} {}", escape(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))))
    });
    escape(&kind) + &bounds.collect::<String>()
}

fn table(properties: &Map<String, Value>, required: &Value) -> String {
    let mut html = "<table>".to_owned();
    for (name, schema) in properties {
        let is_required = required.as_array().is_some_and(|names| names.iter().any(|required| required == name));
        let mark = if is_required { "" } else { "optional" };
        push(&mut html, format_args!("<tr><td><code>{}</code></td><td>{mark}</td><td>{}</td></tr>", escape(name), form(schema)));
    }
    html + "</table>"
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn push(html: &mut String, piece: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = html.write_fmt(piece);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_document_says_cannot_become_markup() {
        let document = json!({
            "info": {"title": "<b>", "description": "a & b"},
            "paths": {"/x": {"get": {"tags": ["T"], "summary": "\"s\"", "responses": {"200": {"description": "<i>"}}}}},
            "components": {"schemas": {"Row": {"type": "object", "properties": {"<u>": {"type": ["string", "null"]}}, "required": ["<u>"]}}},
        });
        let html = page(&Api { path: "/docs", name: "<s>", document_path: "/x.json", document }, &[("/docs", "<s>")]);
        assert!(["<b>", "<i>", "<u>", "<s>"].iter().all(|tag| !html.contains(tag)), "{html}");
        assert!(html.contains("<td><code>&lt;u&gt;</code></td><td></td><td>string or null</td>"), "{html}");
    }
}
