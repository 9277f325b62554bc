"""Draws the program's icons from their vector sources.

`swath.svg` is the mark, as used in the window. `app_svg` below puts it on a rounded dark square; at
small sizes with heavier and fewer lines, so that they stay apart.
Needs cairosvg and Pillow: pip install -r src-tauri/data/build/requirements.txt
"""

import io
import struct
from pathlib import Path

import cairosvg
from PIL import Image

HERE = Path(__file__).resolve().parent
PNGS = {"32x32.png": 32, "64x64.png": 64, "128x128.png": 128, "128x128@2x.png": 256,
        "256x256.png": 256, "512x512.png": 512, "icon.png": 512}
ICO_SIZES = [16, 24, 32, 48, 64, 256]
# Apple's types by pixel size; the retina types share their picture with the next size up.
ICNS_TYPES = [(b"icp4", 16), (b"icp5", 32), (b"ic11", 32), (b"ic12", 64), (b"ic07", 128),
              (b"ic13", 256), (b"ic08", 256), (b"ic14", 512), (b"ic09", 512), (b"ic10", 1024)]

# The mark's corners in a square of 24: top left, and the two edges that leave it.
CORNER, ALONG, ACROSS = (6.5, 2.9), (14.1, 3.4), (-3.1, 14.8)
CENTRE = (12.0, 12.0)


def _point(scale, along, across):
    """A point of the mark, `along` and `across` from 0 to 1, on a canvas of 512."""
    x = CORNER[0] + along * ALONG[0] + across * ACROSS[0]
    y = CORNER[1] + along * ALONG[1] + across * ACROSS[1]
    return f"{256 + (x - CENTRE[0]) * scale:.1f} {256 + (y - CENTRE[1]) * scale:.1f}"


def app_svg(size: int) -> str:
    """The app icon for one size in pixels."""
    tiny, small = size <= 24, size <= 48
    scale = 18.2 if tiny else 17.4 if small else 16.6
    stroke = 50 if tiny else 33 if small else 24
    margin = 0 if tiny else 10 if small else 24
    lines = [0.5] if tiny else [0.31, 0.62] if small else [0.2, 0.4, 0.6]
    seen = lines[-1]

    def at(along, across):
        return _point(scale, along, across)

    outline = f"M{at(0, 0)} L{at(1, 0)} L{at(1, 1)} L{at(0, 1)} Z"
    filled = f"M{at(0, 0)} L{at(1, 0)} L{at(1, seen)} L{at(0, seen)} Z"
    scans = " ".join(f"M{at(0, t)} L{at(1, t)}" for t in lines[:-1])
    front = f"M{at(0, seen)} L{at(1, seen)}"
    side, corner = 512 - 2 * margin, (112 if tiny else 108)
    rim = "" if tiny else (
        f'<rect x="{margin + 3}" y="{margin + 3}" width="{side - 6}" height="{side - 6}" '
        f'rx="{corner - 3}" fill="none" stroke="#4a596b" stroke-opacity=".7" stroke-width="6"/>')
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <title>Swath</title>
  <defs>
    <linearGradient id="ground" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#222d3a"/><stop offset="1" stop-color="#0d1116"/>
    </linearGradient>
    <linearGradient id="seen" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#3b7cf0"/><stop offset="1" stop-color="#2257b8"/>
    </linearGradient>
  </defs>
  <rect x="{margin}" y="{margin}" width="{side}" height="{side}" rx="{corner}" fill="url(#ground)"/>
  {rim}
  <path d="{filled}" fill="url(#seen)"/>
  <path d="{scans}" fill="none" stroke="#a9cbff" stroke-width="{stroke * 0.5:.1f}" stroke-opacity=".55"/>
  <path d="{front}" fill="none" stroke="#cfe2ff" stroke-width="{stroke * 0.6:.1f}"/>
  <path d="{outline}" fill="none" stroke="#6ea8ff" stroke-width="{stroke}" stroke-linejoin="round"/>
</svg>
"""


def png(size: int) -> bytes:
    """One size as PNG with transparency, drawn four times as large and averaged."""
    large = cairosvg.svg2png(app_svg(size).encode(), output_width=size * 4, output_height=size * 4)
    picture = Image.open(io.BytesIO(large)).convert("RGBA").resize((size, size), Image.Resampling.BOX)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def ico() -> bytes:
    """A Windows icon of PNG pictures: a directory of entries, then the pictures."""
    pictures = [png(size) for size in ICO_SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries = b""
    for size, picture in zip(ICO_SIZES, pictures):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + entries + b"".join(pictures)


def icns() -> bytes:
    """A macOS icon: 'icns', the whole length, then type, length and PNG of each picture."""
    body = b""
    for kind, size in ICNS_TYPES:
        picture = png(size)
        body += kind + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main():
    for name, size in PNGS.items():
        (HERE / name).write_bytes(png(size))
    (HERE / "app.svg").write_text(app_svg(512), encoding="utf-8")
    (HERE / "icon.ico").write_bytes(ico())
    (HERE / "icon.icns").write_bytes(icns())


if __name__ == "__main__":
    main()
