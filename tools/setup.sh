#!/bin/sh
# Make this checkout ready: Debian packages (as root, else says which are missing), .venv from the hashed lock, libsodium, the console's packages.
# tools/setup.sh [wine] [tests] [peers]: also what the Windows host under Wine, the browser tests, or the peers of benchmarks need. Safe to run again: a finished step is skipped.
set -eu
cd "$(dirname "$0")/.."
. tools/trust.sh

packages="python3-venv nsis osslsigncode"
for part in "$@"; do
    case $part in
        wine) packages="$packages wine wine64 fonts-wine xvfb xdotool x11-utils imagemagick fonts-liberation gcc-mingw-w64-x86-64-posix" ;;
        tests) packages="$packages chromium xvfb xdotool x11-utils imagemagick fonts-liberation libx11-6 libxext6 libxdamage1 libxfixes3 libxtst6 libyuv0 iproute2 libnss3-tools" ;;
        peers) packages="$packages tigervnc-scraping-server novnc websockify" ;;
        *) echo "tools/setup.sh: unknown part '$part' (wine, tests, peers)" >&2; exit 2 ;;
    esac
done
missing=""
for package in $packages; do
    case "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)" in
        ii*) ;;
        *) case " $missing " in *" $package "*) ;; *) missing="$missing $package" ;; esac ;;
    esac
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then
        echo "setup: installing$missing"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "setup: these Debian packages are missing; run as root:  apt-get install$missing" >&2
        exit 1
    fi
fi

for tool in node npm; do
    command -v $tool >/dev/null || { echo "setup: $tool is missing: install Node.js 20 or newer (nodejs.org or your distribution)" >&2; exit 1; }
done

if [ ! -x .venv/bin/uv ]; then
    "${PYTHON:-python3}" -m venv .venv
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements/bootstrap.lock
fi
stamp=.venv/.synced
wanted=$(cat requirements/dev.lock requirements/bootstrap.lock pyproject.toml | sha256sum)
if [ "$(cat $stamp 2>/dev/null || true)" != "$wanted" ]; then
    cat requirements/bootstrap.lock requirements/dev.lock > .venv/all.lock
    UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes .venv/all.lock
    UV_PYTHON_DOWNLOADS=never .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
    .venv/bin/python tools/take_libsodium.py .venv/lib/libsodium.so
    echo "$wanted" > $stamp
fi

if [ -f console/package-lock.json ]; then
    wanted=$(sha256sum < console/package-lock.json)
    if [ "$(cat console/node_modules/.synced 2>/dev/null || true)" != "$wanted" ]; then
        (cd console && npm ci --silent --no-audit --no-fund)
        echo "$wanted" > console/node_modules/.synced
    fi
fi
