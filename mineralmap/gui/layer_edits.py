"""What is done to layers, each as one step of undo with the words that it is undone by."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mineralmap.gui.session import Session
from mineralmap.layers import order
from mineralmap.model.project import DatasetReference
from mineralmap.model.style import LayerStyle, style_of, with_style

PATH_OF_FILE = "file:"


class LayerEdits:
    """Edits of the layers of one session. Layers are named by their ids."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.copied: LayerStyle | None = None

    def ids(self) -> tuple[str, ...]:
        """All layers from the top down, in the order that the view asks for."""
        made = self._session.map
        ids = [layer.id for layer in reversed(made.layers)] if made is not None else []
        chosen = self._session.view.layers
        if all(name in chosen for name in ids):
            ids.sort(key=chosen.index)
        return tuple(ids)

    def title(self, layer: str) -> str:
        """What a layer is called."""
        made = self._session.map
        return next((one.title for one in made.layers if one.id == layer), layer) if made is not None else layer

    def show(self, layers: Sequence[str], on: bool, name: str = "") -> None:
        """Show or hide layers; ``name`` is what undo calls them."""
        hidden = order.switched(self._session.view.hidden, self.ids(), layers, on)
        self._session.edit(f"{'Show' if on else 'Hide'} {name or self._called(layers)}", hidden=hidden)

    def show_all(self, on: bool) -> None:
        """Show every layer, or none."""
        if on:
            self._session.edit("Show all layers", hidden=frozenset())
        else:
            self.show(self.ids(), False, "all layers")

    def show_only(self, layers: Sequence[str]) -> None:
        """Hide all but some layers and what lies at the bottom: the sea and the countries under them."""
        ground = [one for one in self.ids() if order.group_of(one) == "Base"]
        hidden = frozenset(one for one in self.ids() if one not in layers and one not in ground)
        self._session.edit(f"Show only {self._called(layers)}", hidden=hidden - set(layers))

    def arrange(self, ids: Sequence[str]) -> None:
        """Let the layers lie over each other in this order, the first on top."""
        if tuple(ids) != self.ids():
            self._session.edit("Reorder layers", layers=tuple(ids))

    def put_at_end(self, layers: Sequence[str], top: bool) -> None:
        """Put layers over all others, or under them."""
        some, rest = [one for one in self.ids() if one in layers], [one for one in self.ids() if one not in layers]
        self.arrange([*some, *rest] if top else [*rest, *some])

    def style(self, layer: str) -> LayerStyle:
        """How a layer is drawn now."""
        return style_of(self._session.view.styles, layer)

    def restyle(self, layers: Sequence[str], style: LayerStyle, words: str, merge: str = "") -> None:
        """Draw layers in another way; edits with one ``merge`` word that follow each other are one step."""
        styles = self._session.view.styles
        for layer in layers:
            styles = with_style(styles, layer, style)
        self._session.edit(words, merge=merge, styles=styles)

    def copy_style(self, layer: str) -> None:
        """Keep a layer's style for others."""
        self.copied = self.style(layer)

    def paste_style(self, layers: Sequence[str]) -> None:
        """Draw layers as the one whose style was copied."""
        if self.copied is not None:
            self.restyle(layers, self.copied, f"Paste style to {self._called(layers)}")

    def reset_style(self, layers: Sequence[str]) -> None:
        """Draw layers as the program does by itself."""
        self.restyle(layers, LayerStyle(), f"Reset style of {self._called(layers)}")

    def reference(self, key: str) -> DatasetReference | None:
        """The user's file that a line of the list stands for; ``None`` where it stands for something else."""
        if key.startswith(PATH_OF_FILE):
            path = key.removeprefix(PATH_OF_FILE)
            return next((one for one in self._session.project.datasets if one.path == path), None)
        return self._by_name().get(key)

    def remove(self, keys: Sequence[str]) -> None:
        """Take the user's files that lines stand for out of the project."""
        gone = [one for one in map(self.reference, keys) if one is not None]
        if gone:
            more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
            kept = tuple(one for one in self._session.project.datasets if one not in gone)
            self._session.edit(f"Remove {Path(gone[0].path).name}{more}", datasets=kept)

    def _by_name(self) -> dict[str, DatasetReference]:
        """Files by the layers that draw them: a second one of a name is called "name (2)" in the data."""
        found: dict[str, DatasetReference] = {}
        for one in self._session.project.datasets:
            if one.kind == "" and one in self._session.readings:
                name, number = Path(one.path).name, 2
                free = name
                while order.own_id(free) in found:
                    free, number = f"{free} ({number})", number + 1
                found[order.own_id(free)] = one
        return found

    def _called(self, layers: Sequence[str]) -> str:
        if len(layers) != 1:
            return f"{len(layers)} layers"
        title = self.title(layers[0])
        return title if order.parent(layers[0]) == order.OWN and ":" in layers[0] else title.lower()


def own_files(session: Session) -> dict[str, str]:
    """The user's files as lines of the list, each with its name; with the folder too where two have one name."""
    paths = [Path(one.path) for one in session.project.datasets]
    names = Counter(path.name for path in paths)
    told = [path.name if names[path.name] == 1 else f"{path.name} in {path.parent}" for path in paths]
    return {f"{PATH_OF_FILE}{one.path}": name for one, name in zip(session.project.datasets, told, strict=True)}
