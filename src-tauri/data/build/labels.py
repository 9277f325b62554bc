"""Labels of countries and places, each with the first zoom at which it has room."""

import numpy as np
import shapely
from pyogrio.raw import read

from names import country_names, place_name, population
from sources import geonames, natural_earth

MAX_ZOOM = 8
# Parts of a place and places that are gone; GeoNames' feature codes.
NOT_FOR_THE_MAP = {"PPLX", "PPLQ", "PPLH", "PPLW", "PPLCH", "STLMT"}
# The least population at a zoom; capitals need a tenth. Keeps villages off the map of a continent.
LEAST_POPULATION = {2: 5_000_000, 3: 1_200_000, 4: 400_000, 5: 120_000, 6: 40_000, 7: 12_000,
                    8: 4_000, 9: 1_500, 10: 0}
RANK_OF_ZOOM = {2: 1, 3: 1, 4: 2, 5: 3, 6: 4, 7: 4, 8: 5, 9: 6, 10: 6, 11: 6}

COUNTRY_RANKS = [(3_000_000, 1, 1), (700_000, 2, 2), (220_000, 3, 3), (60_000, 4, 4), (4_000, 5, 5),
                 (0, 6, 6)]


def mercator(lon, lat):
    """World pixels at zoom 0 with tiles of 512 pixels."""
    lat = np.clip(lat, -85.05, 85.05)
    x = (lon + 180.0) / 360.0 * 512.0
    y = (1.0 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2.0 * 512.0
    return x, y


class _Board:
    """The boxes already taken at one zoom, in a coarse grid."""

    def __init__(self, cell=128.0):
        self.cell, self.cells = cell, {}

    def _around(self, box):
        for i in range(int(box[0] // self.cell), int(box[2] // self.cell) + 1):
            for j in range(int(box[1] // self.cell), int(box[3] // self.cell) + 1):
                yield i, j

    def free(self, box):
        return not any(a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3]
                       for key in self._around(box) for a in self.cells.get(key, ()))

    def take(self, box):
        for key in self._around(box):
            self.cells.setdefault(key, []).append(box)


def _box(x, y, name, zoom):
    """The room a label asks for: its text at 12 to 14 pixels, with air around it."""
    scale = 2.0 ** zoom
    half = len(name) * 3.8 + 14
    return x * scale - half, y * scale - 16, x * scale + half, y * scale + 16


def _weight(place):
    """Capitals before chief towns of a region before other places of the same size."""
    factor = {"PPLC": 4.0, "PPLG": 3.0, "PPLA": 1.6}.get(place["feature"], 1.0)
    return population(place) * factor + (150_000 if place["feature"] == "PPLC" else 0)


def _rounded(count):
    """Two significant digits: enough to order labels, and the tiles hold fewer different values."""
    step = 10 ** max(0, len(str(count)) - 2)
    return count // step * step


def place_zooms():
    """(place, name, first zoom) for the places of the map, the weightiest first."""
    chosen = [p for p in geonames() if p["feature"] not in NOT_FOR_THE_MAP
              and (p["population"] > 0 or p["feature"] == "PPLC")]
    chosen.sort(key=lambda p: -_weight(p))
    boards = {zoom: _Board() for zoom in LEAST_POPULATION}
    for place in chosen:
        name = place_name(place)
        x, y = mercator(place["lon"], place["lat"])
        factor = 10 if place["feature"] == "PPLC" else 1
        first = 11
        for zoom, board in boards.items():
            if first == 11:
                if population(place) * factor < LEAST_POPULATION[zoom]:
                    continue
                if not board.free(_box(x, y, name, zoom)):
                    continue
                first = zoom
            board.take(_box(x, y, name, zoom))
        yield place, name, first


def places():
    """Features of the layer `places`; what has room only beyond the last zoom is in its tiles."""
    for place, name, zoom in place_zooms():
        yield {"type": "Feature", "tippecanoe": {"minzoom": min(zoom, MAX_ZOOM)},
               "properties": {"name": name, "rank": RANK_OF_ZOOM[zoom], "zoom": zoom,
                              "population": _rounded(population(place)),
                              "capital": int(place["feature"] == "PPLC")},
               "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]}}


def natural_earth_names() -> dict:
    """Natural Earth's country names by ISO code."""
    _, _, _, columns = read(natural_earth(), layer="countries", read_geometry=False)
    return {code: name for code, name in zip(columns[0], columns[1]) if code != "-1" and name}


def countries():
    """Features of the layer `countries`: a point inside the largest part of each."""
    names = country_names(natural_earth_names())
    shown = [(place["lon"], place["lat"], name, zoom) for place, name, zoom in place_zooms()
             if zoom <= 7]
    _, _, shapes, columns = read(natural_earth(), layer="countries")
    for code, shape in zip(columns[0], shapely.from_wkb(shapes)):
        if code not in names or code == "UM":
            continue
        largest = max(shapely.get_parts(shape), key=lambda p: p.area)
        middle = np.cos(np.radians((largest.bounds[1] + largest.bounds[3]) / 2))
        area = largest.area * 111.32 ** 2 * middle
        _, rank, zoom = next(row for row in COUNTRY_RANKS if area >= row[0])
        x, y = _label_point(largest, names[code], zoom, shown)
        yield {"type": "Feature", "tippecanoe": {"minzoom": zoom},
               "properties": {"name": names[code], "rank": rank},
               "geometry": {"type": "Point", "coordinates": [round(x, 4), round(y, 4)]}}


def _label_point(polygon, name, zoom, shown):
    """A point well inside that leaves the labels of its larger places alone.

    Of a grid of points inside, the one nearest to the point farthest from the edge whose label
    touches no place's label, at the zoom after the country's first, where both are seen.
    """
    circle = shapely.maximum_inscribed_circle(polygon, tolerance=0.05)
    inner, radius = shapely.get_coordinates(circle)[0], circle.length
    centre = shapely.get_coordinates(polygon.centroid)[0]
    distance = float(np.hypot(*(centre - inner)))
    if distance > 0:
        inner = inner + (centre - inner) * min(1.0, 0.6 * radius / distance)

    west, south, east, north = polygon.bounds
    grid = np.stack(np.meshgrid(np.linspace(west, east, 41), np.linspace(south, north, 41)), -1)
    points = np.concatenate([inner[None, :], grid.reshape(-1, 2)])
    points = points[np.argsort(np.hypot(*(points - inner).T), kind="stable")]
    points = points[shapely.contains_xy(polygon, points[:, 0], points[:, 1])]
    edge = shapely.distance(shapely.points(points), polygon.exterior)
    points = points[edge > 0.25 * radius]

    boxes = [_box(*mercator(lon, lat), place, zoom + 1) for lon, lat, place, first in shown
             if first <= zoom + 1 and west - 3 < lon < east + 3 and south - 3 < lat < north + 3]
    for lon, lat in points:
        box = _box(*mercator(lon, lat), name, zoom + 1)
        if not any(a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3]
                   for a in boxes):
            return float(lon), float(lat)
    return float(inner[0]), float(inner[1])
