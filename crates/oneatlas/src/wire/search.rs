//! The catalogue search: request, page, and the parts of a feature that are needed as types.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::{one_or_many, optional_text};

/// `POST /api/v2/opensearch`. Only what is set is sent. The builder is the request.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchQuery {
    /// 1 to 500.
    pub items_per_page: u32,
    /// From 1.
    pub start_page: u32,
    /// Names, comma separated, `-` for descending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    /// Names or ids, comma separated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// GeoJSON geometry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geometry: Option<Value>,
    /// `intersects` when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
    /// Interval `[a,b]`, both ends included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acquisition_date: Option<String>,
    /// Interval; for what changed since the last look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_update_date: Option<String>,
    /// Interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_cover: Option<String>,
    /// Interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snow_cover: Option<String>,
    /// Interval, in degrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidence_angle: Option<String>,
    /// Comma list of `SPOT`, `PHR`, `PNEO`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constellation: Option<String>,
    /// `ALBUM` is the archive that must be ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub processing_level: Option<String>,
    /// In a private workspace: the reference of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_reference: Option<String>,
}

/// A page of results. Features stay JSON: whoever indexes them reads what it needs and keeps the rest.
///
/// An answer that does not say how many there are, or has no list, is not a page: it must not read as one without scenes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchPage {
    /// How many there are in all; at most 10,000 can be reached.
    pub total_results: u32,
    /// The size asked for.
    #[serde(default)]
    pub items_per_page: u32,
    /// From 0, although pages are numbered from 1.
    #[serde(default)]
    pub start_index: u32,
    /// The features.
    pub features: Vec<Value>,
}

/// `POST /api/v1/deleted/search`: what left the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedQuery {
    /// Interval `[a,b]` of the moments at which it left, both ends included.
    pub deleted_date: String,
    /// 1 to 500.
    pub items_per_page: u32,
    /// From 0.
    pub start_index: u32,
}

/// A page of what left the catalogue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeletedPage {
    /// How many there are in all.
    pub total_results: u32,
    /// Those of this page.
    pub data: Vec<DeletedItem>,
}

/// Something that left the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeletedItem {
    /// The id it had there.
    #[serde(deserialize_with = "optional_text")]
    pub id: Option<String>,
}

/// A link of a feature. Entries of `_links` are an object or a list of objects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Link {
    /// Where to.
    #[serde(deserialize_with = "optional_text")]
    pub href: Option<String>,
    /// Such as `Download`.
    #[serde(deserialize_with = "optional_text")]
    pub name: Option<String>,
    /// Such as `HTTP`.
    #[serde(rename = "type", deserialize_with = "optional_text")]
    pub kind: Option<String>,
    /// The archive file's name, for downloads.
    #[serde(deserialize_with = "optional_text")]
    pub resource_id: Option<String>,
}

#[derive(Deserialize)]
struct Links(#[serde(deserialize_with = "one_or_many")] Vec<Link>);

/// The links of that name, however many there are.
pub fn links(feature: &Value, name: &str) -> Vec<Link> {
    feature
        .get("_links")
        .and_then(|links| links.get(name))
        .and_then(|link| serde_json::from_value::<Links>(link.clone()).ok())
        .map(|links| links.0)
        .unwrap_or_default()
}

/// The download link that speaks HTTP, chosen by name and type and never by place: its place in the list has changed.
pub fn download_link(feature: &Value) -> Option<Link> {
    let all = links(feature, "download");
    let is = |text: &Option<String>, wanted: &str| {
        text.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains(wanted))
    };
    let over_http = |link: &Link| link.href.as_deref().is_some_and(|href| href.starts_with("http"));
    all.iter()
        .find(|link| over_http(link) && is(&link.kind, "http"))
        .or_else(|| all.iter().find(|link| over_http(link) && is(&link.name, "download")))
        .or_else(|| all.iter().find(|link| over_http(link)))
        .cloned()
}

/// Text of a property; numbers as text; empty and null are `None`.
pub fn property(feature: &Value, key: &str) -> Option<String> {
    match feature.get("properties")?.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_http_download_is_found_in_an_object_and_in_any_list() {
        let http = json!({"href":"https://x/d","name":"Download","type":"HTTP","resourceId":"a.zip"});
        let ftp = json!({"href":"ftpes://x/d","name":"Download","type":"FTP"});
        for links in [json!(http), json!([ftp, http]), json!([http, ftp])] {
            let feature = json!({"_links": {"download": links}});
            assert_eq!(download_link(&feature).unwrap().href.as_deref(), Some("https://x/d"));
        }
        assert_eq!(download_link(&json!({"_links":{"download":[ftp]}})), None);
        assert_eq!(download_link(&json!({})), None);
    }
}
