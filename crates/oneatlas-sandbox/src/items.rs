//! Items by identifier: pictures of scenes, and what was delivered into private workspaces.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use geo::{BoundingRect, Polygon};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::archive::{Attribute, Scene};
use crate::auth::Caller;
use crate::books::{Line, Order};
use crate::contracts::{Contract, PUBLIC, Workspace};
use crate::errors::Refusal;
use crate::hosts::Base;
use crate::world::World;
use crate::{delivery, geometry, living, pictures, search, stamps};

/// Something delivered, as the catalogue lists it.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) workspace: Workspace,
    /// The order of delivery, for sorting what is otherwise equal.
    pub(crate) order: u64,
    pub(crate) outline: Polygon,
    pub(crate) properties: Map<String, Value>,
    file_name: String,
    bundle: bool,
}

impl Item {
    /// Everything delivered by now.
    pub(crate) fn delivered(world: &World) -> Vec<Arc<Item>> {
        let now = world.now_ms();
        let books = world.books();
        let delivered = books.orders.iter().filter(|order| order.is_delivered(now));
        let lines = delivered.flat_map(|order| order.lines.iter().map(move |line| (order, line)));
        lines
            .enumerate()
            .filter_map(|(place, (order, line))| Item::of(world, order, line, place))
            .map(Arc::new)
            .collect()
    }

    fn of(world: &World, order: &Order, line: &Line, place: usize) -> Option<Item> {
        let scene = scene_of(world, line.scenes.first()?)?;
        let contract = Contract::find(&order.contract).ok()?;
        let geo::Geometry::Polygon(outline) = geometry::read(&line.area).ok()? else { return None };
        let delivered_ms = order.delivery_ms()?;
        let mut properties = search::properties(&scene, world.seed(), world.now_ms());
        let level = match line.options.get("processing_level").map(String::as_str) {
            Some("ortho") => "ORTHO",
            Some("projected") => "PROJECTED",
            _ => "SENSOR",
        };
        let bands = line.options.get("spectral_processing").cloned().unwrap_or_default();
        let own = json!({
            "id": line.delivered_id, "customerReference": order.customer_reference,
            "internalReference": order.sales_order, "commercialReference": line.item_id,
            "title": format!("{} {}", order.customer_reference, scene.platform.name()), "comment": line.comments,
            "processingLevel": level, "productType": bands, "productionStatus": "IN_CLOUD",
            "publicationDate": stamps::nanos(delivered_ms, scene.noise), "lastUpdateDate": stamps::nanos(delivered_ms, scene.noise),
            "expirationDate": stamps::nanos(delivered_ms + 365 * stamps::DAY_MS, scene.noise),
            "workspaceId": contract.workspace.id, "workspaceName": contract.workspace.name,
            "workspaceTitle": contract.workspace.title,
        });
        if let Value::Object(own) = own {
            properties.extend(own);
        }
        Some(Item {
            id: line.delivered_id.clone(),
            workspace: contract.workspace,
            order: place as u64,
            outline,
            properties,
            file_name: delivery::archive_name(order, line),
            bundle: bands.contains("bundle"),
        })
    }

    /// What the item is filtered and sorted by.
    pub(crate) fn attribute(&self, name: &str) -> Option<Attribute<'_>> {
        match self.properties.get(name)? {
            Value::Number(number) => number.as_f64().map(Attribute::Number),
            Value::String(text) if name.ends_with("Date") => {
                stamps::parse(text).map(|at| Attribute::Instant(at.ms))
            }
            Value::String(text) => Some(Attribute::Text(Cow::Borrowed(text))),
            _ => None,
        }
    }

    /// West, south, east, north.
    pub(crate) fn bounds(&self) -> [f64; 4] {
        let bounds = self.outline.bounding_rect();
        bounds.map_or([0.0; 4], |b| [b.min().x, b.min().y, b.max().x, b.max().y])
    }

    /// Whether it holds a panchromatic and a multispectral image.
    pub(crate) fn is_bundle(&self) -> bool {
        self.bundle
    }

    /// Three protocols; the one over HTTP comes last, as since 2024.
    pub(crate) fn download_links(&self, base: &Base) -> Value {
        let name = &self.file_name;
        let href = format!("{}/api/v1/items/{}/download", base.access(), self.id);
        json!([
            { "href": format!("gs://oneatlas-sandbox/{name}"), "name": "Download", "type": "GS", "resourceId": name },
            { "href": format!("ftpes://ftp.sandbox.invalid/{name}"), "name": "Download", "type": "FTP", "resourceId": name },
            { "href": href, "name": "Download", "type": "HTTP", "resourceId": name },
        ])
    }
}

fn scene_of(world: &World, id: &str) -> Option<Scene> {
    world.archive().by_id(id, stamps::utc(world.now_ms()).year())
}

/// The scene behind an item's pictures, where the caller may look.
fn visible(world: &World, caller: Caller, id: &str) -> Result<Scene, Refusal> {
    let missing = || Refusal::missing(format!("Item '{id}' not found"));
    let scene = scene_of(world, id);
    let scene = match scene.filter(|scene| scene.is_listed(world.now_ms())) {
        Some(scene) => scene,
        None => {
            let source = {
                let books = world.books();
                books.find_delivered(id, world.now_ms()).and_then(|(_, line)| line.scenes.first().cloned())
            };
            if caller == Caller::Anonymous && source.is_some() {
                return Err(Refusal::unauthorised("Authentication is needed for this item"));
            }
            return source.and_then(|id| scene_of(world, &id)).ok_or_else(missing);
        }
    };
    if caller == Caller::Anonymous && scene.platform.workspace() != PUBLIC {
        return Err(Refusal::unauthorised("Authentication is needed for this item"));
    }
    Ok(scene)
}

/// The width of a thumbnail.
#[derive(Debug, Deserialize)]
pub(crate) struct Width {
    width: Option<u32>,
}

async fn drawn(draw: impl FnOnce() -> Vec<u8> + Send + 'static) -> Result<Response, Refusal> {
    let bytes = tokio::task::spawn_blocking(draw).await.map_err(|_| Refusal::crash("the picture broke"))?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}

/// `GET /api/v1/items/{id}/quicklook`
pub(crate) async fn quicklook(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let scene = visible(&world, caller, &id)?;
    drawn(move || pictures::quicklook(&world, &scene)).await
}

/// `GET /api/v1/items/{id}/thumbnail?width=128`
pub(crate) async fn thumbnail(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Query(size): Query<Width>,
) -> Result<Response, Refusal> {
    let width = size.width.unwrap_or(128);
    if !(128..=1024).contains(&width) {
        return Err(Refusal::bad(format!("width: {width} is not from 128 to 1024")));
    }
    let scene = visible(&world, caller, &id)?;
    drawn(move || pictures::thumbnail(&world, &scene, width)).await
}

/// `GET /api/v1/items/{id}/download`
pub(crate) async fn download(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if caller == Caller::Anonymous {
        return Err(Refusal::unauthorised("Authentication is needed for this item"));
    }
    let found = {
        let books = world.books();
        let now = world.now_ms();
        let ordered = books.find_delivered(&id, now).map(|(order, line)| (order.clone(), line.clone()));
        ordered.or_else(|| living::find_delivered(&books, &id, now))
    };
    let (order, line) = match found {
        Some(found) => found,
        // A scene of the archive has a picture and no product: it has to be ordered.
        None if scene_of(&world, &id).is_some() => {
            return Err(Refusal::forbidden("The item has to be ordered before it can be downloaded"));
        }
        None => return Err(Refusal::missing(format!("Item '{id}' not found"))),
    };
    let name = delivery::archive_name(&order, &line);
    let made = tokio::task::spawn_blocking(move || delivery::zip(&world, &order, &line)).await;
    let bytes = made.map_err(|_| Refusal::crash("the delivery broke"))?;
    Ok(delivery::serve(bytes, &name, &headers))
}

/// `GET /api/v1/items/{id}/…`: tiles, maps, coverages and buffers. An item of the archive has the links, and no rights to
/// what they lead to; this sandbox streams nothing else either.
pub(crate) async fn stream(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    Path((id, rest)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let streams = ["wmts", "wms", "wcs", "images", "buffer"];
    if !streams.iter().any(|name| rest.split('/').next() == Some(name)) {
        return Err(Refusal::missing("Nothing is served at this path"));
    }
    let scene = visible(&world, caller, &id)?;
    if scene.processing_level() == "ALBUM" {
        return Err(Refusal::forbidden("The item has to be ordered before it can be streamed"));
    }
    Err(Refusal::missing("This sandbox has no stream of the item").hint("Quicklook and thumbnail are there."))
}

/// `DELETE /api/v1/items/{id}`: the link is on every item, the right on none.
pub(crate) async fn delete(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    visible(&world, caller, &id)?;
    Err(Refusal::forbidden("The item cannot be deleted by this user"))
}
