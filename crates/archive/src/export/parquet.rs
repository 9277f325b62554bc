//! GeoParquet 1.1: the columns, then the footprint as well-known binary.

use std::io::{Error, Result, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::json;

use super::{COLUMNS, Cell, ColumnKind, ExportedScene, wkb};

const GEOMETRY: &str = "geometry";

pub(super) fn write(scenes: &[ExportedScene], to: &mut (impl Write + Send)) -> Result<()> {
    write_table(scenes, to).map_err(Error::other)
}

type Written = parquet::errors::Result<()>;

fn write_table(scenes: &[ExportedScene], to: &mut (impl Write + Send)) -> Written {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(vec![KeyValue::new("geo".to_owned(), geo_metadata())]));
    let mut file = SerializedFileWriter::new(to, schema()?, Arc::new(properties.build()))?;
    let rows: Vec<_> = scenes.iter().map(ExportedScene::cells).collect();
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
    group.close()?;
    file.close()?;
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
    let fields = columns.chain([geometry]).collect::<parquet::errors::Result<Vec<_>>>()?;
    Type::group_type_builder("scenes").with_fields(fields).build().map(Arc::new)
}

fn geo_metadata() -> String {
    let column = json!({"encoding": "WKB", "geometry_types": ["Polygon", "MultiPolygon"], "edges": "planar"});
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
