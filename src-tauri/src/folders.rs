//! Where things lie on this computer. `ATTUNE_DATA` and `ATTUNE_REPORTS` say otherwise, for tests and kiosks.

use std::env;
use std::path::PathBuf;

/// Folder of the vault.
pub(crate) fn vault() -> PathBuf {
    env::var_os("ATTUNE_DATA")
        .map(PathBuf::from)
        .or_else(|| env::var_os("XDG_DATA_HOME").map(|d| PathBuf::from(d).join("attune")))
        .unwrap_or_else(|| home().join(".local/share/attune"))
        .join("vault")
}

/// Folder that reports are written to.
pub(crate) fn reports() -> PathBuf {
    env::var_os("ATTUNE_REPORTS").map_or_else(|| home().join("Documents/Attune"), PathBuf::from)
}

fn home() -> PathBuf {
    env::home_dir().unwrap_or_default()
}

/// WebKitGTK shows a blank window on some graphics drivers unless this path of it is off (tauri#8462). The
/// program starts itself anew with it, because the environment of a running process is not to be changed.
pub(crate) fn prepare_environment() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    #[cfg(target_os = "linux")]
    if env::var_os(SWITCH).is_none()
        && let Ok(program) = env::current_exe()
    {
        use std::os::unix::process::CommandExt;
        // Returns only where it fails; then the window is tried as things are.
        let _ = std::process::Command::new(program).args(env::args_os().skip(1)).env(SWITCH, "1").exec();
    }
}
