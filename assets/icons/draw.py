#!/usr/bin/env python3
"""Draws the mark of Attune, three sliders on petrol, as SVG and as RGBA PNG files. Needs only Python.

Run it in this folder: python3 draw.py. The same geometry makes every file, so they cannot drift apart.
"""

import math
import struct
import zlib

GROUND = (0x12, 0x32, 0x3C)  # --banner of the design tokens
INK = (0xFF, 0xFF, 0xFF)
KNOB = (0x58, 0xC5, 0xC9)  # --accent of the dark theme
CORNER = 0.22
# Middle, top and foot of each slider, place of its knob; everything in parts of the side.
SLIDERS = [(0.27, 0.20, 0.80, 0.56), (0.50, 0.20, 0.80, 0.33), (0.73, 0.20, 0.80, 0.45)]
TRACK = 0.031  # half of the width of a track
RADIUS = 0.092  # of a knob
RING = 0.036  # of ground around a knob


def in_square(x, y):
    dx = max(CORNER - x, x - (1 - CORNER), 0)
    dy = max(CORNER - y, y - (1 - CORNER), 0)
    return math.hypot(dx, dy) <= CORNER


def colour(x, y):
    if not in_square(x, y):
        return None
    for middle, top, foot, knob in SLIDERS:
        far = math.hypot(x - middle, y - knob)
        if far <= RADIUS:
            return KNOB
        if far <= RADIUS + RING:
            return GROUND
        if math.hypot(x - middle, max(top - y, y - foot, 0)) <= TRACK:
            return INK
    return GROUND


def pixels(side, fine=8):
    """Rows of RGBA bytes; each pixel is the mean of fine x fine samples."""
    for row in range(side):
        line = bytearray([0])
        for column in range(side):
            total, count = [0, 0, 0], 0
            for i in range(fine * fine):
                x = (column + (i % fine + 0.5) / fine) / side
                y = (row + (i // fine + 0.5) / fine) / side
                found = colour(x, y)
                if found:
                    count += 1
                    total = [t + f for t, f in zip(total, found)]
            mean = [round(t / count) if count else 0 for t in total]
            line += bytes([*mean, round(255 * count / fine**2)])
        yield bytes(line)


def png(path, side):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)  # 8 bits, RGBA
    data = zlib.compress(b"".join(pixels(side, 8 if side < 300 else 4)), 9)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


def svg(path, side=512):
    def value(part):
        return f"{part * side:.2f}".rstrip("0").rstrip(".")

    def tone(parts):
        return "#%02x%02x%02x" % parts

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><title>Attune</title>']
    out.append(f'<rect width="{side}" height="{side}" rx="{value(CORNER)}" fill="{tone(GROUND)}"/>')
    for middle, top, foot, knob in SLIDERS:
        out.append(
            f'<path d="M{value(middle)} {value(foot)}V{value(top)}" stroke="{tone(INK)}" '
            f'stroke-width="{value(2 * TRACK)}" stroke-linecap="round"/>'
        )
    for middle, _, _, knob in SLIDERS:
        out.append(
            f'<circle cx="{value(middle)}" cy="{value(knob)}" r="{value(RADIUS + RING / 2)}" fill="{tone(KNOB)}" '
            f'stroke="{tone(GROUND)}" stroke-width="{value(RING)}"/>'
        )
    out.append("</svg>\n")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out))


if __name__ == "__main__":
    svg("icon.svg")
    for name, side in [("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)]:
        png(name, side)
