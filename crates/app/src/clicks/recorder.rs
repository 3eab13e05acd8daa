//! Where a click goes that is not the redirect's: an app that opens a link asks us what it means, and that is a click too.

use crate::clicks::record;
use std::pin::Pin;
use trackway_domain::click::Click;
use trackway_journal::Journal;

/// Takes clicks down before they are answered.
pub trait ClickRecorder: Send + Sync + 'static {
    /// Takes one down; ready when it is, or when it is counted as unrecorded.
    fn record(&self, click: &Click<'_>) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

impl ClickRecorder for Journal {
    fn record(&self, click: &Click<'_>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let commit = self.append(|buffer| record::encode(click, buffer));
        // Either way the app gets its answer; the journal has counted what it could not take.
        Box::pin(async move {
            let _ = commit.await;
        })
    }
}
