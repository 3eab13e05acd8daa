//! How often somebody may guess a link's password.

use jiff::Timestamp;
use std::net::{IpAddr, Ipv6Addr};
use trackway_domain::link::LinkId;
use trackway_web::rate_limit::RateLimiter;

/// Guesses a minute: of one visitor at one link, and of all visitors at it. The latter is more than a busy link's visitors need, and less than
/// whoever has many addresses would like to have.
pub struct GuessLimits {
    by_address: RateLimiter,
    by_link: RateLimiter,
}

impl Default for GuessLimits {
    fn default() -> Self {
        Self { by_address: RateLimiter::sliding(10), by_link: RateLimiter::sliding(200) }
    }
}

impl GuessLimits {
    /// Seconds to wait, where it was too often.
    pub(crate) fn admit(&self, link: LinkId, address: IpAddr, now: Timestamp) -> Result<(), i64> {
        let by_address = self.by_address.admit(&format!("{link} {}", network(address)), now);
        if !by_address.is_allowed {
            // What one address is refused does not use up what others may.
            return Err(by_address.retry_after);
        }
        let by_link = self.by_link.admit(&link.to_string(), now);
        if by_link.is_allowed { Ok(()) } else { Err(by_link.retry_after) }
    }
}

/// The address, of IPv6 the network of 64 bits: whoever has one address of it has all of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trackway_domain::snowflake::Snowflake;

    #[test]
    fn guesses_run_out_by_visitor_and_by_link() {
        let (limits, now) = (GuessLimits::default(), Timestamp::UNIX_EPOCH);
        let [link, other] = [1, 2].map(|number| LinkId(Snowflake::compose(1_700_000_000_000, 0, number)));
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let allowed = |link, text: &str| limits.admit(link, address(text), now).is_ok();
        assert_eq!((0..20).filter(|_| allowed(link, "2001:db8::1")).count(), 10);
        assert!(!allowed(link, "2001:db8::2"), "of one network");
        assert!(allowed(other, "2001:db8::1") && allowed(link, "2001:db8:0:1::1"));
        assert_eq!((0..=255).filter(|last| allowed(link, &format!("203.0.113.{last}"))).count(), 189, "200 of the link in all");
        assert!(limits.admit(link, address("198.51.100.1"), now).is_err_and(|seconds| seconds > 0));
    }
}
