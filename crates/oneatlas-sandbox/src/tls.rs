//! HTTPS with a certificate authority of the sandbox's own, so that programs that know only the vendor's names can be
//! led here by a hosts file and told to trust it.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::SandboxError;
use crate::hosts::HOST_NAMES;

type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Makes an authority and a certificate for all the vendor's hosts, `localhost` and 127.0.0.1, and writes the
/// authority's certificate, in PEM, to `path`. The keys stay in memory: each start makes new ones.
pub(crate) fn acceptor(path: &Path) -> Result<TlsAcceptor, SandboxError> {
    let (authority, config) =
        make().map_err(|error| SandboxError::Tls { path: path.to_owned(), source: error })?;
    let written = write(path, &authority);
    written.map_err(|error| SandboxError::Tls { path: path.to_owned(), source: error.into() })?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}

/// The authority's certificate, and what the server presents.
fn make() -> Result<(String, ServerConfig), Trouble> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name.push(DnType::CommonName, "OneAtlas sandbox authority");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_key = KeyPair::generate()?;
    let authority_certificate = authority.self_signed(&authority_key)?;
    let issuer = Issuer::new(authority, authority_key);

    let names = HOST_NAMES.into_iter().chain(["localhost", "127.0.0.1"]).map(str::to_owned);
    let mut server = CertificateParams::new(names.collect::<Vec<_>>())?;
    server.distinguished_name.push(DnType::CommonName, "OneAtlas sandbox");
    server.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = server.signed_by(&key, &issuer)?;

    // Named, because a process with two cryptographic providers has no default one.
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )?;
    Ok((authority_certificate.pem(), config))
}
