//! Addresses as installs are compared by them: hashes under keys that are thrown away.
//!
//! A key serves the clicks of one hour and of no other. Once it is gone, nobody can find out which address a hash stands for, and no hash of
//! another hour can be compared with it.

use crate::workspace::WorkspaceId;
use jiff::Timestamp;
use siphasher::sip::SipHasher24;
use std::hash::Hasher as _;
use std::net::IpAddr;

/// An hour, by its number since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(pub i64);

impl Hour {
    /// The hour of an instant.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        Self(at.as_second().div_euclid(3_600))
    }
}

/// Stands for an address within one hour and one workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressHash(pub i64);

/// An hour's secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TraceKey(pub [u8; 16]);

impl TraceKey {
    /// The hash of a full address: of an IPv6 one the first 64 bits, since phones change the rest at will.
    #[must_use]
    pub fn hash(&self, workspace: WorkspaceId, address: IpAddr) -> AddressHash {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(workspace.0.as_bytes());
        match address.to_canonical() {
            IpAddr::V4(address) => hasher.write(&address.octets()),
            IpAddr::V6(address) => hasher.write(&address.octets()[..8]),
        }
        AddressHash(hasher.finish().cast_signed())
    }
}

impl std::fmt::Debug for TraceKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("TraceKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_hash_depends_on_key_workspace_and_network() {
        let (key, here, there) = (TraceKey([1; 16]), WorkspaceId(Uuid::from_u128(1)), WorkspaceId(Uuid::from_u128(2)));
        let hash = |key: TraceKey, workspace, address: &str| key.hash(workspace, address.parse().expect("an address"));
        let one = hash(key, here, "203.0.113.7");
        for (other, is_same) in [
            (hash(key, here, "::ffff:203.0.113.7"), true),
            (hash(key, here, "203.0.113.8"), false),
            (hash(key, there, "203.0.113.7"), false),
            (hash(TraceKey([2; 16]), here, "203.0.113.7"), false),
        ] {
            assert_eq!(one == other, is_same);
        }
        assert_eq!(hash(key, here, "2001:db8:1:2::1"), hash(key, here, "2001:db8:1:2:ffff::9"));
        assert_ne!(hash(key, here, "2001:db8:1:2::1"), hash(key, here, "2001:db8:1:3::1"));
        assert_eq!(format!("{key:?}"), "TraceKey(…)");
    }
}
