//! Reading an order body. The checks come in one order: contract, product types, areas, items, options, market, end users,
//! delivery. Each message names the field.

use std::collections::BTreeMap;

use geo::{Geometry, Polygon};
use serde_json::Value;

use super::price;
use crate::archive::Scene;
use crate::contracts::{BackEnd, CONTRACTS, Contract, ProductType, Source};
use crate::errors::Refusal;
use crate::world::World;
use crate::{countries, geometry, markets, options, stamps};

/// Vertices of an area, the closing position not counted.
const MOST_VERTICES: usize = 999;

/// What the body is sent for: a price may come without scenes and end users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Price,
    Quotation,
    Order,
}

/// An area of interest.
#[derive(Debug)]
pub(super) struct Area {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) polygon: Polygon,
    pub(super) geometry: Value,
}

/// An item: scenes of one product over one area.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) product: &'static ProductType,
    /// The place of its area in [`Request::areas`].
    pub(super) area: usize,
    pub(super) scenes: Vec<Scene>,
    pub(super) comments: String,
}

/// A body that was found right.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) contract: &'static Contract,
    pub(super) areas: Vec<Area>,
    pub(super) items: Vec<Item>,
    /// Chosen options by product type.
    pub(super) options: BTreeMap<&'static str, BTreeMap<String, String>>,
    pub(super) market: String,
    pub(super) reference: String,
    pub(super) program: String,
    pub(super) end_user: String,
    pub(super) country: String,
    /// See `Books::price_level`.
    pub(super) price_level: i64,
    /// See `Books::decimals`.
    pub(super) decimals: Option<u32>,
}

impl Request {
    pub(super) fn read(world: &World, body: &Value, purpose: Purpose) -> Result<Request, Refusal> {
        let contract = contract(body)?;
        let listed = list(&body["items"], "items")?;
        let products = products(contract, &listed)?;
        let areas = areas(body)?;
        let items = items(world, &listed, &products, &areas, purpose)?;
        let options = chosen_options(contract, body, &items, &areas)?;
        let market = market(body)?;
        let (end_user, country) = end_user(body, contract, purpose)?;
        let reference = text(&body["customerReference"]);
        if reference.is_empty() {
            return Err(Refusal::bad("customerReference is mandatory"));
        }
        delivery(body, contract)?;
        let program = text(&body["programReference"]);
        let (price_level, decimals) = {
            let books = world.books();
            (books.price_level, books.decimals)
        };
        Ok(Request {
            contract,
            areas,
            items,
            options,
            market,
            reference,
            program,
            end_user,
            country,
            price_level,
            decimals,
        })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn contract(body: &Value) -> Result<&'static Contract, Refusal> {
    let id = body["contractId"].as_str().ok_or_else(|| Refusal::bad("contractId is mandatory"))?;
    Contract::find(id)
}

/// A list, or the single object that some published examples show in its place.
fn list<'a>(value: &'a Value, field: &str) -> Result<Vec<&'a Value>, Refusal> {
    match value {
        Value::Array(list) if !list.is_empty() => Ok(list.iter().collect()),
        Value::Object(_) => Ok(vec![value]),
        _ => Err(Refusal::bad(format!("{field} is mandatory and must hold at least one entry"))),
    }
}

fn products(contract: &Contract, items: &[&Value]) -> Result<Vec<&'static ProductType>, Refusal> {
    let product = |(place, item): (usize, &&Value)| {
        let id = item["productTypeId"]
            .as_str()
            .ok_or_else(|| Refusal::bad(format!("items[{place}].productTypeId is mandatory")))?;
        ProductType::find(contract, id).ok_or_else(|| {
            Refusal::bad(format!(
                "items[{place}].productTypeId: '{id}' is not sold on contract '{}'",
                contract.id
            ))
        })
    };
    items.iter().enumerate().map(product).collect()
}

fn areas(body: &Value) -> Result<Vec<Area>, Refusal> {
    let mut areas: Vec<Area> = Vec::new();
    for (place, area) in list(&body["aoi"], "aoi")?.into_iter().enumerate() {
        let field = format!("aoi[{place}]");
        let id = area["id"].as_i64().ok_or_else(|| Refusal::bad(format!("{field}.id must be a number")))?;
        if areas.iter().any(|known| known.id == id) {
            return Err(Refusal::bad(format!("{field}.id: {id} is used twice")));
        }
        let polygon =
            polygon(&area["geometry"]).map_err(|fault| Refusal::bad(format!("{field}.geometry: {fault}")))?;
        areas.push(Area { id, name: text(&area["name"]), polygon, geometry: area["geometry"].clone() });
    }
    Ok(areas)
}

fn polygon(value: &Value) -> Result<Polygon, String> {
    if value["type"] != "Polygon" {
        return Err("a Polygon is expected".to_owned());
    }
    let rings = value["coordinates"].as_array().ok_or("coordinates are missing")?;
    if rings.len() > 1 {
        return Err("the polygon must not have a hole".to_owned());
    }
    let ring = rings.first().and_then(Value::as_array).ok_or("the polygon has no ring")?;
    if ring.len() < 4 {
        return Err(format!("the ring has {} positions, at least 4 are needed", ring.len()));
    }
    if ring.first() != ring.last() {
        return Err("the first and the last position must be the same".to_owned());
    }
    if ring.len() - 1 > MOST_VERTICES {
        return Err(format!("the ring has {} vertices, at most {MOST_VERTICES} are allowed", ring.len() - 1));
    }
    let beyond =
        ring.iter().find(|position| position[0].as_f64().is_none_or(|lon| !(-180.0..=180.0).contains(&lon)));
    if let Some(position) = beyond {
        return Err(format!("longitude {} is not between -180 and 180", position[0]));
    }
    match geometry::read(value)? {
        Geometry::Polygon(polygon) => Ok(polygon),
        _ => Err("a Polygon is expected".to_owned()),
    }
}

fn items(
    world: &World,
    listed: &[&Value],
    products: &[&'static ProductType],
    areas: &[Area],
    purpose: Purpose,
) -> Result<Vec<Item>, Refusal> {
    let mut items = Vec::new();
    for (place, (item, product)) in listed.iter().zip(products).enumerate() {
        let field = format!("items[{place}]");
        let wanted = item["aoiId"].as_i64();
        let area = areas.iter().position(|area| Some(area.id) == wanted);
        let area =
            area.ok_or_else(|| Refusal::bad(format!("{field}.aoiId: there is no area {}", item["aoiId"])))?;
        feasible(item, product, purpose, &field)?;
        let scenes = scenes(world, item, product, &field)?;
        enough(&scenes, product, purpose, &field)?;
        let item = Item { product, area, scenes, comments: text(&item["comments"]) };
        seen(world, &item, &areas[area], &field)?;
        items.push(item);
    }
    Ok(items)
}

/// A request that the vendor's desk has to look at has no price of its own: it goes by way of a quotation. Tasking is
/// priced and quoted here, and never carried out.
fn feasible(item: &Value, product: &ProductType, purpose: Purpose, field: &str) -> Result<(), Refusal> {
    let properties = item["properties"].as_array().cloned().unwrap_or_default();
    let automation = properties.iter().find(|property| property["key"] == "feasibilityAutomation");
    match automation.map(|property| property["value"].as_str().unwrap_or_default()) {
        None | Some("AUTOMATIC") => {}
        Some("MANUAL") if purpose == Purpose::Quotation => {}
        Some("MANUAL") => {
            let message = format!(
                "{field}.properties.feasibilityAutomation: a MANUAL request cannot be priced or ordered, ask for a quotation"
            );
            return Err(Refusal::bad(message));
        }
        Some(other) => {
            let message =
                format!("{field}.properties.feasibilityAutomation: '{other}' is not AUTOMATIC or MANUAL");
            return Err(Refusal::bad(message));
        }
    }
    if product.source == Source::Tasking && purpose == Purpose::Order {
        let message =
            format!("{field}.productTypeId: this sandbox carries out no tasking ('{}')", product.id);
        return Err(Refusal::bad(message));
    }
    Ok(())
}

/// Whether the scenes named make the product: one look, or two.
fn enough(scenes: &[Scene], product: &ProductType, purpose: Purpose, field: &str) -> Result<(), Refusal> {
    let key = if product.back_end == BackEnd::Neo { "dataSourceIds" } else { "datastripIds" };
    if product.source == Source::Tasking || (scenes.is_empty() && purpose == Purpose::Price) {
        return Ok(());
    }
    if scenes.is_empty() {
        return Err(Refusal::bad(format!("{field}.{key} is mandatory for archive orders")));
    }
    let sets = scenes.iter().filter(|scene| scene.product_type() == "stereo").count();
    if product.is_stereo() && sets == 0 && scenes.len() < 2 {
        let message = format!("{field}.{key}: '{}' needs a stereo set or two scenes", product.id);
        return Err(Refusal::bad(message));
    }
    if !product.is_stereo() && sets > 0 {
        let message = format!("{field}.{key}: a stereo set cannot be ordered as '{}'", product.id);
        return Err(Refusal::bad(message));
    }
    Ok(())
}

/// Each scene shows a part of the area: what shows nothing of it would cost the minimum, and deliver nothing.
fn seen(world: &World, item: &Item, area: &Area, field: &str) -> Result<(), Refusal> {
    let key = if item.product.back_end == BackEnd::Neo { "dataSourceIds" } else { "datastripIds" };
    let unseen = item.scenes.iter().find(|scene| price::overlap_km2(&area.polygon, scene) <= 0.0);
    match unseen {
        None => Ok(()),
        Some(scene) => {
            let name = if key == "dataSourceIds" { scene.id(world.seed()) } else { scene.data_strip() };
            Err(Refusal::bad(format!("{field}.{key}: '{name}' does not show any part of area {}", area.id)))
        }
    }
}

/// Scenes by catalogue item or by strip. Both may name the same one.
fn scenes(world: &World, item: &Value, product: &ProductType, field: &str) -> Result<Vec<Scene>, Refusal> {
    let year = stamps::utc(world.now_ms()).year();
    let mut found: Vec<Scene> = Vec::new();
    let mut add = |scene: Option<Scene>, id: &str, key: &str| {
        let scene = scene.filter(|scene| scene.is_listed(world.now_ms()));
        let scene =
            scene.ok_or_else(|| Refusal::bad(format!("{field}.{key}: '{id}' is not in the archive")))?;
        if scene.platform.mission() != product.mission {
            return Err(Refusal::bad(format!("{field}.{key}: '{id}' is not a scene of {}", product.label)));
        }
        if !found.iter().any(|known| known.id(world.seed()) == scene.id(world.seed())) {
            found.push(scene);
        }
        Ok(())
    };
    let sources = item["dataSourceIds"].as_array().cloned().unwrap_or_default();
    for source in &sources {
        let id = source["catalogItemId"].as_str().unwrap_or_default();
        add(world.archive().by_id(id, year), id, "dataSourceIds")?;
    }
    let strips = match &item["datastripIds"] {
        Value::String(one) => vec![one.clone()],
        Value::Array(list) => list.iter().filter_map(|strip| strip.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    for strip in &strips {
        add(world.archive().by_name(strip, year), strip, "datastripIds")?;
    }
    Ok(found)
}

fn chosen_options(
    contract: &Contract,
    body: &Value,
    items: &[Item],
    areas: &[Area],
) -> Result<BTreeMap<&'static str, BTreeMap<String, String>>, Refusal> {
    let listed = body["optionsPerProductType"].as_array().cloned().unwrap_or_default();
    let shapes: Vec<(i64, Polygon)> = areas.iter().map(|area| (area.id, area.polygon.clone())).collect();
    let mut chosen = BTreeMap::new();
    for item in items {
        let entry = listed.iter().find(|entry| {
            entry["productTypeId"]
                .as_str()
                .and_then(|id| ProductType::find(contract, id))
                .map(|known| known.id)
                == Some(item.product.id)
        });
        let entry = entry.ok_or_else(|| {
            Refusal::bad(format!("optionsPerProductType: nothing is given for '{}'", item.product.id))
        })?;
        let pairs = entry["options"].as_array().cloned().unwrap_or_default();
        let pair = |pair: &Value| {
            let value = pair["value"].as_str().map_or_else(|| pair["value"].to_string(), str::to_owned);
            (text(&pair["key"]), value)
        };
        let options: BTreeMap<String, String> = pairs.iter().map(pair).collect();
        let rules = options::taken(contract.back_end, item.product.mission, &shapes);
        options::check(&rules, &options)
            .map_err(|fault| Refusal::bad(format!("optionsPerProductType '{}': {fault}", item.product.id)))?;
        chosen.insert(item.product.id, options);
    }
    Ok(chosen)
}

fn market(body: &Value) -> Result<String, Refusal> {
    let market = text(&body["primaryMarket"]);
    if !markets::is_primary(&market) {
        return Err(Refusal::bad(format!("primaryMarket: '{market}' is not a market")));
    }
    let secondary = text(&body["secondaryMarket"]);
    if secondary.is_empty() || markets::is_secondary(&secondary) {
        Ok(market)
    } else {
        Err(Refusal::bad(format!("secondaryMarket: '{secondary}' is not a market")))
    }
}

fn end_user(body: &Value, contract: &Contract, purpose: Purpose) -> Result<(String, String), Refusal> {
    let first = &body["endUsers"][0];
    let country = text(&first["country"]);
    let needed = contract.back_end == BackEnd::Neo && purpose != Purpose::Price;
    if country.is_empty() && needed {
        return Err(Refusal::bad("endUsers[0].country is mandatory on this contract"));
    }
    if !country.is_empty() && !countries::is_country(&country) {
        return Err(Refusal::bad(format!("endUsers[0].country: '{country}' is not a country")));
    }
    Ok((text(&first["endUserName"]), country))
}

fn delivery(body: &Value, contract: &Contract) -> Result<(), Refusal> {
    let workspace = text(&body["delivery"]["workspace"]);
    let ours = CONTRACTS.iter().filter(|known| known.back_end == contract.back_end);
    let known =
        ours.map(|known| known.workspace).any(|known| known.name == workspace || known.id == workspace);
    if workspace.is_empty() || known {
        Ok(())
    } else {
        Err(Refusal::bad(format!("Unable to access workspace '{workspace}'")))
    }
}
