//! The Living Library on the data host, told apart from pay-per-order by its body or by the `Host` header.

use serde_json::{Value, json};

use crate::{Caller, keys, same_shape};

const DATA: &str = "data.api.oneatlas.airbus.com";
const ORDER: &str = "order.api.oneatlas.airbus.com";

async fn request(caller: &Caller) -> Value {
    let query = json!({ "processingLevel": "SENSOR", "workspace": "public", "bbox": "-10,38,-8,40" });
    let scene = caller.search(query).await["features"][0].clone();
    assert_eq!(scene["properties"]["productionStatus"], "IN_CLOUD");
    let ring = scene["geometry"]["coordinates"][0].as_array().unwrap();
    // A triangle of the footprint's first corner and the middles of the sides that meet there.
    let place = |index: usize| (ring[index][0].as_f64().unwrap(), ring[index][1].as_f64().unwrap());
    let (a, b, c) = (place(0), place(1), place(ring.len() - 2));
    let middle = |(x, y): (f64, f64)| json!([(a.0 + x) / 2.0, (a.1 + y) / 2.0]);
    let aoi = json!({ "type": "Polygon", "coordinates": [[[a.0, a.1], middle(b), middle(c), [a.0, a.1]]] });
    json!({ "kind": "order.data.product", "customerRef": "living-1", "products": [{
        "id": scene["properties"]["id"], "productType": "pansharpened", "radiometricProcessing": "DISPLAY",
        "imageFormat": "image/geotiff", "crsCode": "urn:ogc:def:crs:EPSG::4326", "aoi": aoi,
    }]})
}

#[tokio::test]
async fn a_price_is_200_in_whole_euros() {
    let caller = Caller::start().await;
    let body = request(&caller).await;
    let answer = caller.post("/api/v1/prices").body(&body).send().await.expect(200);
    same_shape(
        &json!({
            "payload": {}, "feasibility": "", "orderable": "ok",
            "deliveries": [{ "datas": { "id": "", "aoi": { "type": "Polygon", "coordinates": [] }, "crsCode": "",
                "productType": "", "radiometricProcessing": "", "areaKm2": 1.2, "area": "1.2" },
                "id": "", "amount": 10, "amountUnit": "EUR", "isAmountEstimated": "", "areaKm2": 1.2 }],
            "price": { "credits": 0, "amount": 10, "amountUnit": "EUR", "areaKm2": 1.2, "isAmountEstimated": "" },
        }),
        &answer,
    );
    assert!(answer["price"]["amount"].is_u64() && answer["orderable"] == "ok");
    assert_eq!(answer["payload"], body);
}

#[tokio::test]
async fn an_order_is_201_spends_the_balance_and_is_fetched() {
    let caller = Caller::start().await;
    let body = request(&caller).await;
    let order = caller.post("/api/v1/orders").header("host", DATA).body(&body).send().await.expect(201);
    assert_eq!((&order["status"], &order["customerRef"]), (&json!("ordered"), &json!("living-1")));
    assert_eq!(order["deliveries"][0]["datas"]["aoi"], body["products"][0]["aoi"]);
    let me = caller.get("/api/v1/me").send().await.expect(200);
    assert_eq!(me["contract"]["balance"].as_i64().unwrap(), 33_832 - order["amount"].as_i64().unwrap());

    caller.sandbox.advance(3600);
    let list = caller.get(
        "/api/v1/orders?kind=order.data.product&status=delivered&customerRef=living-1&itemsPerPage=10&page=1",
    );
    let list = list.send().await.expect(200);
    assert_eq!(keys(&list), ["countLimitReached", "items", "itemsPerPage", "startIndex", "totalResults"]);
    assert_eq!(list["totalResults"], 1);
    let none = caller.get("/api/v1/orders?customerRef=other").send().await.expect(200);
    assert_eq!((&none["totalResults"], &none["items"]), (&json!(0), &json!([])));
    let again =
        caller.get(&format!("/api/v1/orders/{}", order["id"].as_str().unwrap())).send().await.expect(200);
    assert_eq!(again, list["items"][0]);
    let delivery = &again["deliveries"][0];
    assert_eq!(delivery["status"], "delivered");
    let file = caller.follow(delivery["_links"]["download"]["href"].as_str().unwrap()).send().await;
    assert!(file.status == 200 && file.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn what_is_wrong_is_named_in_the_shape_of_the_data_host() {
    let caller = Caller::start().await;
    let good = request(&caller).await;
    let album = caller.scene("PHR").await["properties"]["id"].clone();
    for (path, value, named) in [
        ("/kind", json!("order.moon"), "kind"),
        ("/products", json!([]), "products"),
        ("/products/0/id", json!("nothing"), "products[0].id"),
        ("/products/0/id", album, "Living Library"),
        ("/products/0/productType", json!("cube"), "products[0].productType"),
        ("/products/0/imageFormat", json!("image/gif"), "products[0].imageFormat"),
        ("/products/0/radiometricProcessing", json!("NONE"), "products[0].radiometricProcessing"),
        (
            "/products/0/aoi",
            json!({ "type": "Polygon", "coordinates": [[[50, 0], [51, 0], [51, 1], [50, 0]]] }),
            "products[0].aoi",
        ),
    ] {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap() = value;
        caller.post("/api/v1/orders").body(&body).send().await.api_error(400, named);
        caller.post("/api/v1/prices").body(&body).send().await.api_error(400, named);
    }
    caller.get("/api/v1/orders/nothing").header("host", DATA).send().await.api_error(404, "nothing");
    caller.post("/api/v1/orders").anonymous().body(&good).send().await.api_error(401, "Authentication");
}

#[tokio::test]
async fn the_host_header_decides_before_the_body_does() {
    let caller = Caller::start().await;
    let living = request(&caller).await;
    caller.post("/api/v1/prices").header("host", ORDER).body(&living).send().await.refused(400, "contractId");
    let desk = crate::orders::neo(&caller, "host").await;
    caller.post("/api/v1/prices").header("host", DATA).body(&desk).send().await.api_error(400, "kind");
    caller.post("/api/v1/prices").header("host", ORDER).body(&desk).send().await.expect(201);
}
