//! Price, tracking, the quotation's document. Sending is not here: see [`crate::MoneyClient`].

use std::collections::HashSet;

use bytes::Bytes;

use crate::answer::{PDF_CAP, decode};
use crate::client::{Client, Read, join};
use crate::error::{Error, ErrorKind};
use crate::wire::price::{PriceAnswer, SpendAnswer};
use crate::wire::tracking::{OrderRecord, OrdersPage, OrdersQuery};

/// Records that are read at most: forty full pages.
const MOST_RECORDS: usize = 20_000;

/// A list that changes while it is read is read anew, so many times in all.
const READINGS: u32 = 3;

const LOOK_UP: &str = "look the orders up";

impl Client {
    /// Prices a request: `POST order/api/v1/prices`. Takes bytes, because what was priced is what is sent.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn price(&self, body: Bytes) -> Result<PriceAnswer, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "prices"]);
        self.read_json(Read::post_bytes("price the basket", url, body)).await
    }

    /// Order records, all pages of them and each record once: `POST order/api/v2/orders/search`, Pléiades Neo only.
    ///
    /// Amounts are summed over what this gives, so that it is never a part of the list.
    ///
    /// # Errors
    /// [`ErrorKind::TooMany`] when there are more than 20,000; [`ErrorKind::Changing`] when the list changed in each of
    /// three readings; else see [`Error`].
    pub async fn orders(&self, query: &OrdersQuery) -> Result<Vec<OrderRecord>, Error> {
        for _ in 0..READINGS {
            let reading = self.read_orders(query.clone()).await?;
            if reading.is_whole() {
                return Ok(reading.records);
            }
            tracing::debug!("the list of orders changed while it was read");
        }
        Err(Error::new(ErrorKind::Changing, LOOK_UP)
            .detail(format!("the list changed while it was read, {READINGS} times in a row")))
    }

    async fn read_orders(&self, mut query: OrdersQuery) -> Result<Reading, Error> {
        let url = join(&self.hosts().order, &["api", "v2", "orders", "search"]);
        let mut reading = Reading::default();
        loop {
            let page: OrdersPage = self.read_json(Read::post(LOOK_UP, url.clone(), &query)?).await?;
            let more = reading.add(page, query.paging.items_per_page as usize);
            if reading.length() > MOST_RECORDS as u64 {
                let why = format!(
                    "the list has more than {MOST_RECORDS} lines, which is more than is read at once; ask for one reference"
                );
                return Err(Error::new(ErrorKind::TooMany, LOOK_UP).detail(why));
            }
            if !more {
                return Ok(reading);
            }
            query.paging.start_index = u32::try_from(reading.came).unwrap_or(u32::MAX);
        }
    }

    /// The quotation's PDF: `GET order/api/v1/quotations/{id}/export`.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when the answer is no PDF; else see [`Error`].
    pub async fn export_quotation(&self, quotation_id: &str) -> Result<Bytes, Error> {
        const OPERATION: &str = "fetch the quotation";
        let url = join(&self.hosts().order, &["api", "v1", "quotations", quotation_id, "export"]);
        let mut call = Read::get(OPERATION, url);
        call.cap = PDF_CAP;
        let (body, _) = self.read(call).await?;
        if body.starts_with(b"%PDF-") {
            Ok(body)
        } else {
            Err(Error::new(ErrorKind::Decode, OPERATION).detail("the answer is no PDF document"))
        }
    }
}

/// The pages of a list as they are put together. Pages are asked for by place and the vendor's order of them is not
/// documented: a line that is added or moves between two pages shifts the others, so that one comes twice or not at all.
#[derive(Default)]
struct Reading {
    records: Vec<OrderRecord>,
    /// The order items of the pages so far.
    items: HashSet<String>,
    /// How many records came, also those that came before: the place of the next page.
    came: usize,
    /// How many there are, where the vendor told.
    total: Option<u64>,
    total_changed: bool,
    repeats: bool,
}

impl Reading {
    /// Adds a page that was asked for with so many records; says whether another may follow.
    fn add(&mut self, page: OrdersPage, asked: usize) -> bool {
        let (count, total) = (page.features.len(), page.total());
        self.total_changed |= total.zip(self.total).is_some_and(|(now, before)| now != before);
        self.total = total.or(self.total);
        // Only between pages: what one page lists is taken as it is, and a record without an id is never a repetition.
        let is_new = |record: &OrderRecord| {
            record.order_item_id.as_ref().is_none_or(|item| !self.items.contains(item))
        };
        let new: Vec<OrderRecord> = page.features.into_iter().filter(is_new).collect();
        self.repeats |= new.len() < count;
        self.items.extend(new.iter().filter_map(|record| record.order_item_id.clone()));
        self.records.extend(new);
        self.came += count;
        // Without a total, a page that is not full is the last one.
        let more = self.total.map_or(count >= asked, |total| (self.came as u64) < total);
        more && count > 0
    }

    /// How long the list is, as far as it is known.
    fn length(&self) -> u64 {
        self.total.unwrap_or(0).max(self.came as u64)
    }

    /// Whether it is of one moment. A repeated record took the place of one that did not come, unless as many came as
    /// there are.
    fn is_whole(&self) -> bool {
        let all_came = self.total.is_some_and(|total| self.records.len() as u64 >= total);
        !self.total_changed && (!self.repeats || all_came)
    }
}

impl SpendAnswer {
    /// Reads the answer to an order or a quotation request.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when it is not readable.
    pub fn read(body: &[u8]) -> Result<SpendAnswer, Error> {
        decode("read the answer", body)
    }
}
