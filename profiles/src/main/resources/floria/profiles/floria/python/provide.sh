# Sourced by operations: finds a Python that has certain modules, or makes one. Needs debian/install.sh.

# python_modules LIST: the module names in a list as the environment brings it, ["a","b"], in one line;
# fails on what is no name.
python_modules() {
    _python_names=$(printf '%s' "$1" | tr -d '[]"\n\t' | tr ',' ' ')
    for _python_name in $_python_names; do
        case $_python_name in
            *[!A-Za-z0-9_.]* | .* | [0-9]*)
                printf 'packages: "%s" is not the name of a Python module\n' "$_python_name" >&2
                return 1
                ;;
        esac
    done
    printf '%s\n' "$_python_names"
}

# The interpreters of this machine, best first: one made here before, then as a person would find them.
# A version manager may stand first in PATH with a Python that has nothing, hence the further looks.
python_candidates() {
    for _python_name in "$PWD/.venv/bin/python3" "$(command -v python3 || true)" \
        /usr/bin/python3 /usr/local/bin/python3 /opt/conda/bin/python3; do
        if [ -n "$_python_name" ] && [ -x "$_python_name" ]; then
            printf '%s\n' "$_python_name"
        fi
    done | awk '!seen[$0]++'
}

# python_runs PYTHON ARGUMENT...: whether that ends well, away from the files of this folder.
python_runs() {
    (cd / && "$@") </dev/null >/dev/null 2>&1
}

# python_has PYTHON MODULE...: whether it is a Python 3 and really imports them.
python_has() {
    _python_one=$1
    shift
    python_runs "$_python_one" -c '
import importlib, sys
assert sys.version_info >= (3, 7)
for name in sys.argv[1:]:
    importlib.import_module(name)
' "$@"
}

# python_lacks PYTHON MODULE...: those of the modules that it cannot import, in one line.
python_lacks() {
    _python_one=$1
    shift
    for _python_name in "$@"; do
        python_has "$_python_one" "$_python_name" || printf '%s ' "$_python_name"
    done
}

# What Debian calls the package of a module.
python_debian_package() {
    case ${1%%.*} in
        sklearn) echo python3-sklearn ;;
        PIL) echo python3-pil ;;
        cv2) echo python3-opencv ;;
        dateutil) echo python3-dateutil ;;
        skimage) echo python3-skimage ;;
        *) printf 'python3-%s\n' "${1%%.*}" | tr 'A-Z_' 'a-z-' ;;
    esac
}

# What the Python package index calls the distribution of a module.
python_index_name() {
    case ${1%%.*} in
        sklearn) echo scikit-learn ;;
        PIL) echo pillow ;;
        cv2) echo opencv-python-headless ;;
        dateutil) echo python-dateutil ;;
        skimage) echo scikit-image ;;
        yaml) echo pyyaml ;;
        bs4) echo beautifulsoup4 ;;
        psycopg2) echo psycopg2-binary ;;
        *) printf '%s\n' "${1%%.*}" ;;
    esac
}

# python_install_debian MODULE...: by Debian's packages, for /usr/bin/python3.
python_install_debian() {
    _python_packages=
    for _python_name in "$@"; do
        _python_packages="$_python_packages $(python_debian_package "$_python_name")"
    done
    # shellcheck disable=SC2086 # names of packages, split on purpose
    debian_knows python3 $_python_packages && debian_install python3 $_python_packages
}

# python_install_venv DISTRIBUTION...: into an environment in this folder, made from the first Python
# that can.
python_install_venv() {
    if ! python_runs "$PWD/.venv/bin/python3" -m pip --version; then
        _python_base=$(python_candidates | while read -r _python_one; do
            if python_has "$_python_one" venv ensurepip; then
                printf '%s\n' "$_python_one"
                break
            fi
        done)
        [ -n "$_python_base" ] || {
            echo 'there is no Python 3 here with the modules venv and ensurepip' >&2
            return 1
        }
        rm -rf .venv
        "$_python_base" -m venv .venv || return 1
    fi
    [ "$#" -eq 0 ] || {
        printf 'installing %s into %s\n' "$*" "$PWD/.venv"
        .venv/bin/python3 -m pip install --quiet --disable-pip-version-check --no-input \
            --retries 1 "$@" </dev/null
    }
}

# python_provide MODULE...: sets python to an interpreter that imports all of them: found, or by
# Debian's packages, or by an environment in this folder. Says what is missing otherwise.
python_provide() {
    for python in $(python_candidates); do
        if python_has "$python" "$@"; then
            return 0
        fi
    done
    if debian_possible && python_install_debian "$@"; then
        python=/usr/bin/python3
        if python_has "$python" "$@"; then
            return 0
        fi
    fi
    _python_distributions=$(for _python_name in "$@"; do python_index_name "$_python_name"; done)
    # shellcheck disable=SC2086 # names of distributions, split on purpose
    if python_install_venv $_python_distributions && python_has "$PWD/.venv/bin/python3" "$@"; then
        python=$PWD/.venv/bin/python3
        return 0
    fi
    python_explain "$@" >&2
    return 1
}

# Says what the Python that comes nearest lacks, and what to do.
python_explain() {
    _python_nearest=
    _python_lacking=
    _python_fewest=1000
    for _python_candidate in $(python_candidates | grep -v '/\.venv/'); do
        # shellcheck disable=SC2046 # counts the names
        _python_count=$(set -- $(python_lacks "$_python_candidate" "$@") && echo $#)
        if [ "$_python_count" -lt "$_python_fewest" ]; then
            _python_fewest=$_python_count
            _python_nearest=$_python_candidate
            _python_lacking=$(python_lacks "$_python_candidate" "$@" | sed 's/ $//')
        fi
    done
    if [ -z "$_python_nearest" ]; then
        echo 'Python 3 is missing: install it on this machine, on Debian as root by: apt-get install python3'
        return
    fi
    printf '%s cannot import %s, and that could not be installed: see the lines above; on Debian, as root: apt-get install' \
        "$_python_nearest" "${_python_lacking:-all of them together}"
    for _python_name in ${_python_lacking:-"$@"}; do
        printf ' %s' "$(python_debian_package "$_python_name")"
    done
    echo
}
