#!/bin/sh
# Sees that there is a browser, and a typeface for Chinese, for the tests in tests/browser: by apt,
# where it may. It never fails; without a browser those tests are left out, and say so at the end.
set -u

is_there() {
    command -v chromium >/dev/null 2>&1 && fc-list :lang=zh 2>/dev/null | grep -q .
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

if ! is_there && command -v apt-get >/dev/null 2>&1 && as_root true 2>/dev/null; then
    echo "正在安装浏览器和中文字体，供测试用…" >&2
    echo "Installing a browser and a Chinese typeface for the tests …" >&2
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    { as_root apt-get update && as_root apt-get install --yes --no-install-recommends \
        chromium fontconfig fonts-noto-cjk; } >"$log" 2>&1 || tail -5 "$log" >&2
    rm -f "$log"
fi
exit 0
