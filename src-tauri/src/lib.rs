//! The shell: a window, the commands of the border, events, and one URI scheme for pictures and data. What the desk does
//! is in the crate `ordering`; nothing here decides anything about money.

mod awake;
mod closing;
mod commands;
pub mod error;
pub mod events;
mod local_sandbox;
mod places;
pub mod platform;
pub mod protocol;
pub mod settings;
pub mod state;
pub mod surroundings;
mod tracker;

use std::process::ExitCode;
use std::sync::Arc;

use tauri::{Manager, Runtime};
use tauri_specta::{Builder, collect_commands, collect_events};

pub use commands::dto;

use crate::state::Shell;
use crate::surroundings::WindowSurroundings;

/// Every command and event of the border, in one place.
pub fn border<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .commands(collect_commands![
            commands::connection::connection_status,
            commands::connection::connect,
            commands::connection::resume_connection,
            commands::connection::sign_in,
            commands::connection::disconnect,
            commands::connection::forget_key,
            commands::connection::advance_sandbox_clock,
            commands::account::list_contracts,
            commands::account::get_workspace,
            commands::account::list_product_types,
            commands::account::list_markets,
            commands::account::list_delivery_types,
            commands::account::list_countries,
            commands::account::get_production_options,
            commands::areas::check_area,
            commands::areas::area_limits,
            commands::areas::read_areas,
            commands::areas::open_area_file,
            commands::areas::read_area_files,
            commands::areas::mend_area,
            commands::areas::buffer_lines,
            commands::areas::widen_area,
            commands::areas::split_area,
            commands::areas::merge_areas,
            commands::areas::grow_areas,
            commands::areas::billed_areas,
            commands::areas::list_areas,
            commands::areas::find_areas,
            commands::areas::save_area,
            commands::areas::save_areas,
            commands::areas::rename_area,
            commands::areas::color_area,
            commands::areas::remove_area,
            commands::areas::export_areas,
            commands::areas::find_places,
            commands::areas::places_near,
            commands::archive::search_archive,
            commands::archive::cancel_search,
            commands::archive::resume_search,
            commands::archive::refresh_search,
            commands::archive::list_searches,
            commands::archive::open_search,
            commands::archive::save_search,
            commands::archive::remove_search,
            commands::archive::find_scenes,
            commands::archive::scene_rank,
            commands::archive::read_scenes,
            commands::archive::describe_scenes,
            commands::archive::scenes_at,
            commands::archive::describe_scene,
            commands::archive::keep_scene,
            commands::archive::give_up_pictures,
            commands::archive::export_footprint,
            commands::archive::compare_scenes,
            commands::archive::coverage_of_scenes,
            commands::archive::measure_scenes,
            commands::archive::export_scenes,
            commands::basket::read_basket,
            commands::basket::add_to_basket,
            commands::basket::list_sellers,
            commands::basket::pay_with,
            commands::basket::remove_from_basket,
            commands::basket::put_back_in_basket,
            commands::basket::set_basket_option,
            commands::basket::edit_basket_group,
            commands::basket::price_basket,
            commands::basket::new_reference,
            commands::orders::review_order,
            commands::orders::place_order,
            commands::orders::request_quotation,
            commands::orders::list_orders,
            commands::orders::list_unreadable_orders,
            commands::orders::list_ordered_scenes,
            commands::orders::read_order,
            commands::orders::refresh_orders,
            commands::orders::look_now,
            commands::orders::declare_not_placed,
            commands::orders::declare_placed,
            commands::orders::declare_decision,
            commands::orders::follow_problems,
            commands::orders::read_month_spending,
            commands::orders::acts_under_way,
            commands::orders::keep_open,
            commands::orders::end_anyway,
            commands::orders::order_again,
            commands::orders::search_orders,
            commands::quotations::export_quotation,
            commands::quotations::save_quotation,
            commands::quotations::open_quotation,
            commands::quotations::read_quotation,
            commands::quotations::accept_quotation,
            commands::quotations::refuse_quotation,
            commands::deliveries::list_deliveries,
            commands::deliveries::download_delivery,
            commands::deliveries::cancel_download,
            commands::deliveries::show_in_folder,
            commands::settings::read_settings,
            commands::settings::write_settings,
            commands::settings::choose_folder,
            commands::settings::about_program,
            commands::settings::run_doctor,
            commands::settings::take_record_as_it_is,
        ])
        .events(collect_events![
            events::ConnectionChanged,
            events::AreasChanged,
            events::ArchiveChanged,
            events::BasketChanged,
            events::OrdersChanged,
            events::DeliveriesChanged,
            events::ClosingWaits,
            events::Unanswered,
        ])
        .disable_serde_phases()
}

/// Writes the TypeScript side of the border to a file. `cargo xtask bindings` calls it, and a test compares.
///
/// # Errors
/// When a type cannot be told in TypeScript or the file cannot be written.
pub fn export_bindings(path: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    let header = "// Written by `cargo xtask bindings` from the commands in src-tauri. Do not edit.\n";
    let typescript = specta_typescript::Typescript::default().header(header);
    border::<tauri::Wry>().export(typescript, path)?;
    Ok(())
}

/// Runs the program until its last window is closed.
pub fn run() -> ExitCode {
    platform::prepare();
    platform::log();
    let border = border::<tauri::Wry>();
    let handler = border.invoke_handler();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| surroundings::bring_to_front(app)))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(handler)
        .register_asynchronous_uri_scheme_protocol("swath", |context, request, responder| {
            let shell = context.app_handle().state::<Shell>().inner().clone();
            tauri::async_runtime::spawn(async move {
                responder.respond(protocol::answer(&shell, &request).await);
            });
        })
        .setup(move |app| {
            border.mount_events(app);
            let folders = platform::folders(app.handle())?;
            let surroundings = Arc::new(WindowSurroundings::new(app.handle().clone()));
            let shell = Shell::new(folders, surroundings);
            app.manage(shell.clone());
            closing::watch_for_the_end_of_the_session(app.handle());
            awake::watch(shell.acts().clone());
            tracker::start(shell);
            surroundings::open_window(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|app, event| closing::answer(app, &event));
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "Swath could not start");
            ExitCode::FAILURE
        }
    }
}
