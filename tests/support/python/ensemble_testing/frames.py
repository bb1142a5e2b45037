# SPDX-License-Identifier: Apache-2.0
"""Reads the binary answers of docs/protocol.md: column frames and curves."""
import dataclasses
import struct


def _pad8(position):
    return (position + 7) // 8 * 8


def column_frame(data):
    """Name to list of values; None where missing."""
    magic, columns, rows, _ = struct.unpack_from("<4sIII", data)
    assert magic == b"ECF1", magic
    position, found = 16, {}
    for _ in range(columns):
        kind, name_bytes, payload_bytes = struct.unpack_from("<IIQ", data, position)
        position += 16
        name = data[position:position + name_bytes].decode()
        position = _pad8(position + name_bytes)
        found[name] = _column(kind, rows, data[position:position + payload_bytes])
        position = _pad8(position + payload_bytes)
    return found


def _column(kind, rows, payload):
    present = [True] * rows
    if kind & 256:
        bits = _pad8((rows + 7) // 8)
        present = [bool(payload[i // 8] >> (i % 8) & 1) for i in range(rows)]
        payload = payload[bits:]
    kind &= 255
    if kind == 4:
        offsets = struct.unpack_from(f"<{rows + 1}I", payload)
        text = payload[_pad8(4 * (rows + 1)):]
        values = [text[offsets[i]:offsets[i + 1]].decode() for i in range(rows)]
    else:
        values = struct.unpack_from(f"<{rows}{ {1: 'd', 2: 'f', 3: 'q'}[kind] }", payload)
    return [value if there else None for value, there in zip(values, present)]


@dataclasses.dataclass
class Curve:
    run: int
    key: int
    exact: bool
    points: int
    not_finite: int
    x_min: float
    x_max: float
    columns: tuple  # (x, y) or (min, max, mean, count)


def curves(data):
    magic, count = struct.unpack_from("<4sI", data)
    assert magic == b"ESR1", magic
    position, found = 8, []
    for _ in range(count):
        run, key, flags, points, not_finite, x_min, x_max, n, size = struct.unpack_from(
            "<QIIQQddII", data, position)
        position += 56
        end = position + size
        columns = []
        kind, width = ("f", 4) if flags & 2 else ("d", 8)
        for _ in range(2 if flags & 1 else 3):
            columns.append(struct.unpack_from(f"<{n}{kind}", data, position))
            position += width * n
        if not flags & 1:
            kind = {1: "B", 2: "H", 4: "I"}[flags >> 8]
            columns.append(struct.unpack_from(f"<{n}{kind}", data, position))
        position = end
        found.append(Curve(run, key, bool(flags & 1), points, not_finite, x_min, x_max,
                           tuple(columns)))
    return found
