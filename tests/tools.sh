#!/bin/sh
# What makes more tests run for real: browser, servers, the libraries of measuring and of PDFs. Without them those tests
# say so and are skipped. Root on Debian gets them installed; everybody else is told the command.

PYTHON="${PYTHON:-python3}"
missing=""

lacks() {
    missing="$missing $1"
}

has() {
    command -v "$1" >/dev/null 2>&1
}

has_file() {
    for path; do
        [ -e "$path" ] && return 0
    done
    return 1
}

need_library() { # name, Debian package
    "$PYTHON" -I -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null || lacks "$2"
}

has chromium || has chromium-browser || has google-chrome || lacks chromium
has redis-server || lacks redis-server
has pg_ctl || has_file /usr/lib/postgresql/*/bin/initdb || lacks postgresql
has nginx || has_file /usr/sbin/nginx || lacks nginx
has pgrep || lacks procps
has pdftoppm || lacks poppler-utils
need_library libEGL.so.1 libegl1
need_library libGLESv2.so.2 libgles2
need_library libpango-1.0.so.0 libpango-1.0-0
need_library libpangoft2-1.0.so.0 libpangoft2-1.0-0
need_library libharfbuzz-subset.so.0 libharfbuzz-subset0
has_file /usr/share/fonts/truetype/liberation*/* || lacks fonts-liberation
has_file /usr/share/fonts/truetype/dejavu/* || lacks fonts-dejavu-core

[ -n "$missing" ] || exit 0
install="apt-get install --no-install-recommends$missing"

if [ "$(id -u)" != 0 ] || ! has apt-get; then
    printf 'Some tests will be skipped, because these are missing:%s\nOn Debian and Ubuntu, as root: %s\n' "$missing" "$install"
    exit 0
fi

printf 'Installing what the tests need:%s\n' "$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
failed=""
for package in $missing; do # each for itself: one that is not there must not keep the others away
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null || failed="$failed $package"
done
[ -z "$failed" ] || printf 'Could not install:%s. Tests that need them will be skipped. By hand: %s\n' "$failed" "$install"
