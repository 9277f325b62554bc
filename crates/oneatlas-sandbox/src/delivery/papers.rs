//! What lies around the imagery: the texts of the notes, the index page, the style sheet, the logo, the overlay.

use std::io::{Cursor, Write};

use image::{Rgb, RgbImage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Trouble;
use super::xml::{Xml, escaped};
use crate::books::{Line, Order};
use crate::geodesy::LonLat;
use crate::stamps;

/// Shows a DIMAP document as nested lists.
pub(super) const STYLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html" encoding="UTF-8"/>
  <xsl:template match="/">
    <html><head><title>DIMAP</title></head><body style="font: 14px sans-serif"><ul><xsl:apply-templates/></ul></body></html>
  </xsl:template>
  <xsl:template match="*[*]"><li><b><xsl:value-of select="name()"/></b><ul><xsl:apply-templates select="*"/></ul></li></xsl:template>
  <xsl:template match="*"><li><xsl:value-of select="name()"/>: <xsl:value-of select="."/><xsl:value-of select="@href"/></li></xsl:template>
</xsl:stylesheet>
"#;

/// The paragraphs of the delivery note.
pub(super) fn delivery(order: &Order, line: &Line, images: &[String]) -> Vec<String> {
    let sales = order.sales_order.as_deref().unwrap_or("–");
    let mut text = vec![
        format!("Order {sales}, item {}", line.item_id),
        format!("Your reference: {}", order.customer_reference),
        format!("Produced on {}", stamps::words(order.delivery_ms().unwrap_or(order.created_ms))),
        format!(
            "Area {}: {} km² ordered, {} km² billed",
            line.area_name, line.requested_km2, line.billed_km2
        ),
        "Images".to_owned(),
    ];
    text.extend(images.iter().cloned());
    text.push(
        "All images are GeoTIFF, whatever format was ordered. The sandbox's pixels are larger than those of the vendor's \
         product, by the same factor for every image. SHA256SUMS.TXT lists the checksum of every file."
            .to_owned(),
    );
    text
}

/// The paragraphs of the licence.
pub(super) fn licence(line: &Line) -> Vec<String> {
    let chosen = line.options.get("licence").map_or("standard", String::as_str);
    vec![
        format!("Licence ordered: {}", chosen.replace('_', " ")),
        "This imagery was drawn by a sandbox. It shows no real place as it is, and may be used freely."
            .to_owned(),
    ]
}

/// `INDEX.HTM`: folder and name of each image.
pub(super) fn index(images: &[(String, String)]) -> Vec<u8> {
    let mut page =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Delivery</title></head>\
                    <body style=\"font: 15px sans-serif; margin: 2em\">\n"
            .to_owned();
    for (folder, name) in images {
        let (folder, name) = (escaped(folder), escaped(name));
        page.push_str(&format!(
            "<h2>{name}</h2>\n<p><img src=\"{folder}/PREVIEW_{name}.JPG\" alt=\"Preview\"></p>\n\
             <p><a href=\"{folder}/DIM_{name}.XML\">Metadata</a> · <a href=\"{folder}/IMG_{name}_R1C1.TIF\">First tile</a></p>\n"
        ));
    }
    page.push_str("<p><a href=\"DELIVERY.PDF\">Delivery note</a> · <a href=\"LICENSE.PDF\">Licence</a></p>\n</body></html>\n");
    page.into_bytes()
}

/// A swath over a field: two bands.
pub(super) fn logo() -> RgbImage {
    RgbImage::from_fn(192, 64, |x, y| {
        let across = i64::from(x) - i64::from(y) / 3;
        match across {
            22..=58 => Rgb([232, 150, 40]),
            74..=110 => Rgb([32, 96, 140]),
            _ => Rgb([245, 246, 247]),
        }
    })
}

/// The preview as an overlay for globes.
pub(super) fn overlay(name: &str, picture: &[u8], corners: [LonLat; 4]) -> Result<Vec<u8>, Trouble> {
    let namespaces =
        "xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"http://www.google.com/kml/ext/2.2\"";
    let mut xml = Xml::new("kml", namespaces);
    xml.inside("GroundOverlay", |xml| {
        xml.leaf("name", name);
        xml.inside("Icon", |xml| xml.leaf("href", "preview.jpg"));
        xml.inside("gx:LatLonQuad", |xml| {
            // From the lower left, against the clock.
            let [tl, tr, br, bl] = corners;
            let places = [bl, br, tr, tl].map(|place| format!("{:.9},{:.9},0", place.x, place.y));
            xml.leaf("coordinates", places.join(" "));
        });
    });
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in [("doc.kml", xml.finish()), ("preview.jpg", picture.to_vec())] {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
