//! A panic of any thread: the terminal first, then one line without any value, then the end.

use std::io::Write;
use std::panic::PanicHookInfo;

/// From now on a panic gives the terminal back and says where it happened; what a panic carries may hold a value, so it
/// is not shown. A panic of any thread but the calling one ends the process, since nobody would notice it otherwise.
pub fn install_panic_hook() {
    let home = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        super::restore();
        let _ = std::io::stderr().write_all(message(info).as_bytes());
        if std::thread::current().id() != home {
            std::process::exit(101);
        }
    }));
}

fn message(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), |at| format!("{}:{}", at.file(), at.line()));
    format!(
        "jeton: stopped by a fault of its own at {place}. The terminal is restored, and the vault is whole: each change is made \
         completely or not at all. Please report this place.\n"
    )
}
