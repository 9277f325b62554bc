//! The catalogue: searches by GET and POST, look-ups, limits, pictures, and who may look.

use base64::Engine as _;
use serde_json::{Value, json};

use crate::{Caller, keys, same_shape};

const LISBON: &str = "-9.05,38.73,-8.99,38.79";

fn total(answer: &Value) -> u64 {
    answer["totalResults"].as_u64().unwrap()
}

fn ids(answer: &Value) -> Vec<String> {
    let features = answer["features"].as_array().unwrap();
    features.iter().map(|feature| feature["properties"]["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_scene_has_the_published_keys_and_no_id_at_the_top() {
    let caller = Caller::start().await;
    let answer =
        caller.search(json!({ "workspace": "public-pneo", "bbox": LISBON, "itemsPerPage": 12 })).await;
    assert_eq!(keys(&answer), ["error", "features", "itemsPerPage", "startIndex", "totalResults", "type"]);
    assert_eq!(
        (&answer["error"], &answer["itemsPerPage"], &answer["startIndex"]),
        (&json!(false), &json!(12), &json!(0))
    );
    let link = json!({ "href": "", "name": "", "type": "" });
    let image = json!({ "href": "", "type": "", "resourceId": "" });
    let example = json!({
        "_links": {
            "delete": link, "imagesGetBuffer": image, "imagesMetadata": image, "imagesWcs": image, "imagesWms": image,
            "imagesWmts": image, "quicklook": link, "thumbnail": link, "wms": link, "wmts": link,
            "self": { "href": "", "method": "GET", "name": "self", "resourceId": "" },
        },
        "dataAccess": { "metadata": "", "packImages": [{ "href": "", "resourceId": "" }], "resourceId": "" },
        "geometry": { "type": "Polygon", "coordinates": [[[0.0, 0.0]]] },
        "properties": {
            "acquisitionDate": "", "acquisitionIdentifier": "", "acquisitionStation": "", "activityId": "",
            "archiveAnonymousIdentifier": "", "archiveIdentifier": "", "archivingCenter": "", "azimuthAngle": 1.0,
            "cloudCover": 1.0, "constellation": "", "correlationId": "", "expirationDate": "", "id": "",
            "illuminationAzimuthAngle": 1.0, "illuminationElevationAngle": 1.0, "incidenceAngle": 1.0,
            "incidenceAngleAcrossTrack": 1.0, "incidenceAngleAlongTrack": 1.0, "lastUpdateDate": "",
            "organisationName": "", "parentIdentifier": "", "platform": "", "processingCenter": "", "processingDate": "",
            "processingLevel": "", "processorName": "", "productCategory": "", "productType": "", "productionStatus": "",
            "publicationDate": "", "qualified": false, "resolution": 1.0, "sensorType": "", "snowCover": 1.0,
            "sourceIdentifier": "", "spectralRange": "", "workspaceId": "", "workspaceName": "", "workspaceTitle": "",
        },
        "rights": { "browse": { "privileges": [{ "id": "", "subscriptionId": "", "filter": { "workspaceId": "" } }] },
            "wmts": { "privileges": [] } },
        "type": "Feature",
    });
    let features = answer["features"].as_array().unwrap();
    let scene = features.iter().find(|scene| scene["properties"]["processingLevel"] == "ALBUM").unwrap();
    same_shape(&example, scene);
    assert!(scene.get("id").is_none());
    let properties = &scene["properties"];
    assert_eq!((&properties["constellation"], &properties["resolution"]), (&json!("PNEO"), &json!(0.3)));
    assert_eq!(properties["workspaceId"], "3e88441b-adc9-4be6-bd80-59d4fb69d5a7");
    for name in ["lastUpdateDate", "publicationDate", "expirationDate"] {
        let digits =
            properties[name].as_str().unwrap().split('.').nth(1).unwrap().trim_end_matches('Z').len();
        assert!((3..=9).contains(&digits), "{name}");
    }
}

#[tokio::test]
async fn both_generations_and_both_methods_find_the_same() {
    let caller = Caller::start().await;
    let body = json!({ "bbox": LISBON, "constellation": ["PHR", "SPOT"], "cloudCover": "[0,30]", "itemsPerPage": 7,
        "sortBy": "-publicationDate,cloudCover", "index": "all", "workspace": "public" });
    let mut answers = Vec::new();
    for version in ["v1", "v2"] {
        let path = format!("/api/{version}/opensearch");
        answers.push(caller.post(&path).body(&body).send().await.expect(200));
        let query = format!(
            "{path}?bbox={LISBON}&constellation=PHR,SPOT&cloudCover=%5B0,30%5D&itemsPerPage=7\
                             &sortBy=-publicationDate,cloudCover&index=all&workspace=public"
        );
        answers.push(caller.get(&query).header("cache-control", "no-cache").send().await.expect(200));
    }
    assert!(total(&answers[0]) > 7);
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn pages_turn_without_gaps_or_repeats() {
    let caller = Caller::start().await;
    let page = |page: u64| json!({ "bbox": LISBON, "itemsPerPage": 20, "startPage": page, "sortBy": "constellation" });
    let first = caller.search(page(1)).await;
    let mut seen = Vec::new();
    for number in 1..=total(&first).div_ceil(20) {
        let answer = caller.search(page(number)).await;
        assert_eq!(answer["startIndex"], (number - 1) * 20);
        seen.extend(ids(&answer));
    }
    assert_eq!(seen.len() as u64, total(&first));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len() as u64, total(&first));
    let beyond = caller.search(page(100)).await;
    assert!(ids(&beyond).is_empty() && total(&beyond) == total(&first));
    assert_eq!(beyond["itemsPerPage"], 20);
}

#[tokio::test]
async fn places_are_taken_in_every_spelling() {
    let caller = Caller::start().await;
    let square = "POLYGON((-9.05 38.73,-8.99 38.73,-8.99 38.79,-9.05 38.79,-9.05 38.73))";
    let by_box = caller.search(json!({ "bbox": LISBON })).await;
    for geometry in [json!(square), crate::area(), json!(crate::area().to_string())] {
        let answer = caller.search(json!({ "geometry": geometry })).await;
        assert_eq!(ids(&answer), ids(&by_box));
    }
    let count = |relation: &'static str| {
        let caller = &caller;
        let query = json!({ "bbox": LISBON, "relation": relation, "workspace": "public,public-pneo" });
        async move { total(&caller.search(query).await) }
    };
    let (intersects, contains, within) =
        (count("intersects").await, count("contains").await, count("within").await);
    assert!(
        contains > 10 && contains < intersects && within == 0,
        "{contains} of {intersects}, {within} within"
    );
    assert_eq!(count("disjoint").await, 10_000);
    let point = caller.search(json!({ "geometry": "POINT(-9.02 38.76)" })).await;
    assert!(total(&point) > 10);
    let query = "/api/v2/opensearch?geometry=POINT(-9.02+38.76)";
    assert_eq!(ids(&caller.get(query).send().await.expect(200)), ids(&point));
}

#[tokio::test]
async fn dates_are_taken_in_every_spelling() {
    let caller = Caller::start().await;
    let count = |date: &'static str| {
        let caller = &caller;
        async move { total(&caller.search(json!({ "bbox": LISBON, "acquisitionDate": date })).await) }
    };
    let year = count("[2022-01-01T00:00:00.000Z,2022-12-31T23:59:59.999Z]").await;
    assert!(year > 5);
    for same in [
        "[2022-01-01,2022-12-31]",
        "[2022-01-01T00:00:00,2023-01-01T00:00:00[",
        "[2022-01-01T00:00:00Z,2023-01-01T00:00:00Z[",
        "]2021-12-31,2022-12-31]",
    ] {
        assert_eq!(count(same).await, year, "{same}");
    }
    let all = count("[1970-01-01T00:00:00").await;
    assert_eq!(count("2022-01-01[").await + year + count("[2023-01-01").await, all);
}

#[tokio::test]
async fn a_scene_is_found_by_each_of_its_names() {
    let caller = Caller::start().await;
    for constellation in ["PHR", "SPOT", "PNEO"] {
        let scene = caller.scene(constellation).await;
        let properties = &scene["properties"];
        for name in ["id", "acquisitionIdentifier", "archiveIdentifier", "sourceIdentifier"] {
            let query = json!({ name: properties[name], "workspace": "public,public-pneo" });
            let found = caller.search(query).await;
            assert_eq!(ids(&found), [properties["id"].as_str().unwrap()], "{name} of {constellation}");
        }
        let misspelt =
            json!({ "parentIdenfifier": properties["parentIdentifier"], "workspace": "public,public-pneo" });
        assert_eq!(total(&caller.search(misspelt).await), 1);
        let own = caller.follow(scene["_links"]["self"]["href"].as_str().unwrap()).send().await.expect(200);
        assert_eq!(ids(&own), [properties["id"].as_str().unwrap()]);
        assert!(
            caller.search(json!({ "id": properties["id"], "cloudCover": "[101" })).await["features"]
                == json!([])
        );
    }
    let twice = json!({ "id": "0cb0662d-f5ce-4024-83a5-0646debe34fb,0cb0662d-f5ce-4024-83a5-0646debe34fb" });
    assert_eq!(total(&caller.search(twice).await), 1);
}

#[tokio::test]
async fn stereo_sets_list_their_parts() {
    let caller = Caller::start().await;
    let query = json!({ "productType": "stereo", "workspace": "public-pneo", "bbox": "-9.6,38.3,-8.4,39.2" });
    let found = caller.search(query).await;
    let set = &found["features"][0]["properties"];
    assert!(set["acquisitionIdentifier"].as_str().unwrap().starts_with("ACQ_CP_PNEO"));
    let parts = set["composedOfAcquisitionIdentifiers"].as_array().unwrap();
    assert_eq!(parts.len(), 2);
    for part in parts {
        let found = caller.search(json!({ "acquisitionIdentifier": part, "workspace": "public-pneo" })).await;
        assert_eq!((total(&found), &found["features"][0]["properties"]["productType"]), (1, &json!("mono")));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_search_is_named() {
    let caller = Caller::start().await;
    for (query, named) in [
        (json!({ "itemsPerPage": 501 }), "itemsPerPage"),
        (json!({ "itemsPerPage": 0 }), "itemsPerPage"),
        (json!({ "itemsPerPage": 500, "startPage": 21 }), "startPage"),
        (json!({ "startPage": 0 }), "startPage"),
        (json!({ "cloudCover": "[0, 80]" }), "cloudCover"),
        (json!({ "incidenceAngle": "steep" }), "incidenceAngle"),
        (json!({ "acquisitionDate": "[tomorrow" }), "acquisitionDate"),
        (json!({ "bbox": "1,2,3" }), "bbox"),
        (json!({ "geometry": "POLYGON((0 0,1 1" }), "geometry"),
        (json!({ "geometry": "POINT(0 0)", "bbox": "0,0,1,1" }), "together"),
        (json!({ "relation": "near" }), "relation"),
        (json!({ "sortBy": "beauty" }), "sortBy"),
        (json!({ "constellation": [1] }), "constellation"),
        (json!({ "q": "(spot" }), "q"),
        (json!([]), "object"),
    ] {
        caller.post("/api/v2/opensearch").body(&query).send().await.api_error(400, named);
    }
    let broken = caller.post("/api/v2/opensearch").header("content-type", "application/json").send().await;
    broken.expect(200);
    caller.search(json!({ "itemsPerPage": 200, "startPage": 50, "bbox": LISBON })).await;
    caller.put("/api/v2/opensearch").send().await.api_error(405, "Method");
    caller.get("/api/v3/opensearch").send().await.expect(404);
}

#[tokio::test]
async fn anybody_reads_public_and_customers_the_rest() {
    let caller = Caller::start().await;
    let search = |workspace: &'static str| {
        caller.post("/api/v2/opensearch").body(&json!({ "workspace": workspace, "bbox": LISBON }))
    };
    let public = search("public").anonymous().send().await.expect(200);
    assert!(
        public["features"]
            .as_array()
            .unwrap()
            .iter()
            .all(|scene| scene["properties"]["workspaceName"] == "public")
    );
    let by_id = search("0e33eb50-3404-48ad-b835-b0b4b72a5625").anonymous().send().await.expect(200);
    assert_eq!(ids(&public), ids(&by_id));
    search("public-pneo").anonymous().send().await.api_error(401, "public-pneo");
    search("brightfalcon").anonymous().send().await.api_error(401, "brightfalcon");
    search("nobodys").send().await.api_error(403, "nobodys");
    search("public").authorization("Bearer a.b.c").send().await.api_error(401, "token");

    let key = |key: &str| {
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("APIKEY:{key}")))
    };
    let ours = key(caller.sandbox.api_key());
    search("public-pneo").authorization(&ours).send().await.expect(200);
    search("public-pneo").authorization(&key("wrong")).send().await.api_error(401, "API key");
    let order_host = caller.get("/api/v1/contracts").authorization(&ours).send().await.expect(401);
    assert_eq!(keys(&order_host), ["message"]);
}

#[tokio::test]
async fn pictures_are_jpeg_where_one_may_look() {
    let caller = Caller::start().await;
    let link = |scene: &Value, name: &str| scene["_links"][name]["href"].as_str().unwrap().to_owned();
    let phr = caller.scene("PHR").await;
    for name in ["quicklook", "thumbnail"] {
        let picture = caller.follow(&link(&phr, name)).anonymous().send().await;
        assert_eq!((picture.status, picture.header("content-type")), (200, "image/jpeg"));
        assert!(picture.bytes.starts_with(&[0xff, 0xd8, 0xff]));
    }
    let thumbnail = link(&phr, "thumbnail");
    let small = caller.follow(&thumbnail).send().await;
    assert_eq!(small.bytes, caller.follow(&format!("{thumbnail}?width=128")).send().await.bytes);
    assert!(caller.follow(&format!("{thumbnail}?width=512")).send().await.bytes.len() > small.bytes.len());
    caller.follow(&format!("{thumbnail}?width=2000")).send().await.api_error(400, "width");
    let pneo = caller.scene("PNEO").await;
    caller.follow(&link(&pneo, "quicklook")).send().await.expect(200);
    caller.follow(&link(&pneo, "quicklook")).anonymous().send().await.api_error(401, "Authentication");
    caller.follow(&format!("{}err", link(&phr, "quicklook"))).send().await.api_error(404, "");
    caller.get("/api/v1/items/none/quicklook").send().await.api_error(404, "none");
}

#[tokio::test]
async fn the_archive_has_to_be_ordered_before_it_streams_or_is_fetched() {
    let caller = Caller::start().await;
    let scene = caller.scene("PHR").await;
    let id = scene["properties"]["id"].as_str().unwrap();
    caller.get(&format!("/api/v1/items/{id}/download")).send().await.api_error(403, "ordered");
    caller
        .get(&format!("/api/v1/items/{id}/download"))
        .anonymous()
        .send()
        .await
        .api_error(401, "Authentication");
    let tile = format!("/api/v1/items/{id}/wmts/tiles/1.0.0/default/rgb/EPSG3857/10/1/1.png");
    caller.get(&tile).send().await.api_error(403, "ordered");
    caller
        .follow(scene["_links"]["imagesWcs"]["href"].as_str().unwrap())
        .send()
        .await
        .api_error(403, "ordered");
    caller.delete(&format!("/api/v1/items/{id}")).send().await.api_error(403, "deleted");
    let metadata = caller.get(&format!("/api/v1/items/{id}/metadata")).send().await.expect(200);
    assert_eq!(metadata["properties"]["id"], id);
    caller.get("/api/v1/items/none/metadata").send().await.api_error(404, "none");
}

#[tokio::test]
async fn domains_description_and_the_deleted() {
    let caller = Caller::start().await;
    let domain = caller.get("/api/v2/opensearch/domains/processingLevel").send().await.expect(200);
    assert_eq!(
        domain,
        json!({ "processingLevel": ["ALBUM", "ORTHO", "SENSOR"], "warning": "Result is not exhaustive" })
    );
    caller.get("/api/v2/opensearch/domains/beauty").send().await.api_error(404, "beauty");
    let description = caller.get("/api/v2/opensearch/description.xml").send().await;
    assert!(description.header("content-type").contains("opensearchdescription+xml"));
    assert!(description.text().contains("<OpenSearchDescription"));

    let body = json!({ "deletedDate": "[2024-01-01,2024-01-07]", "itemsPerPage": 5, "startIndex": 0 });
    let deleted = caller.post("/api/v1/deleted/search").body(&body).send().await.expect(200);
    assert_eq!(keys(&deleted), ["data", "itemsPerPage", "startIndex", "totalResults"]);
    let gone = &deleted["data"][0];
    assert!(gone["deletedDate"].as_str().unwrap().starts_with("2024-01-0"));
    assert_eq!(
        total(&caller.search(json!({ "id": gone["id"], "workspace": "public,public-pneo" })).await),
        0
    );
    let wrong = json!({ "deletedDate": "[soon" });
    caller.post("/api/v1/deleted/search").body(&wrong).send().await.api_error(400, "deletedDate");
}

#[tokio::test]
async fn the_real_scenes_of_2020_answer_with_links_that_lead_here() {
    let caller = Caller::start().await;
    let found = caller.search(json!({ "id": "fd50a02e-f073-4abe-83b3-d946f9bbd290" })).await;
    let scene = &found["features"][0];
    assert_eq!(scene["properties"]["productType"], "bundle");
    assert_eq!(scene["_links"]["imagesWmts"].as_array().unwrap().len(), 2);
    for link in [&scene["_links"]["quicklook"], &scene["_links"]["imagesWcs"][0]] {
        assert!(link["href"].as_str().unwrap().starts_with(caller.sandbox.url()), "{link}");
    }
    let updated = json!({ "id": scene["properties"]["id"], "lastUpdateDate": "[2018-10-03T12:00:00Z" });
    assert_eq!(total(&caller.search(updated).await), 1);
}
