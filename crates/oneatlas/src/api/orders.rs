//! Price, tracking, the quotation's document. Sending is not here: see [`crate::MoneyClient`].

use bytes::Bytes;

use crate::answer::{PDF_CAP, decode};
use crate::client::{Client, Read, join};
use crate::error::{Error, ErrorKind};
use crate::wire::price::{PriceAnswer, SpendAnswer};
use crate::wire::tracking::{OrderRecord, OrdersPage, OrdersQuery};

impl Client {
    /// Prices a request: `POST order/api/v1/prices`. Takes bytes, because what was priced is what is sent.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn price(&self, body: Bytes) -> Result<PriceAnswer, Error> {
        let url = join(&self.hosts().order, &["api", "v1", "prices"]);
        self.read_json(Read::post_bytes("price the basket", url, body)).await
    }

    /// Order records: `POST order/api/v2/orders/search`, Pléiades Neo only.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn orders(&self, query: &OrdersQuery) -> Result<Vec<OrderRecord>, Error> {
        let url = join(&self.hosts().order, &["api", "v2", "orders", "search"]);
        Ok(self.read_json::<OrdersPage>(Read::post("look the orders up", url, query)?).await?.features)
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
