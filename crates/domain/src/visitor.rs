//! Telling visitors apart without knowing who they are: a keyed hash whose key is thrown away.
//!
//! Two clicks with the same address and user agent within one period have the same hash. Once the period's salt is gone, nobody can find
//! out which address a hash stands for, not even by trying all of them.

use siphasher::sip::SipHasher24;
use std::hash::Hasher as _;
use std::net::IpAddr;
use std::num::NonZeroU64;

/// Stands for a visitor within one period. Of a million visitors two have the same once in five hundred periods; more bits would be kept for each click.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitorHash(pub NonZeroU64);

impl VisitorHash {
    /// How many bits a hash has.
    pub const BITS: u32 = 48;
}

/// A period's secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

impl Salt {
    /// The hash of a visitor by his full address and user agent.
    #[must_use]
    pub fn hash(&self, address: IpAddr, user_agent: &str) -> VisitorHash {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        match address {
            IpAddr::V4(address) => hasher.write(&address.octets()),
            IpAddr::V6(address) => hasher.write(&address.octets()),
        }
        hasher.write(user_agent.as_bytes());
        VisitorHash(NonZeroU64::new(hasher.finish() >> (u64::BITS - VisitorHash::BITS)).unwrap_or(NonZeroU64::MIN))
    }
}

impl std::fmt::Debug for Salt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Salt(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_salt_address_and_agent() {
        let (salt, other) = (Salt([1; 16]), Salt([2; 16]));
        let (here, there) = (IpAddr::from([203, 0, 113, 7]), IpAddr::from([203, 0, 113, 8]));
        let hashes = [salt.hash(here, "a"), salt.hash(there, "a"), salt.hash(here, "b"), other.hash(here, "a")];
        let distinct = hashes.iter().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(distinct.len(), 4);
        assert_eq!(salt.hash(here, "a"), hashes[0]);
        assert!(hashes.iter().all(|hash| hash.0.leading_zeros() >= u64::BITS - VisitorHash::BITS));
    }

    #[test]
    fn a_salt_does_not_show_itself() {
        assert_eq!(format!("{:?}", Salt([7; 16])), "Salt(…)");
    }
}
