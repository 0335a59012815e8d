"""Print the server's OpenAPI description as JSON; needs no running server."""

import json
import sys
import tempfile
from pathlib import Path

from daypass.server.app import create_app
from daypass.server.settings import Settings

with tempfile.TemporaryDirectory() as directory:
    app = create_app(Settings(data_dir=Path(directory), database_url="", _env_file=None))  # type: ignore[arg-type,call-arg]
    json.dump(app.openapi(), sys.stdout, indent=1, sort_keys=True)
