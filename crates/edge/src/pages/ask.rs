//! The pages of links that hold visitors up. They are forms, which work without a script, and say nothing of where a link leads that its
//! maker does not want everybody to know.

use crate::pages::{Page, escape};

/// What these pages may do: show themselves, and send their form. Browsers hold where a form's answer leads against the policy too, and
/// naming that would tell everybody.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

/// Asks for a link's password; `complaint` says why the one before was not taken.
pub(crate) fn password(title: &str, complaint: Option<&str>) -> String {
    let complaint = complaint.map(|text| format!("<p role=\"alert\">{}</p>", escape(text))).unwrap_or_default();
    let main = format!(
        "<h1>{}</h1><p>This link asks for a password.</p>{complaint}<form method=\"post\"><p><label for=\"password\">Password</label> \
<input id=\"password\" type=\"password\" name=\"password\" required autofocus autocomplete=\"off\" maxlength=\"256\"></p>\
<p><button>Continue</button></p></form>",
        escape(title)
    );
    page("Password", &main)
}

/// Says which host a link leads to, and asks whether the visitor wants to go there.
pub(crate) fn warning(host: &str) -> String {
    let main = format!(
        "<h1>You are about to leave</h1><p>This link leads to another website:</p><p><strong>{}</strong></p>\
<p>Continue only if you expected that.</p><form method=\"post\"><p><button>Continue</button></p></form>",
        escape(host)
    );
    page("You are about to leave", &main)
}

fn page(title: &str, main: &str) -> String {
    Page { title, head: "", attributes: "", main, script: None }.html()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_link_becomes_markup() {
        for page in [password("<b>\"x", Some("<b>")), warning("<b>")] {
            assert!(!page.contains("<b>"), "{page}");
            assert!(!page.contains("<script"), "{page}");
        }
    }
}
