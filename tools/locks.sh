#!/bin/sh
# Compile every requirements/*.in into a *.lock with hashes and without any package host. Run after editing a .in or pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
. tools/trust.sh
UV="${UV:-.venv/bin/uv}"
compile() {
    "$UV" pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 "$@"
}
compile requirements/bootstrap.in -o requirements/bootstrap.lock
compile requirements/dev.in --no-emit-package daypass -o requirements/dev.lock
compile pyproject.toml --extra server -o requirements/server.lock
# The Windows host's runtime: one interpreter and binary wheels for it, see packaging/windows/runtime.py. wxPython asks for numpy and rbcl for
# barriers, but the parts of them that are shipped use neither.
windows() {
    "$UV" pip compile --quiet --generate-hashes --no-header --no-emit-index-url --python-version 3.11 "$@"
}
windows requirements/windows-python.in --no-deps -o requirements/windows-python.lock
windows requirements/windows-build.in --no-deps -o requirements/windows-build.lock
windows requirements/windows-codecs.in --python-platform x86_64-pc-windows-msvc --only-binary :all: --no-deps -o requirements/windows-codecs.lock
windows requirements/windows-host.in --python-platform x86_64-pc-windows-msvc --only-binary :all: \
    --no-emit-package numpy --no-emit-package barriers -o requirements/windows-host.lock
# npm notes where packages ask for money; a lock needs no addresses.
node -e '
  const fs = require("node:fs"), file = "console/package-lock.json", lock = JSON.parse(fs.readFileSync(file, "utf8"));
  for (const part of Object.values(lock.packages)) delete part.funding;
  fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n");'
