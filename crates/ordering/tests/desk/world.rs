//! A sandbox, and a desk of its own against it.

use std::sync::Arc;

use aoi::AreaPolygon;
use archive::{Constellation, SceneFilter};
use oneatlas::Hosts;
use oneatlas_sandbox::{Sandbox, SandboxConfig};
use ordering::ledger::{Intent, Money, NewIntent};
use ordering::{
    ANSWER_PATIENCE, ActsUnderWay, AlreadyOrdered, Backend, Basket, BasketGroup, ConfirmedOffer, Consent,
    Desk, DeskError, DeskEvent, EndUser, Environment, GroupPatch, OrderDetail, OrderState, Outside, Review,
    SearchRequest, SpendKind, SpendingRules, Target,
};
use secrecy::SecretString;
use serde_json::{Value, json};

pub(crate) const NO_RULES: SpendingRules =
    SpendingRules { amount_to_type: None, per_order: None, per_month: None };

pub(crate) struct Nobody;

impl Outside for Nobody {
    fn changed(&self, _: DeskEvent) {}
}

/// A sandbox, a desk, and what its record lies in.
pub(crate) struct World {
    pub(crate) sandbox: Arc<Sandbox>,
    pub(crate) desk: Desk,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) http: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> World {
        let sandbox = Arc::new(Sandbox::start(SandboxConfig::default()).await.unwrap());
        let folder = tempfile::tempdir().unwrap();
        let desk = open(&sandbox, &folder).await;
        World { sandbox, desk, folder, http: reqwest::Client::new() }
    }

    /// A world whose desk is watched, and waits so long for the answer to a request that spends.
    pub(crate) async fn watched(
        outside: Arc<dyn Outside>,
        answer_patience: std::time::Duration,
        acts: ActsUnderWay,
    ) -> World {
        let World { sandbox, desk, folder, http } = World::new().await;
        drop(desk);
        let desk = open_with(&sandbox, &folder, outside, answer_patience, acts).await;
        World { sandbox, desk, folder, http }
    }

    /// Swath closed and opened again.
    pub(crate) async fn reopened(self) -> World {
        let World { sandbox, desk, folder, http } = self;
        drop(desk);
        let desk = open(&sandbox, &folder).await;
        World { sandbox, desk, folder, http }
    }

    pub(crate) async fn fault(&self, path: &str, fault: &str) {
        let body = json!({"path": path, "fault": fault, "count": 1});
        let url = format!("{}/faults", self.sandbox.control_url());
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{fault}: {}", answer.status());
    }

    /// Orders the sandbox really has with this reference.
    pub(crate) async fn really_ordered(&self, reference: &str) -> usize {
        let url = format!("{}/orders", self.sandbox.control_url());
        let text = self.http.get(url).send().await.unwrap().text().await.unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let list = value.as_array().or_else(|| value["orders"].as_array()).unwrap();
        list.iter().filter(|order| order["customerReference"] == reference).count()
    }

    pub(crate) async fn credit(&self, backend: Backend) -> String {
        let contracts = self.desk.contracts().await.unwrap();
        let contract = contracts.into_iter().find(|contract| contract.backend == backend).unwrap();
        contract.credit_remaining.unwrap().to_string()
    }

    /// A priced basket with one scene of a constellation; the contract and the price.
    pub(crate) async fn basket(&self, constellation: Constellation) -> (String, String) {
        let area = self.desk.save_area(None, "Tagus estuary", &tagus()).unwrap();
        let request = SearchRequest {
            area_id: area.id.clone(),
            further_area_ids: Vec::new(),
            date_from: None,
            date_to: None,
            constellations: vec![constellation],
            max_cloud: None,
            max_incidence: None,
            max_snow: None,
            max_results: 100,
        };
        let outcome = self.desk.search(&request, |_| {}).await.unwrap();
        assert!(outcome.received > 0, "{constellation:?}");
        let window = self.desk.scenes(&SceneFilter::default(), &[], 0, 10).unwrap();
        let scene = window.rows.iter().find(|row| row.coverage > 1.0).unwrap();
        let basket = self.add(&scene.id, &area.id).await.unwrap();
        let ours = |basket: &Basket| {
            let has = |group: &&BasketGroup| group.items.iter().any(|item| item.scene.id == scene.id);
            basket.groups.iter().find(has).unwrap().clone()
        };
        let contract = ours(&basket).contract.contract_id;
        let user = EndUser { name: "River Authority".to_owned(), country: "PT".to_owned() };
        let patch =
            GroupPatch { market: Some("ENV".to_owned()), end_user: Some(user), ..GroupPatch::default() };
        self.desk.edit_group(&contract, patch).await.unwrap();
        let basket = self.desk.price_basket(&contract).await.unwrap();
        (contract, ours(&basket).price.unwrap().total_amount.to_string())
    }

    /// Puts a scene into the basket; the first contract that sells it pays.
    pub(crate) async fn add(&self, scene: &str, area: &str) -> Result<Basket, DeskError> {
        let sellers = self.desk.list_sellers(scene).await?;
        let payer = sellers.first().map(|contract| contract.contract_id.as_str());
        self.desk.add_to_basket(scene, area, payer).await
    }

    /// A person's word for everything of a review that the record holds already.
    pub(crate) fn consents(review: &Review) -> Vec<Consent> {
        let held = review.already_ordered.iter().filter(|held| held.must_allow);
        let consent = |held: &AlreadyOrdered| Consent {
            reference: held.reference.clone(),
            amount: held.amount.unwrap(),
            reason: "wanted once more".to_owned(),
        };
        held.map(consent).collect()
    }

    /// Accepts the quotation of an order as the vendor offers it now, at `amount`.
    pub(crate) async fn accept(
        &self,
        reference: &str,
        amount: &str,
        rules: &SpendingRules,
    ) -> Result<OrderDetail, DeskError> {
        let offer = self.desk.read_quotation(reference).await?.summary.offer.unwrap();
        let confirmed =
            ConfirmedOffer { amount: amount.to_owned(), currency: offer.currency, version: offer.version };
        self.desk.accept_quotation(reference, &confirmed, &[], rules).await
    }

    /// What a control call of the sandbox answers.
    pub(crate) async fn control(&self, path: &str, body: Value) {
        let url = format!("{}/{path}", self.sandbox.control_url());
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
    }

    /// What the vendor really has.
    pub(crate) async fn truth(&self) -> Vec<Value> {
        let url = format!("{}/orders", self.sandbox.control_url());
        let value: Value = self.http.get(url).send().await.unwrap().json().await.unwrap();
        value.as_array().cloned().unwrap()
    }

    pub(crate) async fn order(
        &self,
        constellation: Constellation,
        kind: SpendKind,
    ) -> ordering::OrderSummary {
        let (contract, price) = self.basket(constellation).await;
        let review = self.desk.review(&contract, kind, &SpendingRules::default()).await.unwrap();
        let again = World::consents(&review);
        match kind {
            SpendKind::Order => self
                .desk
                .place_order(&review.review_id, &price, &again, &SpendingRules::default())
                .await
                .unwrap(),
            SpendKind::Quotation => self
                .desk
                .request_quotation(&review.review_id, &price, &again, &SpendingRules::default())
                .await
                .unwrap(),
        }
    }

    /// The first scene of the last search that covers its area at all: what [`World::basket`] takes.
    pub(crate) fn scene_ordered(&self) -> String {
        let window = self.desk.scenes(&SceneFilter::default(), &[], 0, 10).unwrap();
        window.rows.iter().find(|row| row.coverage > 1.0).unwrap().id.clone()
    }

    pub(crate) async fn after_hours(&self, hours: i64) {
        self.sandbox.advance(hours * 3600);
        self.desk.refresh_orders().await.unwrap();
    }

    pub(crate) fn state(&self, reference: &str) -> OrderState {
        self.desk.order(reference).unwrap().summary.state
    }
}

pub(crate) async fn open(sandbox: &Arc<Sandbox>, folder: &tempfile::TempDir) -> Desk {
    open_watched(sandbox, folder, Arc::new(Nobody)).await
}

/// A desk on a folder, and somebody who is told how far it is.
pub(crate) async fn open_watched(
    sandbox: &Arc<Sandbox>,
    folder: &tempfile::TempDir,
    outside: Arc<dyn Outside>,
) -> Desk {
    open_with(sandbox, folder, outside, ANSWER_PATIENCE, ActsUnderWay::default()).await
}

/// A desk that waits so long for the answer to a request that spends.
pub(crate) async fn open_with(
    sandbox: &Arc<Sandbox>,
    folder: &tempfile::TempDir,
    outside: Arc<dyn Outside>,
    answer_patience: std::time::Duration,
    acts: ActsUnderWay,
) -> Desk {
    let clock = Arc::clone(sandbox);
    let target = Target {
        environment: Environment::Sandbox,
        hosts: Hosts::single(sandbox.url()).unwrap(),
        api_key: SecretString::from(sandbox.api_key().to_owned()),
        proxy: None,
        data_folder: folder.path().to_owned(),
        now: Arc::new(move || clock.now()),
        retry_pause: std::time::Duration::ZERO,
        acts,
        answer_patience,
        anchor: None,
    };
    Desk::open(target, outside).await.unwrap()
}

/// What an order of the record was made from, under another reference.
pub(crate) fn copied(known: Intent, reference: &str) -> NewIntent {
    NewIntent {
        reference: reference.to_owned(),
        kind: known.kind,
        contract_id: known.contract_id,
        contract_name: known.contract_name,
        backend: known.backend,
        sha256: known.sha256,
        body: known.body,
        amount: known.amount,
        currency: known.currency,
        credit_before: None,
        workspace: None,
        what: known.what,
        items: known.items,
        areas: known.areas,
        drawn_km2: None,
        billed_km2: None,
        basket: known.basket,
        allowed_again: Vec::new(),
    }
}

pub(crate) fn tagus() -> AreaPolygon {
    AreaPolygon::from_ring(vec![
        [-9.10, 38.70],
        [-8.95, 38.70],
        [-8.95, 38.82],
        [-9.10, 38.82],
        [-9.10, 38.70],
    ])
}

pub(crate) async fn priced(world: &World) -> (String, String) {
    let basket = world.desk.basket().await.unwrap();
    let group = &basket.groups[0];
    (group.contract.contract_id.clone(), group.price.as_ref().unwrap().total_amount.to_string())
}

/// A price in euros as a sentence has it.
pub(crate) fn in_words(price: &str) -> String {
    Money { amount: price.parse().unwrap(), currency: "EUR".to_owned() }.to_string()
}
