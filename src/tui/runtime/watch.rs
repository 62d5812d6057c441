//! Notices what other processes do to the vault. It sleeps until the kernel says that a file was touched.

use super::vault::Vault;
use crate::services::Services;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// Somebody who changes the vault all the time is followed no closer than this.
const REST: Duration = Duration::from_millis(100);

/// Traffic is followed no closer than this: a frame costs a slow line more than a second's figures are worth.
const USAGE_REST: Duration = Duration::from_millis(500);

/// Tells of changes by other processes, and of a vault that can no longer be read or can be again.
///
/// # Errors
/// The thread cannot be started.
pub fn start(vault: Arc<Vault>, changed: impl Fn() -> bool + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
        let services = vault.wait_for_services();
        let mut watch = services.watch();
        // Whatever happened between the first reading and the start of the look-out counts as a change.
        let mut known = None;
        loop {
            let now = version(&services);
            if now != known {
                known = now;
                if !changed() {
                    break;
                }
                std::thread::sleep(REST);
            }
            watch.wait();
        }
    })?;
    Ok(())
}

/// Tells of what is written to the usage file, as long as somebody wants to hear of it; asleep otherwise.
///
/// # Errors
/// The thread cannot be started.
pub fn start_usage(vault: Arc<Vault>, changed: impl Fn() -> bool + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name("usage".to_owned()).spawn(move || {
        let services = vault.wait_for_services();
        loop {
            vault.wait_until_usage_is_wanted();
            let mut watch = services.watch_usage();
            // Whatever was written before the look-out began is news too.
            let mut is_new = true;
            while vault.wants_usage() {
                if is_new {
                    if !changed() {
                        return;
                    }
                    std::thread::sleep(USAGE_REST);
                }
                is_new = watch.wait();
            }
        }
    })?;
    Ok(())
}

/// What tells one state of the vault from another; `None` while it cannot be read.
fn version(services: &Services) -> Option<i64> {
    services.data_version().ok()
}
