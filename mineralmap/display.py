"""Is there a display that a window could open on? Asked before Qt, which ends the process when there is none."""

import ctypes
import os
import socket
import sys
from pathlib import Path

INSTALL_XCB = (
    "sudo apt-get install -y libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
    "libxcb-render-util0 libxcb-shape0 libxcb-xkb1"
)
"""What PySide6's X11 plug-in needs beside the base libraries, as Debian and Ubuntu call it."""


def why_no_window() -> str:
    """Why a window cannot open here, and what it would need; "" when nothing is in its way."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if _wayland():
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "DISPLAY and WAYLAND_DISPLAY are empty: start it from a desktop session, or under xvfb-run."
    if not _x_server_answers(display):
        return f"The display {display!r} does not answer. Is the X server running, and is DISPLAY right?"
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return f"A system library that windows need is missing. On Debian or Ubuntu type: {INSTALL_XCB}"
    return ""


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / name).exists()


def _x_server_answers(display: str) -> bool:
    """Whether somebody listens where ``host:number.screen`` points; a word that is no display does not answer."""
    host, colon, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not (colon and number.isdigit()):
        return False
    if host and not host.startswith(("unix", "/")):
        return _connects(socket.AF_INET, (host, 6000 + int(number)))
    path = f"/tmp/.X11-unix/X{number}"
    return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, "\0" + path)


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.settimeout(2.0)
        try:
            door.connect(address)
        except OSError:
            return False
    return True
