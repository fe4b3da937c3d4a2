"""Links, files and folders are opened by the system's programs, which may run on every processor."""

import pytest
from PySide6.QtGui import QDesktopServices

from mineralmap.gui import outside
from mineralmap.render import processors


@pytest.fixture
def opened(monkeypatch):
    """What has been asked of the system, in order."""
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    monkeypatch.setattr(processors.shared, "spread", lambda: asked.append("spread"))
    return asked


def test_that_a_link_is_opened_as_it_is_and_a_path_as_a_file(opened, tmp_path):
    outside.show("https://example.org/a?b=1")
    outside.show(tmp_path / "a map.png")
    assert opened[1] == "https://example.org/a?b=1"
    assert opened[3] == f"file://{tmp_path}/a map.png"
    assert opened[::2] == ["spread", "spread"]
