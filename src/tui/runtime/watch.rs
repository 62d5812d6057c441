//! Notices what other processes do to the vault. It sleeps until the kernel says that a file was touched.

use super::vault::Vault;
use crate::services::Services;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// Somebody who changes the vault all the time is followed no closer than this.
const REST: Duration = Duration::from_millis(100);

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

/// What tells one state of the vault from another; `None` while it cannot be read.
fn version(services: &Services) -> Option<i64> {
    services.data_version().ok()
}
