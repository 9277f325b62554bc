//! The product's metadata: DIMAP documents of the image, the volume and the rational functions.

use geo::{BoundingRect, MultiPolygon};

use super::geotiff::Georeference;
use super::imagery::Image;
use super::masks::THEMES;
use super::xml::Xml;
use crate::archive::Scene;
use crate::books::{Line, Order};
use crate::geodesy::km2_of_all;
use crate::stamps;

/// What the documents of one image tell of.
pub(super) struct About<'a> {
    pub(super) order: &'a Order,
    pub(super) line: &'a Line,
    pub(super) scene: &'a Scene,
    pub(super) shape: &'a MultiPolygon,
    /// The name that all files of the image carry.
    pub(super) name: &'a str,
    pub(super) eight_bits: bool,
    /// Rows and columns of a tile.
    pub(super) tile: u32,
    /// Per cent of the image under cloud and under snow.
    pub(super) cloud: f64,
    pub(super) snow: f64,
    pub(super) produced_ms: i64,
}

impl About<'_> {
    fn option(&self, key: &str) -> String {
        self.line.options.get(key).cloned().unwrap_or_default().to_uppercase()
    }

    fn level(&self, image: &Image) -> &'static str {
        match (&image.place, self.option("processing_level").as_str()) {
            (Georeference::Turned(_), _) => "SENSOR",
            (_, "PROJECTED") => "PROJECTED",
            _ => "ORTHO",
        }
    }
}

fn root() -> Xml {
    Xml::new("Dimap_Document", "")
}

fn identification(xml: &mut Xml, profile: &str) {
    xml.inside("Metadata_Identification", |xml| {
        xml.leaf_with("METADATA_FORMAT", "version=\"2.15\"", "DIMAP");
        xml.leaf("METADATA_PROFILE", profile);
        xml.leaf("METADATA_LANGUAGE", "en");
    });
}

/// `DIM_….XML`
pub(super) fn image(image: &Image, about: &About) -> Vec<u8> {
    let mut xml = root();
    identification(&mut xml, about.scene.platform.constellation());
    xml.inside("Dataset_Identification", |xml| {
        xml.leaf(
            "DATASET_TYPE",
            if about.level(image) == "SENSOR" { "RASTER_SENSOR" } else { "RASTER_ORTHO" },
        );
        xml.leaf("DATASET_NAME", about.name);
        xml.empty("DATASET_QL_PATH", &format!("href=\"PREVIEW_{}.JPG\"", about.name));
        xml.empty("DATASET_TN_PATH", &format!("href=\"ICON_{}.JPG\"", about.name));
    });
    xml.inside("Dataset_Content", |xml| content(xml, image, about));
    xml.inside("Product_Information", |xml| product(xml, about));
    xml.inside("Coordinate_Reference_System", |xml| {
        let kind = if image.crs.geographic { "Geodetic" } else { "Projected" };
        let key = if image.crs.geographic { "GEODETIC" } else { "PROJECTED" };
        xml.inside(&format!("{kind}_CRS"), |xml| {
            xml.leaf(&format!("{key}_CRS_TYPE"), kind.to_uppercase());
            xml.leaf(&format!("{key}_CRS_NAME"), &image.crs.name);
            xml.leaf(&format!("{key}_CRS_CODE"), image.crs.urn());
        });
    });
    if let Georeference::NorthUp { left, top, step } = &image.place {
        xml.inside("Geoposition", |xml| {
            xml.leaf("RASTER_CRS", image.crs.urn());
            xml.inside("Geoposition_Insert", |xml| {
                // The map's corner here is the middle of the first pixel.
                xml.leaf("ULXMAP", left + step / 2.0);
                xml.leaf("ULYMAP", top - step / 2.0);
                xml.leaf("XDIM", step);
                xml.leaf("YDIM", step);
            });
        });
    }
    xml.inside("Processing_Information", |xml| processing(xml, image, about));
    xml.inside("Raster_Data", |xml| raster(xml, image, about));
    xml.inside("Geometric_Data", |xml| geometric(xml, about.scene));
    xml.inside("Quality_Assessment", |xml| {
        for theme in &THEMES {
            xml.inside("Imaging_Quality_Measurement", |xml| {
                xml.leaf("MEASURE_NAME", format!("{}_Mask", theme.nature));
                xml.leaf("MEASURE_DESC", theme.description);
                xml.inside("Quality_Mask", |xml| {
                    xml.empty(
                        "COMPONENT_PATH",
                        &format!("href=\"MASKS/{}_{}_MSK.GML\"", theme.code, about.name),
                    );
                });
            });
        }
    });
    xml.inside("Dataset_Sources", |xml| source(xml, image, about.scene));
    xml.finish()
}

fn content(xml: &mut Xml, image: &Image, about: &About) {
    xml.leaf_with("SURFACE_AREA", "unit=\"square km\"", format!("{:.2}", km2_of_all(about.shape)));
    xml.leaf_with("CLOUD_COVERAGE", "unit=\"percent\"", format!("{:.1}", about.cloud));
    xml.leaf_with("SNOW_COVERAGE", "unit=\"percent\"", format!("{:.1}", about.snow));
    let (columns, rows) = (f64::from(image.columns), f64::from(image.rows));
    let vertex = |xml: &mut Xml, lon: f64, lat: f64, column: f64, row: f64| {
        let at = image.coordinate(column, row);
        xml.leaf("LON", format!("{lon:.9}"));
        xml.leaf("LAT", format!("{lat:.9}"));
        if !image.crs.geographic {
            xml.leaf("X", format!("{:.3}", at.x));
            xml.leaf("Y", format!("{:.3}", at.y));
        }
        xml.leaf("COL", column.max(1.0));
        xml.leaf("ROW", row.max(1.0));
    };
    xml.inside("Dataset_Extent", |xml| {
        xml.leaf("EXTENT_TYPE", "Bounding_Polygon");
        let places = [(0.0, 0.0), (columns, 0.0), (columns, rows), (0.0, rows)];
        for (corner, (column, row)) in image.corners.iter().zip(places) {
            xml.inside("Vertex", |xml| vertex(xml, corner.x, corner.y, column, row));
        }
        let [a, _, c, _] = image.corners;
        xml.inside("Center", |xml| {
            vertex(xml, (a.x + c.x) / 2.0, (a.y + c.y) / 2.0, (columns / 2.0).round(), (rows / 2.0).round());
        });
    });
}

fn product(xml: &mut Xml, about: &About) {
    xml.inside("Producer_Information", |xml| {
        xml.leaf("PRODUCER_NAME", "OneAtlas sandbox");
        xml.leaf("PRODUCER_CONTACT", "This imagery is drawn, not taken");
    });
    xml.inside("Delivery_Identification", |xml| {
        xml.leaf("JOB_ID", &about.line.item_id);
        xml.leaf("PRODUCT_CODE", &about.line.product_type);
        xml.leaf("PRODUCTION_DATE", stamps::millis(about.produced_ms));
        xml.inside("Order_Identification", |xml| {
            xml.leaf("CUSTOMER_REFERENCE", &about.order.customer_reference);
            xml.leaf("INTERNAL_REFERENCE", about.order.sales_order.as_deref().unwrap_or_default());
            xml.leaf("COMMERCIAL_REFERENCE", about.order.quotation.as_deref().unwrap_or_default());
            xml.leaf("COMMERCIAL_ITEM", &about.line.item_id);
            xml.leaf("COMMENT", &about.line.comments);
        });
    });
}

fn processing(xml: &mut Xml, image: &Image, about: &About) {
    xml.inside("Product_Settings", |xml| {
        xml.leaf("PROCESSING_LEVEL", about.level(image));
        xml.leaf("SPECTRAL_PROCESSING", image.component.name);
        xml.inside("Radiometric_Settings", |xml| {
            xml.leaf("RADIOMETRIC_PROCESSING", about.option("radiometric_processing"));
        });
        xml.inside("Sampling_Settings", |xml| {
            xml.leaf("RESAMPLING_KERNEL", "DRAWN");
            xml.leaf_with("RESAMPLING_SPACING", "unit=\"M\"", image.pixel);
            xml.leaf_with("PRODUCT_SPACING", "unit=\"M\"", image.true_pixel);
            xml.leaf("SPACING_NOTE", "The sandbox delivers pixels of RESAMPLING_SPACING where the vendor's product has PRODUCT_SPACING");
        });
    });
    xml.inside("Processing_Step_List", |xml| {
        xml.leaf("SOFTWARE", "oneatlas-sandbox");
        xml.leaf(
            "DEM",
            about
                .line
                .options
                .iter()
                .find(|(key, _)| key.starts_with("dem"))
                .map(|(_, value)| value.as_str())
                .unwrap_or_default(),
        );
    });
}

fn raster(xml: &mut Xml, image: &Image, about: &About) {
    let (down, across) = (image.rows.div_ceil(about.tile), image.columns.div_ceil(about.tile));
    xml.inside("Data_Access", |xml| {
        xml.leaf("DATA_FILE_ORGANISATION", "BAND_COMPOSITE");
        xml.leaf("DATA_FILE_FORMAT", "image/tiff");
        xml.leaf("DATA_FILE_TILES", "true");
        xml.inside("Data_Files", |xml| {
            for (row, column) in (1..=down).flat_map(|row| (1..=across).map(move |column| (row, column))) {
                xml.begin_with("Data_File", &format!("tile_R=\"{row}\" tile_C=\"{column}\""));
                xml.empty("DATA_FILE_PATH", &format!("href=\"IMG_{}_R{row}C{column}.TIF\"", about.name));
                xml.end();
            }
        });
    });
    xml.inside("Raster_Dimensions", |xml| {
        xml.leaf("NROWS", image.rows);
        xml.leaf("NCOLS", image.columns);
        xml.leaf("NBANDS", image.component.bands.len());
        xml.inside("Tile_Set", |xml| {
            xml.leaf("NTILES", down * across);
            xml.inside("Regular_Tiling", |xml| {
                xml.empty("NTILES_SIZE", &format!("nrows=\"{0}\" ncols=\"{0}\"", about.tile));
                xml.empty("NTILES_COUNT", &format!("ntiles_R=\"{down}\" ntiles_C=\"{across}\""));
                xml.empty("OVERLAP_ROW", "unit=\"pixel\" value=\"0\"");
            });
        });
    });
    xml.inside("Raster_Encoding", |xml| {
        xml.leaf("DATA_TYPE", "INTEGER");
        xml.leaf("NBITS", if about.eight_bits { 8 } else { 16 });
        xml.leaf("SIGN", "UNSIGNED");
        xml.leaf("BYTEORDER", "LSB");
    });
    xml.inside("Raster_Display", |xml| {
        xml.inside("Band_Display_Order", |xml| {
            let band = |place: usize| *image.component.bands.get(place).unwrap_or(&image.component.bands[0]);
            xml.leaf("RED_CHANNEL", band(0));
            xml.leaf("GREEN_CHANNEL", band(1));
            xml.leaf("BLUE_CHANNEL", band(2));
        });
        xml.inside("Special_Value", |xml| {
            xml.leaf("SPECIAL_VALUE_TEXT", "NODATA");
            xml.leaf("SPECIAL_VALUE_COUNT", 0);
        });
    });
    xml.inside("Raster_Index_List", |xml| {
        for (place, band) in image.component.bands.iter().enumerate() {
            xml.inside("Raster_Index", |xml| {
                xml.leaf("BAND_ID", band);
                xml.leaf("BAND_INDEX", place + 1);
            });
        }
    });
}

fn geometric(xml: &mut Xml, scene: &Scene) {
    xml.inside("Use_Area", |xml| {
        xml.inside("Located_Geometric_Values", |xml| {
            xml.leaf("LOCATION_TYPE", "Center");
            xml.leaf("TIME", stamps::millis(scene.taken));
            xml.inside("Acquisition_Angles", |xml| {
                let degrees = |xml: &mut Xml, name: &str, value: f64| {
                    xml.leaf_with(name, "unit=\"deg\"", format!("{value:.4}"));
                };
                degrees(xml, "AZIMUTH_ANGLE", scene.azimuth);
                degrees(xml, "VIEWING_ANGLE_ACROSS_TRACK", scene.across);
                degrees(xml, "VIEWING_ANGLE_ALONG_TRACK", scene.along);
                degrees(xml, "INCIDENCE_ANGLE", scene.incidence);
                degrees(xml, "INCIDENCE_ANGLE_ACROSS_TRACK", scene.across);
                degrees(xml, "INCIDENCE_ANGLE_ALONG_TRACK", scene.along);
            });
            xml.inside("Solar_Incidences", |xml| {
                xml.leaf_with("SUN_AZIMUTH", "unit=\"deg\"", format!("{:.4}", scene.sun_azimuth));
                xml.leaf_with("SUN_ELEVATION", "unit=\"deg\"", format!("{:.4}", scene.sun_elevation));
            });
        });
    });
}

fn source(xml: &mut Xml, image: &Image, scene: &Scene) {
    let platform = scene.platform.name();
    let (mission, index) =
        platform.split_at(platform.find(|letter: char| letter.is_ascii_digit()).unwrap_or(platform.len()));
    let taken = stamps::millis(scene.taken);
    let (date, time) = taken.split_once('T').unwrap_or((&taken, ""));
    xml.inside("Source_Identification", |xml| {
        xml.leaf("SOURCE_ID", scene.data_strip());
        xml.leaf("SOURCE_TYPE", "Scene");
        xml.inside("Strip_Source", |xml| {
            xml.leaf("MISSION", mission);
            xml.leaf("MISSION_INDEX", index);
            xml.leaf("IMAGING_DATE", date);
            xml.leaf("IMAGING_TIME", time);
            xml.leaf("BAND_MODE", image.component.name);
        });
    });
}

/// `VOL_….XML`: the images of the delivery.
pub(super) fn volume(title: &str, images: &[(String, String)]) -> Vec<u8> {
    let mut xml = root();
    identification(&mut xml, "VOLUME");
    xml.inside("Dataset_Identification", |xml| {
        xml.leaf("DATASET_TYPE", "VOLUME");
        xml.leaf("DATASET_NAME", title);
    });
    xml.begin("Dataset_Content");
    xml.inside("Dataset_Components", |xml| {
        for (folder, name) in images {
            xml.inside("Component", |xml| {
                xml.leaf("COMPONENT_TITLE", name);
                xml.leaf("COMPONENT_TYPE", "DIMAP");
                xml.empty("COMPONENT_PATH", &format!("href=\"{folder}/DIM_{name}.XML\""));
                xml.empty("COMPONENT_TN_PATH", &format!("href=\"{folder}/ICON_{name}.JPG\""));
            });
        }
    });
    xml.finish()
}

/// `RPC_….XML`: from the ground to the image. The frame is flat, so that the polynomials are of first degree.
pub(super) fn rational(image: &Image, shape: &MultiPolygon) -> Vec<u8> {
    let (columns, rows) = (f64::from(image.columns), f64::from(image.rows));
    let bounds = shape.bounding_rect();
    let (lon, lat) = bounds.map_or((0.0, 0.0), |bounds| (bounds.center().x, bounds.center().y));
    let (wide, high) = bounds.map_or((1.0, 1.0), |bounds| (bounds.width() / 2.0, bounds.height() / 2.0));
    let (half_columns, half_rows) = (columns / 2.0, rows / 2.0);
    let [tl, tr, _, bl] = image.corners;
    let (a, b) = ((tr.x - tl.x) / columns, (bl.x - tl.x) / rows);
    let (d, e) = ((tr.y - tl.y) / columns, (bl.y - tl.y) / rows);
    let turn = a * e - b * d;
    let pixel = |lon: f64, lat: f64| {
        let (x, y) = (lon - tl.x, lat - tl.y);
        ((x * e - y * b) / turn, (y * a - x * d) / turn)
    };
    let (sample0, line0) = pixel(lon, lat);
    let (sample_lon, line_lon) = (e / turn * wide / half_columns, -d / turn * wide / half_rows);
    let (sample_lat, line_lat) = (-b / turn * high / half_columns, a / turn * high / half_rows);
    let mut xml = root();
    identification(&mut xml, "RPC");
    xml.begin("Rational_Function_Model");
    xml.begin("Global_RFM");
    xml.inside("Inverse_Model", |xml| {
        let mut polynomial = |name: &str, first: [f64; 3]| {
            for place in 0..20 {
                let value = first.get(place).copied().unwrap_or(0.0);
                xml.leaf(&format!("{name}_COEFF_{}", place + 1), format!("{value:.12e}"));
            }
        };
        // Terms: one, longitude, latitude, height, then products, which are nought.
        polynomial("SAMP_NUM", [(sample0 - half_columns) / half_columns, sample_lon, sample_lat]);
        polynomial("SAMP_DEN", [1.0, 0.0, 0.0]);
        polynomial("LINE_NUM", [(line0 - half_rows) / half_rows, line_lon, line_lat]);
        polynomial("LINE_DEN", [1.0, 0.0, 0.0]);
        xml.leaf("ERR_BIAS_X", 0);
        xml.leaf("ERR_BIAS_Y", 0);
    });
    xml.inside("RFM_Validity", |xml| {
        xml.leaf("LONG_SCALE", format!("{wide:.9}"));
        xml.leaf("LONG_OFF", format!("{lon:.9}"));
        xml.leaf("LAT_SCALE", format!("{high:.9}"));
        xml.leaf("LAT_OFF", format!("{lat:.9}"));
        xml.leaf("HEIGHT_SCALE", 500);
        xml.leaf("HEIGHT_OFF", 0);
        // Rows and columns are counted from 1 here, at the middle of the first pixel.
        xml.leaf("SAMP_SCALE", half_columns);
        xml.leaf("SAMP_OFF", half_columns + 0.5);
        xml.leaf("LINE_SCALE", half_rows);
        xml.leaf("LINE_OFF", half_rows + 0.5);
    });
    xml.finish()
}

/// `LUT_….XML`: the counts between which a screen shows each band.
pub(super) fn display(image: &Image, eight_bits: bool) -> Vec<u8> {
    let mut xml = root();
    identification(&mut xml, "LUT");
    xml.inside("Raster_Display", |xml| {
        for band in image.component.bands {
            xml.inside("Band_Display", |xml| {
                xml.leaf("BAND_ID", band);
                xml.leaf("LOW", if eight_bits { 1 } else { 120 });
                xml.leaf("HIGH", if eight_bits { 255 } else { 2_400 });
            });
        }
    });
    xml.finish()
}
