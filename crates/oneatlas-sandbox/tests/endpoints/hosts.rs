//! One process for all hosts: told apart by the `Host` header, over HTTP and over HTTPS.

use std::net::SocketAddr;

use oneatlas_sandbox::{HOST_NAMES, Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::{Caller, TOKEN};

const SEARCH: &str = "search.foundation.api.oneatlas.airbus.com";
const ACCESS: &str = "access.foundation.api.oneatlas.airbus.com";
const DATA: &str = "data.api.oneatlas.airbus.com";
const ORDER: &str = "order.api.oneatlas.airbus.com";

#[tokio::test]
async fn links_lead_to_the_host_they_belong_to() {
    let caller = Caller::start().await;
    let body = json!({ "workspace": "public-pneo", "bbox": "-9.05,38.73,-8.99,38.79", "itemsPerPage": 1 });
    let answer =
        caller.post("/api/v2/opensearch").header("host", SEARCH).body(&body).send().await.expect(200);
    let links = &answer["features"][0]["_links"];
    let starts = |link: &Value, host: &str| {
        link["href"].as_str().unwrap().starts_with(&format!("http://{host}/api/v1/"))
    };
    assert!(starts(&links["quicklook"], ACCESS) && starts(&links["thumbnail"], ACCESS));
    assert!(starts(&links["self"], SEARCH) && starts(&links["delete"], SEARCH));
    let me = caller.get("/api/v1/me").header("host", DATA).send().await.expect(200);
    assert!(starts(&me["_links"]["self"], DATA));
}

#[tokio::test]
async fn a_host_serves_its_own_paths_in_its_own_words() {
    let caller = Caller::start().await;
    let get = |path: &'static str, host: &'static str| caller.get(path).header("host", host).send();
    get("/api/v1/contracts", ORDER).await.expect(200);
    assert!(get("/api/v1/contracts", DATA).await.expect(200)["items"][0]["workspaceName"].is_string());
    get("/api/v1/me", ORDER).await.refused(404, "Nothing");
    get("/api/v1/contracts", SEARCH).await.api_error(404, "Nothing");
    get("/api/v2/opensearch", DATA).await.api_error(404, "Nothing");
    get("/api/v1/apikeys", ORDER).await.refused(404, "Nothing");
    for alias in &HOST_NAMES[..3] {
        let form = [("apikey", caller.sandbox.api_key()), ("grant_type", "api_key"), ("client_id", "IDP")];
        caller.post(TOKEN).header("host", alias).anonymous().form(&form).send().await.expect(200);
    }
}

#[tokio::test]
async fn a_correlation_is_echoed_and_made_where_none_is_given() {
    let caller = Caller::start().await;
    let name = "x-ads-correlation-id";
    let given = "6b1c7c52-0d64-4f3e-9a55-0f2f3c1d2e77";
    let echoed = caller.get("/api/v2/opensearch?cloudCover=many").header(name, given).send().await;
    assert_eq!((echoed.header(name), &echoed.json()["correlationId"]), (given, &json!(given)));
    let made = caller.get("/api/v1/contracts").send().await;
    assert_eq!(made.header(name).len(), 36);
}

#[tokio::test]
async fn over_https_the_vendors_names_are_trusted_through_the_authority_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/ca.pem");
    let config = SandboxConfig { tls: Some(path.clone()), ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let address: SocketAddr = sandbox.url().strip_prefix("https://").unwrap().parse().unwrap();
    let authority = reqwest::Certificate::from_pem(&std::fs::read(&path).unwrap()).unwrap();
    let mut client = reqwest::Client::builder().tls_certs_only([authority]);
    for name in HOST_NAMES {
        client = client.resolve(name, address);
    }
    let client = client.build().unwrap();
    let url = |name: &str, path: &str| format!("https://{name}:{}{path}", address.port());
    let form = [("apikey", sandbox.api_key()), ("grant_type", "api_key"), ("client_id", "IDP")];
    for name in &HOST_NAMES[..3] {
        let answer = client.post(url(name, TOKEN)).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    let query = "/api/v2/opensearch?bbox=-9.05,38.73,-8.99,38.79&itemsPerPage=1";
    let found: Value = client.get(url(SEARCH, query)).send().await.unwrap().json().await.unwrap();
    let link = found["features"][0]["_links"]["thumbnail"]["href"].as_str().unwrap();
    assert!(link.starts_with(&format!("https://{ACCESS}:{}/", address.port())), "{link}");
    assert_eq!(client.get(link).send().await.unwrap().status(), 200);
    assert!(
        client.get(format!("{}{query}", sandbox.url())).send().await.is_ok(),
        "127.0.0.1 is in the certificate"
    );

    let stranger = reqwest::Client::builder().resolve(SEARCH, address).build().unwrap();
    assert!(stranger.get(url(SEARCH, query)).send().await.is_err(), "nobody trusts the authority unasked");
    sandbox.stop().await;
}
