//! The files of a delivered product, after the tree that the vendor's deliveries have: upper-case endings, one folder of
//! imagery, masks in GML, a licence, a delivery note, and a list of checksums.

use std::io::{Cursor, Write};

use geo::BoundingRect;
use image::{ImageEncoder, RgbImage};
use sha2::{Digest, Sha256};
use tiff::encoder::{TiffEncoder, colortype};
use tiff::tags::Tag;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::archive::Scene;
use crate::books::{Line, Order};
use crate::world::World;
use crate::{geometry, pdf, pictures, stamps};

type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Pixels on the long side of the sandbox's imagery.
const SIDE: u32 = 1000;

pub(super) fn zip(world: &World, order: &Order, line: &Line) -> Result<Vec<u8>, Trouble> {
    let id = line.scenes.first().ok_or("the line has no scene")?;
    let scene = world.archive().by_id(id, stamps::utc(world.now_ms()).year()).ok_or("the scene is gone")?;
    let files = files(world, order, line, &scene)?;
    let options = SimpleFileOptions::default();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut sums = String::new();
    for (name, bytes) in &files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
        let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        sums.push_str(&format!("{sum}  {name}\n"));
    }
    zip.start_file("SHA256SUMS.TXT", options)?;
    zip.write_all(sums.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

fn files(
    world: &World,
    order: &Order,
    line: &Line,
    scene: &Scene,
) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    let bands = if line.options.get("spectral_processing").is_some_and(|bands| bands.contains("pan")) {
        "PMS"
    } else {
        "MS"
    };
    let satellite = scene.platform.name();
    let strip = scene.data_strip();
    let name = format!("{satellite}_{bands}_{}", strip.get(3..).unwrap_or(&strip));
    let folder = format!("IMG_{satellite}_{bands}_001_A");
    let picture = pictures::raster(world, scene, SIDE, SIDE);
    let preview = image::imageops::thumbnail(&picture, 256, 256);
    let reference = &order.customer_reference;
    let about = [
        format!("Order {} · reference {reference}", order.sales_order.as_deref().unwrap_or_default()),
        format!("Scene {strip}, taken {} UTC", stamps::words(scene.taken)),
        format!(
            "Area {}, {} km² ordered, {} km² billed",
            line.area_name, line.requested_km2, line.billed_km2
        ),
    ];
    let licence =
        ["This imagery was drawn by a sandbox. It shows no real place as it is, and may be used freely."
            .to_owned()];
    Ok(vec![
        ("DELIVERY.PDF".to_owned(), pdf::note("Delivery note", &about)),
        ("LICENSE.PDF".to_owned(), pdf::note("Licence", &licence)),
        ("INDEX.HTM".to_owned(), index(&folder, &name).into_bytes()),
        (format!("VOL_{satellite}_001.XML"), volume(&folder, &name).into_bytes()),
        (format!("{folder}/DIM_{name}.XML"), dimap(order, line, scene, &name).into_bytes()),
        (format!("{folder}/IMG_{name}_R1C1.TIF"), geotiff(&picture, scene)?),
        (format!("{folder}/PREVIEW_{name}.JPG"), jpeg(&picture)?),
        (format!("{folder}/ICON_{name}.JPG"), jpeg(&preview)?),
        (format!("{folder}/RPC_{name}.XML"), rpc(scene).into_bytes()),
        (format!("{folder}/MASKS/ROI_{name}_MSK.GML"), outline(&line.area["coordinates"][0]).into_bytes()),
        (format!("{folder}/MASKS/CLD_{name}_MSK.PNG"), pictures::cloud_mask(scene)),
    ])
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 88);
    encoder.write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(bytes)
}

/// A GeoTIFF in WGS 84. The picture's frame is turned against north, so the place is given as a full transformation.
fn geotiff(picture: &RgbImage, scene: &Scene) -> Result<Vec<u8>, Trouble> {
    let [tl, tr, _, bl] = scene.corners;
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let across = [(tr.x - tl.x) / width, (tr.y - tl.y) / width];
    let down = [(bl.x - tl.x) / height, (bl.y - tl.y) / height];
    let transformation = [
        across[0], down[0], 0.0, tl.x, across[1], down[1], 0.0, tl.y, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0,
    ];
    // Geographic, pixel is area, WGS 84.
    let keys: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file)?;
    let mut image = encoder.new_image::<colortype::RGB8>(picture.width(), picture.height())?;
    image.encoder().write_tag(Tag::ModelTransformationTag, &transformation[..])?;
    image.encoder().write_tag(Tag::GeoKeyDirectoryTag, &keys[..])?;
    image.write_data(picture.as_raw())?;
    Ok(file.into_inner())
}

fn index(folder: &str, name: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name}</title></head><body>\n\
         <h1>{name}</h1>\n<p><img src=\"{folder}/PREVIEW_{name}.JPG\" alt=\"Preview\"></p>\n\
         <p><a href=\"{folder}/DIM_{name}.XML\">Metadata</a> · <a href=\"{folder}/IMG_{name}_R1C1.TIF\">Image</a></p>\n</body></html>\n"
    )
}

fn volume(folder: &str, name: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Dimap_Document>\n  <Dataset_Content>\n    <Dataset_Components>\n      \
         <Component><COMPONENT_TITLE>{name}</COMPONENT_TITLE><COMPONENT_PATH href=\"{folder}/DIM_{name}.XML\"/></Component>\n    \
         </Dataset_Components>\n  </Dataset_Content>\n</Dimap_Document>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn dimap(order: &Order, line: &Line, scene: &Scene, name: &str) -> String {
    let option = |key: &str| line.options.get(key).map(|value| escaped(value)).unwrap_or_default();
    let corners: String = scene
        .corners
        .iter()
        .map(|corner| {
            format!("      <Vertex><LON>{:.7}</LON><LAT>{:.7}</LAT></Vertex>\n", corner.x, corner.y)
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Dimap_Document>\n  <Metadata_Identification>\
         <METADATA_FORMAT version=\"2.15\">DIMAP</METADATA_FORMAT></Metadata_Identification>\n  \
         <Dataset_Identification><DATASET_NAME>{name}</DATASET_NAME></Dataset_Identification>\n  <Dataset_Content>\n    \
         <CLOUD_COVERAGE unit=\"percent\">{cloud}</CLOUD_COVERAGE>\n    <SNOW_COVERAGE unit=\"percent\">{snow}</SNOW_COVERAGE>\n    \
         <Dataset_Extent>\n{corners}    </Dataset_Extent>\n  </Dataset_Content>\n  <Product_Information>\n    \
         <ORDER_CUSTOMER_REFERENCE>{reference}</ORDER_CUSTOMER_REFERENCE>\n    \
         <COMMERCIAL_REFERENCE>{sales}</COMMERCIAL_REFERENCE>\n    <COMMERCIAL_ITEM>{item}</COMMERCIAL_ITEM>\n  \
         </Product_Information>\n  <Processing_Information>\n    <PROCESSING_LEVEL>{level}</PROCESSING_LEVEL>\n    \
         <SPECTRAL_PROCESSING>{bands}</SPECTRAL_PROCESSING>\n    <RADIOMETRIC_PROCESSING>{radiometry}</RADIOMETRIC_PROCESSING>\n  \
         </Processing_Information>\n  <Geometric_Data>\n    <INCIDENCE_ANGLE unit=\"deg\">{incidence}</INCIDENCE_ANGLE>\n    \
         <SUN_ELEVATION unit=\"deg\">{sun}</SUN_ELEVATION>\n    <SUN_AZIMUTH unit=\"deg\">{azimuth}</SUN_AZIMUTH>\n  </Geometric_Data>\n\
         </Dimap_Document>\n",
        cloud = scene.cloud,
        snow = scene.snow,
        reference = escaped(&order.customer_reference),
        sales = escaped(order.sales_order.as_deref().unwrap_or_default()),
        item = escaped(&line.item_id),
        level = option("processing_level"),
        bands = option("spectral_processing"),
        radiometry = option("radiometric_processing"),
        incidence = scene.incidence,
        sun = scene.sun_elevation,
        azimuth = scene.sun_azimuth,
    )
}

/// Offsets and scales that place the picture; the sandbox's frame is flat, so the polynomials are of first degree.
fn rpc(scene: &Scene) -> String {
    let bounds = scene.outline().bounding_rect();
    let (lon, lat, wide, high) = bounds
        .map_or((0.0, 0.0, 1.0, 1.0), |b| (b.center().x, b.center().y, b.width() / 2.0, b.height() / 2.0));
    let half = f64::from(SIDE) / 2.0;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Dimap_Document>\n  <Rational_Function_Model>\n    <Global_RFM>\n      \
         <RFM_Validity>\n        <LON_OFF>{lon:.7}</LON_OFF><LON_SCALE>{wide:.7}</LON_SCALE>\n        \
         <LAT_OFF>{lat:.7}</LAT_OFF><LAT_SCALE>{high:.7}</LAT_SCALE>\n        <HEIGHT_OFF>0</HEIGHT_OFF><HEIGHT_SCALE>500</HEIGHT_SCALE>\n        \
         <SAMP_OFF>{half}</SAMP_OFF><SAMP_SCALE>{half}</SAMP_SCALE>\n        <LINE_OFF>{half}</LINE_OFF><LINE_SCALE>{half}</LINE_SCALE>\n      \
         </RFM_Validity>\n    </Global_RFM>\n  </Rational_Function_Model>\n</Dimap_Document>\n"
    )
}

fn outline(ring: &serde_json::Value) -> String {
    let polygon = geometry::read(&serde_json::json!({ "type": "Polygon", "coordinates": [ring] }));
    let places = match polygon {
        Ok(geo::Geometry::Polygon(polygon)) => polygon
            .exterior()
            .0
            .iter()
            .map(|place| format!("{} {}", place.x, place.y))
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<eop:Mask xmlns:eop=\"http://www.opengis.net/eop/2.0\" \
         xmlns:gml=\"http://www.opengis.net/gml/3.2\">\n  <gml:Polygon srsName=\"EPSG:4326\"><gml:exterior><gml:LinearRing>\
         <gml:posList>{places}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>\n</eop:Mask>\n"
    )
}
