//! Features of a GeoPackage, one by one, from whoever has the database open.

use super::found::{Features, System, name_among};
use super::wkb;
use crate::error::AoiError;

const FORM: &str = "GeoPackage";

impl Features {
    /// No features yet of a layer of a GeoPackage. The reference system is its EPSG number, or its definition in WKT.
    pub fn of_geopackage(epsg: Option<u32>, wkt: Option<String>) -> Features {
        let defined = || wkt.filter(|wkt| !wkt.is_empty() && wkt != "undefined").map(System::Wkt);
        Features::new(FORM, epsg.map(System::Epsg).or_else(defined).unwrap_or(System::Unstated))
    }

    /// Takes a row of a feature table: its attributes, and the blob of its geometry.
    ///
    /// # Errors
    /// When the blob is broken; the row's number is named.
    pub fn geopackage_row(
        &mut self,
        row: i64,
        attributes: &[(&str, &str)],
        blob: Option<&[u8]>,
    ) -> Result<(), AoiError> {
        let Some(blob) = blob else {
            self.other("feature without a geometry");
            return Ok(());
        };
        let malformed =
            |reason: String| AoiError::Malformed { form: FORM, place: format!("row {row}"), reason };
        let body =
            body(blob).ok_or_else(|| malformed("its geometry has no header of a GeoPackage".to_owned()))?;
        // The system of the layer counts, not what a blob says by the way.
        let system = std::mem::replace(&mut self.system, System::Unstated);
        let shapes = wkb::shapes(body, self);
        self.system = system;
        match shapes {
            Ok(shapes) => self.parts(name_among(attributes).as_deref(), shapes),
            Err(AoiError::Malformed { place, reason, .. }) => Err(malformed(format!("at {place} {reason}"))),
            Err(other) => Err(other),
        }
    }
}

/// The WKB of a blob: behind the header and its envelope.
fn body(blob: &[u8]) -> Option<&[u8]> {
    let flags = *blob.get(3).filter(|_| blob.starts_with(b"GP"))?;
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    blob.get(8 + envelope..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AreaPolygon;
    use crate::read::found::Shape;
    use crate::write_geopackage_blob;

    #[test]
    fn a_blob_reads_back_with_any_envelope_and_is_refused_without_a_header() {
        let polygon = AreaPolygon::from_ring(vec![[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 2.0]]);
        let plain = write_geopackage_blob(&polygon);
        let mut boxed = plain[..8].to_vec();
        boxed[3] |= 1 << 1;
        boxed.extend([0; 32]);
        boxed.extend(&plain[8..]);
        let mut features = Features::of_geopackage(Some(4326), None);
        for blob in [&plain, &boxed] {
            features.geopackage_row(1, &[("name", "A")], Some(blob)).unwrap();
        }
        features.geopackage_row(3, &[], None).unwrap();
        assert!(
            features.found.iter().all(|(name, shape)| {
                name.as_deref() == Some("A") && *shape == Shape::Area(polygon.clone())
            })
        );
        let says = |blob: &[u8]| {
            Features::of_geopackage(None, None).geopackage_row(7, &[], Some(blob)).unwrap_err().to_string()
        };
        assert!(says(b"nothing").contains("row 7"));
        assert!(says(&plain[..20]).contains("row 7"));
    }
}
