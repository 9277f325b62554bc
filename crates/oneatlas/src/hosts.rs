//! Where each part of the API lives, and which addresses may ever see the bearer token.

use url::{Host, Url};

/// The vendor's own domains: a link in an answer may lead to any name below them.
const VENDOR_DOMAINS: [&str; 3] = ["airbus.com", "geoapi-airbusds.com", "intelligence-airbusds.com"];

/// Where the vendor keeps files besides: its published description names Google's storage. The name has to be just this.
const FILE_HOSTS: [&str; 1] = ["storage.googleapis.com"];

/// The base addresses of the API's hosts. One address may serve several (the sandbox serves all).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts {
    /// Tokens and API keys.
    pub authenticate: Url,
    /// Contracts, options, prices, quotations, orders.
    pub order: Url,
    /// The catalogue search.
    pub search: Url,
    /// Quicklooks, thumbnails, downloads.
    pub access: Url,
    /// The account and its workspace.
    pub data: Url,
}

/// A base address that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// Not an address at all.
    #[error("'{address}' is not a web address: {reason}")]
    Malformed {
        /// What was given.
        address: String,
        /// What the parser said.
        reason: String,
    },
    /// Plain HTTP to another computer would show the key to everybody on the way.
    #[error("'{address}' must begin with https:// (http:// is allowed for this computer only)")]
    Insecure {
        /// What was given.
        address: String,
    },
    /// A user name, query or fragment has no place in a base address.
    #[error("'{address}' must be a plain base address, without user name, query or fragment")]
    Decorated {
        /// What was given.
        address: String,
    },
}

impl Hosts {
    /// The public hosts of OneAtlas.
    pub fn oneatlas() -> Hosts {
        let fixed = |address: &str| Url::parse(address).expect("the address is a constant");
        Hosts {
            authenticate: fixed("https://authenticate.foundation.api.oneatlas.airbus.com"),
            order: fixed("https://order.api.oneatlas.airbus.com"),
            search: fixed("https://search.foundation.api.oneatlas.airbus.com"),
            access: fixed("https://access.foundation.api.oneatlas.airbus.com"),
            data: fixed("https://data.api.oneatlas.airbus.com"),
        }
    }

    /// One address that serves every host, such as a sandbox.
    ///
    /// # Errors
    /// When the address is malformed, insecure or decorated.
    pub fn single(address: &str) -> Result<Hosts, HostError> {
        let base = Hosts::base(address)?;
        Ok(Hosts {
            authenticate: base.clone(),
            order: base.clone(),
            search: base.clone(),
            access: base.clone(),
            data: base,
        })
    }

    /// Checks one base address: HTTPS, or HTTP on the loopback of this computer.
    ///
    /// # Errors
    /// When the address is malformed, insecure or decorated.
    pub fn base(address: &str) -> Result<Url, HostError> {
        let given = || address.to_owned();
        let url = Url::parse(address.trim())
            .map_err(|error| HostError::Malformed { address: given(), reason: error.to_string() })?;
        if url.host().is_none() {
            return Err(HostError::Malformed { address: given(), reason: "it names no host".to_owned() });
        }
        if !(url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url))) {
            return Err(HostError::Insecure { address: given() });
        }
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if plain { Ok(url) } else { Err(HostError::Decorated { address: given() }) }
    }

    /// Whether all hosts are on this computer: no proxy has a way there.
    pub(crate) fn are_local(&self) -> bool {
        self.all().into_iter().all(is_loopback)
    }

    /// Whether they are on this computer and speak without TLS.
    pub(crate) fn are_local_and_plain(&self) -> bool {
        self.are_local() && self.all().into_iter().all(|base| base.scheme() == "http")
    }

    fn all(&self) -> [&Url; 5] {
        [&self.authenticate, &self.order, &self.search, &self.access, &self.data]
    }

    /// Whether the bearer token may be sent to this address: same scheme, host and port as a configured base, and no
    /// user name in it. The only judge of that question.
    pub fn may_bear_token(&self, url: &Url) -> bool {
        let same = |base: &Url| {
            base.scheme() == url.scheme()
                && base.host() == url.host()
                && base.port_or_known_default() == url.port_or_known_default()
        };
        url.username().is_empty()
            && url.password().is_none()
            && [&self.authenticate, &self.order, &self.search, &self.access, &self.data].into_iter().any(same)
    }

    /// Whether a link found in an answer may be followed at all: to a configured host, or over HTTPS on its usual port to a
    /// name of the vendor's, without a user name. No other host is asked, whatever an answer says.
    pub fn may_follow(&self, url: &Url) -> bool {
        let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        let vendors = matches!(url.host(), Some(Host::Domain(name)) if is_vendors(name));
        self.may_bear_token(url) || (url.scheme() == "https" && plain && vendors)
    }
}

fn is_vendors(name: &str) -> bool {
    let below =
        |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    FILE_HOSTS.contains(&name) || VENDOR_DOMAINS.into_iter().any(below)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bears(link: &str) -> bool {
        Hosts::oneatlas().may_bear_token(&Url::parse(link).unwrap())
    }

    #[test]
    fn the_token_goes_to_the_configured_hosts_only() {
        assert!(bears("https://access.foundation.api.oneatlas.airbus.com/api/v1/items/x/quicklook"));
        for evil in [
            "http://access.foundation.api.oneatlas.airbus.com/x",
            "https://access.foundation.api.oneatlas.airbus.com:8443/x",
            "https://access.foundation.api.oneatlas.airbus.com.evil.org/x",
            "https://user@access.foundation.api.oneatlas.airbus.com/x",
            "https://access.foundation.api.oneatlas.airbus.com@evil.org/x",
            "https://evil.org/https://order.api.oneatlas.airbus.com",
            "https://order.api.oneatlas.airbus.com./x",
        ] {
            assert!(!bears(evil), "{evil}");
        }
    }

    #[test]
    fn plain_http_is_for_this_computer_only() {
        assert!(Hosts::single("http://127.0.0.1:8899").is_ok());
        assert!(Hosts::single("http://[::1]:1").is_ok());
        assert!(matches!(Hosts::single("http://example.org"), Err(HostError::Insecure { .. })));
        assert!(matches!(Hosts::single("https://a:b@example.org"), Err(HostError::Decorated { .. })));
        assert!(matches!(Hosts::single("no address"), Err(HostError::Malformed { .. })));
    }

    #[test]
    fn links_lead_to_the_vendors_hosts_only() {
        let hosts = Hosts::oneatlas();
        let follow = |link: &str| hosts.may_follow(&Url::parse(link).unwrap());
        for good in [
            "https://access.foundation.api.oneatlas.airbus.com/api/v1/items/x/download",
            "https://files.oneatlas.airbus.com/a.zip?signature=1",
            "https://AIRBUS.com/a.zip",
            "https://airbus.com:443/a.zip",
            "https://view.geoapi-airbusds.com/a.zip",
            "https://storage.googleapis.com/bucket/a.zip?X-Goog-Signature=1",
        ] {
            assert!(follow(good), "{good}");
        }
        for bad in [
            "https://storage.example.org/a.zip?signature=1",
            "https://notairbus.com/a.zip",
            "https://airbus.com.evil.org/a.zip",
            "https://airbus.com@evil.org/a.zip",
            "https://user@files.airbus.com/a.zip",
            "https://files.airbus.com:8443/a.zip",
            "https://airbus.com./a.zip",
            "https://evil.storage.googleapis.com/a.zip",
            "https://\u{430}irbus.com/a.zip",
            "http://files.airbus.com/a.zip",
            "https://10.0.0.1/a.zip",
            "https://[::1]/a.zip",
            "ftp://order.api.oneatlas.airbus.com/a.zip",
            "file:///etc/passwd",
        ] {
            assert!(!follow(bad), "{bad}");
        }
    }

    #[test]
    fn a_host_of_ones_own_is_one_of_them_and_brings_no_neighbours() {
        let hosts = Hosts::single("https://gateway.example.org:8443").unwrap();
        let follow = |link: &str| hosts.may_follow(&Url::parse(link).unwrap());
        assert!(follow("https://gateway.example.org:8443/a.zip"));
        assert!(!follow("https://gateway.example.org/a.zip"));
        assert!(!follow("https://files.gateway.example.org:8443/a.zip"));
    }
}
