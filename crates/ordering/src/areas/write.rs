//! Kept areas in files of other programs.

use aoi::{AreaForm, NamedArea};

use super::Area;
use crate::error::DeskError;

/// The bytes of a file with some areas.
///
/// # Errors
/// When the file cannot be made.
pub fn write_areas(areas: &[Area], form: AreaForm) -> Result<Vec<u8>, DeskError> {
    let named: Vec<NamedArea<'_>> =
        areas.iter().map(|area| NamedArea { name: &area.name, polygon: &area.report.polygon }).collect();
    match form {
        AreaForm::GeoJson => Ok(aoi::write_geojson(&named).into_bytes()),
        AreaForm::Kml => Ok(aoi::write_kml(&named).into_bytes()),
        AreaForm::Wkt => Ok(aoi::write_wkt(&named).into_bytes()),
        AreaForm::GeoPackage | AreaForm::Shapefile => {
            Err(DeskError::invalid("form", "this form is not written yet: take GeoJSON, KML or WKT"))
        }
    }
}
