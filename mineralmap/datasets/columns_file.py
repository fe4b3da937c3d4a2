"""Columns of numbers in one file with a head of JSON: a hundred of them are there in a few milliseconds.

NumPy's own .npz takes a tenth of a millisecond to understand the header of each. No object is ever unpickled.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

START = b"mineralmap columns 1\n"
STEP = 16
"""Columns begin at multiples of so many bytes, where the processor likes them."""
KINDS = "biuf"


def packed(head: Any, columns: Mapping[str, np.ndarray]) -> bytes:
    """The content of a file.

    Raises
    ------
    TypeError
        For a column of anything but numbers and flags, or a head that JSON cannot say.
    """
    said: list[tuple[str, str, tuple[int, ...], int]] = []
    body = bytearray()
    for name, column in columns.items():
        if column.dtype.kind not in KINDS:
            raise TypeError(f"{name} holds no numbers")
        said.append((name, column.dtype.str, column.shape, len(body)))
        body += column.tobytes()
        body += bytes(-len(body) % STEP)
    text = json.dumps({"head": head, "columns": said}).encode("utf-8")
    rest = len(text).to_bytes(8, "little") + text + body
    return START + zlib.crc32(rest).to_bytes(8, "little") + rest


def unpacked(content: bytes) -> tuple[Any, dict[str, np.ndarray]]:
    """Head and columns of a file.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it is none, or damaged.
    """
    at = len(START) + 8
    rest = memoryview(content)[at:]
    if content[:at] != START + zlib.crc32(rest).to_bytes(8, "little"):
        raise ValueError("no file of columns, or a damaged one")
    end = 8 + int.from_bytes(rest[:8], "little")
    said = json.loads(bytes(rest[8:end]))
    body = bytearray(rest[end:])
    columns = {}
    for name, kind, shape, offset in said["columns"]:
        if np.dtype(kind).kind not in KINDS:
            raise ValueError(f"{name} holds no numbers")
        count = int(np.prod(shape, dtype=np.int64))
        columns[name] = np.frombuffer(body, kind, count, offset).reshape(shape)
    return said["head"], columns
