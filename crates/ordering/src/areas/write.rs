//! Kept areas in files of other programs.

use aoi::{AreaForm, NamedArea};

use super::{Area, geopackage};
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
        AreaForm::GeoPackage => Ok(geopackage::write(&named)?),
        AreaForm::Shapefile => Ok(aoi::write_shapefile(&named)?),
    }
}

#[cfg(test)]
mod tests {
    use aoi::{AreaPolygon, ReadAnswers};

    use super::*;
    use crate::areas::read_area_files;

    #[test]
    fn every_form_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let polygon = AreaPolygon::from_ring(vec![[7.0, 1.0], [8.0, 1.0], [7.0, 2.0], [7.0, 1.0]]);
        let area = |name: &str| Area {
            id: name.to_owned(),
            name: name.to_owned(),
            color: "rose".to_owned(),
            report: aoi::check(&polygon),
        };
        let areas = [area("São João"), area("B & C")];
        for form in
            [AreaForm::GeoJson, AreaForm::Kml, AreaForm::Wkt, AreaForm::GeoPackage, AreaForm::Shapefile]
        {
            let path = folder.path().join("areas").with_extension(form.ending());
            std::fs::write(&path, write_areas(&areas, form).unwrap()).unwrap();
            let read = read_area_files(std::slice::from_ref(&path), &ReadAnswers::default()).unwrap();
            let reading = &read[0].reading;
            let names: Vec<&str> = reading.areas.iter().filter_map(|area| area.name.as_deref()).collect();
            let named =
                if form == AreaForm::Wkt { ["areas · 1", "areas · 2"] } else { ["São João", "B & C"] };
            assert_eq!(names, named, "{form:?}");
            for area in &reading.areas {
                assert!((area.report.km2 / areas[0].report.km2 - 1.0).abs() < 1e-12, "{form:?}");
            }
        }
    }

    #[test]
    fn a_loose_shapefile_is_read_once_with_what_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let polygon = AreaPolygon::from_ring(vec![[7.0, 1.0], [8.0, 1.0], [7.0, 2.0], [7.0, 1.0]]);
        let zipped = aoi::write_shapefile(&[NamedArea { name: "Ré", polygon: &polygon }]).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zipped)).unwrap();
        archive.extract(folder.path()).unwrap();
        std::fs::rename(folder.path().join("areas.dbf"), folder.path().join("areas.DBF")).unwrap();
        let paths = ["areas.shp", "areas.DBF", "areas.prj", "areas.shx"].map(|name| folder.path().join(name));
        let read = read_area_files(&paths, &ReadAnswers::default()).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].reading.areas[0].name.as_deref(), Some("Ré"));
        let alone = read_area_files(&paths[1..2], &ReadAnswers::default()).unwrap_err();
        assert!(alone.to_string().contains(".shp"), "{alone}");
    }
}
