//! The options of the two back-ends, as lists.

use geo::Polygon;

use super::projections;
use super::{Choice, Condition, Mandatory, Rule};
use crate::contracts::{BackEnd, Mission};

const ORTHO: Condition = Condition { option: "processing_level", values: &["ortho"] };
const MAPPED: Condition = Condition { option: "processing_level", values: &["ortho", "projected"] };
const PROJECTED: Condition = Condition { option: "processing_level", values: &["projected"] };
const DISPLAY: Condition = Condition { option: "radiometric_processing", values: &["display"] };
const RAW: Condition = Condition { option: "radiometric_processing", values: &["basic", "reflectance"] };

type Values = &'static [(&'static str, &'static str)];

const LEVELS: Values = &[("ortho", "Ortho"), ("projected", "Projected"), ("primary", "Primary")];
const NEO_BANDS: Values = &[
    ("panchromatic", "Panchromatic"),
    ("pansharpened", "Pansharpened (3 bands)"),
    ("multispectral", "Multispectral (4 bands)"),
    ("bundle", "Bundle (panchromatic and 4 bands)"),
    ("full_bundle", "Full bundle (panchromatic and 6 bands)"),
    ("full_pms", "Full pansharpened (6 bands)"),
    ("full_ms", "Full multispectral (6 bands)"),
];
const LEGACY_BANDS: Values = &[
    ("pansharpened_natural_color", "Pansharpened, natural colour"),
    ("panchromatic", "Panchromatic"),
    ("pansharpened", "Pansharpened (4 bands)"),
    ("multispectral", "Multispectral (4 bands)"),
    ("pansharpened_false_color", "Pansharpened, false colour"),
    ("bundle", "Bundle"),
];
const NEO_FORMATS: Values =
    &[("dimap_jpeg2000_regular", "DIMAP JPEG 2000, regular"), ("dimap_geotiff", "DIMAP GeoTIFF")];
const LEGACY_FORMATS: Values = &[
    ("dimap_jpeg2000_optimized", "DIMAP JPEG 2000, optimised"),
    ("dimap_jpeg2000_regular", "DIMAP JPEG 2000, regular"),
    ("dimap_geotiff", "DIMAP GeoTIFF"),
    ("nitf_jpeg2000_regular", "NITF JPEG 2000, regular"),
    ("nitf_geotiff", "NITF GeoTIFF"),
];
const CODINGS: Values = &[("8bits", "8 bits"), ("12bits", "12 bits")];
const RADIOMETRY: Values = &[("basic", "Basic"), ("reflectance", "Reflectance"), ("display", "Display")];
const AREA_MODELS: Values =
    &[("coverage", "One coverage"), ("temporal_serie", "Temporal series, billed per date")];
const PRIORITIES: Values = &[("standard", "Standard"), ("rush", "Rush (no quality check)")];
const YES_NO: Values = &[("true", "Yes"), ("false", "No")];
const DELIVERY: Values = &[("on_the_flow", "Each item when it is ready")];
const NEO_LICENCES: Values = &[
    ("standard", "Standard"),
    ("background_layer", "Background layer"),
    ("stand_background_layer", "Standard and background layer"),
    ("Academic", "Academic"),
    ("media", "Media"),
    ("Standard_1_5", "Standard, 1 to 5 users"),
    ("Standard_6_10", "Standard, 6 to 10 users"),
    ("Standard_11_30", "Standard, 11 to 30 users"),
    ("Standard_up_30", "Standard, more than 30 users"),
];
const LEGACY_LICENCES: Values = &[
    ("standard", "Standard"),
    ("background_layer", "Background layer"),
    ("stand_background_layer", "Standard and background layer"),
    ("educ", "Education"),
    ("media", "Media"),
    ("standard_1_5", "Standard, 1 to 5 users"),
    ("standard_6_10", "Standard, 6 to 10 users"),
    ("standard_11_30", "Standard, 11 to 30 users"),
    ("standard_up_30", "Standard, more than 30 users"),
];
const NEO_TERRAIN: Values = &[
    ("best_available", "Best available (100)"),
    ("FLAT_DEM_WITH_WD4O_WAT", "Flat, with WorldDEM4Ortho water (100)"),
    ("GTOPO30", "GTOPO30 (100)"),
    ("PAS-DEM", "PAS DEM (100)"),
    ("REF3D-DEM", "Reference3D (100)"),
    ("SRTMV4", "SRTM v4 (100)"),
    ("WorldDEM4Ortho", "WorldDEM4Ortho (100)"),
];
/// Values taken in orders though the options do not list them.
const NEO_TERRAIN_TAKEN: &[&str] = &[
    "FLAT_DEM_WITH_GTOPO30_WAT",
    "FLAT_DEM_WITH_WAT",
    "MIXEDDEM",
    "PAS-DEM_IVV",
    "REF3D-DEM_IVV",
    "SRTMV4_IVV",
];
const LEGACY_TERRAIN: Values = &[("best_available", "Best available"), ("srtm", "SRTM"), ("globe", "GLOBE")];

fn list(name: &str, label: &str, mandatory: Mandatory, default: &str, values: Values) -> Rule {
    let choice = |(id, label): &(&str, &str)| Choice {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        condition: None,
    };
    Rule {
        name: name.to_owned(),
        label: label.to_owned(),
        mandatory,
        default: Some(default.to_owned()),
        choices: values.iter().map(choice).collect(),
        condition: None,
        alias: None,
    }
}

fn elevation() -> Rule {
    Rule {
        name: "elevation".to_owned(),
        label: "Mean elevation (m)".to_owned(),
        mandatory: Mandatory::No,
        default: None,
        choices: Vec::new(),
        condition: Some(PROJECTED),
        alias: None,
    }
}

fn projection(number: i64, area: &Polygon) -> Rule {
    let choices = projections::of(area);
    Rule {
        name: format!("projection_{number}"),
        label: format!("Projection of area {number}"),
        mandatory: Mandatory::Constraint,
        default: choices.first().map(|(id, _)| id.clone()),
        choices: choices.into_iter().map(|(id, label)| Choice { id, label, condition: None }).collect(),
        condition: Some(MAPPED),
        alias: None,
    }
}

/// The options of a product over areas, each with the number that ends `dem_N` and `projection_N`.
pub(crate) fn rules(back_end: BackEnd, mission: Mission, areas: &[(i64, Polygon)]) -> Vec<Rule> {
    match back_end {
        BackEnd::Neo => neo(areas),
        BackEnd::Legacy => legacy(mission, areas),
    }
}

fn neo(areas: &[(i64, Polygon)]) -> Vec<Rule> {
    use Mandatory::{Constraint, No, Yes};
    let mut coding = list("pixel_coding", "Pixel coding", Yes, "12bits", CODINGS);
    for choice in &mut coding.choices {
        choice.condition = Some(if choice.id == "8bits" { DISPLAY } else { RAW });
    }
    let mut rules = vec![
        list("processing_level", "Processing level", Yes, "primary", LEVELS),
        list("spectral_processing", "Spectral bands", Yes, "full_bundle", NEO_BANDS),
        list("image_format", "Format", Yes, "dimap_jpeg2000_regular", NEO_FORMATS),
        coding,
        list("radiometric_processing", "Radiometric processing", Yes, "basic", RADIOMETRY),
        elevation(),
        list("area_compute_model", "Area computed", No, "coverage", AREA_MODELS),
        list("priority", "Priority", Yes, "standard", PRIORITIES),
        list("fullStrip", "Full strip", No, "false", YES_NO),
        list("delivery_method", "Delivery", No, "on_the_flow", DELIVERY),
        list("licence", "Licence", Yes, "standard", NEO_LICENCES),
    ];
    for (number, area) in areas {
        let label = format!("Terrain model of area {number}");
        let mut terrain = list(&format!("dem_{number}"), &label, Constraint, "best_available", NEO_TERRAIN);
        terrain.condition = Some(ORTHO);
        rules.push(terrain);
        rules.push(projection(*number, area));
    }
    rules
}

fn legacy(mission: Mission, areas: &[(i64, Polygon)]) -> Vec<Rule> {
    use Mandatory::{Constraint, No, Yes};
    let mut terrain = list("dem", "Terrain model", Constraint, "best_available", LEGACY_TERRAIN);
    terrain.condition = Some(ORTHO);
    // The published examples write dem_1; production clients write dem.
    terrain.alias = areas.first().map(|(number, _)| format!("dem_{number}"));
    let default_bands = if mission == Mission::Spot { "pansharpened_natural_color" } else { "pansharpened" };
    let mut rules = vec![
        list("processing_level", "Processing level", Yes, "ortho", LEVELS),
        terrain,
        list("spectral_processing", "Spectral bands", Yes, default_bands, LEGACY_BANDS),
        list("image_format", "Format", Yes, "dimap_jpeg2000_optimized", LEGACY_FORMATS),
        list("pixel_coding", "Pixel coding", Yes, "12bits", CODINGS),
        list("radiometric_processing", "Radiometric processing", Yes, "basic", RADIOMETRY),
        elevation(),
        list("area_compute_model", "Area computed", No, "coverage", AREA_MODELS),
        list("priority", "Priority", Yes, "standard", PRIORITIES),
        list("fullStrip", "Full strip", No, "false", YES_NO),
        list("delivery_method", "Delivery", No, "on_the_flow", DELIVERY),
        list("licence", "Licence", Yes, "standard", LEGACY_LICENCES),
    ];
    rules.extend(areas.iter().map(|(number, area)| projection(*number, area)));
    rules
}

/// The rules an order is held to: what is listed, and what is known to be taken besides.
pub(crate) fn taken(back_end: BackEnd, mission: Mission, areas: &[(i64, Polygon)]) -> Vec<Rule> {
    let mut rules = rules(back_end, mission, areas);
    let mut allow = |name: &str, ids: &[&str]| {
        let found =
            rules.iter_mut().filter(|rule| rule.name == name || rule.name.starts_with(&format!("{name}_")));
        for rule in found {
            let more =
                ids.iter().map(|id| Choice { id: (*id).to_owned(), label: String::new(), condition: None });
            rule.choices.extend(more);
        }
    };
    match back_end {
        BackEnd::Neo => {
            allow("dem", NEO_TERRAIN_TAKEN);
            allow("spectral_processing", &["pansharpened_natural_color"]);
            allow("image_format", &["dimap_jpeg2000_optimized"]);
            allow("delivery_method", &["at_the_end"]);
        }
        BackEnd::Legacy => {
            allow("dem", &["SRTMV4", "WorldDEM4Ortho"]);
            for (number, _) in areas.iter().skip(1) {
                let mut terrain = list(
                    &format!("dem_{number}"),
                    "Terrain model",
                    Mandatory::No,
                    "best_available",
                    LEGACY_TERRAIN,
                );
                terrain.condition = Some(ORTHO);
                rules.push(terrain);
            }
        }
    }
    rules
}
