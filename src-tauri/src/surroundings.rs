//! What the commands need from the desktop around them: events out, dialogs, opening things. One implementation for the
//! window; tests have their own.

use std::path::{Path, PathBuf};

use ordering::DeskEvent;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_dialog::DialogExt;
use tauri_specta::Event;
use tokio::sync::oneshot;

use crate::events::{
    ArchiveChanged, AreasChanged, BasketChanged, ClosingWaits, ConnectionChanged, DeliveriesChanged, Fact,
    OrdersChanged,
};

/// A future that a trait object can return.
pub type Answer<T> = std::pin::Pin<Box<dyn Future<Output = T> + Send>>;

/// The desktop around the commands.
pub trait Surroundings: Send + Sync {
    /// Tells the interface.
    fn report(&self, fact: Fact);
    /// Asks for a file to read; `None` when the user cancels.
    fn pick_file(&self, title: &str, endings: &[&str]) -> Answer<Option<PathBuf>>;
    /// Asks for a folder.
    fn pick_folder(&self, title: &str) -> Answer<Option<PathBuf>>;
    /// Asks where to write a file.
    fn pick_target(&self, title: &str, name: &str) -> Answer<Option<PathBuf>>;
    /// Opens a file of ours in the system's own program for it.
    ///
    /// # Errors
    /// What the system said.
    fn open(&self, path: &Path) -> Result<(), String>;
    /// Shows a file of ours in its folder.
    ///
    /// # Errors
    /// What the system said.
    fn reveal(&self, path: &Path) -> Result<(), String>;
    /// Ends the program.
    fn end(&self);
}

/// The real window.
pub struct WindowSurroundings {
    app: AppHandle,
}

impl WindowSurroundings {
    /// For this app.
    pub fn new(app: AppHandle) -> WindowSurroundings {
        WindowSurroundings { app }
    }
}

impl Surroundings for WindowSurroundings {
    fn report(&self, fact: Fact) {
        let app = &self.app;
        let sent = match fact {
            Fact::Connection => ConnectionChanged.emit(app),
            Fact::ClosingWaits => ClosingWaits.emit(app),
            Fact::Unanswered(unanswered) => unanswered.emit(app),
            Fact::Desk(DeskEvent::Areas) => AreasChanged.emit(app),
            Fact::Desk(DeskEvent::Archive(revision)) => ArchiveChanged { revision }.emit(app),
            Fact::Desk(DeskEvent::Basket) => BasketChanged.emit(app),
            Fact::Desk(DeskEvent::Orders(reference)) => OrdersChanged { reference }.emit(app),
            Fact::Desk(DeskEvent::Deliveries) => DeliveriesChanged.emit(app),
        };
        if let Err(error) = sent {
            tracing::warn!(%error, "the interface could not be told");
        }
    }

    fn pick_file(&self, title: &str, endings: &[&str]) -> Answer<Option<PathBuf>> {
        let (send, receive) = oneshot::channel();
        let dialog = self.app.dialog().file().set_title(title).add_filter("Areas", endings);
        dialog.pick_file(move |picked| drop(send.send(picked.and_then(|path| path.into_path().ok()))));
        Box::pin(async move { receive.await.ok().flatten() })
    }

    fn pick_folder(&self, title: &str) -> Answer<Option<PathBuf>> {
        let (send, receive) = oneshot::channel();
        let dialog = self.app.dialog().file().set_title(title);
        dialog.pick_folder(move |picked| drop(send.send(picked.and_then(|path| path.into_path().ok()))));
        Box::pin(async move { receive.await.ok().flatten() })
    }

    fn pick_target(&self, title: &str, name: &str) -> Answer<Option<PathBuf>> {
        let (send, receive) = oneshot::channel();
        let dialog = self.app.dialog().file().set_title(title).set_file_name(name);
        dialog.save_file(move |picked| drop(send.send(picked.and_then(|path| path.into_path().ok()))));
        Box::pin(async move { receive.await.ok().flatten() })
    }

    fn open(&self, path: &Path) -> Result<(), String> {
        tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| error.to_string())
    }

    fn reveal(&self, path: &Path) -> Result<(), String> {
        tauri_plugin_opener::reveal_item_in_dir(path).map_err(|error| error.to_string())
    }

    fn end(&self) {
        self.app.exit(0);
    }
}

/// Opens the one window.
pub(crate) fn open_window(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Swath")
        .inner_size(1440.0, 900.0)
        .min_inner_size(960.0, 640.0)
        // A page of the program is the only thing that may be shown.
        .on_navigation(|url| matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost"))
        .build()?;
    Ok(())
}

/// A second start shows the window of the first.
pub(crate) fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let shown = window.unminimize().and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought to the front");
        }
    }
}
