//! Items as the catalogue writes them.

use serde_json::{Map, Value, json};

use crate::archive::{Role, Scene};
use crate::contracts::{Mission, Workspace};
use crate::geometry;
use crate::hosts::Base;
use crate::items::Item;
use crate::random::mix;
use crate::stamps;
use crate::world::uuid_from;

/// A scene of the archive. There is no `id` beside `properties`, as at the vendor's.
pub(super) fn of_scene(scene: &Scene, seed: u64, now: i64, base: &Base) -> Value {
    if let Some(captured) = &scene.captured {
        let mut feature = Value::Object(captured.feature.clone());
        lead_back(&mut feature["_links"], base);
        feature["properties"]["lastUpdateDate"] = feature["properties"]["publicationDate"].clone();
        return feature;
    }
    let id = scene.id(seed);
    let image = uuid_from((u128::from(mix(scene.noise ^ 3)) << 64 | u128::from(scene.noise)).to_be_bytes());
    let mut links = links(&id, &image, base);
    if scene.is_streamed() {
        split_images(&mut links);
    }
    let item = format!("{}/api/v1/items/{id}", base.access());
    json!({
        "_links": links,
        "dataAccess": {
            "metadata": format!("{item}/metadata"),
            "packImages": [{ "href": format!("{item}/images/{image}"), "resourceId": image }],
            "resourceId": id,
        },
        "geometry": geometry::write(&scene.outline()),
        "properties": properties(scene, seed, now),
        "rights": rights(scene),
        "type": "Feature",
    })
}

/// What the catalogue says of a scene of the archive.
pub(crate) fn properties(scene: &Scene, seed: u64, now: i64) -> Map<String, Value> {
    let [west, south, east, north] = scene.bounds();
    let (lon, lat) = ((west + east) / 2.0, (south + north) / 2.0);
    // Both spellings of the centre occur in the real catalogue.
    let centroid = if scene.noise & 1 == 0 { json!({ "lat": lat, "lon": lon }) } else { json!([lon, lat]) };
    let strip = scene.data_strip();
    let Workspace { name, id, title } = scene.platform.workspace();
    let streamed = scene.is_streamed();
    let mut properties = json!({
        "acquisitionAnonymousIdentifier": (scene.noise % 9_000_000 + 1_000_000).to_string(),
        "acquisitionDate": stamps::millis(scene.taken),
        "acquisitionIdentifier": scene.acquisition(),
        "acquisitionStation": "FR1",
        "activityId": uuid_from((u128::from(mix(scene.noise ^ 5)) << 64 | u128::from(scene.noise)).to_be_bytes()),
        "archiveAnonymousIdentifier": scene.anonymous(),
        "archiveIdentifier": strip,
        "archivingCenter": "FR1",
        "azimuthAngle": scene.azimuth,
        "cloudCover": scene.cloud,
        "constellation": scene.platform.constellation(),
        "correlationId": scene.correlation(seed),
        "expirationDate": stamps::nanos(scene.expires(), scene.noise),
        "format": "image/jp2",
        "geometryCentroid": centroid,
        "id": scene.id(seed),
        "illuminationAzimuthAngle": scene.sun_azimuth,
        "illuminationElevationAngle": scene.sun_elevation,
        "incidenceAngle": scene.incidence,
        "incidenceAngleAcrossTrack": scene.across,
        "incidenceAngleAlongTrack": scene.along,
        "lastUpdateDate": stamps::nanos(scene.updated(now), scene.noise >> 9),
        "organisationName": "AIRBUS DS GEO",
        "parentIdentifier": strip,
        "platform": scene.platform.name(),
        "processingCenter": "MOC",
        "processingDate": stamps::millis(scene.processed(now)),
        "processingLevel": scene.processing_level(),
        "processorName": "MMCAT",
        "productCategory": "image",
        "productType": if streamed { "bundle" } else { scene.product_type() },
        "productionStatus": if streamed { "IN_CLOUD" } else { "ARCHIVED" },
        "publicationDate": stamps::nanos(scene.published, scene.noise >> 17),
        "qualified": scene.qualified(now),
        "resolution": scene.platform.resolution(),
        "sensorType": "OPTICAL",
        "snowCover": scene.snow,
        "sourceIdentifier": strip,
        "spectralRange": "VISIBLE",
        "workspaceId": id,
        "workspaceName": name,
        "workspaceTitle": title,
    });
    if let Role::Set { separation, .. } = scene.role {
        properties["composedOfAcquisitionIdentifiers"] = json!(scene.composed_of());
        properties["viewingAngleSeparation"] = json!(separation);
    }
    match properties {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn links(id: &str, image: &str, base: &Base) -> Value {
    let (item, search) = (format!("{}/api/v1/items/{id}", base.access()), base.search());
    let of_image = |what: &str, kind: &str| json!({ "href": format!("{item}/images/{image}/{what}"), "type": kind, "resourceId": image });
    let of_item = |what: &str, name: &str, kind: &str| json!({ "href": format!("{item}/{what}"), "name": name, "type": kind });
    json!({
        "delete": { "href": format!("{search}/api/v1/items/{id}"), "name": "Delete", "type": "HTTP" },
        "imagesGetBuffer": of_image("buffer", "getBuffer"),
        "imagesMetadata": of_image("metadata", "application/geo+json"),
        "imagesWcs": of_image("wcs", "WCS"),
        "imagesWms": of_image("wms", "WMS"),
        "imagesWmts": of_image("wmts", "WMTS"),
        "quicklook": of_item("quicklook", "QuickLook", "HTTP"),
        "self": {
            "href": format!("{search}/api/v1/opensearch?id={id}"), "method": "GET", "name": "self", "resourceId": id,
        },
        "thumbnail": of_item("thumbnail", "Thumbnail", "HTTP"),
        "wms": of_item("wms", "WMS", "WMS"),
        "wmts": of_item("wmts", "WMTS", "WMTS"),
    })
}

/// Pléiades Neo names its privileges; older records have empty objects.
fn rights(scene: &Scene) -> Value {
    if scene.is_streamed() {
        return json!({ "browse": {}, "buffer": {}, "wms": {}, "wmts": {} });
    }
    if scene.platform.mission() != Mission::PleiadesNeo {
        return json!({ "browse": {}, "wms": {}, "wmts": {} });
    }
    let privilege =
        |salt: u64| uuid_from((u128::from(mix(salt)) << 64 | u128::from(mix(salt ^ 9))).to_be_bytes());
    let privileges = json!([{
        "id": privilege(11), "subscriptionId": privilege(12),
        "filter": { "workspaceId": scene.platform.workspace().id },
    }]);
    json!({ "browse": { "privileges": privileges }, "wms": { "privileges": [] }, "wmts": { "privileges": [] } })
}

/// A delivered item of a private workspace.
pub(super) fn of_item(item: &Item, base: &Base) -> Value {
    let image = crate::world::uuid_of(&format!("image of {}", item.id));
    let mut links = links(&item.id, &image, base);
    links["download"] = item.download_links(base);
    if item.is_bundle() {
        split_images(&mut links);
    }
    json!({
        "_links": links,
        "geometry": geometry::write(&item.outline),
        "properties": item.properties,
        "rights": { "browse": {}, "buffer": {}, "create": {}, "download": {}, "wms": {}, "wmts": {} },
        "type": "Feature",
    })
}

/// A bundle has two images: its image links are lists.
fn split_images(links: &mut Value) {
    for name in ["imagesGetBuffer", "imagesMetadata", "imagesWcs", "imagesWms", "imagesWmts"] {
        let one = links[name].clone();
        let named = |name: &str| {
            let mut link = one.clone();
            link["name"] = json!(name);
            link
        };
        links[name] = json!([named("panchromatic"), named("multispectral")]);
    }
}

/// Makes the links of a real record lead to this sandbox.
fn lead_back(links: &mut Value, base: &Base) {
    match links {
        Value::Object(map) => map.values_mut().for_each(|value| lead_back(value, base)),
        Value::Array(list) => list.iter_mut().for_each(|value| lead_back(value, base)),
        Value::String(text) => {
            if let Some((host, path)) = text.split_once(".oneatlas.airbus.com/") {
                let host = if host.contains("//search.") { base.search() } else { base.access() };
                *text = format!("{host}/{path}");
            }
        }
        _ => {}
    }
}
