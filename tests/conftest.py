"""What every test stands on: no display, no settings of the person who runs them."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"
