#!/bin/sh
# Finds or installs a Python that imports the modules in $packages, and makes it the python3 of the
# program's PATH. Paths with blanks in them are no candidates.
set -eu
. "$FLORIA_FILES/debian/install.sh"
. "$FLORIA_FILES/python/provide.sh"

modules=$(python_modules "${packages:-}") || exit 1
# shellcheck disable=SC2086 # names, split on purpose
python_provide $modules || exit 1
printf 'Python is %s, %s%s\n' "$python" "$("$python" --version 2>&1)" "${modules:+, with $modules}"

# Small programs rather than links: a link out of an environment would be a Python without it.
mkdir -p bin
for name in python3 python; do
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$python" >"bin/.$name.new"
    chmod 755 "bin/.$name.new"
    mv -f "bin/.$name.new" "bin/$name"
done

{
    printf 'python=%s\n' "$python"
    printf 'search_path=%s\n' "$PWD/bin:$PATH"
} >>"$FLORIA_OUTPUT"
