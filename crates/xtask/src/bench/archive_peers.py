"""The same questions to shapely 2 with pandas and to DuckDB with its spatial extension, on the same scenes.

Reads what the example `bench` of the crate `archive` wrote and what it measured, prints both with their ratios, and fails
when the answers differ. Shares are ratios of areas on the
ellipsoid with edges straight in longitude and latitude; turning the peers' intersections into them is not timed.
"""

import json
import pathlib
import sys
import time

import duckdb
import duckdb_extension_spatial
import numpy as np
import pandas as pd
import shapely

E2 = 0.006694379990141316
MAX_CLOUD, MAX_INCIDENCE, MIN_COVERAGE = 30.0, 25.0, 1.0


def authalic(lat):
    sine, e = np.sin(np.radians(lat)), np.sqrt(E2)
    return (1 - E2) * (sine / (1 - E2 * sine * sine) + np.arctanh(e * sine) / e)


def sizes(geometries):
    """Sizes of polygonal geometries in a plane where equal areas are equal, by Simpson's rule along each edge."""
    parts, of_geometry = shapely.get_parts(geometries, return_index=True)
    polygons = shapely.get_type_id(parts) == 3
    parts, of_geometry = parts[polygons], of_geometry[polygons]
    parts = shapely.orient_polygons(parts) if hasattr(shapely, "orient_polygons") else shapely.normalize(parts)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    coords, of_ring = shapely.get_coordinates(rings, return_index=True)
    same = of_ring[1:] == of_ring[:-1]
    a, b = coords[:-1][same], coords[1:][same]
    mean = (authalic(a[:, 1]) + 4 * authalic((a[:, 1] + b[:, 1]) / 2) + authalic(b[:, 1])) / 6
    signed = np.bincount(of_ring[1:][same], (a[:, 0] - b[:, 0]) * mean, len(rings))
    outer = np.r_[True, of_part[1:] != of_part[:-1]] if len(of_part) else np.array([], bool)
    of_polygon = np.where(outer, np.abs(signed), -np.abs(signed))
    return np.bincount(of_geometry[of_part], of_polygon, len(geometries))


def timed(work, times):
    best = None
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
    return best * 1000, result


def answer(coverage, table):
    table = table.assign(coverage=coverage)
    passing = table[(table.cloud <= MAX_CLOUD) & (table.incidence <= MAX_INCIDENCE) & (table.coverage >= MIN_COVERAGE)]
    ordered = passing.sort_values(["coverage", "day", "id"], ascending=[False, False, True])
    return len(ordered), ordered


def shapely_peer(corners, area, table, times):
    footprints = shapely.polygons(corners)
    whole = sizes(np.array([area]))[0]

    def work():
        shapely.prepare(area)
        tree = shapely.STRtree(footprints)
        hits = np.sort(tree.query(area, predicate="intersects"))
        common = shapely.intersection(footprints[hits], area)
        shares = shapely.area(common) / shapely.area(area) * 100
        coverage = np.zeros(len(footprints))
        coverage[hits] = shares
        matched, ordered = answer(coverage, table)
        return hits, common, matched, ordered

    took, (hits, common, _, _) = timed(work, times)
    coverage = np.zeros(len(footprints))
    coverage[hits] = sizes(common) / whole * 100
    filter_took, (matched, ordered) = timed(lambda: answer(coverage, table), 3)
    return {"coverageFilterSortMs": took, "filterSortMs": filter_took, "hits": int(len(hits)), "matched": int(matched),
            "sum": float(coverage.sum()), "first": [int(one) for one in ordered.id.head(10)]}


def duckdb_peer(corners, area, table, times):
    db = duckdb.connect()
    home = pathlib.Path(duckdb_extension_spatial.__path__[0])
    db.load_extension(str(next(home.glob("extensions/*/spatial.duckdb_extension"))))
    frame = table.assign(wkb=shapely.to_wkb(shapely.polygons(corners)))
    db.register("frame", frame)
    db.execute("CREATE TABLE scenes AS SELECT * EXCLUDE wkb, ST_GeomFromWKB(wkb) AS geom FROM frame")
    db.execute("CREATE TABLE area AS SELECT ST_GeomFromText(?) AS geom", [area.wkt])
    query = f"""
        WITH covered AS (
            SELECT id, day, cloud, incidence,
                   ST_Area(ST_Intersection(scenes.geom, area.geom)) / ST_Area(area.geom) * 100 AS coverage
            FROM scenes, area WHERE ST_Intersects(scenes.geom, area.geom))
        SELECT id FROM covered WHERE cloud <= {MAX_CLOUD} AND incidence <= {MAX_INCIDENCE} AND coverage >= {MIN_COVERAGE}
        ORDER BY coverage DESC, day DESC, id"""
    took, rows = timed(lambda: db.execute(query).fetchall(), times)
    common = db.execute("""SELECT id, ST_AsWKB(ST_Intersection(scenes.geom, area.geom)) AS wkb FROM scenes, area
                           WHERE ST_Intersects(scenes.geom, area.geom) ORDER BY id""").fetchall()
    shares = sizes(shapely.from_wkb([bytes(wkb) for _, wkb in common])) / sizes(np.array([area]))[0] * 100
    return {"coverageFilterSortMs": took, "hits": len(common), "matched": len(rows), "sum": float(shares.sum())}


def main(path, ours_path):
    ours = json.load(open(ours_path))
    raw = open(path, "rb").read()
    count, vertices = (int(number) for number in np.frombuffer(raw, "<u4", 2))
    numbers = np.frombuffer(raw, "<f8", offset=8)
    area = shapely.Polygon(numbers[: 2 * vertices].reshape(-1, 2))
    rest = numbers[2 * vertices :].reshape(count, 11)
    corners = rest[:, :8].reshape(count, 4, 2)
    table = pd.DataFrame({"id": np.arange(count), "day": rest[:, 8], "cloud": rest[:, 9], "incidence": rest[:, 10]})
    times = 3 if count <= 200_000 else 1
    size = sizes(np.array([area]))[0]
    print(f"shapely {shapely.__version__} (GEOS {shapely.geos_version_string}), pandas {pd.__version__}, DuckDB {duckdb.__version__}")
    geos = shapely_peer(corners, area, table, times)
    duck = duckdb_peer(corners, area, table, times)
    faults = []

    def agree(what, one, other, tolerance=1e-6):
        if abs(one - other) > tolerance * max(1.0, abs(other)):
            faults.append(f"{what}: {one} is not {other}")

    for peer in (geos, duck):
        agree("scenes that meet the area", ours["hits"], peer["hits"], 1e-5)
        agree("scenes that pass", ours["matched"], peer["matched"], 1e-6 if peer is geos else 5e-3)
        agree("sum of the shares", ours["sum"], peer["sum"])
    if ours["first"] != geos["first"]:
        faults.append(f"the first rows: {ours['first']} is not {geos['first']}")
    row("coverage, filter, sort", ours["coverageFilterSortMs"], geos["coverageFilterSortMs"], duck["coverageFilterSortMs"])
    row("filter, sort", ours["filterSortMs"], geos["filterSortMs"], None)
    for some in ("1000", "10000"):
        footprints = shapely.polygons(corners[: int(some)])
        took, together = timed(lambda: shapely.intersection(shapely.union_all(footprints), area), 3)
        agree(f"union of {some}", ours["union"][some]["share"], float(sizes(np.array([together]))[0] / size * 100))
        row(f"union of {some}", ours["union"][some]["ms"], took, None)
    for name in ("insertMs", "sliderMedianMs", "sliderP95Ms", "footprintsMs", "hoverMs", "memoryMb"):
        print(f"{name:28} {ours[name]:12.2f}")
    if faults:
        sys.exit("The answers differ:\n  " + "\n  ".join(faults))
    print("All answers agree.")


def row(what, ours, geos, duck):
    words = f"{what:28} {ours:12.2f} ms   shapely {geos:12.2f} ms ({geos / ours:6.1f} x)"
    print(words if duck is None else f"{words}   DuckDB {duck:12.2f} ms ({duck / ours:6.1f} x)")


main(sys.argv[1], sys.argv[2])
