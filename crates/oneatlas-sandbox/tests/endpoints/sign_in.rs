//! Tokens and API keys.

use serde_json::json;

use crate::{Caller, TOKEN, keys, same_shape};

#[tokio::test]
async fn a_token_has_the_published_keys_and_opens_the_order_host() {
    let caller = Caller::start().await;
    let token = caller.sign_in().await.expect(200);
    same_shape(
        &json!({
            "access_token": "a.b.c", "expires_in": 3600, "refresh_expires_in": 0, "token_type": "Bearer",
            "not-before-policy": 0, "session_state": "uuid", "scope": "",
        }),
        &token,
    );
    assert_eq!(keys(&token).len(), 7);
    assert_eq!((token["expires_in"].as_u64(), token["token_type"].as_str()), (Some(3600), Some("Bearer")));
    assert_eq!(token["access_token"].as_str().unwrap().split('.').count(), 3);
    caller.get("/api/v1/contracts").send().await.expect(200);
}

#[tokio::test]
async fn a_wrong_key_is_403_and_a_wrong_form_400() {
    let caller = Caller::start().await;
    let sign_in = |key: &'static str, grant: &'static str, client: &'static str| {
        let form = [("apikey", key), ("grant_type", grant), ("client_id", client)];
        caller.post(TOKEN).anonymous().form(&form).send()
    };
    sign_in("wrong", "api_key", "IDP").await.api_error(403, "API key");
    sign_in("wrong", "password", "IDP").await.api_error(400, "grant_type");
    sign_in("wrong", "api_key", "nobody").await.api_error(400, "client_id");
    sign_in("", "api_key", "IDP").await.api_error(400, "apikey");
    caller.get(TOKEN).anonymous().send().await.api_error(405, "not allowed");
    // A path with a doubled segment, which one client tries second: anything but 403.
    let doubled = "/auth/realms/IDP/protocol/openid-connect/token/protocol/openid-connect/token";
    caller.post(doubled).anonymous().send().await.api_error(404, "token");
}

#[tokio::test]
async fn expired_and_foreign_tokens_are_401_with_a_message_alone() {
    let caller = Caller::start().await;
    let refused = caller.get("/api/v1/contracts").authorization("Bearer a.b.c").send().await.expect(401);
    assert_eq!(keys(&refused), ["message"]);
    caller.control("POST", "/tokens/expire", json!({})).await.expect(200);
    let expired = caller.get("/api/v1/contracts").send().await.expect(401);
    assert_eq!(expired, json!({ "message": "Authentication failed (cause: Token expired)" }));
    let missing = caller.get("/api/v1/contracts").anonymous().send().await.expect(401);
    assert_eq!(keys(&missing), ["message"]);
}

#[tokio::test]
async fn api_keys_are_listed_made_and_deleted() {
    let caller = Caller::start().await;
    let path = "/api/v1/apikeys";
    let made = caller.post(path).body(&json!({ "description": "laptop" })).send().await.expect(200);
    assert_eq!(keys(&made), ["date", "description", "expirationDate", "id", "secret"]);
    let listed = caller.get(path).send().await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    assert_eq!(keys(&listed["items"][1]), ["date", "description", "expirationDate", "id"]);
    assert_eq!(listed["items"][1]["description"], "laptop");

    let secret = made["secret"].as_str().unwrap();
    let form = [("apikey", secret), ("grant_type", "api_key"), ("client_id", "AAA")];
    caller.post(TOKEN).anonymous().form(&form).send().await.expect(200);
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    let gone = caller.delete(&one).send().await.expect(200);
    assert_eq!(keys(&gone), ["message"]);
    caller.post(TOKEN).anonymous().form(&form).send().await.api_error(403, "API key");
    caller.delete(&one).send().await.api_error(404, "not found");
    caller.delete(path).send().await.api_error(400, "API key");
    caller.post(path).body(&json!({})).send().await.api_error(400, "description");
}

#[tokio::test]
async fn api_keys_without_a_token_are_refused_with_a_bare_string() {
    let caller = Caller::start().await;
    let refused = caller.get("/api/v1/apikeys").anonymous().send().await;
    assert_eq!(refused.expect(401), json!("API key is missing or invalid"));
    assert!(refused.header("www-authenticate").contains("Bearer"));
}
