//! The documents of quotations. Each version of an offer has its own; the record holds their hashes, and a file that does
//! not have the hash of its version is read anew.

use std::path::PathBuf;

use bytes::Bytes;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::files;
use crate::ledger::{Intent, sha256_hex};

impl Desk {
    /// The document of a quotation's present version: from this computer when it was read before, else from the vendor.
    ///
    /// # Errors
    /// When the vendor can't be asked, or answers with something that is no PDF.
    pub async fn quotation_document(&self, quotation_id: &str) -> Result<Bytes, DeskError> {
        let owner = self.owner_of(quotation_id)?;
        let version = owner.as_ref().and_then(|intent| intent.offer.as_ref()).and_then(|offer| offer.version);
        let path = self.document_path(quotation_id, version)?;
        if let Some(kept) = self.kept_document(quotation_id, version, &path)? {
            return Ok(kept);
        }
        let pdf = self.inner.client.export_quotation(quotation_id).await?;
        if let Some(intent) = owner {
            let hash = sha256_hex(&pdf);
            self.inner.ledger.document(&intent.reference, quotation_id, version, &hash, pdf.len())?;
        }
        files::write_whole(&path, &pdf).map_err(|error| DeskError::file("could not write", &path, error))?;
        Ok(pdf)
    }

    /// Where the document of a quotation's present version is kept on this computer.
    ///
    /// # Errors
    /// See [`Desk::quotation_document`].
    pub async fn quotation_file(&self, quotation_id: &str) -> Result<PathBuf, DeskError> {
        self.quotation_document(quotation_id).await?;
        let owner = self.owner_of(quotation_id)?;
        let version = owner.and_then(|intent| intent.offer).and_then(|offer| offer.version);
        self.document_path(quotation_id, version)
    }

    fn owner_of(&self, quotation_id: &str) -> Result<Option<Intent>, DeskError> {
        let (intents, _) = self.inner.ledger.readable_intents()?;
        Ok(intents.into_iter().find(|intent| intent.quotation_id.as_deref() == Some(quotation_id)))
    }

    fn document_path(&self, quotation_id: &str, version: Option<u32>) -> Result<PathBuf, DeskError> {
        let name = quotation_id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        if !name || quotation_id.is_empty() {
            return Err(DeskError::invalid("quotation", "this is no number of a quotation"));
        }
        let name = match version {
            Some(version) => format!("{quotation_id}-v{version}.pdf"),
            None => format!("{quotation_id}.pdf"),
        };
        Ok(self.inner.folder.join("quotations").join(name))
    }

    /// The kept file, when the record knows its hash for this version.
    fn kept_document(
        &self,
        quotation_id: &str,
        version: Option<u32>,
        path: &std::path::Path,
    ) -> Result<Option<Bytes>, DeskError> {
        let Ok(kept) = std::fs::read(path) else { return Ok(None) };
        let hash = sha256_hex(&kept);
        let documents = self.inner.ledger.documents(quotation_id)?;
        let known = documents.iter().any(|known| known.sha256 == hash && known.version == version);
        Ok(known.then(|| kept.into()))
    }
}
