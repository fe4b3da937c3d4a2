"""The log: what Qt says, what Python warns of, and every unexpected error, in a file that can be sent."""

import faulthandler
import logging
import logging.handlers
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QStandardPaths, QtMsgType, qInstallMessageHandler

logger = logging.getLogger("mineralmap")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def file() -> Path:
    """Where the log lies: the program's own folder for passing data."""
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(where or Path.home()) / "mineralmap.log"


def start(unexpected: Callable[[BaseException], None]) -> None:
    """Write the log and hand every error that nobody caught to ``unexpected``, on the thread it happened in."""
    path = file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").addHandler(handler)
    qInstallMessageHandler(_from_qt)
    if sys.stderr is not None:
        faulthandler.enable()

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.error("unexpected error", exc_info=(kind, error, trace))
        unexpected(error)

    def caught_in_thread(args: threading.ExceptHookArgs) -> None:
        logger.error("unexpected error in %s", args.thread, exc_info=args.exc_value)

    sys.excepthook = caught
    threading.excepthook = caught_in_thread


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logger.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
