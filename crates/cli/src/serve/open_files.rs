//! As many connections as the system allows: each takes a file descriptor, and most systems give a process 1,024 unless it asks.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Asks for all the file descriptors that the process may have. Not getting them is no reason not to start.
pub(crate) fn raise_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
    {
        tracing::warn!(%error, ?current, ?maximum, "the limit of open files stays as it is");
    }
}
