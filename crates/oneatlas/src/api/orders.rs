//! Price, tracking, the quotation's document. Sending is not here: see [`crate::MoneyClient`].

use bytes::Bytes;

use crate::answer::{PDF_CAP, decode};
use crate::client::{Client, Read, join};
use crate::error::{Error, ErrorKind};
use crate::wire::price::{PriceAnswer, SpendAnswer};
use crate::wire::tracking::{OrderRecord, OrdersPage, OrdersQuery};

/// Records that are read at most; a contract with more is asked more narrowly.
const MOST_RECORDS: usize = 20_000;

impl Client {
    /// Prices a request: `POST order/api/v1/prices`. Takes bytes, because what was priced is what is sent.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn price(&self, body: Bytes) -> Result<PriceAnswer, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "prices"]);
        self.read_json(Read::post_bytes("price the basket", url, body)).await
    }

    /// Order records, all pages of them: `POST order/api/v2/orders/search`, Pléiades Neo only.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn orders(&self, query: &OrdersQuery) -> Result<Vec<OrderRecord>, Error> {
        let url = join(&self.hosts().order, &["api", "v2", "orders", "search"]);
        let (mut query, mut records) = (query.clone(), Vec::new());
        loop {
            let page: OrdersPage =
                self.read_json(Read::post("look the orders up", url.clone(), &query)?).await?;
            let (count, asked, total) =
                (page.features.len(), query.paging.items_per_page as usize, page.total());
            records.extend(page.features);
            // Without a total, a page that is not full is the last one.
            let more = match total {
                Some(total) => (records.len() as u64) < total,
                None => count >= asked,
            };
            if count == 0 || !more || records.len() >= MOST_RECORDS {
                return Ok(records);
            }
            query.paging.start_index = u32::try_from(records.len()).unwrap_or(u32::MAX);
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

impl SpendAnswer {
    /// Reads the answer to an order or a quotation request.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`] when it is not readable.
    pub fn read(body: &[u8]) -> Result<SpendAnswer, Error> {
        decode("read the answer", body)
    }
}
