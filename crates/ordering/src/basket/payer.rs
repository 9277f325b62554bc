//! Who pays. Where several contracts sell a scene, a person says which: nothing here picks the first.

use serde_json::Value;

use super::edit::best_product;
use super::stored::{Groups, StoredGroup};
use super::view::Basket;
use crate::catalogue::{Contract, ProductType};
use crate::desk::Desk;
use crate::error::DeskError;

impl Desk {
    /// The contracts that sell a scene of the archive at hand.
    ///
    /// # Errors
    /// When there is no such scene, or the vendor cannot be asked.
    pub async fn list_sellers(&self, scene_id: &str) -> Result<Vec<Contract>, DeskError> {
        let feature = self.scene_feature(scene_id)?;
        let sellers = self.sellers(&feature).await?;
        Ok(sellers.into_iter().map(|(contract, _)| contract).collect())
    }

    /// Lets another contract pay for a group: its items go over, with what is in the other's group already.
    ///
    /// # Errors
    /// When the other contract does not sell all of it, or the local data can't be written.
    pub async fn pay_with(&self, contract_id: &str, other_id: &str) -> Result<Basket, DeskError> {
        let group = self.stored_group(contract_id)?;
        let mut products = Vec::new();
        for item in &group.items {
            let sellers = self.sellers(&item.scene).await?;
            let product = sellers.into_iter().find(|(contract, _)| contract.contract_id == other_id);
            let (_, product) = product.ok_or_else(|| {
                DeskError::invalid(
                    "contract",
                    format!("this contract does not sell {}", item.product_type_label),
                )
            })?;
            products.push((item.item_id.clone(), product));
        }
        let editing = self.inner.records.basket.lock().await;
        let mut from = self.stored_group(contract_id)?;
        if !from.is_same_as(&group) {
            return Err(DeskError::PriceStale("the basket was changed meanwhile".to_owned()));
        }
        if contract_id == other_id || from.items.is_empty() {
            return self.edited(editing).await;
        }
        let mut to = match self.inner.store.group(other_id)? {
            Some(group) => group,
            None => self.taken_over(&from, other_id)?,
        };
        for (mut item, (_, product)) in from.items.drain(..).zip(products) {
            item.product_type_id = product.product_type_id;
            item.product_type_label = product.label;
            let there =
                to.items.iter().any(|one| one.scene_id == item.scene_id && one.area_id == item.area_id);
            if !there {
                to.items.push(item);
            }
        }
        to.void_price();
        // First where it goes, then where it came from: what stands in both after a fault can be taken out by hand.
        self.keep_edited(&to.reference, &to)?;
        self.keep_edited(&from.reference, &from)?;
        self.edited(editing).await
    }

    /// A group of another contract with what was chosen on the first, as far as it goes over.
    fn taken_over(&self, from: &StoredGroup, contract_id: &str) -> Result<StoredGroup, DeskError> {
        let name = from.items.first().map(|item| item.area_name.clone()).unwrap_or_default();
        let fresh = self.new_group(contract_id, &name)?;
        Ok(StoredGroup {
            market: fresh.market.clone().or_else(|| from.market.clone()),
            end_user: fresh.end_user.clone().or_else(|| from.end_user.clone()),
            choices: from.choices.clone(),
            ..fresh
        })
    }

    /// The contract that pays for a scene, with its product type.
    pub(super) async fn payer(
        &self,
        feature: &Value,
        contract_id: Option<&str>,
    ) -> Result<(String, ProductType), DeskError> {
        let mut sellers = self.sellers(feature).await?;
        if let Some(wanted) = contract_id {
            let found = sellers.into_iter().find(|(contract, _)| contract.contract_id == wanted);
            let (contract, product) = found.ok_or_else(|| {
                DeskError::invalid(
                    "contract",
                    "the contract chosen does not sell this scene from the archive",
                )
            })?;
            return Ok((contract.contract_id, product));
        }
        match sellers.len() {
            1 => {
                let (contract, product) = sellers.remove(0);
                Ok((contract.contract_id, product))
            }
            0 => {
                let property = |key| oneatlas::wire::search::property(feature, key).unwrap_or_default();
                let (constellation, kind) = (property("constellation"), property("productType"));
                Err(DeskError::invalid(
                    "scene",
                    format!("none of your contracts sells {constellation} {kind} scenes from the archive"),
                ))
            }
            _ => Err(DeskError::ChoosePayer {
                contracts: sellers.into_iter().map(|(contract, _)| contract).collect(),
            }),
        }
    }

    /// Every contract that sells a scene, with the product type: archive, of its sensor, mono or stereo as the scene is.
    async fn sellers(&self, feature: &Value) -> Result<Vec<(Contract, ProductType)>, DeskError> {
        let constellation = oneatlas::wire::search::property(feature, "constellation").unwrap_or_default();
        let kind = oneatlas::wire::search::property(feature, "productType").unwrap_or_default();
        let mut sellers = Vec::new();
        for contract in self.known_contracts().await? {
            let types = self.product_types(&contract.contract_id).await?;
            if let Some(product) = best_product(&types, &constellation, &kind) {
                sellers.push((contract, product.clone()));
            }
        }
        Ok(sellers)
    }

    /// The other contracts that sell everything in a group; none where that can't be found out.
    pub(super) async fn other_payers(&self, group: &StoredGroup) -> Vec<Contract> {
        let mut common: Option<Vec<Contract>> = None;
        for item in &group.items {
            let sellers = self.sellers(&item.scene).await.unwrap_or_default();
            let sells = |contract: &Contract| {
                sellers.iter().any(|(seller, _)| seller.contract_id == contract.contract_id)
            };
            common = Some(match common {
                None => sellers.iter().map(|(contract, _)| contract.clone()).collect(),
                Some(before) => before.into_iter().filter(|contract| sells(contract)).collect(),
            });
        }
        let mut common = common.unwrap_or_default();
        common.retain(|contract| contract.contract_id != group.contract_id);
        common
    }
}
