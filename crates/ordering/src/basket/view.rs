//! The basket as it is shown, with everything that is still missing said beside its field.

use archive::SceneRow;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::estimates::Estimate;
use super::following::UnderWay;
use super::options::{ProductOptions, ProductionOption, problems, resolve};
use super::stored::{EndUser, Priced, StoredGroup, StoredItem};
use crate::catalogue::Contract;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::money::{Backend, amount_in_words};
use crate::reference::is_usable;

/// The whole basket.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Basket {
    /// One per contract.
    pub groups: Vec<BasketGroup>,
    /// The vendor was not asked: what is kept on this computer, with prices of the moment they were given. It has no forms,
    /// and nothing of it can be ordered.
    pub offline: bool,
}

/// One contract's part.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BasketGroup {
    /// Whose money.
    pub contract: Contract,
    /// Scenes over areas.
    pub items: Vec<BasketItem>,
    /// The forms, one per product type.
    pub options: Vec<ProductOptions>,
    /// Primary market.
    pub market: Option<String>,
    /// Secondary market.
    pub secondary_market: Option<String>,
    /// Who will use it.
    pub end_user: Option<EndUser>,
    /// Neo insists on an end user.
    pub end_user_required: bool,
    /// Unique, for tracking, delivery and invoice.
    pub reference: String,
    /// What its product types would cost, as far as prices were learned; before the vendor is asked.
    pub estimates: Vec<Estimate>,
    /// What the vendor asked for it; void after any edit.
    pub price: Option<Price>,
    /// There was a price, and an edit voided it.
    pub price_stale: bool,
    /// What is missing or wrong.
    pub problems: Vec<Problem>,
    /// Whether a quotation can be asked for.
    pub may_quote: bool,
    /// What is being bought on this contract; it can't be edited, priced or ordered.
    pub under_way: Vec<UnderWay>,
    /// Other contracts that sell all of it.
    pub payers: Vec<Contract>,
}

/// A scene over an area.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct BasketItem {
    /// Made here.
    pub item_id: String,
    /// The scene.
    pub scene: SceneRow,
    /// The kept area it came from.
    pub area_id: String,
    /// Its name then.
    pub area_name: String,
    /// What is sent.
    pub product_type_id: String,
    /// What is shown.
    pub product_type_label: String,
    /// The whole area, in km².
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub drawn_km2: f64,
    /// The part of it that the scene covers, in km².
    #[cfg_attr(feature = "specta", specta(type = specta_typescript::Number))]
    pub covered_km2: f64,
}

/// Something missing or wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Problem {
    /// `market`, `endUser`, `reference`, `items`, `credit`, `contract`, or `options.<key>`.
    pub field: String,
    /// For a person.
    pub message: String,
}

/// A price.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// ISO 4217.
    pub currency: String,
    /// What would be paid.
    pub total_amount: Decimal,
    /// Taken off.
    pub discount_value: Decimal,
    /// Per product type.
    pub lines: Vec<PriceLine>,
    /// When it was answered, RFC 3339.
    pub priced_at: String,
    /// Of the bytes it was asked for.
    pub sha256: String,
}

/// The price of one product type.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PriceLine {
    /// Which.
    pub product_type_id: String,
    /// What is shown.
    pub label: String,
    /// Billed, in km².
    pub area_km2: Decimal,
    /// After discount.
    pub amount: Decimal,
    /// Amount by area, rounded to cents.
    pub per_km2: Option<Decimal>,
    /// Whether the minimum area was billed.
    pub minimum_applied: bool,
}

/// An edit of a group's facts; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase", default)]
pub struct GroupPatch {
    /// Primary market.
    pub market: Option<String>,
    /// Secondary market; the empty text clears it.
    pub secondary_market: Option<String>,
    /// End user; an empty name and country clear it.
    pub end_user: Option<EndUser>,
    /// Reference.
    pub reference: Option<String>,
}

impl Desk {
    /// The basket.
    ///
    /// # Errors
    /// When the local data or the vendor's lists cannot be read.
    pub async fn basket(&self) -> Result<Basket, DeskError> {
        let mut failed = Vec::new();
        let basket = self.shown_groups(&mut failed).await?;
        let answered = failed.len() < basket.groups.len();
        // A group that can't be asked about stands beside the others; a vendor that does not answer at all is an error.
        match failed.into_iter().next() {
            Some(DeskError::Client(error)) if error.can_retry() && !answered => Err(error.into()),
            _ => Ok(basket),
        }
    }

    /// The basket, also when the vendor can't be asked about any of it.
    pub(super) async fn basket_as_far_as_known(&self) -> Result<Basket, DeskError> {
        self.shown_groups(&mut Vec::new()).await
    }

    /// Each group as it is now; one that the vendor can't be asked about as it is kept, with the reason, so that it can be
    /// seen and taken out.
    async fn shown_groups(&self, failed: &mut Vec<DeskError>) -> Result<Basket, DeskError> {
        let mut groups = Vec::new();
        for group in self.groups_with_under_way()? {
            groups.push(match self.show_group(&group).await {
                Ok(shown) => shown,
                Err(error @ (DeskError::Client(_) | DeskError::NotFound { .. })) => {
                    let message = format!("Nothing of this can be ordered for now: {error}");
                    let problems = vec![Problem { field: CONTRACT.to_owned(), message }];
                    failed.push(error);
                    BasketGroup { problems, ..self.show_kept(&group)? }
                }
                Err(other) => return Err(other),
            });
        }
        Ok(Basket { groups, offline: false })
    }

    /// The basket as it is kept on this computer, without asking the vendor.
    ///
    /// # Errors
    /// When the local data cannot be read.
    pub fn kept_basket(&self) -> Result<Basket, DeskError> {
        let groups = self.groups_with_under_way()?;
        let groups: Result<_, DeskError> = groups.iter().map(|group| self.show_kept(group)).collect();
        Ok(Basket { groups: groups?, offline: true })
    }

    /// The groups, and one without items for each contract on which all of it is being bought.
    fn groups_with_under_way(&self) -> Result<Vec<StoredGroup>, DeskError> {
        let mut groups = self.stored_groups()?;
        // A record that can't be read says so on its own pages; what is in the basket stays in sight.
        for contract_id in self.contracts_under_way().unwrap_or_default() {
            if !groups.iter().any(|group| group.contract_id == contract_id) {
                groups.push(StoredGroup { contract_id, ..StoredGroup::default() });
            }
        }
        Ok(groups)
    }

    fn show_kept(&self, group: &StoredGroup) -> Result<BasketGroup, DeskError> {
        let unnamed = || Contract {
            contract_id: group.contract_id.clone(),
            name: group.contract_id.clone(),
            backend: group.items.first().map_or(Backend::Legacy, |item| self.show_item(item).scene.backend),
            currency: group.priced.as_ref().map(|priced| priced.currency.clone()).unwrap_or_default(),
            credit_remaining: None,
            sells_archive: None,
        };
        let contract = self.known_before(&group.contract_id)?.unwrap_or_else(unnamed);
        Ok(self.as_stored(group, contract))
    }

    pub(crate) async fn show_group(&self, group: &StoredGroup) -> Result<BasketGroup, DeskError> {
        let contract = self.known_contract(&group.contract_id).await?;
        let options = self.forms(group).await?;
        let mut problems = Vec::new();
        if !group.items.is_empty() {
            problems = check(group, &contract, &options);
            problems.extend(beyond_credit(group, &contract));
        }
        let may_quote = contract.backend == Backend::Neo;
        let payers = self.other_payers(group).await;
        Ok(BasketGroup { may_quote, options, problems, payers, ..self.as_stored(group, contract) })
    }

    /// What is known of a group without asking: with it nothing can be ordered yet.
    fn as_stored(&self, group: &StoredGroup, contract: Contract) -> BasketGroup {
        BasketGroup {
            items: group.items.iter().map(|item| self.show_item(item)).collect(),
            market: group.market.clone(),
            secondary_market: group.secondary_market.clone(),
            end_user: group.end_user.clone(),
            end_user_required: contract.backend == Backend::Neo,
            reference: group.reference.clone(),
            estimates: self.estimates(group),
            price: group.priced.as_ref().map(Price::from),
            price_stale: group.price_voided,
            may_quote: false,
            under_way: self.under_way(&group.contract_id).unwrap_or_default(),
            payers: Vec::new(),
            contract,
            options: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(crate) fn show_item(&self, item: &StoredItem) -> BasketItem {
        let scene = archive::Scene::from_feature(&item.scene);
        let row = self.row_of(&scene, &item.polygon);
        let drawn_km2 = aoi::check(&item.polygon).km2;
        BasketItem {
            item_id: item.item_id.clone(),
            area_id: item.area_id.clone(),
            area_name: item.area_name.clone(),
            product_type_id: item.product_type_id.clone(),
            product_type_label: item.product_type_label.clone(),
            drawn_km2,
            covered_km2: drawn_km2 * row.coverage / 100.0,
            scene: row,
        }
    }

    /// The forms of a group with what applies.
    pub(crate) async fn forms(&self, group: &StoredGroup) -> Result<Vec<ProductOptions>, DeskError> {
        let mut areas: Vec<(u32, Value)> = Vec::new();
        for (number, item) in group.areas() {
            let geometry = serde_json::to_value(&item.polygon).map_err(|error| {
                DeskError::invalid("items", format!("an area cannot be written: {error}"))
            })?;
            areas.push((number, geometry));
        }
        let none = std::collections::BTreeMap::new();
        let mut forms = Vec::new();
        for (id, label) in group.product_types() {
            let raw = self.raw_options(&group.contract_id, id, &areas).await?;
            // Hidden options, and those of single items, are not for this form.
            let shown = raw.iter().filter(|option| !option.hidden && option.category != "item_properties");
            let options: Vec<ProductionOption> =
                shown.map(|option| ProductionOption::from(option).of_areas(&group.areas())).collect();
            let values = resolve(&options, group.choices.get(id).unwrap_or(&none));
            forms.push(ProductOptions {
                product_type_id: id.to_owned(),
                label: label.to_owned(),
                options,
                values,
            });
        }
        Ok(forms)
    }
}

/// The field of a contract that can't be asked about: it is gone, or the vendor refuses or does not answer.
const CONTRACT: &str = "contract";

/// The field of a price that is beyond the credit. It keeps a group from being ordered, not from being priced or quoted.
pub(crate) const CREDIT: &str = "credit";

fn beyond_credit(group: &StoredGroup, contract: &Contract) -> Option<Problem> {
    let (priced, credit) = (group.priced.as_ref()?, contract.credit_remaining?);
    let (total, currency) = (priced.total, &priced.currency);
    let (cost, left) = (amount_in_words(total, currency), amount_in_words(credit, currency));
    let message = format!(
        "The order costs {cost}, more than the contract has left ({left}). Take scenes out, draw a smaller area, or have \
         the contract topped up."
    );
    (total > credit).then(|| Problem { field: CREDIT.to_owned(), message })
}

/// Everything that keeps a group from being priced.
pub(crate) fn check(group: &StoredGroup, contract: &Contract, options: &[ProductOptions]) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut say = |field: &str, message: String| found.push(Problem { field: field.to_owned(), message });
    if group.market.as_deref().is_none_or(str::is_empty) {
        say("market", "A market is needed for every order".to_owned());
    }
    let user = group.end_user.as_ref();
    if contract.backend == Backend::Neo && user.is_none() {
        say("endUser", "Pléiades Neo needs an end user with a country".to_owned());
    }
    if user.is_some_and(|user| user.country.is_empty()) {
        say("country", "The end user needs a country".to_owned());
    }
    if user.is_some_and(|user| user.name.trim().is_empty()) {
        say("endUser", "The end user needs a name".to_owned());
    }
    if !is_usable(&group.reference) {
        let allowed =
            "4 to 28 letters, digits, hyphens, dots or underscores; Swath adds what makes it unique";
        say("reference", allowed.to_owned());
    }
    for (_, item) in group.areas() {
        let report = aoi::check(&item.polygon);
        if !report.orderable {
            let why =
                report.faults.iter().find(|fault| fault.blocking).map_or("it has a fault", |f| &f.message);
            say("items", format!("{} can't be ordered: {why}", item.area_name));
        }
    }
    found.extend(options.iter().flat_map(|form| problems(&form.options, &form.values)));
    found
}

impl From<&Priced> for Price {
    fn from(priced: &Priced) -> Price {
        let lines = priced.lines.iter().map(|line| PriceLine {
            product_type_id: line.product_type_id.clone(),
            label: line.label.clone(),
            area_km2: line.area_km2,
            amount: line.amount,
            per_km2: line.amount.checked_div(line.area_km2).map(|price| price.round_dp(2)),
            minimum_applied: line.minimum_applied,
        });
        Price {
            currency: priced.currency.clone(),
            total_amount: priced.total,
            discount_value: priced.discount,
            lines: lines.collect(),
            priced_at: priced.priced_at.clone(),
            sha256: priced.sha256.clone(),
        }
    }
}
