"""Thins rings and lines with one tolerance in metres, whatever the latitude."""

import numpy as np
import shapely

METRES_PER_DEGREE = 111_320.0
_CHUNK = 1500


def thin(points: np.ndarray, tolerance) -> np.ndarray:
    """Douglas-Peucker over pieces of the line, each in a local plane.

    A ring as long as Eurasia's coast has no one plane, so it is cut into pieces of some thousand
    vertices. The ends of a piece always stay. `tolerance` is metres, or a function from the piece's
    mean latitude to metres.
    """
    pieces, scales, degrees = [], [], []
    for start in range(0, len(points) - 1, _CHUNK):
        piece = points[start:start + _CHUNK + 1].copy()
        latitude = float(piece[:, 1].mean())
        scale = max(0.02, float(np.cos(np.radians(latitude))))
        metres = tolerance(latitude) if callable(tolerance) else tolerance
        piece[:, 0] *= scale
        pieces.append(piece)
        scales.append(scale)
        degrees.append(metres / METRES_PER_DEGREE)
    lines = shapely.linestrings(np.concatenate(pieces),
                                indices=np.repeat(np.arange(len(pieces)), [len(p) for p in pieces]))
    thinned = []
    for line, scale in zip(shapely.simplify(lines, np.array(degrees),
                                            preserve_topology=False), scales):
        piece = shapely.get_coordinates(line)
        piece[:, 0] /= scale
        thinned.append(piece if not thinned else piece[1:])
    return np.concatenate(thinned)


def thin_ring(points: np.ndarray, tolerance) -> np.ndarray:
    """Thins a closed ring: cut at the vertex farthest from its first, so that it cannot collapse."""
    far = int(np.argmax(np.abs(points - points[0]).sum(axis=1)))
    if far in (0, len(points) - 1):
        return points
    return np.concatenate([thin(points[:far + 1], tolerance), thin(points[far:], tolerance)[1:]])
