//! What every browser's user agent looks like, and scripts' do not.

use trackway_domain::platform::InAppBrowser;

/// True for a user agent that no browser would send.
pub(super) fn is_no_browsers(user_agent: &str) -> bool {
    engine_says_more(user_agent)
        || is_compatible_behind_an_engine(user_agent)
        || has_been_edited(user_agent)
        || has_something_hung_on(user_agent)
        || (is_plain(user_agent) && (names_no_version(user_agent) || !names_system_or_browser(user_agent)))
}

/// Browsers end the engine's comment with "like Gecko"; programs that borrow a browser's agent like to write themselves into it.
fn engine_says_more(user_agent: &str) -> bool {
    let borrowed = |tail: &str| {
        let (comment, _) = tail.split_once(')').unwrap_or_default();
        comment.starts_with([' ', ',', ';']) && !comment.contains('(') && !comment.starts_with(", Safari")
    };
    user_agent.split("like Gecko").skip(1).any(borrowed)
}

/// Browsers that call themselves compatible do so at once; behind an engine it is a program that borrows the browser's agent.
fn is_compatible_behind_an_engine(user_agent: &str) -> bool {
    user_agent.split_once("Gecko").is_some_and(|(_, behind)| behind.contains("(compatible"))
}

/// A browser's agent in small letters, or behind a list's comma or a table's bar.
fn has_been_edited(user_agent: &str) -> bool {
    let is_listed = user_agent.find("Mozilla/").is_some_and(|at| user_agent[..at].trim_end().ends_with([',', '|']));
    user_agent.starts_with("mozilla/") || is_listed
}

/// Browsers put blanks between names. One app hangs itself on by a semicolon, and people open links in it.
fn has_something_hung_on(user_agent: &str) -> bool {
    let Some((_, tail)) = user_agent.rsplit_once("Safari/") else { return false };
    let behind = tail.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    let is_name = |added: &str| added.trim_start().starts_with(|first: char| first.is_ascii_uppercase());
    behind.strip_prefix(';').is_some_and(is_name) && InAppBrowser::of(user_agent).is_none()
}

/// Names, versions and comments, and no more. What cannot be read as that says nothing about who wrote it.
fn is_plain(user_agent: &str) -> bool {
    let may_stand = |character: char| character.is_ascii_alphanumeric() || " _.,;:|!/()+=[]#-".contains(character);
    let is_name = |word: &str| !word.starts_with('.') && word.contains(|character: char| character.is_ascii_alphanumeric());
    let is_word = |word: &str| is_name(word) || ["-", "/", "|"].contains(&word);
    user_agent.chars().all(may_stand)
        && user_agent.split_whitespace().all(is_word)
        && user_agent.ends_with(|last: char| last.is_ascii_alphanumeric() || ")=_".contains(last))
}

/// Every browser says a version.
fn names_no_version(user_agent: &str) -> bool {
    !user_agent.contains(|character: char| character.is_ascii_digit())
}

/// The systems that people use, and what phones before them and players beside them say instead. In small letters; a leading blank is
/// the beginning of a word.
const SYSTEMS: &[&str] = &[
    "windows",
    "win9",
    "winnt",
    "win10",
    "win32",
    "win64",
    "mac os",
    "macos",
    "macintosh",
    "mac_power",
    "=mac",
    "iphone",
    "ipad",
    "ipod",
    " ios",
    "-ios",
    "/ios",
    "watchos",
    "darwin",
    "cfnetwork",
    "android",
    "/adr",
    "dalvik",
    "linux",
    "x11",
    "bsd",
    "sunos",
    "cros ",
    "crkey",
    "haiku",
    "beos",
    "syllable",
    "amiga",
    "morphos",
    "inferno",
    "risc os",
    "os/2",
    "hp-ux",
    "irix",
    "cygwin",
    "symbian",
    "series40",
    "series60",
    "s60",
    "midp",
    "cldc",
    "j2me",
    "java;",
    "; java",
    "blackberry",
    "bb10",
    "palm",
    "maemo",
    "meego",
    "bada/",
    "brew",
    "tizen",
    "kaios",
    "harmonyos",
    "web0s",
    "webos",
    "smarttv",
    "smart-tv",
    "appletv",
    "hbbtv",
    "dtv",
    "playstation",
    "nintendo",
    "xbox",
    "roku",
    "mmp/",
    "up.browser",
    "up.link",
    "obigo",
    "netfront",
    "teleca",
    "foma",
    "/wap",
    " wap",
    "dolfin",
    "opera/",
    "opera mini",
    "ucweb",
    "ucbrowser",
    "uc browser",
    "nokia",
    "samsung",
    " sec-",
    " sgh",
    " lg",
    " mot-",
    "motorola",
    "ericsson",
    "alcatel",
    "huawei",
    " zte",
    "htc",
    "lenovo",
    "sanyo",
    "siemens",
    " sie-",
    "philips",
    "panasonic",
    "docomo",
    "kddi",
    "softbank",
    "vodafone",
    "arm64",
    "outlook",
    "microsoft office",
    "ms-office",
    "player",
    " lynx/",
    " mozac",
];

/// An agent whose beginning was cut off, or that hides its system, still says engine and browser.
fn names_system_or_browser(user_agent: &str) -> bool {
    let words = format!(" {}", user_agent.to_ascii_lowercase().replace('(', " "));
    let says = |names: &[&str]| names.iter().any(|name| words.contains(name));
    says(SYSTEMS) || (says(ENGINES) && says(BROWSERS))
}

const ENGINES: &[&str] = &["applewebkit", "gecko", "khtml", "trident", "presto", "goanna", "msie"];

const BROWSERS: &[&str] = &["safari/", "chrome/", "firefox/", "version/", "msie"];
