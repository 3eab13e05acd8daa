//! Who may act: access tokens and their signing keys.
