"""Arrow arrays of texts and whole numbers, from their buffers.

``pyarrow.array`` does the same, but it loads pandas wherever that happens to be installed, which
takes longer than reading a month of calls.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import pyarrow as pa


def text_array(cells: Sequence[str]) -> pa.Array:
    """Texts as an Arrow string array; at most 2 GB in all."""
    encoded = [cell.encode() for cell in cells]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def int_array(cells: Sequence[int | None]) -> pa.Array:
    """Whole numbers as an Arrow int64 array; None is null."""
    if None not in cells:
        return _ints(array("q", cells), None)  # type: ignore[arg-type]
    present = np.fromiter((cell is not None for cell in cells), dtype=bool, count=len(cells))
    validity = pa.py_buffer(np.packbits(present, bitorder="little").tobytes())
    return _ints(array("q", [0 if cell is None else cell for cell in cells]), validity)


def _ints(values: array[int], validity: pa.Buffer | None) -> pa.Array:
    return pa.Array.from_buffers(pa.int64(), len(values), [validity, pa.py_buffer(values)])
