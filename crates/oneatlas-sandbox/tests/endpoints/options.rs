//! Production options in the shapes of both back-ends.

use serde_json::{Value, json};

use crate::{Caller, NEO, area, keys};

fn path(contract: &str, product: &str) -> String {
    format!("/api/v1/contracts/{}/productTypes/{product}/options", contract.replace(' ', "%20"))
}

fn named<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let list = answer["availableOptions"].as_array().unwrap();
    list.iter().find(|option| option["name"] == name).unwrap_or_else(|| panic!("no option {name}"))
}

fn two_areas() -> Value {
    json!({ "aoi": [{ "polygonId": 1, "geometry": area() }, { "polygonId": "2", "geometry": area() }] })
}

#[tokio::test]
async fn the_neo_set_comes_in_its_order_and_shape() {
    let caller = Caller::start().await;
    let answer =
        caller.post(&path(NEO, "PleiadesNeoArchiveMono")).body(&two_areas()).send().await.expect(200);
    let names: Vec<&str> = answer["availableOptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| option["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "processing_level",
            "spectral_processing",
            "image_format",
            "pixel_coding",
            "radiometric_processing",
            "elevation",
            "area_compute_model",
            "priority",
            "fullStrip",
            "delivery_method",
            "licence",
            "dem_1",
            "projection_1",
            "dem_2",
            "projection_2",
        ]
    );
    let level = named(&answer, "processing_level");
    assert_eq!(
        keys(level),
        [
            "category",
            "constraint",
            "defaultValue",
            "format",
            "hidden",
            "label",
            "mandatory",
            "name",
            "property",
            "range",
            "type",
            "values",
        ]
    );
    assert_eq!((&level["category"], &level["mandatory"]), (&json!("production_option"), &json!("true")));
    assert_eq!(named(&answer, "dem_1")["constraint"], json!({ "condition": "processing_level:ortho" }));
    assert_eq!(
        named(&answer, "projection_2")["constraint"],
        json!({ "condition": "processing_level:(ortho|projected)" })
    );
    assert_eq!(named(&answer, "projection_1")["defaultValue"], "32629");
    let elevation = named(&answer, "elevation");
    assert_eq!((&elevation["type"], &elevation["range"]), (&json!("double"), &json!([-100, 10000])));
    assert!(elevation.get("defaultValue").is_none());
    let coding = named(&answer, "pixel_coding");
    assert_eq!(coding["values"][0]["constraint"], json!({ "condition": "radiometric_processing:display" }));
}

#[tokio::test]
async fn the_legacy_set_has_dem_without_a_number_and_filters() {
    let caller = Caller::start().await;
    let answer =
        caller.post(&path(crate::LEGACY, "PleiadesArchiveMono")).body(&two_areas()).send().await.expect(200);
    let dem = named(&answer, "dem");
    assert_eq!(
        keys(dem),
        [
            "category",
            "constraint",
            "defaultValue",
            "format",
            "label",
            "mandatory",
            "name",
            "range",
            "type",
            "values"
        ]
    );
    assert_eq!(dem["constraint"], json!({ "reject": false, "filter": "processing_level:ortho" }));
    assert_eq!((&dem["category"], &dem["mandatory"]), (&json!("technical_product"), &json!("constraint")));
    assert_eq!(named(&answer, "elevation")["defaultValue"], " ");
    named(&answer, "projection_2");
    let licences = named(&answer, "licence")["values"].as_array().unwrap();
    assert!(licences.iter().any(|licence| licence["id"] == "educ"));
}

#[tokio::test]
async fn an_area_decides_the_projections_and_none_leaves_them_out() {
    let caller = Caller::start().await;
    let none = caller.post(&path(NEO, "PleiadesNeoArchiveMono")).send().await.expect(200);
    assert!(!none.to_string().contains("projection_"));
    let old = caller.post("/api/v1/productTypes/PleiadesNeoArchiveMono/options").send().await.expect(200);
    assert_eq!(none, old);
    let elsewhere = json!({ "type": "Polygon", "coordinates": [[
        [2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.0],
    ]]});
    let body = json!({ "aoi": [{ "polygonId": 7, "geometry": elsewhere }] });
    let answer = caller.post(&path(NEO, "PleiadesNeoArchiveMono")).body(&body).send().await.expect(200);
    let projection = named(&answer, "projection_7");
    assert_eq!(projection["defaultValue"], "32631");
    let ids: Vec<&str> =
        projection["values"].as_array().unwrap().iter().map(|value| value["id"].as_str().unwrap()).collect();
    assert!(["2154", "4326", "3857", "4230_A"].iter().all(|id| ids.contains(id)), "{ids:?}");
}

#[tokio::test]
async fn categories_tell_production_options_from_item_properties() {
    let caller = Caller::start().await;
    let ask = |product: &'static str, category: &'static str| {
        let body = json!({ "categoryFilter": category });
        let call = caller.post(&path(NEO, product)).body(&body);
        async move { call.send().await }
    };
    let archive = ask("PleiadesNeoArchiveMono", "CATEGORY_PROPERTIES").await.expect(200);
    assert_eq!(archive["availableOptions"], json!([]));
    let tasking = ask("PleiadesNeoOnePlan", "CATEGORY_PROPERTIES").await.expect(200);
    assert_eq!(named(&tasking, "feasibilityAutomation")["category"], "item_properties");
    let both = ask("PleiadesNeoOnePlan", "NO_CATEGORY").await.expect(200);
    named(&both, "licence");
    named(&both, "acqPeriod");
    ask("PleiadesNeoOnePlan", "SOME").await.refused(400, "categoryFilter");
}

#[tokio::test]
async fn what_cannot_be_asked_is_named() {
    let caller = Caller::start().await;
    caller.post(&path("nobody", "PleiadesNeoArchiveMono")).send().await.refused(404, "nobody");
    caller.post(&path(NEO, "PleiadesArchiveMono")).send().await.refused(404, "PleiadesArchiveMono");
    caller.post("/api/v1/productTypes/x/options").send().await.refused(404, "'x'");
    let bow = json!({ "type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] });
    let body = json!({ "aoi": [{ "polygonId": 1, "geometry": bow }] });
    caller
        .post(&path(NEO, "PleiadesNeoArchiveMono"))
        .body(&body)
        .send()
        .await
        .refused(400, "aoi[0].geometry");
}
