"""Writes ../systems.tsv.gz, and ../../tests/fixtures/systems.tsv.gz to test it with: the reference systems of PROJ's
database under all their names, and the shifts of their datums to WGS 84. See ../README.md for the columns.

The reference positions are computed by PROJ itself, from the definition of each system as it is written to a .prj file, and
by no code that is shared with the reader. PROJ's grids are not used: the reader has none either.
"""

import gzip
import random
import re
import sqlite3
import sys
import warnings
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pyproj
from pyproj import CRS, Transformer
from pyproj.transformer import TransformerGroup

DATA = Path(__file__).resolve().parent.parent
FIXTURES = DATA.parent / "tests" / "fixtures"
AUTHORITIES = ("EPSG", "ESRI")
WGS84 = CRS.from_epsg(4326)
FERRO = -17.667
ARC_SECOND = np.pi / 180 / 3600
# What a step of a pipeline may do beside the shift itself: none of these moves a position.
HARMLESS = {"axisswap", "unitconvert", "longlat", "cart", "push", "pop", "noop", "pipeline"}

warnings.filterwarnings("ignore")


def database():
    return sqlite3.connect(f"file:{pyproj.datadir.get_data_dir()}/proj.db?mode=ro", uri=True)


def names(db):
    """Other names of systems and datums: {(table, authority, code): [names]}."""
    found = defaultdict(list)
    for table, authority, code, name in db.execute(
            "SELECT table_name, auth_name, code, alt_name FROM alias_name"):
        found[table, authority, str(code)].append(name)
    return found


def replacements(db):
    """What stands in for a deprecated geographic system: {(authority, code): (authority, code)}."""
    return {(a, str(c)): (ra, str(rc)) for a, c, ra, rc in db.execute(
        "SELECT deprecated_auth_name, deprecated_code, replacement_auth_name, replacement_code FROM deprecation "
        "WHERE table_name = 'geodetic_crs'")}


def steps(definition):
    """The steps of a pipeline as dictionaries."""
    text = definition.replace("+", "")
    if not text.startswith("proj=pipeline"):
        text = f"proj=pipeline step {text}"
    for step in re.split(r"\bstep\b", text)[1:]:
        step = dict((part.split("=", 1) + [""])[:2] for part in step.split())
        yield step


def helmert(definition, greenwich):
    """The seven numbers of +towgs84 that a pipeline amounts to; None when it is no such shift. A turn of the meridian is one
    too, unless it is the way of the system itself to Greenwich."""
    matrix, move = np.eye(3), np.zeros(3)
    for step in steps(definition):
        kind = step["proj"]
        if kind in HARMLESS and not (greenwich and "pm" in step):
            continue
        if kind not in ("helmert", "molobadekas") or "t_epoch" in step and float(step.get("dx", 0)) != 0:
            return None
        number = lambda key: float(step.get(key, 0))
        t = np.array([number("x"), number("y"), number("z")])
        rx, ry, rz = (number(key) * ARC_SECOND for key in ("rx", "ry", "rz"))
        if step.get("convention") == "coordinate_frame":
            rx, ry, rz = -rx, -ry, -rz
        m = (1 + number("s") * 1e-6) * np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
        if kind == "molobadekas":
            pivot = np.array([number("px"), number("py"), number("pz")])
            t = t + pivot - m @ pivot
        if "inv" in step:
            m = np.linalg.inv(m)
            t = -m @ t
        matrix, move = m @ matrix, m @ move + t
    scale = np.trace(matrix) / 3
    skew = (matrix / scale - (matrix / scale).T) / 2
    seconds = [skew[2, 1] / ARC_SECOND, skew[0, 2] / ARC_SECOND, skew[1, 0] / ARC_SECOND]
    found = [*move, *seconds, (scale - 1) * 1e6]
    return [round(float(value), 6) + 0.0 for value in found]


def operations(crs):
    """The ways from a system to WGS 84 that need no grid, best first."""
    try:
        return TransformerGroup(crs, WGS84, always_xy=True, allow_ballpark=False).transformers
    except (IndexError, pyproj.exceptions.ProjError):  # how pyproj says that there is none
        return []


@cache
def shifts(key):
    """The shifts of a geographic system to WGS 84, best first:
    [west, south, east, north, whether it is for the sea only, metres, seven numbers]."""
    found, crs = [], CRS.from_authority(*key)
    meridian = crs.prime_meridian.longitude
    for transformer in operations(crs):
        area, numbers = transformer.area_of_use, helmert(transformer.definition, meridian == 0)
        # From Ferro to Greenwich it is told in two ways, 300 m apart: what is made for the other one is left out.
        ferro = abs(meridian - FERRO) < 0.1 and transformer.accuracy > 5
        if numbers is not None and area is not None and not ferro:
            box = [round(side, 2) for side in (area.west, area.south, area.east, area.north)]
            found.append([*box, int("- offshore" in area.name), transformer.accuracy, *numbers])
    return found


def geographic(db):
    """The geographic systems of the earth: {(authority, code): (name, type, datum)}."""
    rows = db.execute(
        "SELECT c.auth_name, c.code, c.name, c.type, c.datum_auth_name, c.datum_code FROM geodetic_crs c "
        "JOIN geodetic_datum d ON d.auth_name = c.datum_auth_name AND d.code = c.datum_code "
        "JOIN ellipsoid e ON e.auth_name = d.ellipsoid_auth_name AND e.code = d.ellipsoid_code "
        "WHERE c.type LIKE 'geographic%' AND c.auth_name IN ('EPSG', 'ESRI') AND upper(e.celestial_body_code) = 'EARTH'")
    return {(a, str(c)): (name, kind, (da, str(dc))) for a, c, name, kind, da, dc in rows}


def projection(crs):
    """The definition for PROJ without its datum, which is kept apart; None when there is none."""
    try:
        text, base = crs.to_proj4(), crs.geodetic_crs
    except pyproj.exceptions.CRSError:
        return None
    if not text or "+proj=" not in text or base is None:
        return None
    ellipsoid = base.ellipsoid
    kept = [part for part in text.split() if not part.startswith(
        ("+datum=", "+towgs84=", "+nadgrids=", "+geoidgrids=", "+vunits=", "+type=", "+no_defs", "+wktext"))]
    if not any(part.startswith(("+ellps=", "+a=", "+R=")) for part in kept):
        kept.append(f"+a={ellipsoid.semi_major_metre!r} +rf={ellipsoid.inverse_flattening!r}")
    unit = base.axis_info[0].unit_conversion_factor * 180 / np.pi
    if crs.is_geographic and abs(unit - 1) > 1e-9:
        kept.append(f"+degrees={unit:.12g}")  # which PROJ's own strings leave out
    return " ".join(kept)


def number(code):
    return int(code)


def box_of(crs):
    area = crs.area_of_use
    box = (area.west, area.south, area.east, area.north) if area else (-180, -90, 180, 90)
    return ",".join(f"{side:g}" for side in (round(side, 2) for side in box))


def systems(db):
    """All systems of a map that have a definition: (code, base code, crs, names), a number once only."""
    other, bases, seen = names(db), geographic(db), set()
    for table in ("geodetic_crs", "projected_crs"):
        base = "auth_name, code" if table == "geodetic_crs" else "geodetic_crs_auth_name, geodetic_crs_code"
        for authority in AUTHORITIES:
            query = f"SELECT code, name, {base} FROM {table} WHERE auth_name = ? ORDER BY CAST(code AS INTEGER)"
            for code, name, *base_of in db.execute(query, (authority,)).fetchall():
                key = (base_of[0], str(base_of[1]))
                if key not in bases or number(code) in seen:
                    continue
                seen.add(number(code))
                all_names = [name, *other[table, authority, str(code)]]
                yield number(code), key, CRS.from_authority(authority, code), list(dict.fromkeys(all_names))


def without_heights(db):
    """The geographic system without heights of each datum."""
    flat = {}
    for key, (_, kind, datum) in geographic(db).items():
        if kind == "geographic 2D":
            flat.setdefault(datum, key)
    return flat


def figure(key):
    ellipsoid = CRS.from_authority(*key).ellipsoid
    return round(ellipsoid.semi_major_metre), round(ellipsoid.semi_minor_metre)


def shifting(key, bases, flat, replaced):
    """The geographic system whose shifts are those of another: itself, the same without heights, or what stands in for it
    when it is deprecated and has none, on the same ellipsoid."""
    for candidate in (key, flat.get(bases[key][2]), replaced.get(key)):
        if candidate in bases and figure(candidate) == figure(key) and shifts(candidate):
            return candidate
    return key


def datum_lines(db):
    """A line for each geographic system: its ellipsoid, its names as a datum, and its shifts."""
    other, bases, replaced, flat = names(db), geographic(db), replacements(db), without_heights(db)
    datum_names = {(a, str(c)): name for a, c, name in db.execute(
        "SELECT auth_name, code, name FROM geodetic_datum")}
    for key, (_, kind, datum) in bases.items():
        found = shifts(shifting(key, bases, flat, replaced))
        ellipsoid = CRS.from_authority(*key).ellipsoid
        called = dict.fromkeys([datum_names[datum], *other["geodetic_datum", *datum]])
        written = ";".join(",".join(f"{value:.10g}" for value in shift) for shift in found)
        yield (f"datum\t{key[1]}\t{ellipsoid.semi_major_metre!r}\t{ellipsoid.inverse_flattening!r}\t"
               f"{'|'.join(called)}\t{written}")


def compound_lines(db):
    for code, horizontal in db.execute(
            "SELECT code, horiz_crs_code FROM compound_crs WHERE auth_name = 'EPSG' AND horiz_crs_auth_name = 'EPSG' "
            "ORDER BY CAST(code AS INTEGER)"):
        yield f"compound\t{code}\t{horizontal}"


def sampled(crs, code):
    """Places in the area of use of a system: three, always the same."""
    area = crs.area_of_use
    west, south, east, north = (area.west, area.south, area.east, area.north) if area else (-179, -80, 179, 80)
    east += 360 if east < west else 0
    chance = random.Random(code)
    shares = [(0.5, 0.5), (chance.uniform(0.1, 0.9), chance.uniform(0.1, 0.9)),
              (chance.uniform(0.1, 0.9), chance.uniform(0.1, 0.9))]
    for x, y in shares:
        lon = west + x * (east - west)
        yield (lon + 180) % 360 - 180, min(85, max(-85, south + y * (north - south)))


def reference(code, crs, shifted):
    """Positions in a system, and where PROJ says that they are: "x,y,lon,lat". Where PROJ knows no shift of a deprecated
    system, that of the system in its place is used."""
    base = crs.geodetic_crs
    degrees = crs.is_geographic
    if shifted and base.prime_meridian.longitude != 0:
        return ""
    try:
        into = None if degrees else Transformer.from_crs(base.to_2d(), crs.to_2d(), always_xy=True)
        back = Transformer.from_crs(crs.to_2d(), WGS84, always_xy=True)
        instead = Transformer.from_crs(shifted, WGS84, always_xy=True) if shifted else None
    except pyproj.exceptions.ProjError:
        return ""
    written = []
    for lon, lat in sampled(crs, code):
        # The base may count from another meridian than Greenwich, and in grads.
        unit = base.axis_info[0].unit_conversion_factor * 180 / np.pi
        offset = base.prime_meridian.longitude * base.prime_meridian.unit_conversion_factor * 180 / np.pi
        x, y = (lon - offset) / unit, lat / unit
        x, y = (x, y) if degrees else into.transform(x, y)
        x, y = (round(x, 8), round(y, 8)) if degrees else (round(x, 3), round(y, 3))
        if not (np.isfinite(x) and np.isfinite(y)):
            continue
        if instead:
            lon, lat = instead.transform(*((x, y) if degrees else into.transform(x, y, direction="INVERSE")))
        else:
            lon, lat = back.transform(x, y)
        if np.isfinite(lon) and np.isfinite(lat):
            written.append(f"{x!r},{y!r},{lon:.8f},{lat:.8f}")
    return ";".join(written)


def esri(crs):
    try:
        return crs.to_wkt("WKT1_ESRI")
    except pyproj.exceptions.ProjError:
        return None


def write(path, lines):
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)
    path.write_bytes(packed)
    print(path.name, len(lines), "lines", len(packed), "bytes")


def main():
    db = database()
    bases, replaced, flat = geographic(db), replacements(db), without_heights(db)
    lines, tests = [], []
    for code, base, crs, called in systems(db):
        definition = projection(crs)
        if definition is None:
            print("no definition", code, called[0])
            # Its name is known all the same.
            lines.append(f"system\t{code}\t{base[1]}\t{box_of(crs)}\t-\t{'|'.join(called)}")
            continue
        key = shifting(base, bases, flat, replaced)
        shifted = CRS.from_authority(*key) if key != base and key == replaced.get(base) else None
        lines.append(f"system\t{code}\t{base[1]}\t{box_of(crs)}\t{definition}\t{'|'.join(called)}")
        if (wkt := esri(crs)) and (positions := reference(code, crs, shifted)):
            tests.append(f"{code}\t{wkt}\t{positions}")
        else:
            print("no reference", code, called[0])
    write(DATA / "systems.tsv.gz", [*datum_lines(db), *lines, *compound_lines(db)])
    write(FIXTURES / "systems.tsv.gz", tests)


if __name__ == "__main__":
    sys.exit(main())
