//! What was administered, by whom: entries of a log in which each row carries the hash of all before it, so that a changed, added or
//! missing row shows.

use crate::key::KeyId;
use crate::workspace::{UserId, WorkspaceId};
use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// Who administers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doer {
    /// Whoever shows a key.
    Key(KeyId),
    /// A person who has signed in, or who has let a program act for him.
    User(UserId),
    /// Whoever runs a command beside the data.
    CommandLine,
    /// The server by itself.
    Server,
}

impl std::fmt::Display for Doer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(id) => write!(out, "key {id}"),
            Self::User(id) => write!(out, "user {id}"),
            Self::CommandLine => out.write_str("command line"),
            Self::Server => out.write_str("server"),
        }
    }
}

/// Names what can be administered.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What can be administered.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])* $name),*
        }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in stores and answers: the thing, then the verb.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text),*
                }
            }
        }
    };
}

actions! {
    /// A key was made.
    KeyCreated = "key.create",
    /// A key was ended.
    KeyRevoked = "key.revoke",
    /// A person was made, or the first owner introduced.
    UserCreated = "user.create",
    /// The owner whom a workspace was made with got an address and a password.
    UserIntroduced = "user.introduce",
    /// A person got another password.
    PasswordSet = "user.set-password",
    /// A person got another role.
    RoleSet = "user.set-role",
    /// A person of another workspace became a member of this one too.
    UserJoined = "user.join",
    /// A person who is a member of other workspaces left this one.
    UserLeft = "user.leave",
    /// A person was shut out.
    UserDisabled = "user.disable",
    /// A program was registered.
    ClientRegistered = "client.register",
    /// A program was ended.
    ClientRevoked = "client.revoke",
    /// What a person had allowed was ended.
    ConsentEnded = "consent.end",
    /// The key that signs tokens was changed.
    SigningKeyRotated = "signing-key.rotate",
    /// An account was made.
    AccountCreated = "account.create",
    /// An account got another page.
    ProfileSet = "account.set-profile",
    /// It was set which parameter an account's page is told.
    TrackingParameterSet = "account.set-tracking-parameter",
    /// A secret was agreed on with a platform.
    InboundSecretSet = "account.set-inbound",
    /// Another model, or another half-life, was chosen for a workspace's totals.
    AttributionChosen = "attribution.choose",
    /// A workspace was made.
    WorkspaceCreated = "workspace.create",
    /// It was changed what a workspace says of its app.
    AppConfigChanged = "app-config.change",
    /// A webhook was made.
    WebhookCreated = "webhook.create",
    /// A webhook was changed.
    WebhookChanged = "webhook.change",
    /// A webhook got another secret.
    WebhookSecretRotated = "webhook.rotate-secret",
    /// A webhook was deleted.
    WebhookDeleted = "webhook.delete",
    /// A webhook was switched off because nothing reached it.
    WebhookDisabled = "webhook.disable",
    /// A link was changed.
    LinkChanged = "link.change",
    /// A link was deleted.
    LinkDeleted = "link.delete",
    /// Somebody else may look at the numbers of a link or a tag.
    ShareCreated = "share.create",
    /// He may no more.
    ShareRevoked = "share.revoke",
    /// A template was made.
    TemplateCreated = "template.create",
    /// A template was changed, or became the default.
    TemplateChanged = "template.change",
    /// A template was deleted.
    TemplateDeleted = "template.delete",
    /// A workspace named a host name of its own.
    DomainAdded = "domain.add",
    /// A host name was shown to be the workspace's.
    DomainVerified = "domain.verify",
    /// A host name was given up.
    DomainRemoved = "domain.remove",
    /// Whatever told who a person was is gone.
    PersonErased = "person.erase",
    /// A setting of the installation was changed.
    SettingChanged = "setting.change",
}

/// Something that is about to be administered. It never holds a secret.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// The tenant; None for what is the installation's.
    pub workspace: Option<WorkspaceId>,
    /// Who does it.
    pub doer: Doer,
    /// What he does.
    pub action: Action,
    /// To what: an id, or the name by which it was named.
    pub subject: String,
    /// What else there is to say.
    pub details: Map<String, Value>,
}

/// A row of the log, in the texts that it was written with: whoever verifies must see what is there, be it nonsense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number: the first is 1, and none is left out.
    pub number: u64,
    /// When, in milliseconds since 1970.
    pub at_milliseconds: i64,
    /// The tenant; None for what is the installation's.
    pub workspace: Option<WorkspaceId>,
    /// Who did it.
    pub doer: String,
    /// What he did.
    pub action: String,
    /// To what.
    pub subject: String,
    /// What else there is to say: a JSON object.
    pub details: String,
    /// The hash of this row and all before it.
    pub hash: AuditHash,
}

/// The hash of a row and all before it: SHA-256.
pub type AuditHash = [u8; 32];

/// What stands before the first row.
pub const BEGINNING: AuditHash = [0; 32];

impl AuditRow {
    /// The row of an entry behind another row.
    #[must_use]
    pub fn of(entry: &AuditEntry, number: u64, before: &AuditHash) -> Self {
        let mut row = Self {
            number,
            at_milliseconds: entry.at.as_millisecond(),
            workspace: entry.workspace,
            doer: entry.doer.to_string(),
            action: entry.action.as_str().to_owned(),
            subject: entry.subject.clone(),
            details: Value::from(entry.details.clone()).to_string(),
            hash: BEGINNING,
        };
        row.hash = row.expected_hash(before);
        row
    }

    /// What its hash must be behind another row. The parts are hashed as a JSON array, so that none of them can pass for another.
    #[must_use]
    pub fn expected_hash(&self, before: &AuditHash) -> AuditHash {
        let Self { number, at_milliseconds, workspace, doer, action, subject, details, .. } = self;
        let parts = serde_json::json!([number, at_milliseconds, workspace, doer, action, subject, details]);
        Sha256::new().chain_update(before).chain_update(parts.to_string()).finalize().into()
    }
}

/// What is wrong with the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// The first row that is not what it was.
    #[error("row {0} of the audit log is not as it was written, or a row before it was replaced")]
    Changed(u64),
    /// The first row that is not there.
    #[error("row {0} of the audit log is missing")]
    Missing(u64),
}

/// Follows the chain over rows in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditChain {
    /// The last row that was followed; 0 before the first.
    pub number: u64,
    /// Its hash.
    pub hash: AuditHash,
}

impl Default for AuditChain {
    fn default() -> Self {
        Self { number: 0, hash: BEGINNING }
    }
}

impl AuditChain {
    /// Follows one row more.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn follow(&mut self, row: &AuditRow) -> Result<(), AuditFault> {
        if row.number != self.number + 1 {
            return Err(AuditFault::Missing(self.number + 1));
        }
        if row.hash != row.expected_hash(&self.hash) {
            return Err(AuditFault::Changed(row.number));
        }
        (self.number, self.hash) = (row.number, row.hash);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    fn rows() -> Vec<AuditRow> {
        let mut chain = AuditChain::default();
        let row = |number: u64| {
            let entry = AuditEntry {
                at: Timestamp::from_second(1_774_066_125).expect("a time"),
                workspace: Some(WorkspaceId(Uuid::from_u128(1))),
                doer: Doer::CommandLine,
                action: Action::KeyRevoked,
                subject: format!("key {number}"),
                details: Map::new(),
            };
            let row = AuditRow::of(&entry, number, &chain.hash);
            chain.hash = row.hash;
            row
        };
        (1..=5).map(row).collect()
    }

    fn followed(rows: &[AuditRow]) -> Result<AuditChain, AuditFault> {
        let mut chain = AuditChain::default();
        rows.iter().try_for_each(|row| chain.follow(row)).map(|()| chain)
    }

    #[test]
    fn a_log_that_nobody_touched_is_good() {
        let rows = rows();
        assert_eq!(followed(&rows), Ok(AuditChain { number: 5, hash: rows[4].hash }));
        assert_eq!(followed(&[]), Ok(AuditChain::default()));
    }

    #[test]
    fn whatever_is_touched_is_named() {
        type Touch = fn(&mut Vec<AuditRow>);
        let touches: [(Touch, AuditFault); 9] = [
            (|rows| rows[2].at_milliseconds += 1, AuditFault::Changed(3)),
            (|rows| rows[2].workspace = None, AuditFault::Changed(3)),
            (|rows| rows[2].doer = "server".to_owned(), AuditFault::Changed(3)),
            (|rows| rows[2].action.push('s'), AuditFault::Changed(3)),
            (|rows| rows[2].subject.clear(), AuditFault::Changed(3)),
            (|rows| rows[2].details = "{\"a\":1}".to_owned(), AuditFault::Changed(3)),
            (|rows| rows[2].hash[0] ^= 1, AuditFault::Changed(3)),
            (|rows| drop(rows.remove(2)), AuditFault::Missing(3)),
            // One that was changed and given a hash that fits betrays itself by the next one.
            (
                |rows| {
                    rows[2].subject.clear();
                    rows[2].hash = rows[2].expected_hash(&rows[1].hash.clone());
                },
                AuditFault::Changed(4),
            ),
        ];
        for (index, (touch, expected)) in touches.into_iter().enumerate() {
            let mut rows = rows();
            touch(&mut rows);
            assert_eq!(followed(&rows), Err(expected), "{index}");
        }
    }

    #[test]
    fn texts_cannot_pass_for_each_other() {
        let (mut one, mut other) = (rows().remove(0), rows().remove(0));
        (one.subject, one.details) = ("a\",\"b".to_owned(), "c".to_owned());
        (other.subject, other.details) = ("a".to_owned(), "b\",\"c".to_owned());
        assert_ne!(one.expected_hash(&BEGINNING), other.expected_hash(&BEGINNING));
    }

    #[test]
    fn actions_have_names_of_their_own() {
        let names = Action::ALL.iter().map(|action| action.as_str()).collect::<BTreeSet<_>>();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
