//! Areas: read, checked, mended, kept, written.

use serde_json::json;

use crate::border::{Border, tagus};

#[test]
fn areas_are_widened_merged_billed_coloured_and_found() {
    let border = Border::connected();
    let line = json!([{"name": "Pipe", "positions": [[-9.1, 38.7], [-9.0, 38.75]]}]);
    let buffered = border.well("buffer_lines", json!({"lines": line, "metres": 500.0}));
    assert_eq!((&buffered[0]["name"], &buffered[0]["report"]["orderable"]), (&json!("Pipe"), &json!(true)));
    assert_eq!(border.badly("buffer_lines", json!({"lines": line, "metres": 0.0})), "invalidArea");
    let small = json!({"type": "Polygon", "coordinates": [[[0,0],[0.01,0],[0.01,0.01],[0,0.01],[0,0]]]});
    let widened = border.well("widen_area", json!({"polygon": small, "km2": 25.0}));
    assert!((24.9..=25.0).contains(&widened["km2"].as_f64().unwrap()), "{}", widened["km2"]);
    let nothing = json!({"type": "Polygon", "coordinates": []});
    assert_eq!(border.badly("widen_area", json!({"polygon": nothing, "km2": 25.0})), "invalidArea");
    let halves =
        border.well("split_area", json!({"polygon": small, "from": [-0.01, 0.005], "to": [0.02, 0.005]}));
    assert_eq!(halves.as_array().unwrap().len(), 2);
    let hole = json!([[0.002, 0.002], [0.004, 0.002], [0.004, 0.004], [0.002, 0.002]]);
    let holed = json!({"type": "Polygon", "coordinates": [small["coordinates"][0], hole]});
    assert_eq!(
        border.badly("split_area", json!({"polygon": holed, "from": [0, 0], "to": [1, 1]})),
        "invalidArea"
    );
    let merged = border.well("merge_areas", json!({"polygons": [small, tagus()], "kind": "union"}));
    assert_eq!(merged.as_array().unwrap().len(), 2);
    assert_eq!(border.badly("merge_areas", json!({"polygons": [], "kind": "hull"})), "invalidArea");
    let billed = border.well("billed_areas", json!({"km2": 3.0}));
    let billed = billed.as_array().unwrap();
    assert!(
        billed.iter().any(|one| one["billedKm2"] == 25.0)
            && billed.iter().any(|one| one["billedKm2"] == 100.0)
    );
    assert_eq!(border.badly("billed_areas", json!({"km2": -1.0})), "invalidArea");
    let new = |name: &str, color: &str| json!({"name": name, "color": color, "polygon": tagus()});
    let saved =
        border.well("save_areas", json!({"areas": [new("Évora north", "teal"), new("Faro", "lime")]}));
    assert_eq!((&saved[0]["color"], &saved[1]["color"]), (&json!("teal"), &json!("lime")));
    assert_eq!(
        border.badly("save_areas", json!({"areas": [new("X", "teal"), new("", "teal")]})),
        "invalidInput"
    );
    let found = border.well("find_areas", json!({"text": "NORTH evora"}));
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(border.well("find_areas", json!({"text": "porto"})).as_array().unwrap().len(), 0);
    let id = &saved[0]["id"];
    assert_eq!(border.well("color_area", json!({"id": id, "color": "sand"}))["color"], "sand");
    assert_eq!(border.badly("color_area", json!({"id": id, "color": "black"})), "invalidInput");
    assert_eq!(border.badly("color_area", json!({"id": "gone", "color": "sand"})), "notFound");
    assert_eq!(border.well("list_areas", json!({})).as_array().unwrap().len(), 2);
}

#[test]
fn areas_are_read_checked_mended_kept_and_written() {
    let border = Border::connected();
    assert_eq!(border.well("check_area", json!({"polygon": tagus()}))["orderable"], true);
    let told = json!({});
    let box_of = |told: serde_json::Value| {
        border.well("read_areas", json!({"text": "-9.1,38.7,-8.95,38.82", "answers": told}))
    };
    let ways = &box_of(told.clone())["question"]["ways"];
    assert_eq!(ways[0]["name"], "West, south, east, north");
    let read = box_of(json!({"way": ways[0]["way"]}));
    assert_eq!(read["areas"].as_array().unwrap().len(), 1);
    let near = border.well("places_near", json!({"positions": [[-9.14, 38.72], [-30.0, 35.0]]}));
    assert!(near[0]["country"].as_str().unwrap().ends_with("Portugal"));
    assert!(near[1]["km"].as_f64().unwrap() > 100.0);
    let asked = border.well("read_areas", json!({"text": "38.7 -9.1\n38.7 -9\n38.8 -9", "answers": told}));
    assert_eq!(asked["question"]["kind"], "axisOrder");
    let nonsense = json!({"text": "nothing of the kind", "answers": told});
    assert_eq!(border.badly("read_areas", nonsense), "invalidArea");
    assert_eq!(border.well("area_limits", json!({})).as_array().unwrap().len(), 8);
    let holed = json!({"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]], [[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.2]]]});
    assert_eq!(border.well("check_area", json!({ "polygon": holed }))["orderable"], false);
    let mended = border.well("mend_area", json!({"polygon": holed, "kind": "fillHoles"}));
    assert_eq!(mended[0]["orderable"], true);
    let nothing = json!({"type": "Polygon", "coordinates": [[[0,0],[1,1]]]});
    assert_eq!(border.badly("mend_area", json!({"polygon": nothing, "kind": "untangle"})), "invalidArea");
    let area = border.area();
    let renamed = border.well("rename_area", json!({"id": area["id"], "name": "Tejo"}));
    assert_eq!(renamed["name"], "Tejo");
    assert_eq!(border.badly("rename_area", json!({"id": area["id"], "name": "  "})), "invalidInput");
    assert_eq!(
        border.badly("save_area", json!({"id": null, "name": "", "polygon": tagus()})),
        "invalidInput"
    );
    let file = border.home.path().join("tejo.geojson");
    *border.desktop.picks.lock().unwrap() = Some(file.clone());
    assert!(border.well("export_areas", json!({"ids": [area["id"]], "form": "geoJson"})).is_string());
    assert_eq!(border.badly("export_areas", json!({"ids": ["gone"], "form": "kml"})), "notFound");
    let opened = border.well("open_area_file", json!({}));
    assert_eq!(opened[0]["reading"]["areas"][0]["name"], "Tejo");
    let files = |path: &str| json!({"paths": [path], "answers": told});
    assert_eq!(
        border.well("read_area_files", files(&file.display().to_string()))[0]["reading"]["form"],
        "GeoJSON"
    );
    assert_eq!(border.badly("read_area_files", files("/no/such.geojson")), "file");
    let picture = border.home.path().join("picture.jpg");
    std::fs::write(&picture, b"\xff\xd8\xff").unwrap();
    assert_eq!(border.badly("read_area_files", files(&picture.display().to_string())), "invalidArea");
    border.well("remove_area", json!({"id": area["id"]}));
    assert_eq!(border.well("list_areas", json!({})).as_array().unwrap().len(), 0);
    assert!(border.well("find_places", json!({"text": "Lisb"})).as_array().unwrap().len() > 1);
    assert_eq!(border.well("find_places", json!({"text": ""})).as_array().unwrap().len(), 0);
}
