//! Keeps the program from ending while a request that spends or decides is under way: by its window, by the system's wish
//! to end it, or by the end of a session on Linux. See [`crate::state`].

use tauri::{AppHandle, Manager, RunEvent, WindowEvent};

use crate::events::Fact;
use crate::state::Shell;

/// Answers what Tauri says about windows that close and a program that is to end.
pub(crate) fn answer(app: &AppHandle, event: &RunEvent) {
    let Some(shell) = app.try_state::<Shell>() else { return };
    match event {
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. }
            if !shell.may_close() =>
        {
            api.prevent_close();
            wait(app, shell.inner());
        }
        RunEvent::ExitRequested { api, .. } if !shell.may_close() => {
            api.prevent_exit();
            wait(app, shell.inner());
        }
        _ => {}
    }
}

/// Tells the page, and ends the program as soon as nothing is under way.
fn wait(app: &AppHandle, shell: &Shell) {
    shell.surroundings().report(Fact::ClosingWaits);
    let (app, shell) = (app.clone(), shell.clone());
    tauri::async_runtime::spawn(async move {
        if shell.closed_in_the_end().await {
            app.exit(0);
        }
    });
}

/// A session that ends asks its programs to, with SIGTERM; so does `kill`. It is treated as a window that is closed.
/// At the end of a session on Windows and macOS nothing that can be held up comes through the window library (tao 0.37
/// leaves `WM_QUERYENDSESSION` and `applicationShouldTerminate` to the system): a request that is cut there is found at the
/// next start, and its outcome is looked for.
pub(crate) fn watch_for_the_end_of_the_session(app: &AppHandle) {
    #[cfg(unix)]
    {
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            use tokio::signal::unix::{SignalKind, signal};
            let Ok(mut asked) = signal(SignalKind::terminate()) else { return };
            while asked.recv().await.is_some() {
                let Some(shell) = app.try_state::<Shell>() else { return };
                if shell.may_close() {
                    app.exit(0);
                } else {
                    wait(&app, shell.inner());
                }
            }
        });
    }
    #[cfg(not(unix))]
    let _ = app;
}
