//! The demo patients that the program carries in itself. All of them are invented.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use super::Workstation;
use super::reading::Reading;
use crate::error::AppError;
use crate::library::DEMO;
use crate::view::DemoSet;

/// `demo.json` of a demo patient.
#[derive(Debug, Deserialize)]
struct DemoCard {
    title: String,
    summary: String,
}

impl Workstation {
    /// The demo patients at hand.
    #[must_use]
    pub fn demo_sets(&self) -> Vec<DemoSet> {
        let mut sets: Vec<DemoSet> = Vec::new();
        for (id, name, bytes) in DEMO {
            if *name == "demo.json" {
                let Ok(card) = serde_json::from_slice::<DemoCard>(bytes) else { continue };
                let files = DEMO.iter().filter(|(i, n, _)| i == id && *n != "demo.json");
                sets.push(DemoSet {
                    id: (*id).to_owned(),
                    title: card.title,
                    summary: card.summary,
                    files: files.map(|(_, n, _)| (*n).to_owned()).collect(),
                });
            }
        }
        sets
    }

    /// Begins to read a demo patient as if its files had been chosen.
    ///
    /// # Errors
    /// An unknown demo patient, a locked vault.
    pub fn begin_demo(&mut self, token: &str, id: &str) -> Result<Reading, AppError> {
        let folder = tempfile::Builder::new().prefix("attune-demo-").tempdir()?;
        let mut paths: Vec<PathBuf> = Vec::new();
        for (_, name, bytes) in DEMO.iter().filter(|(i, n, _)| *i == id && *n != "demo.json") {
            let path = folder.path().join(name);
            fs::write(&path, bytes)?;
            paths.push(path);
        }
        if paths.is_empty() {
            return Err(AppError::new(
                "demo.unknown",
                format!("there is no demo patient `{id}`"),
                "choose one of the list",
            ));
        }
        Ok(self.begin_reading(token, &paths, None)?.holding(folder))
    }
}
