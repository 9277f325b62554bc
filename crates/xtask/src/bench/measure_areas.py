"""The same work as `measure_areas.rs` with shapely, pyproj and GDAL (pyogrio); prints the same five numbers.

`convert FILE FILE` writes a file in the form of another ending. `measure FILE` reads, checks, mends and measures.
"""

import resource
import sys
import time

import pyogrio.raw
import pyproj
import shapely

RUNS = 3
MOST = 998


def read(path):
    if path.endswith(".wkt"):
        with open(path, encoding="utf-8") as file:
            return [shapely.from_wkt(line) for line in file if line.strip()]
    source = f"/vsizip/{path}" if path.endswith(".zip") else path
    return list(shapely.from_wkb(pyogrio.raw.read(source)[2]))


def mend(shape):
    shape = shape if shapely.is_valid(shape) else shapely.make_valid(shape)
    west, south, east, north = shape.bounds
    step = max(east - west, north - south) / 10_000
    left = shape
    # The fewest tries that reach the limit: each is twice as coarse as the one before.
    while shapely.get_num_coordinates(left) > MOST + 1:
        left = shapely.simplify(shape, step, preserve_topology=True)
        step *= 2
    return left


def once(path, geod):
    start = time.perf_counter()
    left, given, mended = 0, 0.0, 0.0
    for shape in read(path):
        area, _ = geod.geometry_area_perimeter(shape)
        _ = (shape.bounds, shape.centroid.coords[0])
        simple = mend(shape)
        simple_area, _ = geod.geometry_area_perimeter(simple)
        _ = (simple.bounds, simple.centroid.coords[0], shapely.is_valid(simple))
        left += int(shapely.get_num_coordinates(simple)) - 1
        given += abs(area) / 1e6
        mended += abs(simple_area) / 1e6
    return time.perf_counter() - start, left, given, mended


def main():
    verb, *paths = sys.argv[1:]
    if verb == "convert":
        meta, _, shapes, fields = pyogrio.raw.read(paths[0])
        pyogrio.raw.write(paths[1], shapes, fields, meta["fields"], geometry_type="Polygon", crs="EPSG:4326")
        return
    geod = pyproj.Geod(ellps="WGS84")
    best = min((once(paths[0], geod) for _ in range(RUNS)), key=lambda run: run[0])
    # Kilobytes on Linux, bytes on macOS.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    print(best[0], peak, *best[1:])


main()
