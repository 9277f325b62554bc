//! The Living Library on the data host: streamed scenes, priced and ordered by the item. It shares two paths with the
//! order host, which a `Host` header or the body tells apart (see [`crate::errors::Realm::with_body`]).

mod handlers;
mod request;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(crate) use handlers::{by_id, list, order, price};

use crate::books::{Books, Decision, Line, Order};
use crate::hosts::Base;
use crate::stamps;

/// From order to the beginning of the work.
const WAITING_MS: i64 = 60_000;
/// From order to delivery.
const DELIVERY_MS: i64 = 10 * 60_000;

/// An order of the Living Library.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LivingOrder {
    id: String,
    kind: String,
    customer_ref: String,
    created_ms: i64,
    deliveries: Vec<LivingDelivery>,
}

/// One product of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LivingDelivery {
    id: String,
    /// `properties.id` of the scene.
    item: String,
    product_type: String,
    radiometric_processing: String,
    image_format: String,
    crs_code: String,
    /// The area, a GeoJSON polygon.
    aoi: Value,
    km2: Decimal,
    /// Whole euros.
    amount: i64,
}

impl LivingOrder {
    fn status(&self, now: i64) -> &'static str {
        match now - self.created_ms {
            ..WAITING_MS => "ordered",
            WAITING_MS..DELIVERY_MS => "processing",
            _ => "delivered",
        }
    }

    fn amount(&self) -> i64 {
        self.deliveries.iter().map(|delivery| delivery.amount).sum()
    }

    fn to_json(&self, contract: &str, base: &Base, now: i64) -> Value {
        let status = self.status(now);
        let deliveries = self.deliveries.iter().map(|delivery| delivery.to_json(status, base));
        json!({
            "_links": { "self": { "href": format!("{}/api/v1/orders/{}", base.data(), self.id) } },
            "id": self.id, "kind": self.kind, "status": status, "contractId": contract,
            "customerRef": self.customer_ref, "createdAt": stamps::seconds(self.created_ms),
            "price": { "credits": 0, "amount": self.amount(), "amountUnit": "EUR" },
            "amount": self.amount(), "amountUnit": "EUR", "estimatedAmount": self.amount(),
            "deliveries": deliveries.collect::<Vec<_>>(),
        })
    }
}

impl LivingDelivery {
    fn datas(&self) -> Value {
        json!({
            "id": self.item, "aoi": self.aoi, "crsCode": self.crs_code, "productType": self.product_type,
            "radiometricProcessing": self.radiometric_processing, "imageFormat": self.image_format,
            "areaKm2": crate::amounts::number(self.km2), "area": self.km2.to_string(),
        })
    }

    fn to_json(&self, status: &str, base: &Base) -> Value {
        let mut delivery = json!({
            "_links": {}, "id": self.id, "status": status, "datas": self.datas(),
            "amount": self.amount, "amountUnit": "EUR", "areaKm2": crate::amounts::number(self.km2),
            "errorCode": null, "message": null,
        });
        if status == "delivered" {
            let href = format!("{}/api/v1/items/{}/download", base.access(), self.id);
            delivery["_links"]["download"] = json!({ "href": href });
        }
        delivery
    }
}

/// What was delivered under an identifier by now, written as an order of the desk so that it is made the same way.
pub(crate) fn find_delivered(books: &Books, id: &str, now: i64) -> Option<(Order, Line)> {
    let delivered = books.living.iter().filter(|order| order.status(now) == "delivered");
    let (order, delivery) = delivered
        .flat_map(|order| order.deliveries.iter().map(move |delivery| (order, delivery)))
        .find(|(_, delivery)| delivery.id == id)?;
    let options = [
        ("spectral_processing", delivery.product_type.as_str()),
        ("processing_level", "primary"),
        ("radiometric_processing", delivery.radiometric_processing.as_str()),
    ];
    let options: BTreeMap<String, String> =
        options.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let line = Line {
        product_type: delivery.product_type.clone(),
        area_id: 1,
        area_name: "Area".to_owned(),
        area: delivery.aoi.clone(),
        scenes: vec![delivery.item.clone()],
        options,
        amount: Decimal::from(delivery.amount),
        list_amount: Decimal::from(delivery.amount),
        requested_km2: delivery.km2,
        billed_km2: delivery.km2,
        minimum_applied: false,
        item_id: format!("WOI_{}", &delivery.id[..8]),
        delivered_id: delivery.id.clone(),
        comments: String::new(),
    };
    let order = Order {
        contract: String::new(),
        customer_reference: order.customer_ref.clone(),
        program: String::new(),
        quotation: None,
        sales_order: Some(order.id.clone()),
        created_ms: order.created_ms,
        decision: Decision::Ordered { at_ms: order.created_ms },
        version: 1,
        quoted_ms: order.created_ms,
        discount: Decimal::ZERO,
        total: Decimal::from(order.amount()),
        currency: "EUR".to_owned(),
        end_user: String::new(),
        country: String::new(),
        primary_market: String::new(),
        lines: vec![line.clone()],
        accepted: None,
        body: Value::Null,
    };
    Some((order, line))
}
