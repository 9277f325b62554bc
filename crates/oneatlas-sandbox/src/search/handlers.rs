//! The search calls.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::{Query, find};
use crate::auth::Caller;
use crate::errors::Refusal;
use crate::gate::{Base, JsonBody};
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
        let features = page.map(|hit| hit.to_json(&world, &base.0));
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
        "productType" => &["bundle", "mono", "multispectral", "panchromatic", "pansharpened"],
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

/// `POST /api/v1/deleted/search`: nothing ever leaves this catalogue.
pub(crate) async fn deleted(JsonBody(body): JsonBody) -> Json<Value> {
    let per_page = body["itemsPerPage"].as_u64().filter(|count| *count > 0).unwrap_or(50);
    let start = body["startIndex"].as_u64().unwrap_or(0);
    Json(json!({ "itemsPerPage": per_page, "startIndex": start, "totalResults": 0, "data": [] }))
}

/// `GET /api/v2/opensearch/description.xml`
pub(crate) async fn description(base: Base) -> Response {
    let address = format!("{}/api/v2/opensearch", base.0);
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
