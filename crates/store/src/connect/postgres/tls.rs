//! TLS to the server: rustls with ring, certificates always checked. Called by `target`.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, Result};

pub(super) type Connector = MakeRustlsConnect;

/// Trusts the authorities in the PEM file `root`, or those of the system.
pub(super) fn connector(root: Option<&str>) -> Result<Connector> {
    let mut roots = RootCertStore::empty();
    match root {
        Some(path) => {
            let wrong = |e: &dyn std::fmt::Display| Error::Other(format!("sslrootcert {path}: {e}"));
            for certificate in CertificateDer::pem_file_iter(path).map_err(|e| wrong(&e))? {
                roots.add(certificate.map_err(|e| wrong(&e))?).map_err(|e| wrong(&e))?;
            }
        }
        // one unreadable certificate of the system must not lock us out
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Other(format!("TLS: {e}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
