//! Forms that are known and not read: by what a file begins with, by its ending, by the root of an XML document, and by
//! what lies in an archive. Whoever gives one is told what it is.

use super::{DATABASE, Source};

/// What files begin with, and what they are then.
const MAGIC: [(&[u8], &str); 22] = [
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"II+\0", PICTURE),
    (b"MM\0+", PICTURE),
    (b"\0\0\0\x0cjP  ", PICTURE),
    (b"GIF8", PICTURE),
    (b"AC10", "DWG"),
    (DATABASE, "GeoPackage without a database"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"CDF", "NetCDF"),
    (b"\x89HDF", "HDF"),
    (b"PMTiles", "PMTiles"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet or document of old Office"),
    (b"fgb\x01fgb", "FlatGeobuf of an early version"),
    (b"fgb\x02fgb", "FlatGeobuf of an early version"),
];
const PICTURE: &str = "a picture";
const PARTS: &str = "a part of a Shapefile without its .shp";
const GEODATABASE: &str = "File Geodatabase";
const SPREADSHEET: &str = "a spreadsheet";

/// What a file is, where it is none that is read.
pub(super) fn file(source: &Source<'_>) -> Option<&'static str> {
    if source.bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive");
    }
    let magic = MAGIC.iter().find(|(magic, _)| source.bytes.starts_with(magic)).map(|(_, form)| *form);
    magic.or_else(|| match source.ending().as_str() {
        "dbf" | "shx" | "prj" | "cpg" | "sbn" | "sbx" => Some(PARTS),
        "tab" | "mif" | "mid" => Some("MapInfo"),
        "dxf" => Some("DXF"),
        "dgn" => Some("DGN"),
        "gml" => Some("GML"),
        "gdb" | "gdbtable" => Some(GEODATABASE),
        "topojson" => Some("TopoJSON"),
        "twkb" => Some("TWKB"),
        "xls" | "xlsx" | "ods" => Some(SPREADSHEET),
        "tar" => Some("a tar archive"),
        "pbf" => Some("OpenStreetMap data"),
        "qgs" | "qlr" | "lyr" | "lyrx" => Some("a map project, which only points to its data,"),
        _ => None,
    })
}

/// What an XML document is by the local name of its root; KML and GPX are none of these.
pub(super) fn document(text: &str, root: &str) -> Option<&'static str> {
    // Google Earth puts bare pieces of KML on the clipboard, whose names GML has too.
    let gml = text.contains("<gml:") || text.contains("opengis.net/gml");
    Some(match root {
        "FeatureCollection" | "Envelope" | "MultiSurface" | "Surface" | "MultiPolygon" | "Curve"
        | "MultiCurve" | "boundedBy" => "GML",
        "Polygon" | "LineString" | "Point" | "LinearRing" if gml => "GML",
        "osm" | "osmChange" => "OpenStreetMap data",
        "html" | "HTML" => "a web page",
        "svg" => "a drawing (SVG)",
        "rss" | "feed" => "GeoRSS",
        "TrainingCenterDatabase" => "TCX",
        "ExceptionReport" | "ServiceExceptionReport" => "the error message of a map service",
        "WMS_Capabilities" | "WFS_Capabilities" | "WMT_MS_Capabilities" | "Capabilities" => {
            "the description of a map service"
        }
        "qgis" => "a map project, which only points to its data,",
        "metadata" | "MD_Metadata" => "a description of data",
        _ => return None,
    })
}

/// What an archive is by the names of its files, when none of them is read.
pub(super) fn archive(names: &[String]) -> Option<&'static str> {
    let any = |wanted: fn(&str) -> bool| names.iter().any(|name| wanted(&name.to_ascii_lowercase()));
    if any(|name| name.ends_with(".gdbtable") || name.contains(".gdb/")) {
        Some(GEODATABASE)
    } else if any(|name| name.starts_with("xl/") || name == "content.xml") {
        Some(SPREADSHEET)
    } else if any(|name| name.starts_with("word/")) {
        Some("a text document")
    } else if any(|name| name.ends_with(".qgs")) {
        Some("a map project, which only points to its data,")
    } else if any(|name| name.ends_with(".dbf") || name.ends_with(".shx")) {
        Some(PARTS)
    } else {
        None
    }
}

/// What a text is that looks like none that is read.
pub(super) fn text(text: &str) -> Option<&'static str> {
    let hex =
        text.len() >= 12 && text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && !text.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some("a row of hexadecimal digits that is no WKB, such as TWKB,");
    }
    (text.starts_with("https://") || text.starts_with("http://")).then_some("an address on the web")
}
