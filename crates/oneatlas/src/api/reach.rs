//! Whether the vendor's hosts are there.

use crate::client::Client;
use crate::error::Error;

impl Client {
    /// Asks every host but that of the tokens for its first page, without a token. Any answer will do, also a refusal: it
    /// shows that the host is there.
    ///
    /// # Errors
    /// Why the first of them that can't be asked can't be.
    pub async fn reach(&self) -> Result<(), Error> {
        let hosts = self.hosts();
        let mut asked = vec![];
        for host in [&hosts.order, &hosts.search, &hosts.access, &hosts.data] {
            if !asked.contains(&host) {
                asked.push(host);
                let answer = self.shared.http.get(host.clone()).send().await;
                answer.map_err(|error| Error::transport("reach the vendor", error))?;
            }
        }
        Ok(())
    }
}
