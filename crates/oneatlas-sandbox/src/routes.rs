//! Every path of the API, with its aliases, behind the gate.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post, put};

use crate::errors::Refusal;
use crate::gate::gate;
use crate::world::World;
use crate::{
    account, apikeys, auth, contracts, countries, items, living, options, ordering, search, tracking,
};

/// The public API over a world. One router serves all the vendor's hosts.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .merge(sign_in())
        .merge(contract_calls())
        .merge(money_calls())
        .merge(catalogue_calls())
        .fallback(nothing_here)
        .layer(from_fn_with_state(Arc::clone(&world), gate))
        .with_state(world)
}

fn sign_in() -> Router<Arc<World>> {
    let token = "/auth/realms/IDP/protocol/openid-connect/token";
    Router::new()
        .route(token, post(auth::token))
        .route("/auth/{*rest}", post(auth::no_such_realm))
        .route("/api/v1/apikeys", get(apikeys::list).post(apikeys::create).delete(apikeys::delete_nothing))
        .route("/api/v1/apikeys/{id}", delete(apikeys::delete))
        .route("/api/v1/me", get(account::me))
        .route("/api/v1/me/services", get(account::services))
        .route("/api/v1/contracts/{id}", get(account::one_contract))
        .route("/api/v1/contracts/{id}/subscriptions", get(account::subscriptions))
        .route("/api/v1/contracts/{id}/subscriptions/{subscription}", get(account::subscription))
}

fn contract_calls() -> Router<Arc<World>> {
    Router::new()
        .route("/api/v1/contracts", get(account::contracts))
        .route("/api/v1/contracts/{id}/productTypes", get(contracts::product_types))
        .route("/api/v1/contracts/{id}/deliveryTypes", get(contracts::delivery_types))
        .route("/api/v1/{id}/deliveryTypes", get(contracts::delivery_types))
        .route("/api/v1/contracts/{id}/properties", get(contracts::properties))
        .route("/api/v1/{id}/properties", get(contracts::properties))
        .route("/api/v1/contracts/{id}/taskings", get(contracts::taskings))
        .route(
            "/api/v1/contracts/{id}/taskings/{*rest}",
            get(contracts::no_tasking).post(contracts::no_tasking),
        )
        .route("/api/v1/contracts/{id}/productTypes/{product}/options", post(options::options))
        .route("/api/v1/productTypes/{product}/options", post(options::options_of_product))
        .route("/api/v1/properties", get(countries::properties))
}

fn money_calls() -> Router<Arc<World>> {
    Router::new()
        .route("/api/v1/prices", post(ordering::prices))
        .route("/api/v1/quotations", post(ordering::quotation))
        .route("/api/v1/orders", post(ordering::order).get(living::list))
        .route("/api/v1/orders/{id}", get(living::by_id))
        .route("/api/v1/orders/{id}/{decision}", post(tracking::no_campaign))
        .route("/api/v1/feasibility", post(tracking::no_sensor))
        .route("/api/v1/attempts", post(tracking::no_sensor))
        .route("/api/v1/coverages/search", post(tracking::no_coverages))
        .route("/api/v1/coverages/{id}/{decision}", post(tracking::no_campaign))
        .route("/api/v2/orders/search", post(tracking::search))
        .route("/api/v1/quotations/{id}/export", get(ordering::export))
        .route("/api/v1/contracts/{contract}/quotations/{quotation}/accept", put(ordering::accept))
        .route("/api/v1/contracts/{contract}/quotations/{quotation}/refuse", put(ordering::refuse))
}

fn catalogue_calls() -> Router<Arc<World>> {
    Router::new()
        .route("/api/v1/opensearch", get(search::search_get).post(search::search_post))
        .route("/api/v2/opensearch", get(search::search_get).post(search::search_post))
        .route("/api/v2/opensearch/domains/{property}", get(search::domains))
        .route("/api/v2/opensearch/description.xml", get(search::description))
        .route("/api/v1/deleted/search", post(search::deleted))
        .route("/api/v1/items/{id}/quicklook", get(items::quicklook))
        .route("/api/v1/items/{id}/thumbnail", get(items::thumbnail))
        .route("/api/v1/items/{id}/download", get(items::download))
        .route("/api/v1/items/{id}/metadata", get(search::metadata))
        .route("/api/v1/items/{id}", delete(items::delete))
        .route("/api/v1/items/{id}/{*rest}", get(items::stream))
}

async fn nothing_here() -> Refusal {
    Refusal::missing("Nothing is served at this path")
}
