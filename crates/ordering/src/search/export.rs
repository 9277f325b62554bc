//! Results or a selection as a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use archive::export::{ExportFormat, ExportedScene, write};
use archive::{SceneFilter, ScenePair, Sort};

use super::geopackage;
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// Writes scenes to a file: those of `ids`, or all that pass the filter, in an order. How many were written. What was
    /// there before is replaced once the new file is whole.
    ///
    /// # Errors
    /// When nothing was searched yet, or the file can't be written.
    pub fn export_scenes(
        &self,
        format: ExportFormat,
        ids: Option<&[String]>,
        filter: &SceneFilter,
        sort: &[Sort],
        path: &Path,
    ) -> Result<u32, DeskError> {
        let scenes = self.exported(ids, filter, sort)?;
        let draft = path.with_extension(format!("{}.part", format.ending()));
        let failed = |source| DeskError::file("could not write", path, source);
        if draft.exists() {
            std::fs::remove_file(&draft).map_err(failed)?;
        }
        if format == ExportFormat::Geopackage {
            geopackage::write(&draft, &scenes)?;
        } else {
            let mut file = BufWriter::new(File::create(&draft).map_err(failed)?);
            write(format, &scenes, self.now(), &mut file).and_then(|()| file.flush()).map_err(failed)?;
        }
        std::fs::rename(&draft, path).map_err(failed)?;
        Ok(u32::try_from(scenes.len()).unwrap_or(u32::MAX))
    }

    fn exported(
        &self,
        ids: Option<&[String]>,
        filter: &SceneFilter,
        sort: &[Sort],
    ) -> Result<Vec<ExportedScene>, DeskError> {
        let ids = match ids {
            Some(ids) => ids.to_vec(),
            None => self.with_archive(|archive| archive.passing(filter, sort))?,
        };
        let mut scenes = Vec::with_capacity(ids.len());
        for id in ids {
            let record = self.inner.searches.record(&id)?.unwrap_or_default();
            scenes.extend(self.with_archive(|archive| archive.exported(&id, &record))?);
        }
        Ok(scenes)
    }

    /// Compares two scenes that were found.
    ///
    /// # Errors
    /// When one of them is not among those found.
    pub fn compare_scenes(&self, one: &str, other: &str) -> Result<ScenePair, DeskError> {
        let record =
            |id: &str| -> Result<_, DeskError> { Ok(self.inner.searches.record(id)?.unwrap_or_default()) };
        let (first, second) = (record(one)?, record(other)?);
        self.with_archive(|archive| archive.pair((one, &first), (other, &second)))?
            .ok_or_else(|| DeskError::missing("such scene among those found"))
    }
}
