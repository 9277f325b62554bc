//! What is asked of the archive, and in which pieces.

use archive::Constellation;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use oneatlas::wire::search::SearchQuery;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::DeskError;

/// What to search for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    /// A kept area.
    pub area_id: String,
    /// Further kept areas, searched with it; no more than [`MOST_AREAS`] in all.
    #[serde(default)]
    pub further_area_ids: Vec<String>,
    /// First day, `YYYY-MM-DD`, UTC.
    pub date_from: Option<String>,
    /// Last day, included.
    pub date_to: Option<String>,
    /// `SPOT`, `PHR`, `PNEO`; none means all.
    pub constellations: Vec<Constellation>,
    /// Cloud over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_cloud: Option<f64>,
    /// Incidence angle, in degrees.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_incidence: Option<f64>,
    /// Snow over the scene, in %.
    #[cfg_attr(feature = "specta", specta(type = Option<specta_typescript::Number>))]
    pub max_snow: Option<f64>,
    /// Stop after about this many. More than the vendor's window of 10,000 are fetched in pieces.
    pub max_results: u32,
}

/// Areas of one search: each is a question of its own to the vendor.
pub const MOST_AREAS: usize = 25;
/// Scenes per page. The vendor allows 500; smaller ones show the first rows sooner.
pub const PAGE: u32 = 200;
/// How far into the results of one query one may page.
pub(super) const WINDOW: u32 = 10_000;

impl SearchRequest {
    /// All its areas, in order, each once.
    pub(super) fn area_ids(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for id in std::iter::once(&self.area_id).chain(&self.further_area_ids) {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        ids
    }
}

/// A page to be fetched. The first page of a piece tells how many there are; when there are more than can be paged
/// through, the piece is halved.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Errand {
    pub(super) query: SearchQuery,
    /// The moments asked for, as the query says them in words.
    span: Span,
}

/// First and last moment, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    first: Timestamp,
    last: Timestamp,
    /// Whether the query says it; nobody asked for dates, so long as the archive can be paged through.
    said: bool,
}

impl Errand {
    /// The whole search, its first page.
    pub(super) fn new(request: &SearchRequest, geometry: Value, now: Timestamp) -> Result<Errand, DeskError> {
        let constellations: Vec<&str> = request.constellations.iter().map(|c| c.as_str()).collect();
        let upto = |limit: Option<f64>| limit.map(|limit| format!("[0,{limit}]"));
        let span = dates(request, now)?;
        let query = SearchQuery {
            items_per_page: PAGE,
            start_page: 1,
            sort_by: Some("-acquisitionDate,cloudCover".to_owned()),
            workspace: Some("public,public-pneo".to_owned()),
            geometry: Some(geometry),
            relation: Some("intersects".to_owned()),
            acquisition_date: span.said.then(|| span.words()),
            last_update_date: None,
            cloud_cover: upto(request.max_cloud),
            snow_cover: upto(request.max_snow),
            incidence_angle: upto(request.max_incidence),
            constellation: (!constellations.is_empty()).then(|| constellations.join(",")),
            processing_level: Some("ALBUM".to_owned()),
            customer_reference: None,
        };
        Ok(Errand { query, span })
    }

    /// The same, only for records that changed since.
    pub(super) fn since(mut self, moment: Timestamp, now: Timestamp) -> Errand {
        let day_after = now.saturating_add(24.hours()).unwrap_or(now);
        self.query.last_update_date = Some(Span { first: moment, last: day_after, said: true }.words());
        self
    }

    pub(super) fn page(&self, start_page: u32) -> Errand {
        Errand { query: SearchQuery { start_page, ..self.query.clone() }, span: self.span }
    }

    pub(super) fn is_first(&self) -> bool {
        self.query.start_page == 1
    }

    /// Two pieces that hold everything together. They share the moment between them, so that no scene falls through; one
    /// that is in both is merged. Once a piece is a second long it is its ground that is halved.
    pub(super) fn halves(&self) -> Vec<Errand> {
        let (first, last) = (self.span.first.as_millisecond(), self.span.last.as_millisecond());
        let middle = Timestamp::from_millisecond(first + (last - first) / 2);
        match middle {
            Ok(middle) if last - first > 1000 => {
                let half = |first: Timestamp, last: Timestamp| {
                    let span = Span { first, last, said: true };
                    let query = SearchQuery { acquisition_date: Some(span.words()), ..self.query.clone() };
                    Errand { query, span }
                };
                vec![half(middle, self.span.last), half(self.span.first, middle)]
            }
            _ => self.halves_of_the_ground(),
        }
    }

    fn halves_of_the_ground(&self) -> Vec<Errand> {
        let area = self.query.geometry.clone().and_then(|area| serde_json::from_value(area).ok());
        let parts = area.map(|area| archive::halves(&area)).unwrap_or_default();
        let geometries = parts.iter().filter_map(|part| serde_json::to_value(part).ok());
        geometries
            .map(|geometry| Errand {
                query: SearchQuery { geometry: Some(geometry), ..self.query.clone() },
                span: self.span,
            })
            .collect()
    }
}

impl Span {
    /// Both ends are always given: how open ends are written differs between the vendor's own texts.
    fn words(self) -> String {
        format!("[{:.3},{:.3}]", self.first, self.last)
    }
}

fn dates(request: &SearchRequest, now: Timestamp) -> Result<Span, DeskError> {
    let day = |text: &Option<String>, field: &str| -> Result<Option<Date>, DeskError> {
        let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
        text.parse()
            .map(Some)
            .map_err(|_| DeskError::invalid(field, format!("'{text}' is no date of the form 2026-06-28")))
    };
    let (from, to) = (day(&request.date_from, "dateFrom")?, day(&request.date_to, "dateTo")?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(DeskError::invalid("dateFrom", "the first day lies after the last"));
    }
    let said = from.is_some() || to.is_some();
    // SPOT 1 sent its first picture in 1986.
    let from = from.unwrap_or(Date::constant(1986, 1, 1));
    let to = to.unwrap_or_else(|| now.to_zoned_datetime(TimeZone::UTC).date());
    let unusable = |_| DeskError::invalid("dateTo", "such a date is too far away");
    let midnight = |date: Date| date.to_zoned_datetime(TimeZone::UTC).map(|zoned| zoned.timestamp());
    let last = midnight(to).map_err(unusable)?.checked_add(86_399_999.milliseconds()).map_err(unusable)?;
    Ok(Span { first: midnight(from).map_err(unusable)?, last, said })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn errand(from: Option<&str>, to: Option<&str>) -> Result<Errand, DeskError> {
        let request = SearchRequest {
            area_id: "a".to_owned(),
            further_area_ids: Vec::new(),
            date_from: from.map(str::to_owned),
            date_to: to.map(str::to_owned),
            constellations: vec![],
            max_cloud: Some(20.0),
            max_incidence: None,
            max_snow: None,
            max_results: 1000,
        };
        let square = json!({"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]});
        Errand::new(&request, square, "2026-11-24T12:00:00Z".parse().unwrap())
    }

    fn interval(errand: &Errand) -> Option<&str> {
        errand.query.acquisition_date.as_deref()
    }

    #[test]
    fn both_ends_of_an_interval_are_always_sent() {
        assert_eq!(interval(&errand(None, None).unwrap()), None);
        let both = errand(Some("2026-01-01"), Some("2026-09-30")).unwrap();
        assert_eq!(interval(&both), Some("[2026-01-01T00:00:00.000Z,2026-09-30T23:59:59.999Z]"));
        let open = errand(Some("2026-01-01"), None).unwrap();
        assert!(interval(&open).unwrap().contains("2026-11-24T23"));
    }

    #[test]
    fn a_date_that_is_none_and_a_turned_interval_are_refused_by_field() {
        let wrong = errand(Some("28.6.2026"), None);
        assert!(matches!(wrong, Err(DeskError::Invalid { field, .. }) if field == "dateFrom"));
        assert!(errand(Some("2026-09-30"), Some("2026-01-01")).is_err());
    }

    #[test]
    fn halves_meet_in_one_moment_and_a_second_is_halved_on_the_ground() {
        let whole = errand(Some("2026-01-01"), Some("2026-01-02")).unwrap();
        let halves = whole.halves();
        assert_eq!(interval(&halves[0]), Some("[2026-01-01T23:59:59.999Z,2026-01-02T23:59:59.999Z]"));
        assert_eq!(interval(&halves[1]), Some("[2026-01-01T00:00:00.000Z,2026-01-01T23:59:59.999Z]"));
        let mut small = whole;
        while small.query.geometry == errand(None, None).unwrap().query.geometry {
            small = small.halves().remove(0);
        }
        assert!(small.span.last.as_millisecond() - small.span.first.as_millisecond() <= 1000);
        let ring = &small.query.geometry.as_ref().unwrap()["coordinates"][0];
        let widest = ring.as_array().unwrap().iter().map(|corner| corner[0].as_f64().unwrap());
        assert!(widest.fold(0.0, f64::max) - 1.0 < 1e-9, "{ring}");
    }
}
