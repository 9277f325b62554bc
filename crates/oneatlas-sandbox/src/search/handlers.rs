//! The search calls.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::archive_search::withdrawn;
use super::query::span_of;
use super::{Query, all_workspaces, find};
use crate::auth::Caller;
use crate::errors::Refusal;
use crate::gate::JsonBody;
use crate::hosts::Base;
use crate::stamps;
use crate::world::World;

/// `GET /api/v{1,2}/opensearch`
pub(crate) async fn search_get(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    base: Base,
    RawQuery(text): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let query = Query::from_query_string(text.as_deref().unwrap_or_default())?;
    answer(world, query, caller, base).await
}

/// `POST /api/v{1,2}/opensearch`
pub(crate) async fn search_post(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    base: Base,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    answer(world, Query::from_json(&body)?, caller, base).await
}

async fn answer(world: Arc<World>, query: Query, caller: Caller, base: Base) -> Result<Json<Value>, Refusal> {
    let work = move || {
        let found = find(&world, &query, caller)?;
        let start = (query.page - 1) * query.per_page;
        let page = found.hits.iter().skip(start).take(query.per_page);
        let features = page.map(|hit| hit.to_json(&world, &base));
        Ok(Json(json!({
            "error": false,
            "itemsPerPage": query.per_page,
            "startIndex": start,
            "totalResults": found.total,
            "type": "FeatureCollection",
            "features": features.collect::<Vec<_>>(),
        })))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Refusal::crash("the search broke")))
}

/// `GET /api/v2/opensearch/domains/{property}`
pub(crate) async fn domains(Path(property): Path<String>) -> Result<Json<Value>, Refusal> {
    let values: &[&str] = match property.as_str() {
        "processingLevel" => &["ALBUM", "ORTHO", "SENSOR"],
        "constellation" => &["PHR", "PNEO", "SPOT"],
        "platform" => &["PHR1A", "PHR1B", "PNEO3", "PNEO4", "SPOT6", "SPOT7"],
        "productType" => &["bundle", "mono", "multispectral", "panchromatic", "pansharpened", "stereo"],
        "productCategory" => &["image"],
        "productionStatus" => &["ARCHIVED", "IN_CLOUD"],
        "sensorType" => &["OPTICAL"],
        "spectralRange" => &["VISIBLE"],
        "processingCenter" => &["FCMUGC", "MOC"],
        "workspaceName" => &["public", "public-pneo"],
        _ => return Err(Refusal::missing(format!("Property '{property}' has no domain"))),
    };
    Ok(Json(json!({ property: values, "warning": "Result is not exhaustive" })))
}

/// `POST /api/v1/deleted/search`: what left the catalogue, latest first.
pub(crate) async fn deleted(
    State(world): State<Arc<World>>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let count = |name: &str, default: usize| match &body[name] {
        Value::Null => Ok(default),
        value => value
            .as_u64()
            .and_then(|count| usize::try_from(count).ok())
            .ok_or_else(|| Refusal::bad(format!("{name}: a number is expected"))),
    };
    let (per_page, start) = (count("itemsPerPage", 50)?, count("startIndex", 0)?);
    if !(1..=500).contains(&per_page) {
        return Err(Refusal::bad("itemsPerPage: from 1 to 500"));
    }
    let (low, high) = match body["deletedDate"].as_str() {
        None => (i64::MIN, i64::MAX),
        Some(text) => span_of(text).map_err(|fault| Refusal::bad(format!("deletedDate: {fault}")))?,
    };
    let work = move || {
        let gone = withdrawn(&world, low, high);
        let seed = world.seed();
        let page = gone.iter().skip(start).take(per_page).map(|(at, scene)| {
            json!({
                "id": scene.id(seed), "deletedDate": stamps::nanos(*at, scene.noise),
                "acquisitionIdentifier": scene.acquisition(), "workspaceId": scene.platform.workspace().id,
            })
        });
        json!({
            "itemsPerPage": per_page, "startIndex": start, "totalResults": gone.len(),
            "data": page.collect::<Vec<_>>(),
        })
    };
    let answer = tokio::task::spawn_blocking(work).await;
    answer.map(Json).map_err(|_| Refusal::crash("the search broke"))
}

/// `GET /api/v1/items/{id}/metadata`: the item as the catalogue lists it.
pub(crate) async fn metadata(
    State(world): State<Arc<World>>,
    Extension(caller): Extension<Caller>,
    base: Base,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let named = |workspaces: &str| Query::from_json(&json!({ "id": id, "workspace": workspaces }));
    let everywhere = match caller {
        Caller::Anonymous => named("public")?,
        Caller::Customer => named(&all_workspaces())?,
    };
    let found = tokio::task::spawn_blocking(move || {
        let found = find(&world, &everywhere, caller)?;
        Ok(found.hits.first().map(|hit| hit.to_json(&world, &base)))
    });
    let found = found.await.unwrap_or_else(|_| Err(Refusal::crash("the search broke")))?;
    found.map(Json).ok_or_else(|| Refusal::missing(format!("Item '{id}' not found")))
}

/// `GET /api/v2/opensearch/description.xml`
pub(crate) async fn description(base: Base) -> Response {
    let address = format!("{}/api/v2/opensearch", base.search());
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\" \
         xmlns:geo=\"http://a9.com/-/opensearch/extensions/geo/1.0/\">\n\
         \x20 <ShortName>OneAtlas</ShortName>\n\
         \x20 <Description>Archive imagery of the sandbox</Description>\n\
         \x20 <Url type=\"application/geo+json\" indexOffset=\"0\" pageOffset=\"1\" template=\"{address}\
         ?itemsPerPage={{count?}}&amp;startPage={{startPage?}}&amp;bbox={{geo:box?}}&amp;geometry={{geo:geometry?}}\"/>\n\
         </OpenSearchDescription>\n"
    );
    ([(header::CONTENT_TYPE, "application/opensearchdescription+xml")], xml).into_response()
}
