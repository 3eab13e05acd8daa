//! Telling systemd what the server is doing, where systemd has started it as `Type=notify`.

use sd_notify::NotifyState;

/// Visitors can come.
pub(super) fn ready() {
    tell(NotifyState::Ready);
}

/// What was answered is being put where it lasts.
pub(super) fn stopping() {
    tell(NotifyState::Stopping);
}

/// Nobody listens where systemd is not there.
fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "systemd could not be told");
    }
}
