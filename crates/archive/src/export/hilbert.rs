//! Places in the order of the Hilbert curve: neighbours on the curve are neighbours on the ground, so that rows which are
//! wanted together are stored together.

/// The curve fills a square of so many bits on a side.
const BITS: u32 = 16;

/// How far along the curve a place lies; longitude from -180 to 180, latitude from -90 to 90.
pub(super) fn along(lon: f64, lat: f64) -> u32 {
    let most = f64::from((1_u32 << BITS) - 1);
    let cell = |share: f64| (share.clamp(0.0, 1.0) * most) as u32;
    distance(cell((lon + 180.0) / 360.0), cell((lat + 90.0) / 180.0))
}

/// Hilbert 1891: quarter by quarter, each turned so that its curve begins where the one before has ended.
fn distance(mut x: u32, mut y: u32) -> u32 {
    let mut sum = 0;
    for bit in (0..BITS).rev() {
        let side = 1_u32 << bit;
        let (right, upper) = (u32::from(x & side > 0), u32::from(y & side > 0));
        sum += side * side * ((3 * right) ^ upper);
        (x, y) = (x & (side - 1), y & (side - 1));
        if upper == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_of_a_corner_has_its_own_place_and_neighbours_follow_each_other() {
        let mut cells: Vec<(u32, (i64, i64))> = (0..16)
            .flat_map(|x| (0..16).map(move |y| (distance(x, y), (i64::from(x), i64::from(y)))))
            .collect();
        cells.sort_unstable();
        assert!(cells.iter().enumerate().all(|(place, (along, _))| place as u32 == *along));
        for pair in cells.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0].1, pair[1].1);
            assert_eq!((ax - bx).abs() + (ay - by).abs(), 1);
        }
    }

    #[test]
    fn the_ends_of_the_earth_are_on_the_curve() {
        let ends = [[-180.0, -90.0], [180.0, -90.0], [180.0, 90.0], [-180.0, 90.0]].map(|[x, y]| along(x, y));
        assert_eq!((ends[0], ends[1]), (0, u32::MAX));
        assert!(ends[2] > ends[3]);
    }
}
