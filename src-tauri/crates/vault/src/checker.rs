//! The check of an open vault from another thread, while work goes on.

use rusqlite::Connection;

use crate::audit::Sealer;
use crate::{Vault, VaultError, VerifyReport, database, health};

/// A second connection to an open vault, for one check. Can be sent to a thread.
pub struct Checker {
    connection: Connection,
    sealer: Sealer,
}

impl std::fmt::Debug for Checker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checker(..)")
    }
}

impl Vault {
    /// Prepares the check of this vault for another thread; it must end before the vault is dropped, or the folder
    /// stays in use by this process until it does.
    ///
    /// # Errors
    /// The faults of the database.
    pub fn checker(&self) -> Result<Checker, VaultError> {
        let connection = database::open(&self.paths.database, &self.data_key)?;
        Ok(Checker { connection, sealer: Sealer::new(&self.data_key, self.vault_id()) })
    }
}

impl Checker {
    /// The same report as [`Vault::health_check`], of one moment.
    ///
    /// # Errors
    /// The faults of the database other than damage, which is in the report.
    pub fn run(self) -> Result<VerifyReport, VaultError> {
        let moment = self.connection.unchecked_transaction()?;
        let mut report = health::examine(&moment, &self.sealer)?;
        moment.finish()?;
        if !report.damaged_pages.is_empty() {
            // A page that was just being written looks damaged once; a damaged one looks so twice.
            let again = database::damaged_pages(&self.connection)?;
            report.damaged_pages.retain(|page| again.contains(page));
        }
        Ok(report)
    }
}
