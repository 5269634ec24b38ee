#!/bin/sh
# Writes the lock files afresh; run by hand when pyproject.toml's dependencies change.
set -eu
cd "$(dirname "$0")"
for name in requirements requirements-test; do
    extras="--extra build"
    [ "$name" = requirements ] || extras="$extras --extra test"
    # shellcheck disable=SC2086
    uv pip compile pyproject.toml $extras --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-header --quiet -o "$name.lock"
done
