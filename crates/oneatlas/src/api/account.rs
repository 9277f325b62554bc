//! Contracts, workspace, product types, options, markets, countries, delivery types.

use serde_json::{Value, json};

use crate::client::{Client, Read, join};
use crate::error::Error;
use crate::wire::account::{
    Contract, ContractProperties, Contracts, DeliveryType, DeliveryTypes, Market, Me, ProductType,
    ProductTypes, Properties,
};
use crate::wire::lenient::Labelled;
use crate::wire::options::{AvailableOption, AvailableOptions};

impl Client {
    /// The contracts of this key: `GET order/api/v1/contracts`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn contracts(&self) -> Result<Vec<Contract>, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "contracts"]);
        Ok(self.read_json::<Contracts>(Read::get("list the contracts", url)).await?.contracts)
    }

    /// The account: `GET data/api/v1/me`. Legacy contracts deliver to its workspace.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn me(&self) -> Result<Me, Error> {
        let url = join(&self.hosts().data, &["api", "v1", "me"]);
        self.read_json(Read::get("read the account", url)).await
    }

    /// Where a contract delivers: its own workspace on neo, the account's on legacy.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn workspace(&self, contract: &Contract) -> Result<Option<String>, Error> {
        let own = contract.delivery.iter().map(|d| &d.delivery_workspace).find(|name| !name.is_empty());
        if let Some(name) = own {
            return Ok(Some(name.clone()));
        }
        let account = self.me().await?.contract;
        Ok(account.workspace_id.or(account.workspace_name))
    }

    /// What a contract sells: `GET order/api/v1/contracts/{id}/productTypes`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn product_types(&self, contract_id: &str) -> Result<Vec<ProductType>, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "contracts", contract_id, "productTypes"]);
        Ok(self.read_json::<ProductTypes>(Read::get("list the product types", url)).await?.product_types)
    }

    /// The markets of a contract: `GET order/api/v1/{id}/properties`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn markets(&self, contract_id: &str) -> Result<Vec<Market>, Error> {
        let url = join(&self.hosts().order, &["api", "v1", contract_id, "properties"]);
        Ok(self.read_json::<ContractProperties>(Read::get("list the markets", url)).await?.markets)
    }

    /// How a contract delivers: `GET order/api/v1/contracts/{id}/deliveryTypes`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delivery_types(&self, contract_id: &str) -> Result<Vec<DeliveryType>, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "contracts", contract_id, "deliveryTypes"]);
        Ok(self.read_json::<DeliveryTypes>(Read::get("list the delivery types", url)).await?.delivery_types)
    }

    /// The countries an end user may be in: `GET order/api/v1/properties`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn countries(&self) -> Result<Vec<Labelled>, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "properties"]);
        let lists = self.read_json::<Properties>(Read::get("list the countries", url)).await?.properties;
        Ok(lists.into_iter().find(|list| list.key == "countries").map(|list| list.values).unwrap_or_default())
    }

    /// The production options of a product type over an area (a GeoJSON polygon), numbered 1:
    /// `POST order/api/v1/contracts/{id}/productTypes/{pt}/options`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn options(
        &self,
        contract_id: &str,
        product_type_id: &str,
        areas: &[(u32, Value)],
    ) -> Result<Vec<AvailableOption>, Error> {
        let segments = ["api", "v1", "contracts", contract_id, "productTypes", product_type_id, "options"];
        let url = join(&self.hosts().order, &segments);
        let aoi: Vec<Value> =
            areas.iter().map(|(id, geometry)| json!({"polygonId": id, "geometry": geometry})).collect();
        let call = Read::post("list the production options", url, &json!({ "aoi": aoi }))?;
        Ok(self.read_json::<AvailableOptions>(call).await?.available_options)
    }
}
