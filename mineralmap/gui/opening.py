"""What must arrive before there is a map: the heavy libraries and the shipped data, read behind the window."""

from typing import TYPE_CHECKING

from mineralmap.gui.tasks import Cancel

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset


def open_everything(cancel: Cancel) -> "Dataset":
    """Import what the first answer and the first map need, and read the data. Runs in the background."""
    from mineralmap.datasets import bundled

    cancel()
    dataset = bundled.load()
    cancel()

    cancel()

    return dataset
