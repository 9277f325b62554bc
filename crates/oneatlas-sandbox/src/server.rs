//! The sockets: a listener on 127.0.0.1 whose connections can be cut at a chosen byte.
//!
//! A fault that closes the connection instead of answering needs the socket itself, which no
//! handler sees. Each connection therefore carries a [`Scissors`], which the handlers find among
//! the request's extensions, and stops sending after as many bytes as it allows.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};

use axum::{Extension, Router};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::SandboxError;
use crate::hosts::Scheme;

const UNCUT: i64 = -1;

/// Cuts a connection after so many more bytes sent.
#[derive(Clone, Debug)]
pub(crate) struct Scissors(Arc<AtomicI64>);

impl Scissors {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(UNCUT)))
    }

    /// Lets `bytes` more through, then the connection breaks.
    pub(crate) fn cut_after(&self, bytes: u32) {
        self.0.store(i64::from(bytes), Ordering::SeqCst);
    }

    /// How many bytes may be sent; `None` means any number.
    fn allowance(&self) -> Option<usize> {
        let left = self.0.load(Ordering::SeqCst);
        (left != UNCUT).then(|| usize::try_from(left.max(0)).unwrap_or(0))
    }

    fn spend(&self, bytes: usize) {
        if self.allowance().is_some() {
            self.0.fetch_sub(i64::try_from(bytes).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}

/// A port being served. Dropping it closes the port and every connection.
#[derive(Debug)]
pub(crate) struct Server {
    url: String,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Listens and serves; over HTTPS when there is something to accept it with.
    pub(crate) async fn start(
        port: u16,
        router: Router,
        tls: Option<TlsAcceptor>,
    ) -> Result<Self, SandboxError> {
        let listen = |source| SandboxError::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen)?;
        let address: SocketAddr = listener.local_addr().map_err(listen)?;
        let (stop, stopped) = oneshot::channel();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let router = router.layer(Extension(Scheme(scheme)));
        let task = tokio::spawn(serve(listener, router, tls, stopped));
        Ok(Self { url: format!("{scheme}://{address}"), stop: Some(stop), task })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // The other end is gone only when serving has already ended, which is what is wanted.
            let _already_ended = stop.send(());
        }
        let _ended = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsAcceptor>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = &mut stopped => break,
            accepted = listener.accept() => accepted,
        };
        // Ended connections are taken out, so that the set does not grow.
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(serve_connection(stream, router.clone(), tls.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::task::yield_now().await;
            }
        }
    }
    connections.shutdown().await;
}

async fn serve_connection(stream: TcpStream, router: Router, tls: Option<TlsAcceptor>) {
    let _small_answers_at_once = stream.set_nodelay(true);
    match tls {
        None => serve_stream(stream, router).await,
        Some(tls) => match tls.accept(stream).await {
            Ok(stream) => serve_stream(stream, router).await,
            Err(error) => {
                tracing::info!(%error, "a caller did not agree on TLS; it may not know the authority");
            }
        },
    }
}

async fn serve_stream(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let scissors = Scissors::new();
    let service = TowerToHyperService::new(router.layer(Extension(scissors.clone())));
    let io = TokioIo::new(CuttableStream { stream, scissors });
    if let Err(error) = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

struct CuttableStream<S> {
    stream: S,
    scissors: Scissors,
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "cut by a fault")
}

impl<S: AsyncRead + Unpin> AsyncRead for CuttableStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for CuttableStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let allowed = match self.scissors.allowance() {
            Some(0) => return Poll::Ready(Err(cut())),
            Some(bytes) => &buf[..buf.len().min(bytes)],
            None => buf,
        };
        let written = Pin::new(&mut self.stream).poll_write(cx, allowed);
        if let Poll::Ready(Ok(bytes)) = &written {
            self.scissors.spend(*bytes);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.scissors.allowance() == Some(0) {
            return Poll::Ready(Err(cut()));
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
