"""The map as one self-contained web page: folium frames it, Leaflet stands inside, and no request ever leaves it.

Words from data reach the page as JSON and become text nodes; the few that stand in the markup are escaped. A
Content-Security-Policy forbids every fetch, and a page that refers to anything outside itself is not written.
"""

import base64
import html
import json
import re
from collections.abc import Callable
from pathlib import Path

from mineralmap import paths
from mineralmap.datasets.files import write_atomically
from mineralmap.errors import MineralmapError
from mineralmap.layers.layer import LegendEntry, Map
from mineralmap.layers.typeset import typeset
from mineralmap.render.columns import columns
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.picture import titled

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
EXTERNAL = re.compile(r"<(script|link|img|iframe)[^>]+(src|href)=[\"']?(https?:)?//", re.IGNORECASE)
MAX_ZOOM = 10
"""100 m a pixel: closer than that the places of the facilities are not known."""


@exporters.add
class Html:
    """Web page: opens in any browser, with or without a network."""

    id, title, suffix, order = "html", "Web page", ".html", 40

    def write(self, map: Map, path: Path, options: ExportOptions, progress: Callable[[float], None]) -> None:
        """Write the page to ``path`` in one step.

        Raises
        ------
        MineralmapError
            When the file cannot be written, or the page would refer to something outside itself.
        """
        progress(0.1)
        text = page(map, options)
        progress(0.8)
        refuse_external(text)
        write_atomically(path, text)
        progress(1.0)


def refuse_external(text: str) -> None:
    """Raise when a page would fetch a script, a style, an image or a frame from elsewhere."""
    found = EXTERNAL.search(text)
    if found:
        raise MineralmapError(f"The web page would fetch something from outside: {found.group(0)[:120]}")


def page(map: Map, options: ExportOptions) -> str:
    """The whole page as text, the same for the same map."""
    import folium
    from branca.element import Element, Figure, MacroElement
    from jinja2 import Environment

    class OfflineMap(folium.Map):
        default_js: list = []  # noqa: RUF012 (folium's own names; its CDN links are dropped)
        default_css: list = []  # noqa: RUF012

    class Script(MacroElement):
        def __init__(self, code: str) -> None:
            super().__init__()
            self._template = Environment().from_string("{% macro script(this, kwargs) %}" + code + "{% endmacro %}")

    frame = OfflineMap(
        location=[0, 0], zoom_start=2, tiles=None, crs="Simple", min_zoom=0, max_zoom=MAX_ZOOM,
        zoom_snap=0.1, zoom_delta=0.5, wheel_px_per_zoom_level=120, attribution_control=False,
        max_bounds_viscosity=0.6, font_size="13px",
    )  # fmt: skip
    frame._id = "page"  # else a random one, and the same map would give another file each time
    figure = frame.get_root()
    assert isinstance(figure, Figure)
    head, body = figure.header, figure.html
    web = paths.resources() / "web"
    drawn = titled(map, options.title, options.subtitle)
    for name, text in {
        "leaflet": _inline("script", _leaflet("leaflet.js")),
        "leaflet_style": _inline("style", _leaflet_style()),
        "page_style": _inline("style", _variables(map) + (web / "page.css").read_text("utf-8")),
        "page_script": _inline("script", (web / "page.js").read_text("utf-8")),
        "title": _raw(f"<title>{_escape(drawn.title or map.title)}</title>"),
        "viewport": '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
    }.items():
        head.add_child(Element(text), name=name)
    for name in ("title", "viewport", "meta_http", "policy"):
        head._children.move_to_end(name, last=False)
    body.add_child(Element(_raw(_heading(drawn.title, drawn.subtitle))), name="heading", index=0)
    body.add_child(Element(_raw(_footer(map) + (_key(map) if options.show_legend else ""))), name="footer")
    frame.add_child(Script(f"drawMap({frame.get_name()}, {_json(columns(map, options.show_legend))});"))
    return figure.render()


def _json(value: object) -> str:
    """JSON that can neither end the script it stands in nor open a template's block (branca takes it for one)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letters, escaped in {
        "<": "\\u003c", "{{": "{\\u007b", "{%": "{\\u0025", "{#": "{\\u0023", "\u2028": "\\u2028", "\u2029": "\\u2029",
    }.items():  # fmt: skip
        text = text.replace(letters, escaped)
    return text


def _raw(text: str) -> str:
    """Text that branca, which takes it for a template, must leave alone."""
    return "{% raw %}" + text + "{% endraw %}"


def _escape(words: str) -> str:
    """Words as HTML, which can neither make an element nor end a template's raw block."""
    return html.escape(words).replace("{%", "{&#37;")


def _inline(tag: str, text: str) -> str:
    return _raw(f"<{tag}>{text.replace('</script', '<' + chr(92) + '/script')}</{tag}>")


def _leaflet(name: str) -> str:
    """A file of Leaflet, from its PyPI package, without the pointer to its source map."""
    from xstatic.pkg import leaflet

    text = (Path(leaflet.BASE_DIR) / name).read_text("utf-8")
    return re.sub(r"//# sourceMappingURL=\S+", "", text)


def _leaflet_style() -> str:
    """Leaflet's style sheet with its images inside."""
    from xstatic.pkg import leaflet

    def image(found: re.Match[str]) -> str:
        file = Path(leaflet.BASE_DIR) / found.group(1)
        return f"url(data:image/png;base64,{base64.b64encode(file.read_bytes()).decode('ascii')})"

    return re.sub(r"url\((images/[\w.-]+\.png)\)", image, _leaflet("leaflet.css"))


def _variables(map: Map) -> str:
    ground = map.ground
    names = ("sea", "land", "border", "text", "halo", "quiet", "accent", "paper")
    scheme = "dark" if map.theme == "dark" else "light"
    return f":root{{color-scheme:{scheme};" + "".join(f"--{name}:{getattr(ground, name)};" for name in names) + "}\n"


def _heading(title: str, subtitle: str) -> str:
    above = f"<h1>{_escape(typeset(title))}</h1>" if title else ""
    below = f"<p>{_escape(typeset(subtitle))}</p>" if subtitle else ""
    return f"<header>{above}{below}</header>" if above or below else ""


def _footer(map: Map) -> str:
    return "<footer>" + "".join(f"<p>{_escape(typeset(note))}</p>" for note in map.notes) + "</footer>"


def _key(map: Map) -> str:
    """The legend; its swatches are drawn by the page's script, in this order."""
    blocks, said = [], ""
    for block in map.legend:
        entries = "".join(
            f'<span><canvas aria-hidden="true"></canvas>{_escape(_label(entry))}</span>' for entry in block.entries
        )
        heading = f"<h2>{_escape(block.title)}</h2>" if block.title and block.title != said else ""
        note = f"<p>{_escape(typeset(block.note))}</p>" if block.note else ""
        blocks.append(f"{heading}<section>{entries}</section>{note}")
        said = block.title
    return f'<details id="key" class="key" open hidden><summary>Key</summary>{"".join(blocks)}</details>'


def _label(entry: LegendEntry) -> str:
    """The words of an entry, and how many there are."""
    return typeset(f"{entry.label} ({entry.more})" if entry.more else entry.label)
