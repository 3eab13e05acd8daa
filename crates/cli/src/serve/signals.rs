//! Being told to stop: the first time in order, the second time at once.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Says true when the process is told to stop. A second signal ends it where it stands; what was answered is in the journal.
pub(super) fn listen() -> anyhow::Result<watch::Receiver<bool>> {
    let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        let mut signals = [terminate, interrupt];
        any(&mut signals).await;
        tracing::info!("stopping");
        // Nobody listens only where everything has ended already.
        let _ = stop.send(true);
        any(&mut signals).await;
        std::process::exit(130);
    });
    Ok(stopped)
}

async fn any([first, second]: &mut [Signal; 2]) {
    tokio::select! {
        _ = first.recv() => {}
        _ = second.recv() => {}
    }
}
