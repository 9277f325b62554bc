//! Pictures of scenes in all climates: what they must hold whatever they show.

use std::sync::Arc;

use super::*;
use crate::SandboxConfig;

/// Scenes around some thirty places, of all satellites, seasons and skies.
fn scenes(count: usize) -> (Arc<World>, Vec<Scene>) {
    let world = World::open(&SandboxConfig::default()).unwrap();
    let mut scenes: Vec<Scene> = Vec::new();
    for place in 0..40 {
        let (lon, lat) = (f64::from(place * 53 % 360) - 180.0, f64::from(place * 37 % 130) - 55.0);
        let cells = world.archive().cells_near([lon, lat, lon + 0.5, lat + 0.5]);
        let mut here = 0;
        world.archive().visit(&cells, 2026, |scene| {
            here += 1;
            if here % 29 == 0 && here < 600 {
                scenes.push(scene.clone());
            }
        });
    }
    assert!(scenes.len() >= count, "only {} scenes", scenes.len());
    let step = scenes.len() / count;
    (world, scenes.into_iter().step_by(step).take(count).collect())
}

fn share(mask: &GrayImage) -> f64 {
    let covered = mask.pixels().filter(|pixel| pixel.0[0] == 255).count();
    100.0 * covered as f64 / f64::from(mask.width() * mask.height())
}

#[test]
fn the_mask_covers_what_the_catalogue_says_within_a_point() {
    let (_, scenes) = scenes(200);
    for scene in &scenes {
        let (width, height) = long_side(scene, 200);
        let share = share(&mask(scene, width, height));
        assert!((share - scene.cloud).abs() <= 1.0, "{share} for {} {:?}", scene.cloud, scene.platform);
    }
    assert!(scenes.iter().any(|scene| scene.cloud < 1.0) && scenes.iter().any(|scene| scene.cloud > 80.0));
}

#[test]
fn the_mask_is_as_large_as_the_quicklook_and_shows_its_clouds() {
    let (world, scenes) = scenes(200);
    let cloudy = scenes.iter().filter(|scene| (20.0..70.0).contains(&scene.cloud) && scene.snow == 0.0);
    let mut apart = 0;
    let mut seen = 0;
    for scene in cloudy.take(8) {
        let picture = image::load_from_memory(&quicklook(&world, scene)).unwrap().into_rgb8();
        let mask = image::load_from_memory(&cloud_mask(scene)).unwrap().into_luma8();
        assert_eq!(picture.dimensions(), mask.dimensions());
        assert!((share(&mask) - scene.cloud).abs() <= 1.0);
        let mean = |cloud: bool| {
            let (mut sum, mut count) = (0.0, 0.0_f64);
            for (pixel, covered) in picture.pixels().zip(mask.pixels()) {
                if (covered.0[0] == 255) == cloud {
                    sum += pixel.0.iter().map(|band| f64::from(*band)).sum::<f64>() / 3.0;
                    count += 1.0;
                }
            }
            sum / count.max(1.0)
        };
        seen += 1;
        apart += i32::from(mean(true) > mean(false) + 30.0);
    }
    assert!(seen >= 5 && apart >= seen - 1, "clouds stand out in {apart} of {seen}");
}

#[test]
fn the_same_scene_gives_the_same_bytes_in_every_world_of_its_seed() {
    let ((here, scenes_here), (there, scenes_there)) = (scenes(12), scenes(12));
    for (one, other) in scenes_here.iter().zip(&scenes_there) {
        assert_eq!(thumbnail(&here, one, 128), thumbnail(&there, other, 128));
    }
    let scene = &scenes_here[3];
    assert_eq!(quicklook(&here, scene), quicklook(&there, scene));
    assert_eq!(cloud_mask(scene), cloud_mask(&scenes_there[3]));
}

#[test]
fn a_thumbnail_is_as_wide_as_asked_for() {
    let (world, scenes) = scenes(4);
    for (scene, width) in scenes.iter().zip([128, 200, 333, 1024]) {
        let read = image::load_from_memory(&thumbnail(&world, scene, width)).unwrap();
        assert_eq!(read.width(), width);
        assert!(read.height() <= 4 * width);
    }
}

#[test]
fn two_scenes_over_one_place_show_the_same_ground() {
    let world = World::open(&SandboxConfig::default()).unwrap();
    let at = |x, y| crate::geodesy::LonLat { x, y };
    let wide = Frame::new([at(8.0, 47.2), at(8.2, 47.2), at(8.2, 47.0), at(8.0, 47.0)], 200, 200);
    // The same pixels, cut out of a frame that lies elsewhere.
    let part = Frame::new([at(8.1, 47.1), at(8.2, 47.1), at(8.2, 47.0), at(8.1, 47.0)], 100, 100);
    let sun = Sun { elevation: 45.0, way: (0.7, -0.7) };
    let heights = |frame: &Frame| relief::Relief::new(frame, world.ground().cover(), sun).heights;
    let (one, other) = (heights(&wide), heights(&part));
    for place in [(5, 7), (50, 50), (93, 20)] {
        let apart = one.at(place.0 + 100, place.1 + 100) - other.at(place.0, place.1);
        assert!(apart.abs() < 15.0, "{apart} m apart at {place:?}");
    }
}

#[test]
fn the_sea_is_blue_and_the_desert_is_not() {
    let world = World::open(&SandboxConfig::default()).unwrap();
    let (_, scenes) = scenes(1);
    let mean = |lon: f64, lat: f64| {
        let at = |x, y| crate::geodesy::LonLat { x: lon + x, y: lat + y };
        let corners = [at(0.0, 0.1), at(0.1, 0.1), at(0.1, 0.0), at(0.0, 0.0)];
        let scene = Scene { corners, cloud: 0.0, snow: 0.0, ..scenes[0].clone() };
        let picture = raster(&world, &scene, 64, 64);
        let band = |band: usize| picture.pixels().map(|pixel| f64::from(pixel.0[band])).sum::<f64>() / 4096.0;
        [band(0), band(1), band(2)]
    };
    let sea = mean(-30.0, 40.0);
    assert!(sea[2] > sea[0] + 20.0 && sea[0] < 70.0, "{sea:?}");
    let desert = mean(20.0, 25.0);
    assert!(desert[0] > desert[2] + 20.0 && desert[0] > 120.0, "{desert:?}");
    let forest = mean(-62.0, -5.0);
    assert!(forest[1] > forest[0] && forest[0] < 110.0, "{forest:?}");
}
