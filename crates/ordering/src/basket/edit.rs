//! Edits of the basket. Each voids the price of its group: what was priced is what is sent.

use aoi::AreaPolygon;
use serde_json::Value;
use tokio::sync::MutexGuard;

use super::following::being_bought;
use super::options::ProductionOption;
use super::stored::{Groups, StoredGroup, StoredItem};
use super::view::{Basket, GroupPatch};
use crate::catalogue::ProductType;
use crate::desk::{Desk, DeskEvent};
use crate::error::DeskError;
use crate::reference::{new_reference, typed_reference};

impl Desk {
    /// Puts a scene of the archive at hand into the basket, over a kept area. `contract_id` is who pays; it may be left out
    /// where one contract alone sells the scene.
    ///
    /// # Errors
    /// When no contract sells this kind of scene, or the scene does not meet the area, or the area can't be ordered;
    /// [`DeskError::ChoosePayer`] when several contracts sell it and none is named; [`DeskError::UnderWay`] while it is
    /// being bought.
    pub async fn add_to_basket(
        &self,
        scene_id: &str,
        area_id: &str,
        contract_id: Option<&str>,
    ) -> Result<Basket, DeskError> {
        let area = self.area(area_id)?;
        let feature = self.scene_feature(scene_id)?;
        let scene = archive::Scene::from_feature(&feature);
        if let Some(fault) = area.report.faults.iter().find(|fault| fault.blocking) {
            return Err(DeskError::invalid(
                "area",
                format!("{} can't be ordered yet: {}", area.name, fault.message),
            ));
        }
        let row = self.row_of(&scene, &area.report.polygon);
        if row.coverage <= 0.0 {
            return Err(DeskError::invalid("scene", format!("this scene does not meet {}", area.name)));
        }
        let (contract_id, product) = self.payer(&feature, contract_id).await?;
        let editing = self.inner.records.basket.lock().await;
        if let Some(reference) = being_bought(&self.inner.ledger, scene_id, &area.report.polygon)? {
            return Err(DeskError::UnderWay { reference });
        }
        let mut group = match self.inner.store.group(&contract_id)? {
            Some(group) => group,
            None => self.new_group(&contract_id, &area.name)?,
        };
        let already = |item: &StoredItem| item.scene_id == scene_id && item.area_id == area_id;
        if !group.items.iter().any(already) {
            group.items.push(item(
                feature,
                scene_id,
                &area.id,
                &area.name,
                area.report.polygon.clone(),
                product,
            ));
            group.void_price();
            self.keep_edited(&group.reference, &group)?;
        }
        self.edited(editing).await
    }

    /// Takes an item out; [`Desk::put_back_in_basket`] puts it back.
    ///
    /// # Errors
    /// When the local data cannot be written.
    pub async fn remove_from_basket(&self, item_id: &str) -> Result<Basket, DeskError> {
        let editing = self.inner.records.basket.lock().await;
        for mut group in self.stored_groups()? {
            let before = group.clone();
            group.keep_items(|item| item.item_id != item_id);
            if let Some(item) = before.items.iter().find(|item| item.item_id == item_id) {
                self.taken_out().remember(item.clone(), before.clone());
                group.void_price();
                self.keep_edited(&group.reference, &group)?;
            }
        }
        self.edited(editing).await
    }

    /// Chooses an option's value; `None` goes back to the default.
    ///
    /// # Errors
    /// When there is no such group, or the local data cannot be written.
    pub async fn set_option(
        &self,
        contract_id: &str,
        product_type_id: &str,
        key: &str,
        value: Option<String>,
    ) -> Result<Basket, DeskError> {
        let editing = self.inner.records.basket.lock().await;
        let mut group = self.stored_group(contract_id)?;
        let choices = group.choices.entry(product_type_id.to_owned()).or_default();
        match value {
            Some(value) => choices.insert(key.to_owned(), value),
            None => choices.remove(key),
        };
        group.void_price();
        self.keep_edited(&group.reference, &group)?;
        self.keep_last_choice(&group)?;
        self.edited(editing).await
    }

    /// Edits a group's facts.
    ///
    /// # Errors
    /// When there is no such group, or the local data cannot be written.
    pub async fn edit_group(&self, contract_id: &str, patch: GroupPatch) -> Result<Basket, DeskError> {
        let editing = self.inner.records.basket.lock().await;
        let mut group = self.stored_group(contract_id)?;
        let before = group.reference.clone();
        let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if let Some(market) = patch.market {
            let market = given(market);
            if market != group.market {
                group.secondary_market = None;
            }
            group.market = market;
        }
        if let Some(secondary) = patch.secondary_market {
            group.secondary_market = given(secondary);
        }
        if let Some(user) = patch.end_user {
            group.end_user =
                Some(user).filter(|user| !(user.name.trim().is_empty() && user.country.is_empty()));
        }
        if let Some(reference) = patch.reference {
            self.keep_unless_sending(&group.reference)?;
            group.reference = typed_reference(&reference, &group.reference);
        }
        group.void_price();
        self.keep_edited(&before, &group)?;
        self.keep_last_choice(&group)?;
        self.edited(editing).await
    }

    /// Gives a group a new reference.
    ///
    /// # Errors
    /// When there is no such group, or the local data cannot be written.
    pub async fn new_reference(&self, contract_id: &str) -> Result<Basket, DeskError> {
        let editing = self.inner.records.basket.lock().await;
        let mut group = self.stored_group(contract_id)?;
        self.keep_unless_sending(&group.reference)?;
        let before = group.reference.clone();
        self.renew_reference(&mut group);
        self.keep_edited(&before, &group)?;
        self.edited(editing).await
    }

    /// The production options of a product type over one kept area.
    ///
    /// # Errors
    /// When the area is gone or the vendor cannot be asked.
    pub async fn production_options(
        &self,
        contract_id: &str,
        product_type_id: &str,
        area_id: &str,
    ) -> Result<Vec<ProductionOption>, DeskError> {
        let polygon = self.area(area_id)?.report.polygon;
        let geometry = serde_json::to_value(&polygon)
            .map_err(|error| DeskError::invalid("area", format!("the area cannot be written: {error}")))?;
        let raw = self.raw_options(contract_id, product_type_id, &[(1, geometry)]).await?;
        Ok(raw.iter().map(ProductionOption::from).collect())
    }

    pub(crate) fn renew_reference(&self, group: &mut StoredGroup) {
        self.following().renew(group);
    }

    /// The reference of a request without an answer yet stays where it is.
    fn keep_unless_sending(&self, reference: &str) -> Result<(), DeskError> {
        let sending = self
            .inner
            .ledger
            .intent(reference)?
            .is_some_and(|intent| intent.state == crate::ledger::IntentState::Submitting);
        if sending { Err(DeskError::UnderWay { reference: reference.to_owned() }) } else { Ok(()) }
    }

    /// The basket after an edit that is kept. It asks the vendor, and whoever orders waits for the lock of the edit: the
    /// lock ends first.
    pub(super) async fn edited(&self, editing: MutexGuard<'_, ()>) -> Result<Basket, DeskError> {
        drop(editing);
        self.changed(DeskEvent::Basket);
        // What can't be asked does not undo the edit.
        self.basket_as_far_as_known().await
    }

    pub(super) fn new_group(&self, contract_id: &str, area_name: &str) -> Result<StoredGroup, DeskError> {
        let last = self.last_choice(contract_id)?;
        Ok(StoredGroup {
            contract_id: contract_id.to_owned(),
            market: last.market,
            secondary_market: last.secondary_market,
            end_user: last.end_user,
            choices: last.choices,
            reference: new_reference(area_name, self.now()),
            ..StoredGroup::default()
        })
    }
}

/// The vendor's sensor word for a constellation.
pub(crate) fn sensor_of(constellation: &str) -> &'static str {
    match constellation {
        "PNEO" => "pleiadesneo",
        "SPOT" => "spot",
        _ => "pleiades",
    }
}

pub(crate) fn best_product<'a>(
    types: &'a [ProductType],
    constellation: &str,
    kind: &str,
) -> Option<&'a ProductType> {
    let sensor = sensor_of(constellation);
    let fits = |product: &&ProductType| product.sensor == sensor && product.source == "archive";
    let target = if kind.eq_ignore_ascii_case("mono") || kind.is_empty() { "mono" } else { kind };
    types.iter().filter(fits).find(|product| product.target.eq_ignore_ascii_case(target))
}

fn item(
    scene: Value,
    scene_id: &str,
    area_id: &str,
    area_name: &str,
    polygon: AreaPolygon,
    product: ProductType,
) -> StoredItem {
    StoredItem {
        item_id: uuid::Uuid::new_v4().to_string(),
        scene,
        scene_id: scene_id.to_owned(),
        area_id: area_id.to_owned(),
        area_name: area_name.to_owned(),
        polygon,
        product_type_id: product.product_type_id,
        product_type_label: product.label,
    }
}
