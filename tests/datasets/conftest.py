"""What the tests of tables share."""

import pytest

from mineralmap.datasets import own


@pytest.fixture
def read(tmp_path, tiny_world):
    """Write bytes or text under a name and read it against the tiny world."""

    def reading(content, name="own.csv", matching=None):
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return own.read(file, matching, tiny_world)

    return reading
