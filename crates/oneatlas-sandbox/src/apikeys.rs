//! API keys: listed, made and deleted.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::books::KeptKey;
use crate::errors::Refusal;
use crate::gate::JsonBody;
use crate::stamps;
use crate::world::World;

fn describe(key: &KeptKey) -> Value {
    json!({
        "id": key.id, "description": key.description,
        "date": stamps::seconds(key.made_ms), "expirationDate": stamps::seconds(key.made_ms + 365 * stamps::DAY_MS),
    })
}

/// `GET /api/v1/apikeys`
pub(crate) async fn list(State(world): State<Arc<World>>) -> Json<Value> {
    let books = world.books();
    Json(json!({ "items": books.keys.iter().map(describe).collect::<Vec<_>>() }))
}

/// `POST /api/v1/apikeys`: the secret is in this answer only.
pub(crate) async fn create(
    State(world): State<Arc<World>>,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let description =
        body["description"].as_str().ok_or_else(|| Refusal::bad("description is missing"))?.to_owned();
    let now = world.now_ms();
    let key = world.change(|books| {
        let number = books.next_key;
        books.next_key += 1;
        let secret = world.secret(number);
        let key = KeptKey { id: world.uuid("api key", number), description, made_ms: now, secret };
        books.keys.push(key.clone());
        Ok(key)
    })?;
    let mut answer = describe(&key);
    answer["secret"] = key.secret.into();
    Ok((StatusCode::OK, Json(answer)))
}

/// `DELETE /api/v1/apikeys/{id}`
pub(crate) async fn delete(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    world.change(|books| {
        let place = books.keys.iter().position(|key| key.id == id);
        let place = place.ok_or_else(|| Refusal::missing(format!("API key '{id}' not found")))?;
        if books.keys.len() == 1 {
            return Err(
                Refusal::forbidden("The last API key cannot be deleted").hint("Make another one first.")
            );
        }
        books.keys.remove(place);
        Ok(())
    })?;
    Ok(Json(json!({ "message": format!("API key {id} was deleted") })))
}

/// `DELETE /api/v1/apikeys` without an id.
pub(crate) async fn delete_nothing() -> Refusal {
    Refusal::bad("Name the API key to delete: /api/v1/apikeys/{id}")
}
