//! What a program may ask to be allowed.

use crate::key::KeyScope;

/// One permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// To be told who signed in.
    Openid,
    /// To go on without the person: the same as [`Scope::OfflineAccess`].
    Offline,
    /// To go on without the person.
    OfflineAccess,
    /// To read the account's own profile.
    ReadSelf,
    /// To see the creators of the workspace.
    ReadCreator,
    /// To act for the creators of the workspace.
    WriteCreator,
    /// To read about fans.
    ReadFan,
    /// To read numbers.
    ReadInsights,
    /// To read tracking links.
    ReadTrackingLinks,
    /// To make, change and delete tracking links.
    WriteTrackingLinks,
}

impl Scope {
    /// All scopes, by name.
    pub const ALL: [Self; 10] = [
        Self::Openid,
        Self::Offline,
        Self::OfflineAccess,
        Self::ReadSelf,
        Self::ReadCreator,
        Self::WriteCreator,
        Self::ReadFan,
        Self::ReadInsights,
        Self::ReadTrackingLinks,
        Self::WriteTrackingLinks,
    ];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Openid => "openid",
            Self::Offline => "offline",
            Self::OfflineAccess => "offline_access",
            Self::ReadSelf => "read:self",
            Self::ReadCreator => "read:creator",
            Self::WriteCreator => "write:creator",
            Self::ReadFan => "read:fan",
            Self::ReadInsights => "read:insights",
            Self::ReadTrackingLinks => "read:tracking_links",
            Self::WriteTrackingLinks => "write:tracking_links",
        }
    }

    /// What somebody must be allowed himself to allow it to a program; None where anyone may.
    #[must_use]
    pub fn takes(self) -> Option<KeyScope> {
        match self {
            Self::Openid | Self::Offline | Self::OfflineAccess => None,
            Self::ReadSelf | Self::ReadCreator | Self::ReadFan | Self::ReadTrackingLinks => Some(KeyScope::LinksRead),
            Self::ReadInsights => Some(KeyScope::StatsRead),
            Self::WriteCreator | Self::WriteTrackingLinks => Some(KeyScope::LinksWrite),
        }
    }
}

/// A set of scopes, sorted and without repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeSet(Vec<Scope>);

impl ScopeSet {
    /// A set of these.
    #[must_use]
    pub fn new(mut scopes: Vec<Scope>) -> Self {
        scopes.sort();
        scopes.dedup();
        Self(scopes)
    }

    /// Every scope that there is.
    #[must_use]
    pub fn all() -> Self {
        Self::new(Scope::ALL.to_vec())
    }

    /// Reads names separated by white space; the first unknown one is the error.
    ///
    /// # Errors
    /// The name that is no scope.
    pub fn parse(text: &str) -> Result<Self, String> {
        let scope = |name: &str| Scope::ALL.into_iter().find(|scope| scope.as_str() == name).ok_or_else(|| name.to_owned());
        text.split_ascii_whitespace().map(scope).collect::<Result<_, _>>().map(Self::new)
    }

    /// True where it holds that scope.
    #[must_use]
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// True where it holds all of those scopes.
    #[must_use]
    pub fn contains_all(&self, others: &Self) -> bool {
        others.0.iter().all(|scope| self.contains(*scope))
    }

    /// Those of its scopes for which this is true.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(Scope) -> bool) -> Self {
        Self(self.0.iter().copied().filter(|scope| keep(*scope)).collect())
    }

    /// True where it asks to go on without the person: then there are refresh tokens.
    #[must_use]
    pub fn goes_on_alone(&self) -> bool {
        self.contains(Scope::Offline) || self.contains(Scope::OfflineAccess)
    }

    /// True where it reaches other creators than the account that the token acts for.
    #[must_use]
    pub fn reaches_creators(&self) -> bool {
        self.contains(Scope::ReadCreator) || self.contains(Scope::WriteCreator)
    }

    /// The scopes.
    #[must_use]
    pub fn as_slice(&self) -> &[Scope] {
        &self.0
    }
}

impl std::fmt::Display for ScopeSet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sets_read_back(scopes in prop::collection::vec(prop::sample::select(Scope::ALL.to_vec()), 0..20)) {
            let set = ScopeSet::new(scopes);
            prop_assert_eq!(ScopeSet::parse(&set.to_string()), Ok(set));
        }
    }

    #[test]
    fn unknown_names_are_told() {
        assert_eq!(ScopeSet::parse("openid  read:self read:everything"), Err("read:everything".to_owned()));
        assert_eq!(ScopeSet::parse(" "), Ok(ScopeSet::default()));
    }
}
