//! Keeps the computer from going to sleep while a request that spends or decides is under way: a sleep cuts its connection,
//! and its outcome would not be known. As far as the system allows: a lid that is closed or a battery that ends is stronger.

use ordering::ActsUnderWay;

/// Watches for requests for as long as the program runs.
pub(crate) fn watch(acts: ActsUnderWay) {
    tauri::async_runtime::spawn(async move {
        loop {
            acts.begun().await;
            let held = acts.clone();
            // Windows ties the wish to the thread that made it, so one thread makes it, waits, and takes it back.
            let waiting = tauri::async_runtime::spawn_blocking(move || hold(&held));
            if waiting.await.is_err() {
                acts.ended().await;
            }
        }
    });
}

fn hold(acts: &ActsUnderWay) {
    let awake = keepawake::Builder::default()
        .idle(true)
        .sleep(true)
        .reason("an order is under way")
        .app_name("Swath")
        .app_reverse_domain("org.swath.Swath")
        .create();
    if let Err(error) = &awake {
        tracing::debug!(%error, "the system does not let itself be kept awake");
    }
    tauri::async_runtime::block_on(acts.ended());
    drop(awake);
}
