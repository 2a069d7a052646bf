//! Locks the vault after a time without input and tells the window.

use std::thread;
use std::time::Duration;

use tauri::{AppHandle, Emitter, Manager};

use crate::desk::Desk;

/// Looks once a second; a jump of the clock (sleep) counts as time without input.
pub(crate) fn watch(app: AppHandle) {
    let look = move || loop {
        thread::sleep(Duration::from_secs(1));
        let locked = app.state::<Desk>().with(|w| Ok(w.lock_if_idle()));
        if matches!(locked, Ok(true)) {
            // A window that is gone has nothing to hide.
            let _ = app.emit("attune://locked", ());
        }
    };
    if let Err(error) = thread::Builder::new().name("auto-lock".into()).spawn(look) {
        eprintln!("error: auto-lock cannot start: {error}");
        std::process::exit(1);
    }
}
