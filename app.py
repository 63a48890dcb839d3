"""The application that `flask` and servers load."""

import sys

from crescendo import create_app
from crescendo.config import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
