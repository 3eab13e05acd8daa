//! Who opens links: places, devices, and programs that are no people; each as often as about in life.

/// Country, region, city, time zone, weight, and how far the clock there is ahead of UTC, in hours.
pub(super) struct Origin(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) f64,
    pub(super) i64,
);

pub(super) const ORIGINS: &[Origin] = &[
    Origin("US", "CA", "Los Angeles", "America/Los_Angeles", 15.0, -8),
    Origin("US", "NY", "New York", "America/New_York", 13.0, -5),
    Origin("US", "TX", "Austin", "America/Chicago", 6.0, -6),
    Origin("DE", "BE", "Berlin", "Europe/Berlin", 12.0, 1),
    Origin("DE", "BY", "Munich", "Europe/Berlin", 7.0, 1),
    Origin("GB", "ENG", "London", "Europe/London", 11.0, 0),
    Origin("FR", "IDF", "Paris", "Europe/Paris", 6.0, 1),
    Origin("ES", "MD", "Madrid", "Europe/Madrid", 4.0, 1),
    Origin("AT", "9", "Vienna", "Europe/Vienna", 3.0, 1),
    Origin("CH", "ZH", "Zurich", "Europe/Zurich", 2.5, 1),
    Origin("NL", "NH", "Amsterdam", "Europe/Amsterdam", 2.5, 1),
    Origin("IN", "MH", "Mumbai", "Asia/Kolkata", 6.0, 5),
    Origin("BR", "SP", "Sao Paulo", "America/Sao_Paulo", 5.0, -3),
    Origin("CA", "ON", "Toronto", "America/Toronto", 4.0, -5),
    Origin("AU", "NSW", "Sydney", "Australia/Sydney", 3.0, 10),
    Origin("JP", "13", "Tokyo", "Asia/Tokyo", 2.0, 9),
    Origin("MX", "CMX", "Mexico City", "America/Mexico_City", 2.0, -6),
];

/// User agents of people, and how many of them there are.
pub(super) const BROWSERS: &[(&str, f64)] = &[
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        24.0,
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0.0.20.80",
        17.0,
    ),
    ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Mobile Safari/537.36", 18.0),
    (
        "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        7.0,
    ),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36", 13.0),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15", 7.0),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0", 5.0),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0", 4.0),
    ("Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1", 4.0),
    ("Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/8.0 TV Safari/537.36", 0.6),
];

/// User agents of programs.
pub(super) const PROGRAMS: &[(&str, f64)] = &[
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 5.0),
    ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 3.0),
    ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", 4.0),
    ("WhatsApp/2.24.20.89 A", 3.0),
    ("curl/8.14.1", 1.0),
];

/// How much is going on in each hour of a place's day.
pub(super) const HOURS: [f64; 24] =
    [1.6, 1.0, 0.7, 0.5, 0.4, 0.5, 0.9, 1.8, 2.8, 3.2, 3.4, 3.6, 4.2, 4.0, 3.6, 3.5, 3.7, 4.2, 4.9, 5.6, 6.2, 6.0, 4.6, 2.8];
