use serde_json::json;

use super::*;

/// A square on the equator, `west` to `east` in hundredths of a degree.
fn ground(west: i32, east: i32) -> AreaPolygon {
    let (west, east) = (f64::from(west) / 100.0, f64::from(east) / 100.0);
    AreaPolygon::from_ring(vec![[west, 0.0], [east, 0.0], [east, 0.1], [west, 0.1], [west, 0.0]])
}

fn geometry(west: i32, east: i32) -> Value {
    serde_json::to_value(ground(west, east)).unwrap()
}

fn item() -> StoredItem {
    StoredItem {
        item_id: "1".to_owned(),
        scene: json!({"properties": {
            "archiveIdentifier": "DS_PHR1A_1", "platform": "PHR1A", "acquisitionDate": "2026-06-28T10:00:00Z",
        }}),
        scene_id: "scene-1".to_owned(),
        area_id: "area-1".to_owned(),
        area_name: "Tagus".to_owned(),
        polygon: ground(0, 10),
        product_type_id: "PleiadesArchiveMono".to_owned(),
        product_type_label: "Pléiades".to_owned(),
    }
}

fn record() -> OrderRecord {
    serde_json::from_value(json!({
        "customerReference": "THEIRS-1", "productType": "PleiadesArchiveMono", "status": "IN_PROGRESS",
        "orderCreationDate": "2026-07-01T00:00:00Z", "orderLineAmount": 90, "currency": "EUR",
        "initialOrderLineAmountWithDiscount": 100, "aoi": {"geometry": geometry(0, 5)},
    }))
    .unwrap()
}

#[test]
fn half_of_an_area_is_half_of_it_and_the_rest_is_told() {
    let seen = overlap(&item(), &[ground(0, 5)], 0.0).unwrap();
    assert!((seen.share - 50.0).abs() < 0.01, "{}", seen.share);
    assert_eq!((seen.scene.as_str(), seen.area_name.as_str()), ("Pléiades 1A 2026-06-28", "Tagus"));
    assert_eq!(seen.rest.len(), 1);
    assert!((seen.rest_km2 - aoi::check(&ground(5, 10)).km2).abs() < 1e-3);
}

#[test]
fn a_common_edge_or_nothing_at_all_is_no_overlap() {
    assert!(overlap(&item(), &[], 0.0).is_none());
    assert!(overlap(&item(), &[ground(10, 20)], 0.0).is_none());
    assert!(overlap(&item(), &[ground(30, 40)], 0.0).is_none());
    assert!(overlap(&item(), &[ground(9, 20)], 0.0).is_some(), "a tenth is common ground");
}

#[test]
fn a_small_share_of_a_large_area_is_much_ground() {
    // 40 degrees wide: a quarter of a percent of it is more than 100 km².
    let large = StoredItem { polygon: ground(0, 4000), ..item() };
    let seen = overlap(&large, &[ground(3990, 4100)], 0.0).unwrap();
    assert!(seen.share < LEAST_SHARE, "{}", seen.share);
}

#[test]
fn a_rest_is_offered_only_where_it_saves_money() {
    let whole = aoi::check(&item().polygon).km2;
    let rest = |ground, minimum| overlap(&item(), &[ground], minimum).unwrap().rest.len();
    assert_eq!(rest(ground(0, 5), 0.0), 1);
    // Both are billed as the minimum.
    assert_eq!(rest(ground(0, 5), whole), 0);
    assert_eq!(rest(ground(0, 5), whole * 2.0), 0);
    // Two pieces of a minimum each cost more than the whole.
    assert_eq!(rest(ground(4, 6), 0.0), 2);
    assert_eq!(rest(ground(4, 6), whole * 0.6), 0);
    // Nothing is left.
    assert_eq!(rest(ground(0, 10), 0.0), 0);
    // A splinter.
    let mut almost = ground(0, 10);
    almost.coordinates[0][1][0] -= 0.000_05;
    almost.coordinates[0][2][0] -= 0.000_05;
    assert_eq!(rest(almost, 0.0), 0);
}

#[test]
fn an_order_of_the_list_is_named_with_what_it_cost() {
    let seen = elsewhere(&item(), &record(), 0.0).unwrap();
    assert_eq!((seen.state, seen.reference.as_str()), (EarlierState::Elsewhere, "THEIRS-1"));
    assert_eq!(seen.ordered_at.as_deref(), Some("2026-07-01T00:00:00Z"));
    assert_eq!((seen.amount, seen.currency.as_deref()), (Some(Decimal::from(100)), Some("EUR")));
    assert!(seen.rest.is_empty(), "it may be another scene");
    assert!((seen.share - 50.0).abs() < 0.01);
    let quotation = OrderRecord {
        order_creation_date: None,
        quotation_creation_date: Some("2026-08-01T00:00:00Z".to_owned()),
        initial_order_line_amount_with_discount: None,
        ..record()
    };
    let seen = elsewhere(&item(), &quotation, 0.0).unwrap();
    assert_eq!(
        (seen.ordered_at.as_deref(), seen.amount),
        (Some("2026-08-01T00:00:00Z"), Some(Decimal::from(90)))
    );
}

#[test]
fn an_order_that_is_over_of_another_product_or_older_than_the_scene_is_not_meant() {
    let word = |text: &str| Some(text.to_owned());
    let others = [
        OrderRecord { status: word("cancelled"), ..record() },
        OrderRecord { quotation_status: word("REFUSED"), ..record() },
        OrderRecord { status: word("CANCELED"), quotation_status: word("EXPIRED"), ..record() },
        OrderRecord { product_type: word("SPOTArchive1.5Mono"), ..record() },
        OrderRecord { product_type: None, ..record() },
        OrderRecord { order_creation_date: word("2026-06-28T09:59:59Z"), ..record() },
        OrderRecord { order_creation_date: None, ..record() },
        OrderRecord { aoi: json!({"geometry": geometry(30, 40)}), ..record() },
        OrderRecord { aoi: Value::Null, ..record() },
    ];
    for other in others {
        assert!(elsewhere(&item(), &other, 0.0).is_none(), "{other:?}");
    }
    let that_moment = OrderRecord { order_creation_date: word("2026-06-28T10:00:00Z"), ..record() };
    assert!(elsewhere(&item(), &that_moment, 0.0).is_some());
}

#[test]
fn the_ground_of_a_scene_is_read_from_the_request_that_ordered_it() {
    let body = json!({
        "aoi": [{"id": 1, "geometry": geometry(0, 5)}, {"id": 2, "geometry": geometry(5, 10)}],
        "items": [
            {"aoiId": 1, "datastripIds": ["DS_PHR1A_1"]},
            {"aoiId": 2, "dataSourceIds": [{"catalogId": "X", "catalogItemId": "another"}]},
        ],
    });
    let grounds = |body: &Value| ordered_grounds(body.to_string().as_bytes(), &item());
    assert_eq!(grounds(&body), [ground(0, 5)]);
    let mut by_id = body;
    by_id["items"][1]["dataSourceIds"][0]["catalogItemId"] = json!("scene-1");
    assert_eq!(grounds(&by_id).len(), 2);
    assert!(grounds(&json!({"items": "none"})).is_empty());
    assert!(ordered_grounds(b"not json", &item()).is_empty());
}

#[test]
fn what_lies_in_the_workspace_is_told_with_its_reference_and_day() {
    let feature = json!({"geometry": geometry(0, 5), "properties": {
        "sourceIdentifier": "DS_PHR1A_1", "customerReference": "THEIRS-2", "publicationDate": "2026-07-02T00:00:00Z",
    }});
    let seen = in_workspace(&item(), &feature, 0.0).unwrap();
    assert_eq!((seen.state, seen.reference.as_str()), (EarlierState::InWorkspace, "THEIRS-2"));
    assert_eq!(seen.ordered_at.as_deref(), Some("2026-07-02T00:00:00Z"));
    let mut other = feature;
    other["properties"]["sourceIdentifier"] = json!("DS_PHR1A_2");
    assert!(in_workspace(&item(), &other, 0.0).is_none());
}

#[test]
fn what_an_order_holds_twice_is_told_with_the_price_of_the_order() {
    let priced = json!({
        "body": "{}", "sha256": "", "currency": "EUR", "total": "562.50", "discount": "0", "lines": [],
        "priced_at": "2026-07-01T00:00:00Z",
    });
    let second = StoredItem {
        item_id: "2".to_owned(),
        area_id: "area-2".to_owned(),
        area_name: "Harbour".to_owned(),
        polygon: ground(5, 15),
        ..item()
    };
    let other =
        StoredItem { scene: json!({"properties": {}}), scene_id: "scene-2".to_owned(), ..second.clone() };
    let group = StoredGroup {
        reference: "A-1".to_owned(),
        items: vec![item(), other, second],
        priced: Some(serde_json::from_value(priced).unwrap()),
        ..StoredGroup::default()
    };
    let [twice] = <[AlreadyOrdered; 1]>::try_from(held_twice(&group, |_| 0.0)).unwrap();
    assert_eq!((twice.state, twice.reference.as_str()), (EarlierState::SameOrder, "A-1"));
    assert_eq!((twice.area_name.as_str(), twice.shared_with.as_deref()), ("Harbour", Some("Tagus")));
    assert_eq!((twice.amount, twice.currency.as_deref()), (Some(Decimal::new(56250, 2)), Some("EUR")));
    assert!(twice.must_allow && (twice.share - 50.0).abs() < 0.01);
}
