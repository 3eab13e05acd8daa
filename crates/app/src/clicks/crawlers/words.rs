//! What programs say of themselves, as patterns that are matched in any case.
//!
//! Each stands for a kind, not for one program: names belong into the published list, unless a program looks at pages with a whole
//! browser whose agent gives nothing else away.

/// All groups.
pub(super) const GROUPS: &[&[&str]] = &[TRADES, TOOLS, LIBRARIES, ONLOOKERS, CONTACTS, PROBES];

/// What a program does. Phones and apps have such words in their names too: CUBOT, "M bot 60", CamScanner; so some patterns ask for what
/// stands around the word.
const TRADES: &[&str] = &[
    "(?:^|[^u]|[^c]u)bots?(?:[^a-z0-9 _]|$)",
    "^[^(]*bots?[ _]",
    "(?-i:[^U]Bot[A-Z])",
    "robot",
    "crawl",
    "spider",
    "scrap(?:er|ing)",
    "monitor",
    "uptime",
    "synthetic",
    "observatory",
    "diagnostics",
    "inspector",
    "page ?speed",
    "search console",
    "(?:^|[^m])scanner",
    "checker",
    "validator",
    "verif",
    "analy[sz]er",
    "classifi",
    "index(?:er|ing)",
    "archive",
    "fetcher",
    r"\bfetch",
    "preview",
    "transcod",
    "proxy",
    "probe",
    "webhook",
    r"\bcron\b",
    "daemon",
    "automat",
    "expander",
    "resolver",
    "webparser",
    "googleweblight",
    "agent(?:[/ ][0-9]|$)",
    "feed",
    "subscriber",
    r"\brss",
    "rss(?:[^a-z0-9]|$)",
    // Who fetches for one user's question, by the ending that the larger ones agreed on.
    "-user/",
    // How one company names its fetchers.
    "-google(?:[/;)]|$)",
    "[ ;(,]google-[a-z]",
];

/// What drives a browser.
const TOOLS: &[&str] =
    &["headless", "lighthouse", "devtools", "phantomjs", "cypress", "playwright", "puppeteer", "selenium", "webdriver", "splash version"];

/// HTTP libraries and what they leave in an agent.
const LIBRARIES: &[&str] = &[
    "curl",
    "wget",
    "python",
    "^java/",
    r"\bjava/1",
    r"\bphp/",
    r"\bruby[/ ][0-9]",
    r"\bperl\b",
    "okhttp",
    "axios",
    "undici",
    "guzzle",
    "reqwest",
    "postman",
    "insomnia",
    "http-?client",
    "rest-client",
    "grpc",
    r"[a-z]-http\b",
    "^http/",
    "cryptoapi",
    "winhttp",
    "alamofire",
    "linux-gnu",
    r"android api \d",
    "-snapshot",
    r"\(unknown version\)",
    // A name that was never filled in.
    "user[_-]?agent",
];

/// Services that look at pages with whole browsers: monitoring, agents that act for somebody, readers of feeds.
const ONLOOKERS: &[&str] = &[
    "catchpoint",
    "gomez",
    "dynatrace",
    "ruxit",
    "pingdom",
    "statuscake",
    "site24x7",
    "datadog",
    "newrelic",
    "uptrends",
    "appdynamics",
    "ptst/",
    "dmbrowser",
    "dejaclick",
    "alertsite",
    r"rigor\)",
    "thousandeyes",
    "checkly",
    "nodeping",
    "yottaa",
    "zabbix",
    "nagios",
    "icinga",
    "prtg",
    "neustar",
    r"\bcursor/",
    r"\bdevin/",
    "claude",
    "openai",
    "chatgpt",
    "reeder/",
    "readkit/",
    "netnewswire",
    "newsblur",
    "liferea",
    "akregator",
    "newsbeuter",
    "newsboat",
    // Fetches previews, but not in this case of letters.
    "whatsapp/",
];

/// Where to complain. No browser says that.
const CONTACTS: &[&str] = &[
    "https?:/",
    r"www\.",
    "mailto:",
    r"[0-9a-z_]@[0-9a-z][0-9a-z_.-]*\.[a-z]{2}",
    r"[0-9a-z_]@[a-z]+\)",
    r"[(;] ?[a-z](?:[a-z0-9-]*\.)+(?:com|net|org|io|co|info|biz) ?[;)]",
];

/// Attacks that try every header.
const PROBES: &[&str] = &["^<", "</", r"\$\{", "^javascript:", "jndi:", "base64_", r"'\+", "^(?:get|post|head) /"];
