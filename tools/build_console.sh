#!/bin/sh
# Build the console into console/dist; does nothing when its sources, texts and packages are those of the last build.
set -eu
cd "$(dirname "$0")/.."
fingerprint() {
    { find console -type f -not -path '*/node_modules/*' -not -path 'console/dist/*' -not -path 'console/tests/*'
      find locales -name '*.json'; } | LC_ALL=C sort | xargs sha256sum | sha256sum
}
wanted=$(fingerprint)
if [ "$(cat console/dist/.built 2>/dev/null || true)" = "$wanted" ]; then
    exit 0
fi
[ -f console/node_modules/.synced ] || sh tools/setup.sh
echo "building the console"
(cd console && npm run --silent build)
echo "$wanted" > console/dist/.built
