//! A rough climate of the earth: how wet a place is, how cloudy and how snowy a month there is.

use std::f64::consts::PI;

/// Regions drier or wetter than their latitude: longitude, latitude, half width, half height, change.
const REGIONS: [(f64, f64, f64, f64, f64); 15] = [
    (10.0, 23.0, 34.0, 9.0, -0.75),
    (47.0, 23.0, 13.0, 10.0, -0.7),
    (58.0, 34.0, 16.0, 9.0, -0.45),
    (95.0, 41.0, 22.0, 7.0, -0.5),
    (70.0, 27.0, 6.0, 4.0, -0.4),
    (133.0, -25.0, 15.0, 8.0, -0.6),
    (18.0, -24.0, 8.0, 7.0, -0.5),
    (-70.0, -22.0, 4.0, 9.0, -0.7),
    (-68.0, -43.0, 4.0, 7.0, -0.35),
    (-112.0, 34.0, 9.0, 7.0, -0.5),
    (-62.0, -5.0, 14.0, 9.0, 0.3),
    (22.0, 0.0, 11.0, 6.0, 0.25),
    (112.0, 1.0, 22.0, 9.0, 0.3),
    (-4.0, 54.0, 9.0, 6.0, 0.15),
    (-122.0, 48.0, 5.0, 6.0, 0.2),
];

/// From 0 (desert) to 1 (rain forest).
pub(crate) fn moisture(lon: f64, lat: f64) -> f64 {
    let belt =
        0.55 + 0.35 * (lat / 9.0).powi(2).neg_exp() + 0.1 * ((lat.abs() - 52.0) / 14.0).powi(2).neg_exp()
            - 0.22 * ((lat.abs() - 25.0) / 9.0).powi(2).neg_exp();
    let regions = REGIONS.iter().map(|(x, y, width, height, change)| {
        let across = ((lon - x + 180.0).rem_euclid(360.0) - 180.0) / width;
        let along = (lat - y) / height;
        change * (across * across + along * along).powi(2).neg_exp()
    });
    (belt + regions.sum::<f64>()).clamp(0.03, 1.0)
}

/// Where the year stands: 1 at midsummer, -1 at midwinter of the hemisphere.
pub(crate) fn season(lat: f64, day_of_year: f64) -> f64 {
    let northern = -(2.0 * PI * (day_of_year + 10.0) / 365.25).cos();
    if lat >= 0.0 { northern } else { -northern }
}

/// The mean share of the sky under cloud, from 0 to 1.
pub(crate) fn cloudiness(lon: f64, lat: f64, day_of_year: f64) -> f64 {
    let wet = moisture(lon, lat);
    let summer = season(lat, day_of_year);
    // Summers are clear outside the tropics and wet within them.
    let swing = if lat.abs() > 23.0 { -0.14 } else { 0.16 };
    (0.1 + 0.58 * wet + swing * summer).clamp(0.04, 0.9)
}

/// The chance of snow on the ground, from 0 to 1.
pub(crate) fn snow(lat: f64, day_of_year: f64) -> f64 {
    let warmth = 34.0 - 0.62 * lat.abs() + (2.0 + 0.22 * lat.abs()) * season(lat, day_of_year);
    ((-2.0 - warmth) / 14.0).clamp(0.0, 1.0)
}

trait NegExp {
    /// e to the power of minus this.
    fn neg_exp(self) -> f64;
}

impl NegExp for f64 {
    fn neg_exp(self) -> f64 {
        (-self).exp()
    }
}

/// The sun's height above the horizon and its azimuth from north, in degrees.
pub(crate) fn sun(lon: f64, lat: f64, ms: i64) -> (f64, f64) {
    let days = ms as f64 / 86_400_000.0 - 10_957.5;
    let mean = (357.529 + 0.985_600_28 * days).to_radians();
    let longitude =
        (280.459 + 0.985_647_36 * days + 1.915 * mean.sin() + 0.020 * (2.0 * mean).sin()).to_radians();
    let tilt = (23.439 - 0.000_000_36 * days).to_radians();
    let ascension = (tilt.cos() * longitude.sin()).atan2(longitude.cos());
    let declination = (tilt.sin() * longitude.sin()).asin();
    let sidereal = (280.460_62 + 360.985_647_37 * days + lon).to_radians();
    let hour = sidereal - ascension;
    let lat = lat.to_radians();
    let height = (lat.sin() * declination.sin() + lat.cos() * declination.cos() * hour.cos()).asin();
    let azimuth = (-hour.sin()).atan2(declination.tan() * lat.cos() - lat.sin() * hour.cos());
    (height.to_degrees(), azimuth.to_degrees().rem_euclid(360.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sun_stands_where_it_stood() {
        // A scene of the capture: San Francisco, 2017-04-18, taken at about 18:57 UTC.
        let at = crate::stamps::parse("2017-04-18T18:57:16Z").unwrap().ms;
        let (height, azimuth) = sun(-122.5, 37.8, at);
        assert!((height - 58.9).abs() < 1.0 && (azimuth - 143.9).abs() < 2.0, "{height} {azimuth}");
    }

    #[test]
    fn deserts_are_dry_and_clear() {
        assert!(moisture(10.0, 25.0) < 0.15 && moisture(-62.0, -4.0) > 0.8);
        assert!(cloudiness(10.0, 25.0, 180.0) < cloudiness(-2.0, 54.0, 10.0));
        assert!(snow(62.0, 20.0) > 0.9 && snow(38.0, 200.0) == 0.0);
    }
}
