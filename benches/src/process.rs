//! Processes under measurement: started, asked what they cost, ended.

use anyhow::{Context as _, bail};
use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that is being measured. Dropping it ends it.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts a command and waits until it listens.
    ///
    /// # Errors
    /// Where it does not start, or does not listen within 20 seconds.
    pub fn start(mut command: Command, address: SocketAddr) -> anyhow::Result<Self> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().with_context(|| format!("cannot start {command:?}"))?;
        let server = Self { child, address };
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(address).is_err() {
            if Instant::now() > deadline {
                bail!("{command:?} does not listen on {address}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(server)
    }

    /// CPU time that the process and its children have used, user and system.
    ///
    /// # Errors
    /// Where the process is gone.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let mut total = cpu_of(self.child.id())?;
        for child in children_of(self.child.id()) {
            total += cpu_of(child)?;
        }
        Ok(total)
    }

    /// Memory that it holds now, in bytes.
    ///
    /// # Errors
    /// Where the process is gone.
    pub fn resident(&self) -> anyhow::Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS")).context("VmRSS")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its own end is all that is left to it; a failure means that it has ended already.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        for _ in 0..250 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// CPU time that this process has used, user and system.
///
/// # Errors
/// Where the system does not say.
pub fn own_cpu() -> anyhow::Result<Duration> {
    cpu_of(std::process::id())
}

/// User and system time of one process, from the scheduler's own account in nanoseconds, summed over its threads.
fn cpu_of(process: u32) -> anyhow::Result<Duration> {
    let mut nanoseconds = 0;
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        let account = fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += account.split_whitespace().next().context("schedstat")?.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

fn children_of(process: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    list.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}
