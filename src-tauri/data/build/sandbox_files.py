"""Writes the sandbox's land.bin and towns.bin (formats: crates/oneatlas-sandbox/data/README.md)."""

import struct
import zlib

import numpy as np
import shapely

from simplify import thin_ring
from sources import SANDBOX_DATA, Ring, geonames, gshhg_rings

LEAST_AREA_KM2 = 0.3
LEAST_POLAR_KM2 = 1.0
# Steps that are whole multiples of 128 leave the low bits of each delta empty, which halves
# the compressed file. 128e-6 degrees are 14 m.
GRID = 128
LEAST_POPULATION = 5000


def tolerance(latitude: float) -> float:
    """Metres a coast may be off: the Arctic's fjords hold most vertices and few people look there."""
    if latitude < -60 or latitude > 72:
        return 500.0
    return 280.0 if latitude > 58 else 105.0


def _antarctica(rings: list[Ring]) -> list[Ring]:
    """Joins the halves of Antarctica, which GSHHG's package cuts at Greenwich."""
    halves = [r for r in rings if r.name in ("4-E", "4-W") and r.points[:, 1].min() < -89]
    whole = shapely.union_all([shapely.make_valid(shapely.Polygon(r.points)) for r in halves])
    rest = [r for r in rings if r not in halves]
    area = max((halves[0].area, halves[-1].area))
    for part in shapely.get_parts(whole):
        rest.append(Ring(1, area, "antarctica", shapely.get_coordinates(part.exterior)))
    return rest


def varints(values: np.ndarray) -> bytes:
    """Zigzag varints of an int64 array."""
    zigzag = ((values << 1) ^ (values >> 63)).astype(np.uint64)
    columns = np.stack([(zigzag >> np.uint64(7 * i)) for i in range(6)], axis=1)
    used = np.maximum(1, (columns > 0).sum(axis=1))
    place = np.arange(6)[None, :]
    octets = (columns & np.uint64(0x7F)).astype(np.uint8)
    octets |= np.where(place < (used - 1)[:, None], 0x80, 0).astype(np.uint8)
    return octets[place < used[:, None]].tobytes()


def write_land():
    rings = _antarctica(gshhg_rings(LEAST_AREA_KM2))
    rings = [r for r in rings if r.area >= LEAST_POLAR_KM2 or abs(r.points[0, 1]) < 60]
    rings.sort(key=lambda r: (r.level, -r.area))
    out, count, vertices = [], 0, 0
    for ring in rings:
        points = thin_ring(ring.points, tolerance)
        grid = np.rint(points * (1e6 / GRID)).astype(np.int64) * GRID
        # The grid misses ±180 and ±90 by up to 64e-6 degrees; those edges must be met exactly.
        edge = (np.abs(points) == [180.0, 90.0])
        grid[edge] = np.rint(points[edge] * 1e6).astype(np.int64)
        grid = grid[np.insert((np.diff(grid, axis=0) != 0).any(axis=1), 0, True)]
        if (grid[0] == grid[-1]).all():
            grid = grid[:-1]
        if len(grid) < 3:
            continue
        deltas = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64))
        out.append(struct.pack("<BI", ring.level, len(grid)) + varints(deltas.reshape(-1)))
        count += 1
        vertices += len(grid)
    packed = zlib.compress(b"SWLAND1\0" + struct.pack("<I", count) + b"".join(out), 9)
    (SANDBOX_DATA / "land.bin").write_bytes(packed)
    print(f"land.bin: {count} rings, {vertices} vertices, {len(packed):,} bytes")


def write_towns():
    towns = [p for p in geonames() if p["population"] >= LEAST_POPULATION]
    towns.sort(key=lambda p: -p["population"])
    body = b"".join(struct.pack("<iiI", round(p["lon"] * 1e6), round(p["lat"] * 1e6), p["population"])
                    for p in towns)
    packed = zlib.compress(b"SWTOWN1\0" + struct.pack("<I", len(towns)) + body, 9)
    (SANDBOX_DATA / "towns.bin").write_bytes(packed)
    print(f"towns.bin: {len(towns)} towns, {len(packed):,} bytes")


if __name__ == "__main__":
    SANDBOX_DATA.mkdir(parents=True, exist_ok=True)
    write_land()
    write_towns()
