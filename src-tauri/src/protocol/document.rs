//! Pages of a quotation's PDF as pictures, drawn in Rust: no PDF engine, and none of its holes, runs in the page.

use std::borrow::Cow;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::{Bytes, Failure, parameter};
use crate::commands::dto::{PageSize, QuotationDocument};
use crate::error::{AppError, ErrorCode};
use crate::state::Shell;

/// Pictures wider than this help nobody and cost memory.
const WIDEST: f32 = 2400.0;

/// The sizes of the pages, and what identifies the document.
pub(crate) fn describe(quotation_id: &str, pdf: bytes::Bytes) -> Result<QuotationDocument, AppError> {
    let byte_count = u32::try_from(pdf.len()).unwrap_or(u32::MAX);
    let sha256 = ordering::ledger::sha256_of(&pdf);
    let document = Pdf::new(pdf.to_vec()).map_err(|_| {
        AppError::new(
            ErrorCode::VendorFault,
            format!("the document of {quotation_id} is no PDF that can be shown"),
            "Save it and open it in another program.",
        )
    })?;
    let pages = document.pages().iter().map(|page| {
        let (width, height) = page.render_dimensions();
        PageSize { width, height }
    });
    Ok(QuotationDocument {
        quotation_id: quotation_id.to_owned(),
        pages: pages.collect(),
        byte_count,
        sha256,
    })
}

/// One page, from 1, as PNG; `width` in the query asks for that many pixels.
pub(super) async fn page(
    shell: &Shell,
    quotation_id: &str,
    page: &str,
    query: &str,
) -> Result<(&'static str, Bytes), Failure> {
    let number: usize = page
        .strip_suffix(".png")
        .and_then(|number| number.parse().ok())
        .and_then(|number: usize| number.checked_sub(1))
        .ok_or_else(|| Failure::missing("pages are numbered from 1"))?;
    let width: f32 = parameter(query, "width").and_then(|width| width.parse().ok()).unwrap_or(900.0);
    let desk = shell.local_desk().map_err(Failure::upstream)?;
    let pdf = desk.quotation_document(quotation_id).await.map_err(Failure::upstream)?;
    let drawn = tauri::async_runtime::spawn_blocking(move || draw(&pdf, number, width.clamp(100.0, WIDEST)));
    let png = drawn.await.map_err(Failure::upstream)??;
    Ok(("image/png", Cow::Owned(png)))
}

fn draw(pdf: &[u8], number: usize, width: f32) -> Result<Vec<u8>, Failure> {
    let document =
        Pdf::new(pdf.to_vec()).map_err(|_| Failure::missing("this is no PDF that can be shown"))?;
    let page =
        document.pages().get(number).ok_or_else(|| Failure::missing("the document has no such page"))?;
    let scale = width / page.render_dimensions().0.max(1.0);
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let cache = RenderCache::new();
    let picture =
        hayro::render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    picture.into_png().map_err(|error| Failure::upstream(format!("the page cannot be drawn: {error}")))
}
