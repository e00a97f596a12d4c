#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Draws icon.png and fanart.png of the add-on, with nothing but the standard
library: python3 kodi/art.py. Needed only when the picture changes."""

import math
import struct
import zlib
from pathlib import Path

FOLDER = Path(__file__).parent / "script.ryot/resources"
NIGHT, DUSK = (24, 22, 58), (62, 52, 140)       # the ground, bottom to top
TRACK = (92, 84, 170)                           # of the ring, where nothing is yet
ARC = ((96, 225, 200), (120, 165, 255))         # what has been watched
SHARE = 0.78
RADIUS, WIDTH = 0.335, 0.058                    # of the ring, in tiles
PLAY, ROUNDING = 0.150, 0.030                   # the triangle


def mix(a, b, share):
    return tuple(x + (y - x) * share for x, y in zip(a, b))


def cover(distance, pixel):
    """How much of a pixel a shape covers whose edge is so far away."""
    return min(max(0.5 - distance / pixel, 0.0), 1.0)


def to_arc(x, y):
    """(distance to the middle line of the arc, how far along it)."""
    turn = math.atan2(x, -y) % math.tau / math.tau
    if turn <= SHARE:
        return abs(math.hypot(x, y) - RADIUS), turn / SHARE
    ends = [(RADIUS * math.sin(t * math.tau), -RADIUS * math.cos(t * math.tau), along)
            for t, along in ((0, 0.0), (SHARE, 1.0))]
    return min((math.hypot(x - ex, y - ey), along) for ex, ey, along in ends)


def to_triangle(x, y):
    """Distance to a triangle that points right, with round corners."""
    inner = PLAY - ROUNDING
    corners = [(inner * math.cos(a), inner * math.sin(a))
               for a in (0, math.tau / 3, 2 * math.tau / 3)]
    best, sign = math.inf, -1.0
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
        ex, ey, px, py = bx - ax, by - ay, x - ax, y - ay
        t = min(max((px * ex + py * ey) / (ex * ex + ey * ey), 0.0), 1.0)
        best = min(best, math.hypot(px - ex * t, py - ey * t))
        if ex * py - ey * px < 0:
            sign = 1.0
    return sign * best - ROUNDING


def paint(x, y, ground, pixel):
    """One pixel of the mark, whose tile reaches from -0.5 to 0.5."""
    far = math.hypot(x, y)
    if far > 0.5:
        return ground
    color = mix(ground, TRACK, 0.55 * cover(abs(far - RADIUS) - WIDTH / 2, pixel))
    if far > RADIUS - WIDTH:
        distance, along = to_arc(x, y)
        color = mix(color, mix(*ARC, along), cover(distance - WIDTH / 2, pixel))
    if far < PLAY + ROUNDING:
        color = mix(color, (255, 255, 255), cover(to_triangle(x, y), pixel))
    return color


def write(path, width, height, tile, middle):
    rows = []
    for j in range(height):
        row = bytearray([0])
        for i in range(width):
            fall = (j + 0.25 * i * height / width) / (1.25 * height)
            ground = mix(DUSK, NIGHT, min(fall, 1.0) ** 0.8)
            x, y = (i + 0.5 - middle[0]) / tile, (j + 0.5 - middle[1]) / tile
            row += bytes(round(c) for c in paint(x, y, ground, 1 / tile))
        rows.append(bytes(row))
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for kind, data in (
                (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
                (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")):
            check = struct.pack(">I", zlib.crc32(kind + data))
            file.write(struct.pack(">I", len(data)) + kind + data + check)


if __name__ == "__main__":
    write(FOLDER / "icon.png", 512, 512, 512, (256, 256))
    write(FOLDER / "fanart.png", 1280, 720, 760, (930, 360))
