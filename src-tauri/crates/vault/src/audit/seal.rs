//! The seal over the end of the audit log.

use rusqlite::{Connection, OptionalExtension};

use super::{AuditFault, Head};
use crate::secret::{Key, Sealed};
use crate::{OsEntropy, VaultError};

/// Seals and opens the end of one vault's log.
#[derive(Debug)]
pub(crate) struct Sealer {
    key: Key,
    context: Vec<u8>,
}

impl Sealer {
    pub(crate) fn new(data_key: &Key, vault_id: &str) -> Self {
        let key = Key::derive(data_key.bytes(), &[b"attune vault audit seal"]);
        Self { key, context: format!("attune audit head {vault_id}").into_bytes() }
    }

    pub(crate) fn seal(&self, head: Head) -> Result<Vec<u8>, VaultError> {
        let plain = [head.count.to_be_bytes().as_slice(), &head.hash].concat();
        Ok(Sealed::new(&self.key, &plain, &self.context, &mut OsEntropy)?.to_bytes())
    }

    pub(crate) fn open(&self, sealed: &[u8]) -> Option<Head> {
        let plain = Sealed::from_bytes(sealed)?.open(&self.key, &self.context)?;
        let (count, hash) = plain.split_first_chunk::<8>()?;
        Some(Head { count: u64::from_be_bytes(*count), hash: hash.try_into().ok()? })
    }

    /// The seal of an empty log, for a new vault.
    pub(crate) fn start(&self, connection: &Connection) -> Result<(), VaultError> {
        self.write(connection, Head::START)
    }

    pub(super) fn write(&self, connection: &Connection, head: Head) -> Result<(), VaultError> {
        connection.execute(
            "INSERT INTO audit_seal (id, sealed) VALUES (1, ?1)
             ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
            [self.seal(head)?],
        )?;
        Ok(())
    }

    pub(super) fn read(&self, connection: &Connection) -> Result<Head, VaultError> {
        let sealed: Option<Vec<u8>> = connection
            .query_row("SELECT sealed FROM audit_seal WHERE id = 1", [], |row| row.get(0))
            .optional()?;
        sealed.and_then(|s| self.open(&s)).ok_or(VaultError::AuditBroken(AuditFault::SealBroken))
    }
}
