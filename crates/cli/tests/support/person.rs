//! Somebody with a browser, as far as cookies and forms go.

use super::client::{Answer, Request};
use super::server::Server;
use std::collections::BTreeMap;

/// Somebody with a browser.
#[derive(Default)]
pub(crate) struct Person {
    cookies: BTreeMap<String, String>,
}

impl Person {
    /// Signs somebody in.
    #[track_caller]
    pub(crate) fn signed_in(server: &Server, email: &str, password: &str) -> Self {
        let mut person = Self::default();
        let page = person.get(server, "/sign-in").expect(200);
        let fields = [("email", email), ("password", password), ("token", &form_token(&page))];
        person.send(server, "/sign-in", &fields).expect(303);
        person
    }

    pub(crate) fn get(&mut self, server: &Server, path: &str) -> Answer {
        self.call(server, Request::get(path))
    }

    /// What the browser keeps, without names.
    pub(crate) fn cookies(&self) -> Vec<String> {
        self.cookies.values().filter(|value| !value.is_empty()).cloned().collect()
    }

    /// Sends a form as it is.
    pub(crate) fn send(&mut self, server: &Server, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.call(server, Request::new("POST", path).form(fields))
    }

    /// Opens a page and sends its form: with the page's token and these fields.
    #[track_caller]
    pub(crate) fn fill_in(&mut self, server: &Server, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(server, path).expect(200);
        let token = form_token(&page);
        self.send(server, path, &[fields, &[("token", token.as_str())]].concat())
    }

    fn call(&mut self, server: &Server, request: Request) -> Answer {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let answer = server.call(&request.header("cookie", &cookies));
        for line in answer.headers("set-cookie") {
            let (name, rest) = line.split_once('=').expect("a cookie");
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap_or_default().to_owned());
        }
        answer
    }
}

#[track_caller]
fn form_token(page: &Answer) -> String {
    let (_, rest) = page.text().split_once("name=\"token\" value=\"").expect("a form");
    rest.split('"').next().unwrap_or_default().to_owned()
}
