//! The search against a brute-force reading of the same filters: every item of a small archive is taken as the catalogue
//! writes it, and judged from its JSON alone.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use geo::{Coord, Geometry, Intersects, Polygon, Rect, Relate, Translate};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Hit, Query, find};
use crate::auth::Caller;
use crate::hosts::Base;
use crate::world::World;
use crate::{SandboxConfig, geometry};

struct Catalogue {
    world: Arc<World>,
    features: Vec<Value>,
}

fn catalogue(scenes: u32) -> Catalogue {
    let world = World::open(&SandboxConfig { scenes, ..SandboxConfig::default() }).unwrap();
    let (now, mut features) = (world.now_ms(), Vec::new());
    world.archive().visit(&world.archive().all_cells(), crate::stamps::utc(now).year(), |scene| {
        if scene.is_listed(now) {
            features.push(Hit::Scene(Box::new(scene.clone())).to_json(&world, &Base::plain()));
        }
    });
    Catalogue { world, features }
}

fn small() -> &'static Catalogue {
    static SMALL: OnceLock<Catalogue> = OnceLock::new();
    SMALL.get_or_init(|| catalogue(2_500))
}

fn search(world: &World, query: &Value) -> (usize, Vec<Value>) {
    let query = Query::from_json(query).unwrap();
    let found = find(world, &query, Caller::Customer).unwrap();
    (found.total, found.hits.iter().map(|hit| hit.to_json(world, &Base::plain())).collect())
}

fn id(feature: &Value) -> &str {
    feature["properties"]["id"].as_str().unwrap()
}

fn millis(feature: &Value, name: &str) -> i64 {
    let text = feature["properties"][name].as_str().unwrap_or_default();
    text.parse::<jiff::Timestamp>().unwrap().as_nanosecond().div_euclid(1_000_000) as i64
}

/// An interval, and how it is written.
#[derive(Debug, Clone)]
struct Span {
    low: Option<(i64, bool)>,
    high: Option<(i64, bool)>,
}

impl Span {
    fn holds(&self, value: f64) -> bool {
        let above = self.low.is_none_or(|(low, with)| value > low as f64 || (with && value == low as f64));
        above && self.high.is_none_or(|(high, with)| value < high as f64 || (with && value == high as f64))
    }

    fn text(&self, write: impl Fn(i64) -> String) -> String {
        let low = self.low.map_or(String::new(), |(low, _)| write(low));
        let high = self.high.map_or(String::new(), |(high, _)| write(high));
        let open = if self.low.is_none_or(|(_, with)| with) { "[" } else { "]" };
        let close = if self.high.is_none_or(|(_, with)| with) { "]" } else { "[" };
        match (self.low, self.high) {
            (_, None) => format!("{open}{low}"),
            (None, _) => format!("{high}{close}"),
            _ => format!("{open}{low},{high}{close}"),
        }
    }
}

fn span(range: std::ops::Range<i64>) -> impl Strategy<Value = Span> {
    let end = || proptest::option::of((range.clone(), any::<bool>()));
    (end(), end()).prop_filter_map("an interval has an end", |(low, high)| {
        (low.is_some() || high.is_some()).then_some(Span { low, high })
    })
}

#[derive(Debug, Clone)]
enum Where {
    Anywhere,
    /// West, south, width, height; may reach over the date line.
    Box(f64, f64, f64, f64),
    Triangle([(f64, f64); 3]),
}

impl Where {
    fn geometry(&self) -> Option<Geometry> {
        match self {
            Self::Anywhere => None,
            Self::Box(west, south, width, height) => {
                let far = Coord { x: west + width, y: south + height };
                Some(Geometry::Polygon(Rect::new(Coord { x: *west, y: *south }, far).to_polygon()))
            }
            Self::Triangle(corners) => {
                let ring: Vec<Coord> = corners.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect();
                Some(Geometry::Polygon(Polygon::new(ring.into(), Vec::new())))
            }
        }
    }

    fn write(&self, query: &mut Value) {
        match self {
            Self::Anywhere => {}
            Self::Box(west, south, width, height) => {
                let east = west + width;
                let east = if east > 180.0 { east - 360.0 } else { east };
                query["bbox"] = json!(format!("{west},{south},{east},{}", south + height));
            }
            Self::Triangle([a, b, c]) => {
                let text =
                    format!("POLYGON(({} {},{} {},{} {},{} {}))", a.0, a.1, b.0, b.1, c.0, c.1, a.0, a.1);
                query["geometry"] = json!(text);
            }
        }
    }
}

fn somewhere() -> impl Strategy<Value = Where> {
    let degree = |low: i32, high: i32| (low..high).prop_map(|tenth| f64::from(tenth) / 10.0);
    let corner = move || (degree(-1700, 1700), degree(-700, 800));
    prop_oneof![
        2 => Just(Where::Anywhere),
        3 => (degree(-1800, 1800), degree(-800, 600), degree(10, 900), degree(10, 300))
            .prop_map(|(west, south, width, height)| Where::Box(west, south, width, height)),
        2 => (corner(), degree(20, 500), degree(20, 300)).prop_map(|((x, y), width, height)| {
            let y = y.min(60.0);
            Where::Triangle([(x, y), (x + width.min(175.0 - x), y), (x, (y + height).min(85.0))])
        }),
    ]
}

#[derive(Debug, Clone)]
struct Filter {
    cloud: Option<Span>,
    date: Option<(&'static str, Span)>,
    constellations: Vec<&'static str>,
    levels: Vec<&'static str>,
    place: Where,
    relation: &'static str,
    sort: Vec<&'static str>,
}

const DATES: [&str; 3] = ["acquisitionDate", "publicationDate", "lastUpdateDate"];

fn filters() -> impl Strategy<Value = Filter> {
    let date = (proptest::sample::select(&DATES[..]), span(16_500..20_800));
    let sorts =
        vec!["-acquisitionDate", "cloudCover", "-cloudCover", "lastUpdateDate", "constellation", "-id"];
    (
        proptest::option::of(span(0..100)),
        proptest::option::of(date),
        proptest::sample::subsequence(vec!["PHR", "SPOT", "PNEO"], 0..=3),
        proptest::sample::subsequence(vec!["ALBUM", "SENSOR"], 0..=2),
        somewhere(),
        proptest::sample::select(vec!["intersects", "disjoint", "within", "contains"]),
        proptest::sample::subsequence(sorts, 0..=3).prop_shuffle(),
    )
        .prop_map(|(cloud, date, constellations, levels, place, relation, sort)| Filter {
            cloud,
            date,
            constellations,
            levels,
            place,
            relation,
            sort,
        })
}

fn day(days: i64) -> String {
    jiff::Timestamp::from_second(days * 86_400).unwrap().to_string()
}

impl Filter {
    fn query(&self) -> Value {
        let mut query =
            json!({ "workspace": "public,public-pneo", "itemsPerPage": 500, "relation": self.relation });
        if let Some(cloud) = &self.cloud {
            query["cloudCover"] = json!(cloud.text(|value| value.to_string()));
        }
        if let Some((name, span)) = &self.date {
            query[*name] = json!(span.text(day));
        }
        if !self.constellations.is_empty() {
            query["constellation"] = json!(self.constellations);
        }
        if !self.levels.is_empty() {
            query["processingLevel"] = json!(self.levels.join(","));
        }
        if !self.sort.is_empty() {
            query["sortBy"] = json!(self.sort.join(","));
        }
        self.place.write(&mut query);
        query
    }

    fn admits(&self, feature: &Value) -> bool {
        let properties = &feature["properties"];
        let text_in = |name: &str, list: &[&str]| {
            list.is_empty() || list.contains(&properties[name].as_str().unwrap_or_default())
        };
        self.cloud.as_ref().is_none_or(|span| span.holds(properties["cloudCover"].as_f64().unwrap()))
            && self
                .date
                .as_ref()
                .is_none_or(|(name, span)| span.holds(millis(feature, name) as f64 / 86_400_000.0))
            && text_in("constellation", &self.constellations)
            && text_in("processingLevel", &self.levels)
            && self.lies(feature)
    }

    fn lies(&self, feature: &Value) -> bool {
        let Some(asked) = self.place.geometry() else { return true };
        let Geometry::Polygon(outline) = geometry::read(&feature["geometry"]).unwrap() else {
            panic!("no polygon")
        };
        let holds = |turn: f64| {
            let outline = outline.translate(turn, 0.0);
            match self.relation {
                "within" => asked.relate(&outline).is_covers(),
                "contains" => outline.relate(&asked).is_contains(),
                _ => asked.intersects(&outline),
            }
        };
        [0.0, 360.0, -360.0].into_iter().any(holds) != (self.relation == "disjoint")
    }

    /// The order of two items by the keys asked for; equal where the keys are.
    fn order(&self, a: &Value, b: &Value) -> Ordering {
        let default = ["-acquisitionDate", "cloudCover"];
        let keys = if self.sort.is_empty() { &default[..] } else { &self.sort[..] };
        let by_key = keys.iter().map(|key| {
            let name = key.trim_start_matches('-');
            let order = match name {
                "acquisitionDate" | "lastUpdateDate" => millis(a, name).cmp(&millis(b, name)),
                "cloudCover" => {
                    let cloud = |feature: &Value| feature["properties"][name].as_f64().unwrap();
                    cloud(a).total_cmp(&cloud(b))
                }
                _ => a["properties"][name].as_str().cmp(&b["properties"][name].as_str()),
            };
            if key.starts_with('-') { order.reverse() } else { order }
        });
        by_key.fold(Ordering::Equal, Ordering::then)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_search_finds_what_a_brute_force_reading_finds(filter in filters()) {
        let catalogue = small();
        let (total, found) = search(&catalogue.world, &filter.query());
        let wanted: BTreeSet<&str> =
            catalogue.features.iter().filter(|feature| filter.admits(feature)).map(id).collect();
        let got: BTreeSet<&str> = found.iter().map(id).collect();
        prop_assert_eq!(&got, &wanted, "{}", filter.query());
        prop_assert_eq!((total, found.len()), (wanted.len(), wanted.len()));
        for pair in found.windows(2) {
            prop_assert_ne!(filter.order(&pair[0], &pair[1]), Ordering::Greater);
        }
    }
}

#[test]
fn a_search_that_stops_early_still_gives_the_first_ten_thousand() {
    let catalogue = catalogue(30_000);
    for sort in ["-acquisitionDate", "-lastUpdateDate", "-publicationDate"] {
        let filter = Filter {
            cloud: None,
            date: None,
            constellations: Vec::new(),
            levels: Vec::new(),
            place: Where::Anywhere,
            relation: "intersects",
            sort: vec![sort],
        };
        let (total, found) = search(&catalogue.world, &filter.query());
        assert_eq!((total, found.len()), (10_000, 10_000));
        let name = sort.trim_start_matches('-');
        let mut times: Vec<i64> = catalogue.features.iter().map(|feature| millis(feature, name)).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        let got: Vec<i64> = found.iter().map(|feature| millis(feature, name)).collect();
        assert_eq!(got, times[..10_000], "{sort}");
    }
}

#[test]
fn full_text_looks_everywhere_and_in_named_fields() {
    let catalogue = small();
    let count = |q: &str| search(&catalogue.world, &json!({ "q": q, "workspace": "public,public-pneo" })).0;
    let of = |platform: &str| {
        catalogue.features.iter().filter(|feature| feature["properties"]["platform"] == platform).count()
    };
    assert_eq!(count("spot6"), of("SPOT6"));
    assert_eq!(count("SPOT6 OR SPOT7"), of("SPOT6") + of("SPOT7"));
    assert_eq!(count("(platform:SPOT6 OR platform:PNEO3) AND NOT constellation:PNEO"), of("SPOT6"));
    assert_eq!(count("SPOT6 AND SPOT7"), 0);
    assert_eq!(count(""), catalogue.features.len());
    assert!(Query::from_json(&json!({ "q": "(spot" })).unwrap_err().message.contains('q'));
}

#[test]
fn a_scene_across_the_date_line_is_found_from_both_sides() {
    // Chukotka and Fiji lie on the line.
    let world = World::open(&SandboxConfig::default()).unwrap();
    let ids = |bbox: &str| -> BTreeSet<String> {
        let query = json!({ "bbox": bbox, "workspace": "public,public-pneo" });
        search(&world, &query).1.iter().map(|feature| id(feature).to_owned()).collect()
    };
    for (south, north) in [(66.0, 68.0), (-17.5, -16.0)] {
        let east = ids(&format!("179.9,{south},180,{north}"));
        let west = ids(&format!("-180,{south},-179.9,{north}"));
        let across = ids(&format!("179.9,{south},-179.9,{north}"));
        assert!(east.intersection(&west).next().is_some(), "nothing crosses at {south}");
        assert_eq!(across, east.union(&west).cloned().collect());
    }
}

#[test]
fn what_left_the_catalogue_is_in_the_list_of_the_deleted_only() {
    let world = World::open(&SandboxConfig { scenes: 20_000, ..SandboxConfig::default() }).unwrap();
    let gone = super::archive_search::withdrawn(&world, i64::MIN, i64::MAX);
    assert!(gone.len() > 50 && gone.windows(2).all(|pair| pair[0].0 >= pair[1].0));
    let (at, scene) = &gone[gone.len() / 2];
    let ids = json!({ "id": scene.id(world.seed()), "workspace": "public,public-pneo" });
    assert_eq!(search(&world, &ids).0, 0);
    let same = super::archive_search::withdrawn(&world, *at, *at);
    assert!(same.iter().any(|(_, one)| one.id(world.seed()) == scene.id(world.seed())));
}
