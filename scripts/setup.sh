#!/bin/sh
# Everything a fresh machine needs: system packages, .venv, fonts, icons. Quick when done already.
set -eu
cd "$(dirname "$0")/.."

wanted=$(grep -v '^#' scripts/system-packages.txt)
missing=""
for package in $wanted; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
# A Python that somebody already provides is good enough; Debian's is not forced on it.
if command -v python3 >/dev/null && python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    missing=$(echo "$missing" | tr ' ' '\n' | grep -v '^python3' | tr '\n' ' ')
fi
missing=$(echo "$missing" | xargs)
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif command -v sudo >/dev/null; then as_root="sudo"
    else
        echo "These system packages are missing and need an administrator: $missing" >&2
        exit 1
    fi
    $as_root apt-get update -q
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
fi

stamp=$(cat pyproject.toml requirements.lock scripts/assets.py resources/*/package-lock.json resources/icons/icons.txt | sha256sum | cut -d' ' -f1)
if [ -f .venv/stamp ] && [ "$(cat .venv/stamp)" = "$stamp" ]; then exit 0; fi

[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
.venv/bin/python scripts/assets.py
echo "$stamp" > .venv/stamp
