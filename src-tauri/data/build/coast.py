"""Land, lakes and rivers for the basemap, from GSHHG."""

import numpy as np
import shapely

from simplify import thin, thin_ring
from sources import Ring, gshhg_rings, gshhg_rivers

LEAST_LAND_KM2 = 0.02
LEAST_LAKE_KM2 = 0.15
# Side of a pixel in km on the equator at zoom 0, tiles drawn at 512 pixels.
PIXEL_KM = 78.27
MAX_ZOOM = 8

# GSHHG's river levels: 1 to 4 are perennial, major to minor; 5 to 7 intermittent; 8 to 10 canals.
# Level 0 are the middle lines of rivers so wide that the lakes hold them as areas.
RIVER_RANKS = {0: 2, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 6, 8: 6}
RIVER_ZOOMS = {2: 5, 3: 6, 4: 7, 5: 8, 6: 8}


def tolerance(latitude: float) -> float:
    """Metres a line may be off; the Mercator map magnifies the north, the tiles hold 38 m steps."""
    if latitude < -60 or latitude > 72:
        return 220.0
    return 140.0 if latitude > 60 else 70.0


def zoom_for_area(area_km2: float, latitude: float, pixels: float) -> int:
    """The first zoom at which an area covers that many square pixels, at most MAX_ZOOM."""
    shrink = max(0.05, np.cos(np.radians(latitude)))
    zoom = np.log2(PIXEL_KM * shrink * np.sqrt(pixels / max(area_km2, 1e-6)))
    return int(np.clip(np.ceil(zoom), 0, MAX_ZOOM))


def join_halves(rings: list[Ring]) -> list[Ring]:
    """Joins what GSHHG cuts at the 180th meridian, with longitudes that run on beyond it.

    So no false coast is drawn along the meridian. Antarctica is cut at Greenwich too; it is joined
    there and keeps its cut at ±180.
    """
    halves, whole = {}, []
    for ring in rings:
        if ring.name.endswith(("-E", "-W")):
            halves.setdefault(ring.name[:-2], []).append(ring)
        else:
            whole.append(ring)
    for name, pair in halves.items():
        polygons = []
        for ring in pair:
            points = ring.points.copy()
            if ring.name.endswith("-W") and points[:, 1].min() > -89:
                points[:, 0] += 360.0
            polygons.append(shapely.make_valid(shapely.Polygon(points)))
        joined = shapely.union_all(polygons)
        for part in shapely.get_parts(joined):
            if part.geom_type == "Polygon":
                whole.append(Ring(pair[0].level, pair[0].area, name,
                                  shapely.get_coordinates(part.exterior)))
    return whole


def _thinned(ring: Ring) -> np.ndarray:
    points = thin_ring(ring.points, tolerance)
    return points if len(points) >= 4 else ring.points


def _polygon(rings, zoom):
    return {"type": "Feature", "tippecanoe": {"minzoom": zoom}, "properties": {},
            "geometry": {"type": "Polygon", "coordinates": [np.round(r, 5).tolist() for r in rings]}}


def _middle(ring: Ring) -> float:
    return float((ring.points[:, 1].min() + ring.points[:, 1].max()) / 2)


def land():
    """Features of the layer `land`."""
    for ring in join_halves(gshhg_rings(LEAST_LAND_KM2)):
        if ring.level == 1:
            yield _polygon([_thinned(ring)], zoom_for_area(ring.area, _middle(ring), 1.0))


def lakes():
    """Features of the layer `lakes`, with their islands as holes."""
    rings = join_halves(gshhg_rings(LEAST_LAKE_KM2))
    islands = [r for r in rings if r.level == 3]
    tree = shapely.STRtree([shapely.Point(r.points[0]) for r in islands])
    for ring in rings:
        if ring.level != 2:
            continue
        outline = shapely.Polygon(ring.points)
        shapely.prepare(outline)
        inside = tree.query(outline, predicate="contains")
        holes = [_thinned(islands[i]) for i in sorted(inside)]
        yield _polygon([_thinned(ring)] + holes, zoom_for_area(ring.area, _middle(ring), 6.0))


def _line(points, rank, first, last=None):
    zooms = {"minzoom": first} if last is None else {"minzoom": first, "maxzoom": last}
    return {"type": "Feature", "tippecanoe": zooms, "properties": {"rank": rank},
            "geometry": {"type": "LineString", "coordinates": np.round(points, 5).tolist()}}


def rivers(main_rivers):
    """Features of the layer `rivers`.

    Natural Earth's few `main_rivers` (rank 1) at small scales, then GSHHG's, which have no gaps at
    that detail but would cover a small map.
    """
    for points in main_rivers:
        yield _line(points, 1, 2, 4)
    by_rank = {}
    for level, points in gshhg_rivers():
        if level in RIVER_RANKS:
            by_rank.setdefault(RIVER_RANKS[level], []).append(points)
    for rank, lines in sorted(by_rank.items()):
        # The file cuts each river at every whole degree.
        merged = shapely.line_merge(shapely.MultiLineString(lines))
        for line in shapely.get_parts(merged):
            yield _line(thin(shapely.get_coordinates(line), tolerance), rank, RIVER_ZOOMS[rank])
