//! Money: whole mills (1/1000 of the currency's unit) with a currency. Never a float.

use serde::{Deserialize, Serialize};

/// The codes of ISO 4217 that stand for money in use.
const IN_USE: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
    CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF \
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR \
    MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE \
    SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF \
    XPF YER ZAR ZMW ZWG";

/// An ISO 4217 code of three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The US dollar, in which dialects without a currency count.
    pub const USD: Self = Self(*b"USD");

    /// Reads a code that is in use, in any case. A misspelt one would be money that no total ever shows.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        let capitals = letters.map(|letter| letter.to_ascii_uppercase());
        let code = std::str::from_utf8(&capitals).ok()?;
        IN_USE.split_ascii_whitespace().any(|known| known == code).then_some(Self(capitals))
    }

    /// An amount of this currency's minor unit, such as cents; None out of range.
    #[must_use]
    pub fn from_minor(&self, minor: i64) -> Option<Mills> {
        let mills = match self.as_str() {
            "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND" | "VUV" | "XAF"
            | "XOF" | "XPF" => 1_000,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 1,
            _ => 10,
        };
        minor.checked_mul(mills).map(Mills)
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl TryFrom<String> for Currency {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no currency of ISO 4217")
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.as_str().to_owned()
    }
}

/// An amount in mills of whatever currency goes with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mills(pub i64);

impl Mills {
    /// Reads a decimal such as `-12.345`; digits beyond mills are rounded half to even. None for anything else, or out of range.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) || whole.len() > 16 || fraction.len() > 18 {
            return None;
        }
        let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
        let exact = whole.parse::<i128>().ok()? * scale + fraction.parse::<i128>().ok()?;
        i64::try_from(sign * divide_half_even(exact * 1_000, scale)).ok().map(Self)
    }

    /// Whole cents, rounded half to even.
    #[must_use]
    pub fn to_cents(self) -> i64 {
        i64::try_from(divide_half_even(i128::from(self.0), 10)).unwrap_or(0)
    }

    /// What comes to each of so many, rounded half to even; None where there is nobody.
    #[must_use]
    pub fn per(self, count: u64) -> Option<Self> {
        let count = i128::from(count);
        if count == 0 { None } else { i64::try_from(divide_half_even(i128::from(self.0), count)).ok().map(Self) }
    }

    /// From whole cents; None out of range.
    #[must_use]
    pub fn from_cents(cents: i64) -> Option<Self> {
        cents.checked_mul(10).map(Self)
    }
}

impl std::fmt::Display for Mills {
    /// As a decimal: two digits behind the point, three where the third is needed.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, mills) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        if mills % 10 == 0 { write!(out, "{sign}{units}.{:02}", mills / 10) } else { write!(out, "{sign}{units}.{mills:03}") }
    }
}

fn divide_half_even(number: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (number.div_euclid(divisor), number.rem_euclid(divisor));
    let up = rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0);
    quotient + i128::from(up)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals() {
        for (text, expected) in [
            ("15", Some(15_000)),
            ("0.0005", Some(0)),
            ("0.0015", Some(2)),
            ("0.00051", Some(1)),
            ("-1.2345", Some(-1_234)),
            ("-1.2355", Some(-1_236)),
            ("1.", None),
            (".5", None),
            ("1e3", None),
            ("", None),
            ("-", None),
            ("1,5", None),
            ("99999999999999999", None),
        ] {
            assert_eq!(Mills::parse(text).map(|mills| mills.0), expected, "{text}");
        }
        assert_eq!([5, 15, 25, -5, -15, 14, 16].map(|mills| Mills(mills).to_cents()), [0, 2, 2, 0, -2, 1, 2]);
    }

    #[test]
    fn to_each_comes_his_part() {
        for (mills, count, expected) in [
            (1_000, 3, Some(333)),
            (1_000, 0, None),
            (5, 2, Some(2)),
            (15, 2, Some(8)),
            (-5, 2, Some(-2)),
            (0, 7, Some(0)),
            (7, u64::MAX, Some(0)),
        ] {
            assert_eq!(Mills(mills).per(count).map(|part| part.0), expected, "{mills} by {count}");
        }
    }

    #[test]
    fn currencies() {
        for (text, expected) in
            [("USD", Some("USD")), ("eur", Some("EUR")), ("UDS", None), ("US", None), ("", None), ("D A", None), ("USDT", None)]
        {
            assert_eq!(Currency::parse(text).as_ref().map(Currency::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_million_amounts_add_up_to_the_mill() {
        let amounts = (0..1_000_000).map(|mills| format!("{}.{:03}", mills / 1_000, mills % 1_000));
        let sum = amounts.map(|text| Mills::parse(&text).expect("an amount").0).sum::<i64>();
        assert_eq!(sum, 999_999 * 500_000);
    }

    proptest! {
        #[test]
        fn text_round_trips(mills in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(Mills::parse(&Mills(mills).to_string()), Some(Mills(mills)));
        }

        #[test]
        fn cents_are_exact(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(Mills::from_cents(cents).map(Mills::to_cents), Some(cents));
        }
    }
}
