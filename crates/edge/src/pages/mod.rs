//! The pages that a visitor may see on the way. They load nothing, run nothing but what their policy names, and are in no index.

pub(crate) mod ask;
pub mod notice;
pub(crate) mod open_app;
pub(crate) mod preview;

use trackway_web::html::escape;

/// What a page without a script may do: show itself.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1.25rem;color:#1f2430;background:#fbfbfc}\
h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:.5rem 0}a{color:#2b59c3}input,button{font:inherit;padding:.4rem .7rem}img{max-width:100%;border-radius:.5rem}\
@media(prefers-color-scheme:dark){body{color:#e6e8ee;background:#14161b}a{color:#8fb0ff}}";

/// A whole page. All but the title is HTML already.
struct Page<'a> {
    title: &'a str,
    /// Further elements of the head.
    head: &'a str,
    /// Attributes of the main element, each with a space before it.
    attributes: &'a str,
    /// What stands in the main element.
    main: &'a str,
    /// A script that runs when the page is there.
    script: Option<&'a str>,
}

impl Page<'_> {
    fn html(&self) -> String {
        let Self { title, head, attributes, main, script } = self;
        let (title, script) = (escape(title), script.map(|script| format!("<script>{script}</script>")).unwrap_or_default());
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
<meta name=\"robots\" content=\"noindex\"><title>{title}</title>{head}<style>{STYLE}</style></head><body><main{attributes}>{main}</main>{script}</body></html>"
        )
    }
}
