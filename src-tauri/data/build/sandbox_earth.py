"""Writes the sandbox's cover.jpg, relief.png and rivers.bin (formats: crates/oneatlas-sandbox/data/README.md)."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw

from sandbox_files import GRID, varints
from simplify import thin
from sources import SANDBOX_DATA, blue_marble, gshhg_rings, gshhg_rivers, heights

# Five cells to a degree: some 22 km, a scene's width. What is finer is drawn by the sandbox itself.
WIDTH, HEIGHT = 1800, 900
# Level 0 are rivers drawn with both banks; 1 to 4 go from the largest to streams that always flow.
LAST_LEVEL = 4
RIVER_TOLERANCE = 90.0


def _land() -> np.ndarray:
    """Whether the middle of each cell is land, by GSHHG."""
    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    for ring in gshhg_rings(20, "h"):
        points = [((x + 180) * WIDTH / 360, (90 - y) * HEIGHT / 180) for x, y in ring.points]
        draw.polygon(points, fill=255 if ring.level != 2 else 0)
    land = np.array(image) > 0
    land[-30:] = True
    return land


def _grown(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Fills what is not known with the mean of known neighbours, outward until all is filled."""
    values, known = values.astype(float).copy(), known.copy()
    while not known.all():
        total, count = np.zeros_like(values), np.zeros(known.shape)
        for dy, dx in [(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)]:
            weight = np.roll(known, (dy, dx), (0, 1)).astype(float)
            total += np.roll(values, (dy, dx), (0, 1)) * weight[..., None]
            count += weight
        new = ~known & (count > 0)
        values[new] = total[new] / count[new][:, None]
        known |= new
    return values


def write_cover():
    """The colour of the land without the sea and without the snow of the season."""
    colours = np.array(blue_marble().resize((WIDTH, HEIGHT), Image.BOX)).astype(float)
    high = np.array(heights().resize((WIDTH, HEIGHT), Image.BICUBIC)).astype(float)
    lat = (90 - (np.arange(HEIGHT) + 0.5) * 180 / HEIGHT)[:, None]
    lon = (-180 + (np.arange(WIDTH) + 0.5) * 360 / WIDTH)[None, :]
    white = (colours.min(axis=2) > 78) & (np.ptp(colours, axis=2) < 48)
    south = (lat < -60) & (colours[..., 2] > colours[..., 0] + 12)
    colours[south] = [232.0, 238.0, 245.0]
    greenland = (lon > -73) & (lon < -11) & (lat > 59)
    ice = (lat < -60) | greenland | (lat > 78.5) | (high > 110)
    blue = (colours[..., 2] > colours[..., 0] + 6) & (lat > -60) & (colours.min(axis=2) < 150)
    dark = colours.sum(axis=2) < 40
    snow = white & ~ice & (lat > 40)
    known = _land() & ~snow & ~blue & ~dark
    known |= (lat < -60) & (lon == lon)
    filled = np.clip(_grown(colours, known), 0, 255).astype(np.uint8)
    Image.fromarray(filled).save(SANDBOX_DATA / "cover.jpg", quality=84, optimize=True)
    print(f"cover.jpg: {(SANDBOX_DATA / 'cover.jpg').stat().st_size:,} bytes")


def write_relief():
    """Heights above the sea in steps of 25 m."""
    file = io.BytesIO()
    heights().resize((WIDTH, HEIGHT), Image.BICUBIC).save(file, "PNG", optimize=True)
    (SANDBOX_DATA / "relief.png").write_bytes(file.getvalue())
    print(f"relief.png: {len(file.getvalue()):,} bytes")


def write_rivers():
    """Rivers as lines, by degree of the file's own cut."""
    out, count, vertices = [], 0, 0
    for level, points in gshhg_rivers():
        if level > LAST_LEVEL:
            continue
        grid = np.rint(thin(points, RIVER_TOLERANCE) * (1e6 / GRID)).astype(np.int64) * GRID
        grid = grid[np.insert((np.diff(grid, axis=0) != 0).any(axis=1), 0, True)]
        if len(grid) < 2:
            continue
        deltas = np.diff(grid, axis=0, prepend=np.zeros((1, 2), np.int64))
        out.append(struct.pack("<BI", level, len(grid)) + varints(deltas.reshape(-1)))
        count += 1
        vertices += len(grid)
    packed = zlib.compress(b"SWRIVR1\0" + struct.pack("<I", count) + b"".join(out), 9)
    (SANDBOX_DATA / "rivers.bin").write_bytes(packed)
    print(f"rivers.bin: {count} pieces, {vertices} vertices, {len(packed):,} bytes")


def write():
    write_cover()
    write_relief()
    write_rivers()


if __name__ == "__main__":
    write()
