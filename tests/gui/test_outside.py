"""Links, files and folders are opened by the system's programs, which may run on every processor."""

from contextlib import contextmanager

import pytest
from PySide6.QtGui import QDesktopServices

from mineralmap.gui import outside
from mineralmap.render import processors


@pytest.fixture
def opened(monkeypatch):
    """What has been asked of the system, in order."""
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))

    @contextmanager
    def spread():
        asked.append("spread")
        yield
        asked.append("over")

    monkeypatch.setattr(processors.shared, "spread", spread)
    return asked


def test_that_a_link_is_opened_as_it_is_and_a_path_as_a_file(opened, tmp_path):
    outside.show("https://example.org/a?b=1")
    outside.show(tmp_path / "a map.png")
    assert opened[:3] == ["spread", "https://example.org/a?b=1", "over"]
    assert opened[3:] == ["spread", f"file://{tmp_path}/a map.png", "over"]
