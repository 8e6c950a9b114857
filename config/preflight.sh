#!/bin/sh
# Says all that this machine lacks before anything is downloaded, with the one line that installs it.
#
# sh config/preflight.sh [port] [tools]     port: also whether the port is free; tools: make test brings libraries itself
#
# The shell alone must do, without a single program: a bare machine has none.

PYTHON="${PYTHON:-python3}"
missing=""
packages=""
line_end='
'

lacks() { # what, Debian packages ...
    missing="$missing  - $1$line_end"
    shift
    for package; do
        case " $packages " in
        *" $package "*) ;;
        *) packages="$packages $package" ;;
        esac
    done
}

has() {
    command -v "$1" >/dev/null 2>&1
}

debian_has_node_20() {
    [ -r /etc/os-release ] || return 1
    (
        . /etc/os-release
        case "${ID:-}" in
        debian) [ "${VERSION_ID:-99}" -ge 13 ] ;; # testing names no number
        ubuntu) [ "${VERSION_ID%%.*}" -ge 25 ] ;;
        *) false ;;
        esac
    )
}

look_for_python() {
    if ! has "$PYTHON"; then
        lacks "Python 3.11 or newer, with venv ($PYTHON is not there)" python3 python3-venv
        [ "$1" = tools ] || look_for_libraries_by_name
        return
    fi
    found=$("$PYTHON" -I config/preflight.py "$@") || found="a Python that works ($PYTHON does not)|python3 python3-venv"
    while IFS='|' read -r what wanted; do
        # shellcheck disable=SC2086 # several packages
        [ -z "$what" ] || lacks "$what" $wanted
    done <<END
$found
END
}

look_for_libraries_by_name() { # Python is not there to ask the loader; macOS has its own
    [ ! -d /System/Library ] || return 0
    for library in libEGL.so.1:libegl1 libGLESv2.so.2:libgles2; do
        for folder in /usr/lib/*-linux-gnu* /usr/lib64 /usr/lib /usr/local/lib; do
            [ -s "$folder/${library%:*}" ] && continue 2
        done
        lacks "the library ${library%:*}" "${library#*:}"
    done
}

look_for_node() {
    where="Debian 13 has it, elsewhere see https://nodejs.org"
    from_debian=""
    ! debian_has_node_20 || from_debian="nodejs npm"
    if ! has node; then
        # shellcheck disable=SC2086
        lacks "Node 20 or newer ($where)" $from_debian
    else
        version=$(node --version 2>/dev/null)
        version=${version#v}
        case "${version%%.*}" in
        '' | *[!0-9]*) lacks "a Node that works (node --version says nothing)" ;;
        ?|1?) lacks "Node 20 or newer, node is $version ($where)" ;;
        esac
    fi
    # shellcheck disable=SC2086
    has npm || lacks "npm, which comes with Node" $from_debian
}

look_for_python "$@"
look_for_node
has make || lacks "make" make

[ -n "$missing" ] || exit 0
printf 'Stance cannot start yet. This machine lacks:\n\n%s' "$missing" >&2
[ -z "$packages" ] || printf '\nOn Debian and Ubuntu one line installs it, as root:\n\n  apt-get update && apt-get install --no-install-recommends%s\n' "$packages" >&2
exit 1
