//! The order of rows. What is not known comes last, whichever way a column is sorted.

use std::cmp::Ordering;

use rayon::slice::ParallelSliceMut;
use serde::{Deserialize, Serialize};

use crate::columns::{Columns, UNKNOWN_MOMENT, UNKNOWN_PRICE};
use crate::ids::Ids;
use crate::selection::Selection;

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SortKey {
    /// When it was taken.
    Date,
    /// Cloud over the scene.
    Cloud,
    /// Snow over the scene.
    Snow,
    /// Incidence angle.
    Incidence,
    /// Height of the sun.
    Sun,
    /// Share of the area.
    Coverage,
    /// Share of the area times the share of the scene that is free of cloud.
    Usable,
    /// Size of a pixel on the ground.
    Resolution,
    /// Satellite, by name.
    Platform,
    /// Product type, by name.
    Product,
    /// Estimated price.
    Price,
}

/// A column and its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    /// The column.
    pub key: SortKey,
    /// Largest or latest first.
    pub descending: bool,
}

const NEWEST_FIRST: [Sort; 1] = [Sort { key: SortKey::Date, descending: true }];

/// So many times fewer that pass are sorted by themselves: sooner done than sorting all.
const FEW: usize = 8;

/// All scenes in an order, kept until another order is asked for or scenes change.
#[derive(Default)]
pub(crate) struct Order {
    columns: Vec<Sort>,
    revision: Option<u32>,
    places: Vec<u32>,
}

impl Order {
    /// The places of the scenes that pass in the order of `wanted`; newest first when there is none. The id decides at
    /// last, so that windows never overlap. `revision` tells whether scenes have changed.
    pub(crate) fn of<'a>(
        &'a mut self,
        wanted: &[Sort],
        revision: u32,
        columns: &Columns,
        ids: &Ids,
        selection: &'a Selection,
    ) -> Box<dyn Iterator<Item = usize> + 'a> {
        let wanted = if wanted.is_empty() { &NEWEST_FIRST } else { wanted };
        let known = self.revision == Some(revision) && self.columns == wanted;
        if !known && selection.count() < columns.len() / FEW {
            let passing = selection.passing().map(|place| place as u32).collect();
            return Box::new(sorted(wanted, passing, columns, ids).into_iter().map(|place| place as usize));
        }
        if !known {
            self.places = sorted(wanted, (0..columns.len() as u32).collect(), columns, ids);
            (self.revision, self.columns) = (Some(revision), wanted.to_vec());
        }
        Box::new(self.places.iter().map(|place| *place as usize).filter(|place| selection.passes(*place)))
    }
}

/// Sorts some scenes by the columns in turn.
pub(crate) fn sorted(wanted: &[Sort], places: Vec<u32>, columns: &Columns, ids: &Ids) -> Vec<u32> {
    let wanted = if wanted.is_empty() { &NEWEST_FIRST } else { wanted };
    let column = |index: usize| wanted.get(index).map(|sort| Rank::new(*sort, columns));
    let (first, second) = (column(0), column(1));
    let rank = |column: &Option<Rank>, place: u32| column.as_ref().map_or(0, |rank| rank.of(columns, place));
    let mut keyed: Vec<(u64, u64, u32)> =
        places.into_iter().map(|place| (rank(&first, place), rank(&second, place), place)).collect();
    let rest: Vec<Rank> = wanted.iter().skip(2).map(|sort| Rank::new(*sort, columns)).collect();
    keyed.par_sort_unstable_by(|a, b| {
        let further = || rest.iter().map(|rank| rank.of(columns, a.2).cmp(&rank.of(columns, b.2)));
        let decided = (a.0, a.1).cmp(&(b.0, b.1));
        decided
            .then_with(|| further().find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
            .then_with(|| ids.get(a.2 as usize).cmp(ids.get(b.2 as usize)))
    });
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

/// A column as whole numbers that are in the wanted order; what is not known has the largest.
struct Rank {
    sort: Sort,
    /// Of words: their places in the alphabet.
    words: Vec<u32>,
}

impl Rank {
    fn new(sort: Sort, columns: &Columns) -> Rank {
        let by_word = matches!(sort.key, SortKey::Platform | SortKey::Product);
        Rank { sort, words: if by_word { columns.words.ranks() } else { Vec::new() } }
    }

    fn of(&self, columns: &Columns, place: u32) -> u64 {
        let place = place as usize;
        let word = |number: u32| self.words.get(number as usize).map(|rank| u64::from(*rank));
        let known = match self.sort.key {
            SortKey::Date => integer(columns.acquired[place], UNKNOWN_MOMENT),
            SortKey::Price => integer(columns.price[place], UNKNOWN_PRICE),
            SortKey::Cloud => float(columns.cloud[place]),
            SortKey::Snow => float(columns.snow[place]),
            SortKey::Incidence => float(columns.incidence[place]),
            SortKey::Sun => float(columns.sun[place]),
            SortKey::Coverage => float(columns.coverage[place]),
            SortKey::Usable => float(columns.usable(place)),
            SortKey::Resolution => float(columns.resolution[place]),
            SortKey::Platform => word(columns.platform[place]),
            SortKey::Product => word(columns.product[place]),
        };
        match known {
            None => u64::MAX,
            Some(rank) if self.sort.descending => u64::MAX - 1 - rank,
            Some(rank) => rank,
        }
    }
}

fn integer(value: i64, unknown: i64) -> Option<u64> {
    (value != unknown).then_some((value as u64) ^ (1 << 63)).map(|rank| rank.min(u64::MAX - 1))
}

/// The bits of a float are in its order, once those of negative ones are turned round.
fn float(value: f64) -> Option<u64> {
    let bits = value.to_bits();
    let rank = if value.is_sign_negative() { !bits } else { bits | 1 << 63 };
    (!value.is_nan()).then(|| rank.min(u64::MAX - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn ranks_are_in_the_order_of_the_numbers(a in -1e9..1e9f64, b in -1e9..1e9f64, c: i64, d: i64) {
            proptest::prop_assert_eq!(float(a).cmp(&float(b)), a.total_cmp(&b));
            let known = |value: i64| value.clamp(i64::MIN + 1, i64::MAX - 1);
            let (c, d) = (known(c), known(d));
            proptest::prop_assert_eq!(integer(c, i64::MIN).cmp(&integer(d, i64::MIN)), c.cmp(&d));
        }
    }

    #[test]
    fn what_is_not_known_has_no_rank() {
        assert_eq!((float(f64::NAN), integer(i64::MIN, i64::MIN)), (None, None));
    }
}
