"""Country, state and disputed borders from Natural Earth's polygons.

A border is an edge that two polygons share; all other edges are coast and left to GSHHG. Natural
Earth shows who holds the ground, not who claims it
(https://www.naturalearthdata.com/about/disputed-boundaries-policy/). What states or the United
Nations dispute is marked "disputed", to be drawn dashed.
"""

import numpy as np
import shapely
from pyogrio.raw import read

from simplify import thin
from sources import natural_earth

TOLERANCE_M = 60.0
_GRID = 1e6

# Lines between these holders of ground are in dispute, by Natural Earth's codes. CRI is Crimea,
# which Natural Earth gives to the Russian Federation; United Nations General Assembly resolution
# 68/262 (2014) upholds Ukraine's border.
DISPUTED_PAIRS = [{"SRB", "KOS"}, {"MAR", "SAH"}, {"ISR", "PSX"}, {"CYP", "CYN"}, {"CYN", "CNM"},
                  {"CYP", "CNM"}, {"SOM", "SOL"}, {"CRI", "UKR"}, {"IND", "KAS"}, {"PAK", "KAS"},
                  {"CHN", "KAS"}, {"ETH", "SOL"}, {"ESB", "CYN"}]
# Enclaves of use, no borders between states.
NOT_A_BORDER = [{"KAZ", "KAB"}, {"CUB", "USG"}, {"CRI", "RUS"}, {"CYP", "ESB"}, {"CYP", "WSB"},
                {"DJI", "SOL"}]
# Natural Earth's dashed lines which events have overtaken: the lines of 1991 and 1994 in Azerbaijan
# (until 2023) and the contact line of 2015 in Ukraine. "Ukrainian claim" is that contact line.
OVERTAKEN = {"Former USSR oblast in 1991", "Ceasefire Line 1994", "Ukrainian claim"}

# By the area in km² of the state that is divided: the first zoom at which its inner borders show.
STATE_ZOOMS = [(2_500_000, 3), (700_000, 5), (200_000, 6), (40_000, 7), (0, 8)]


def _edges(polygons):
    """Every edge as (x1, y1, x2, y2) on an integer grid, smaller end first, with its polygon."""
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    ring_owner = part_owner[ring_part]
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.rint(points * _GRID).astype(np.int64)
    same = point_ring[1:] == point_ring[:-1]
    a, b = grid[:-1][same], grid[1:][same]
    owner = ring_owner[point_ring[:-1][same]]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    a[swap], b[swap] = b[swap], a[swap]
    kept = (a != b).any(axis=1)
    return np.concatenate([a, b], axis=1)[kept], owner[kept]


def _shared(edges, owner):
    """Pairs of neighbours and the edge they share."""
    order = np.lexsort(edges.T[::-1])
    edges, owner = edges[order], owner[order]
    twin = (edges[1:] == edges[:-1]).all(axis=1) & (owner[1:] != owner[:-1])
    return edges[:-1][twin], owner[:-1][twin], owner[1:][twin]


def _lines(edges):
    if len(edges) == 0:
        return []
    segments = shapely.linestrings((edges / _GRID).reshape(-1, 2, 2))
    merged = shapely.line_merge(shapely.MultiLineString(list(segments)))
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]


def _feature(points, kind, zoom):
    return {"type": "Feature", "tippecanoe": {"minzoom": zoom}, "properties": {"kind": kind},
            "geometry": {"type": "LineString",
                         "coordinates": np.round(thin(points, TOLERANCE_M), 5).tolist()}}


def _claims():
    """Natural Earth's own disputed lines, without the overtaken."""
    _, _, shapes, columns = read(natural_earth(), layer="disputed_borders")
    return [line for line, name in zip(shapely.from_wkb(shapes), columns[0])
            if name not in OVERTAKEN]


def _area_km2(polygon):
    shrink = np.cos(np.radians((polygon.bounds[1] + polygon.bounds[3]) / 2))
    return polygon.area * 111.32 ** 2 * shrink


def borders():
    """Features of the layer `borders`."""
    meta, _, shapes, columns = read(natural_earth(), layer="states_provinces")
    fields = list(meta["fields"])
    polygons = shapely.from_wkb(shapes)
    names = columns[fields.index("name")]
    holder = np.array(["CRI" if n in ("Crimea", "Sevastopol City Municipality", "Sevastopol")
                       and h == "RUS" else h
                       for n, h in zip(names, columns[fields.index("adm0_a3")])])
    size = {}
    for who, polygon in zip(holder, polygons):
        size[who] = size.get(who, 0.0) + _area_km2(polygon)

    edges, left, right = _shared(*_edges(polygons))
    claims = _claims()
    # About 1 km: the dashed line and the border it lies on come from one drawing.
    near = shapely.union_all(claims).buffer(0.01)
    shapely.prepare(near)
    middle = (edges[:, :2] + edges[:, 2:]) / 2 / _GRID
    on_claim = shapely.contains_xy(near, middle[:, 0], middle[:, 1])

    groups = {}
    for edge, one, other, claimed in zip(edges, holder[left], holder[right], on_claim):
        pair = {str(one), str(other)}
        if one == other:
            zoom = next(z for least, z in STATE_ZOOMS if size[one] >= least)
            groups.setdefault(("state", zoom), []).append(edge)
        elif pair in NOT_A_BORDER or claimed:
            continue
        elif pair in DISPUTED_PAIRS:
            groups.setdefault(("disputed", 1), []).append(edge)
        else:
            groups.setdefault(("country", 0), []).append(edge)
    for (kind, zoom), group in sorted(groups.items()):
        for points in _lines(np.array(group)):
            yield _feature(points, kind, zoom)
    for claim in claims:
        for part in shapely.get_parts(claim):
            yield _feature(shapely.get_coordinates(part), "disputed", 3)
