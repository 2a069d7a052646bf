//! The desktop shell of Attune: a window, its commands, auto-lock. Nothing here knows medicine.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod auto_lock;
mod commands;
mod desk;
mod folders;

use std::process::ExitCode;

use tauri::Manager;

fn main() -> ExitCode {
    folders::prepare_environment();
    let desk = match desk::Desk::new() {
        Ok(desk) => desk,
        Err(error) => {
            eprintln!("error: {}\nhint: {}", error.message, error.hint);
            return ExitCode::FAILURE;
        }
    };
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(desk)
        .setup(|app| {
            auto_lock::watch(app.handle().clone());
            Ok(())
        })
        .on_window_event(|window, event| {
            // A closed window is a locked vault, noted as such.
            if matches!(event, tauri::WindowEvent::Destroyed) {
                let _ = window.state::<desk::Desk>().with(attune_app::workstation::Workstation::lock);
            }
        })
        .invoke_handler(commands::handler())
        .run(tauri::generate_context!());
    match built {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!(
                "error: the window cannot be opened: {error}\nhint: a display is needed; without one use the command line `attune`"
            );
            ExitCode::FAILURE
        }
    }
}
