//! What a person does to the basket.

use ordering::{BasketGroup, DeskError, EndUser, GroupPatch, OrderState};

use super::ground::{AREAS, Piece, ground_named, name_of};
use super::person::{InBasket, Play};
use super::schedule::Edit;
use super::stop::Stop;

impl Play {
    pub(super) async fn edit(&mut self, edit: &Edit) -> Result<(), Stop> {
        let which = match *edit {
            Edit::Add { neo, scene, area, payer } => {
                return self.add(neo, scene, area, payer).await.map(drop);
            }
            Edit::Market { which }
            | Edit::NewReference { which }
            | Edit::Price { which }
            | Edit::Remove { which }
            | Edit::PayWith { which }
            | Edit::Format { which } => which,
        };
        let Some(group) = self.group(which)? else { return Ok(()) };
        let Some(item) = group.items.first() else { return Ok(()) };
        let (desk, contract) = (&self.desk, &group.contract.contract_id);
        let edited = match edit {
            Edit::Market { .. } => return self.fill_in(contract, "AGRI").await,
            Edit::PayWith { .. } => return self.pay_with_other(&group).await,
            Edit::NewReference { .. } => desk.new_reference(contract).await,
            Edit::Price { .. } => desk.price_basket(contract).await,
            Edit::Format { .. } => {
                let value = Some("dimap_geotiff".to_owned());
                desk.set_option(contract, &item.product_type_id, "image_format", value).await
            }
            Edit::Remove { .. } | Edit::Add { .. } => desk.remove_from_basket(&item.item_id).await,
        };
        Ok(edited.map(drop)?)
    }

    /// Puts the scenes of an order that was not placed, or is not known, back into the basket.
    pub(super) async fn order_again(&mut self, which: usize) -> Result<(), Stop> {
        let mut orders = self.desk.orders()?;
        orders.retain(|order| {
            matches!(
                order.state,
                OrderState::Unknown { .. }
                    | OrderState::Rejected { .. }
                    | OrderState::NotPlaced { .. }
                    | OrderState::Refused { .. }
                    | OrderState::QuotationExpired
                    | OrderState::Cancelled
            )
        });
        let Some(order) = orders.get(which % orders.len().max(1)) else { return Ok(()) };
        let before = self.in_basket()?;
        let again = self.desk.order_again(&order.reference).await;
        let confirmed = self.memory.confirmed.get(&order.reference).cloned();
        for piece in confirmed.into_iter().flat_map(|confirmed| confirmed.pieces) {
            self.has_put(piece, &order.contract_id, again.is_ok(), &before)?;
        }
        Ok(again.map(drop)?)
    }

    /// Puts a scene into the basket on a contract that the person chooses, and looks in which group it is then.
    pub(super) async fn add(
        &mut self,
        neo: bool,
        scene: usize,
        area: usize,
        payer: usize,
    ) -> Result<String, Stop> {
        let scenes = &self.scenes[usize::from(neo)];
        let scene = scenes[scene % scenes.len()].clone();
        let (area, name) = (self.areas[area].clone(), AREAS[area].0);
        let sellers = self.desk.list_sellers(&scene).await?;
        if sellers.len() > 1 && self.desk.add_to_basket(&scene, &area, None).await.is_ok() {
            return Stop::broken(format!("{scene} got a payer that nobody chose"));
        }
        let payer = sellers.get(payer % sellers.len().max(1)).map(|seller| seller.contract_id.clone());
        let payer = payer.ok_or_else(|| DeskError::NotFound { what: "seller".to_owned() })?;
        let before = self.in_basket()?;
        let added = self.desk.add_to_basket(&scene, &area, Some(&payer)).await;
        let ground = ground_named(name).ok_or_else(|| Stop::World("an area without ground".into()))?;
        self.has_put((scene.clone(), ground), &payer, added.is_ok(), &before)?;
        let holds = |group: &&BasketGroup| {
            group.items.iter().any(|item| item.scene.id == scene && item.area_id == area)
        };
        let basket = added?;
        let mut groups: Vec<&BasketGroup> = basket.groups.iter().filter(holds).collect();
        groups.sort_by_key(|group| group.contract.contract_id != payer);
        match groups.first() {
            Some(group) => Ok(group.contract.contract_id.clone()),
            None => Stop::broken(format!("{scene} was put into the basket and is not there")),
        }
    }

    /// Remembers what a person has put into the basket: also where the answer failed, if it went there just then.
    fn has_put(
        &mut self,
        piece: Piece,
        contract: &str,
        answered: bool,
        before: &[InBasket],
    ) -> Result<(), Stop> {
        let there = (contract.to_owned(), piece.0.clone(), name_of(piece.1).to_owned());
        if answered || (!before.contains(&there) && self.in_basket()?.contains(&there)) {
            self.memory.puts(piece, contract);
        }
        Ok(())
    }

    /// Fills in what a group needs.
    pub(super) async fn fill_in(&self, contract: &str, market: &str) -> Result<(), Stop> {
        let user = EndUser { name: "River Authority".to_owned(), country: "PT".to_owned() };
        let patch =
            GroupPatch { market: Some(market.to_owned()), end_user: Some(user), ..GroupPatch::default() };
        Ok(self.desk.edit_group(contract, patch).await.map(drop)?)
    }

    /// One of the groups in the basket.
    pub(super) fn group(&self, which: usize) -> Result<Option<BasketGroup>, Stop> {
        let mut groups = self.desk.kept_basket()?.groups;
        groups.retain(|group| !group.items.is_empty());
        let which = which % groups.len().max(1);
        Ok(groups.into_iter().nth(which))
    }

    async fn pay_with_other(&mut self, group: &BasketGroup) -> Result<(), Stop> {
        let Some(item) = group.items.first() else { return Ok(()) };
        let contract = &group.contract.contract_id;
        let sellers = self.desk.list_sellers(&item.scene.id).await?;
        let other = sellers.into_iter().find(|seller| seller.contract_id != *contract);
        let Some(other) = other.map(|seller| seller.contract_id) else { return Ok(()) };
        let before = self.in_basket()?;
        let moved = self.desk.pay_with(contract, &other).await;
        for item in &group.items {
            if let Some(ground) = ground_named(&item.area_name) {
                self.has_put((item.scene.id.clone(), ground), &other, moved.is_ok(), &before)?;
            }
        }
        Ok(moved.map(drop)?)
    }
}
