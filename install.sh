#!/bin/sh
# Makes .venv when needed and installs exactly what a lock file names, then the project itself.
# Usage: install.sh LOCK-FILE. PYTHON=… in the environment names the Python to use.
set -eu
cd "$(dirname "$0")"

say() {
    printf '%s\n%s\n' "$1" "$2" >&2
}

# A name on the path may be a shim that only says that this version is not there: run each.
is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() {
    without_venv=
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        is_new_enough "$name" || continue
        if can_make_venv "$name"; then
            echo "$name"
            return
        fi
        without_venv=$name
    done
    if [ -n "$without_venv" ]; then
        say "$without_venv 缺少 venv。请先安装，例如：sudo apt install python3-venv" \
            "$without_venv lacks venv. Install it first, for example: sudo apt install python3-venv"
    else
        say "没有找到 Python 3.11 或更新的版本。请先安装，或用 make PYTHON=路径 指定。" \
            "Python 3.11 or newer was not found. Install it, or name it with make PYTHON=PATH."
    fi
    return 1
}

# A .venv whose Python is gone, or that was moved here from elsewhere, is made afresh.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    "$python" -m venv --clear .venv || {
        say "没能建立 .venv。" "The folder .venv could not be made."
        exit 1
    }
fi

say "正在安装（第一次要等一会儿）…" "Installing (the first time takes a while) …"
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --require-hashes --requirement "$1" ||
    ! .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps --no-build-isolation --editable .; then
    say "没能装好。请看上面 pip 的说明，多半是网络不通；然后再来一次。" \
        "It could not be installed. See above what pip says, mostly that there is no network; then try again."
    exit 1
fi
