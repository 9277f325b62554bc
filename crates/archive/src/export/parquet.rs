//! GeoParquet 1.1: the columns, then the footprint as well-known binary, then the box round it. Rows lie in the order of
//! their places and in groups, so that a reader that wants a piece of the earth leaves out most of a large file.

use std::io::{Error, Result, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Value, json};

use super::{COLUMNS, Cell, ColumnKind, ExportedScene, bounds, hilbert, wkb};

const GEOMETRY: &str = "geometry";
/// The covering column: the box round each footprint, by which readers tell what they can leave out.
const BOX: &str = "bbox";
const SIDES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];
/// Rows that are stored, and left out, together.
const GROUP: usize = 2_000;
/// Rows of a page, the least that is read.
const PAGE: usize = 500;

pub(super) fn write(scenes: &[ExportedScene], to: &mut (impl Write + Send)) -> Result<()> {
    write_table(scenes, to).map_err(Error::other)
}

type Written = parquet::errors::Result<()>;

fn write_table(scenes: &[ExportedScene], to: &mut (impl Write + Send)) -> Written {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_data_page_row_count_limit(PAGE)
        .set_write_batch_size(PAGE)
        .set_key_value_metadata(Some(vec![KeyValue::new("geo".to_owned(), geo_metadata(scenes))]));
    let mut file = SerializedFileWriter::new(to, schema()?, Arc::new(properties.build()))?;
    // The boxes of scenes across the 180th meridian go all round the earth: they would widen the box of any group.
    let (across, within): (Vec<_>, Vec<_>) = by_place(scenes)
        .into_iter()
        .partition(|scene| scene.bounds().is_some_and(|[west, _, east, _]| west > east));
    let mut groups: Vec<&[&ExportedScene]> = within.chunks(GROUP).chain(across.chunks(GROUP)).collect();
    if groups.is_empty() {
        // A file without rows has a group all the same: some readers ask for the first one.
        groups.push(&[]);
    }
    for scenes in groups {
        write_group(scenes, &mut file)?;
    }
    file.close()?;
    Ok(())
}

/// Scenes in the order of the Hilbert curve by the middles of their footprints; those without one come last.
fn by_place(scenes: &[ExportedScene]) -> Vec<&ExportedScene> {
    let place = |scene: &ExportedScene| {
        let [west, south, east, north] = scene.bounds()?;
        let east = if east < west { east + 360.0 } else { east };
        let middle = f64::midpoint(west, east);
        let middle = if middle > 180.0 { middle - 360.0 } else { middle };
        Some(hilbert::along(middle, f64::midpoint(south, north)))
    };
    let mut placed: Vec<(Option<u32>, &ExportedScene)> =
        scenes.iter().map(|scene| (place(scene), scene)).collect();
    placed.sort_by_key(|(place, _)| place.map_or(u64::MAX, u64::from));
    placed.into_iter().map(|(_, scene)| scene).collect()
}

fn write_group(scenes: &[&ExportedScene], file: &mut SerializedFileWriter<impl Write + Send>) -> Written {
    let rows: Vec<_> = scenes.iter().map(|scene| scene.cells()).collect();
    let mut group = file.next_row_group()?;
    for (index, (_, kind)) in COLUMNS.iter().enumerate() {
        let cells = rows.iter().map(|row| &row[index]);
        let Some(mut column) = group.next_column()? else { break };
        match kind {
            ColumnKind::Text => texts(&mut column, cells)?,
            ColumnKind::Moment => moments(&mut column, cells)?,
            ColumnKind::Number => numbers(&mut column, cells)?,
            ColumnKind::Truth => truths(&mut column, cells)?,
        }
        column.close()?;
    }
    if let Some(mut column) = group.next_column()? {
        let grounds = scenes.iter().map(|scene| wkb(&scene.ground).map(ByteArray::from));
        let (values, levels) = split(grounds);
        column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    for side in 0..SIDES.len() {
        let Some(mut column) = group.next_column()? else { break };
        // The range of the numbers, also across the meridian: readers compare them as they compare any numbers.
        let (values, levels) = split(scenes.iter().map(|scene| scene.extent().map(|extent| extent[side])));
        column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    group.close()?;
    Ok(())
}

fn schema() -> parquet::errors::Result<TypePtr> {
    let field = |name: &str, physical: Physical, logical: Option<LogicalType>| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    let columns = COLUMNS.iter().map(|(name, kind)| match kind {
        ColumnKind::Text => field(name, Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnKind::Moment => {
            field(name, Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS)))
        }
        ColumnKind::Number => field(name, Physical::DOUBLE, None),
        ColumnKind::Truth => field(name, Physical::BOOLEAN, None),
    });
    let geometry = field(GEOMETRY, Physical::BYTE_ARRAY, None);
    let fields = columns.chain([geometry, covering()]).collect::<parquet::errors::Result<Vec<_>>>()?;
    Type::group_type_builder("scenes").with_fields(fields).build().map(Arc::new)
}

/// A group that is there where the geometry is, of four numbers.
fn covering() -> parquet::errors::Result<TypePtr> {
    let side = |name: &&str| {
        let number = Type::primitive_type_builder(name, Physical::DOUBLE);
        number.with_repetition(Repetition::REQUIRED).build().map(Arc::new)
    };
    let sides = SIDES.iter().map(side).collect::<parquet::errors::Result<Vec<_>>>()?;
    let group = Type::group_type_builder(BOX).with_repetition(Repetition::OPTIONAL).with_fields(sides);
    group.build().map(Arc::new)
}

fn geo_metadata(scenes: &[ExportedScene]) -> String {
    let covering: serde_json::Map<String, Value> =
        SIDES.iter().map(|side| ((*side).to_owned(), json!([BOX, side]))).collect();
    let has = |several: bool| {
        scenes.iter().any(|scene| !scene.ground.0.is_empty() && (scene.ground.0.len() > 1) == several)
    };
    let kinds: Vec<&str> = [(false, "Polygon"), (true, "MultiPolygon")]
        .iter()
        .filter(|(several, _)| has(*several))
        .map(|(_, kind)| *kind)
        .collect();
    let mut column = json!({
        "encoding": "WKB", "geometry_types": kinds, "edges": "planar", "orientation": "counterclockwise",
        "covering": {"bbox": covering},
    });
    let boxes: Vec<[f64; 4]> = scenes.iter().filter_map(ExportedScene::bounds).collect();
    if let Some(bounds) = bounds::around(&boxes) {
        column["bbox"] = json!(bounds);
    }
    json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}).to_string()
}

/// The values that are there, and for each row whether it has one.
fn split<T>(rows: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for row in rows {
        levels.push(i16::from(row.is_some()));
        values.extend(row);
    }
    (values, levels)
}

fn texts<'a>(column: &mut SerializedColumnWriter<'_>, cells: impl Iterator<Item = &'a Cell>) -> Written {
    let (values, levels) = split(cells.map(|cell| match cell {
        Cell::Text(text) => Some(ByteArray::from(text.as_str())),
        _ => None,
    }));
    column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

fn moments<'a>(column: &mut SerializedColumnWriter<'_>, cells: impl Iterator<Item = &'a Cell>) -> Written {
    let (values, levels) = split(cells.map(|cell| match cell {
        Cell::Moment(moment) => Some(moment.as_millisecond()),
        _ => None,
    }));
    column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

fn numbers<'a>(column: &mut SerializedColumnWriter<'_>, cells: impl Iterator<Item = &'a Cell>) -> Written {
    let (values, levels) = split(cells.map(|cell| match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    }));
    column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

fn truths<'a>(column: &mut SerializedColumnWriter<'_>, cells: impl Iterator<Item = &'a Cell>) -> Written {
    let (values, levels) = split(cells.map(|cell| match cell {
        Cell::Truth(truth) => Some(*truth),
        _ => None,
    }));
    column.typed::<BoolType>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}
