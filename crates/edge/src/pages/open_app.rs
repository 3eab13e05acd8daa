//! The page that tries an app's own scheme and goes on to a destination when no app answers. Without scripts it goes on by itself, and
//! both ways are links. A fragment of the short URL, which no server sees, travels along.

use crate::pages::{Page, escape};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The one script: the same for every link, so that the policy can name it by its hash. What differs is in attributes.
const SCRIPT: &str = "(function(){var m=document.querySelector('main'),f=m.dataset.fallback,h=location.hash;\
if(h&&f.indexOf('#')<0)f+=h;var t=setTimeout(function(){location.replace(f)},1500);\
document.addEventListener('visibilitychange',function(){if(document.hidden)clearTimeout(t)});location.href=m.dataset.app})()";

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()));
    HeaderValue::from_str(&format!("{}; script-src 'sha256-{hash}'", super::POLICY)).expect("a policy is plain text")
});

/// What the page may do: run its own script.
pub(crate) fn policy() -> HeaderValue {
    POLICY.clone()
}

/// The page for one visit.
pub(crate) fn page(title: &str, app: &str, fallback: &str) -> String {
    let (app, fallback) = (escape(app), escape(fallback));
    let head = format!("<noscript><meta http-equiv=\"refresh\" content=\"2;url={fallback}\"></noscript>");
    let attributes = format!(" data-app=\"{app}\" data-fallback=\"{fallback}\"");
    let main = format!(
        "<h1>{}</h1><p><a href=\"{app}\">Open in the app</a></p><p><a href=\"{fallback}\">Continue in the browser</a></p>",
        escape(title)
    );
    Page { title, head: &head, attributes: &attributes, main: &main, script: Some(SCRIPT) }.html()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_link_becomes_markup() {
        let page =
            page("</title><script>alert(1)</script>", "shop://x\"onload=alert(1)", "https://e.test/?a='\"><script>alert(1)</script>");
        assert_eq!(page.matches("<script>").count(), 1);
        assert!(!page.contains("\"onload"));
    }
}
