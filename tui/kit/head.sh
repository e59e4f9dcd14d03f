#!/bin/sh
# sealegs-kit @FORMAT@ @SIZE@ @DIGEST@
# A sealegs kit: everything the lab needs, for a machine without a network.
#   sh FILE                  unpacks into ~/sealegs and opens the lab; a second time it goes on where it was
#   sh FILE --into FOLDER    the same, elsewhere
#   sh FILE --unpack         unpacks only; then ~/sealegs/lab opens the lab
# What comes after these (--yes, --engine ...) goes to the lab. Without sh: it is a zip, too.
set -eu

die() {
    printf 'sealegs: %s\n' "$1" >&2
    exit 1
}

folder=${HOME:-.}/sealegs
open=yes
while [ $# -gt 0 ]; do
    case $1 in
    --into)
        [ $# -gt 1 ] || die "--into needs a folder."
        folder=$2
        shift
        ;;
    --unpack) open=no ;;
    *) break ;;
    esac
    shift
done

bytes=@BYTES@
size=$(($(wc -c <"$0")))
[ "$size" -eq "$bytes" ] || die "$0 is not whole: it has $size of $bytes bytes. Copy it again."

found=none
for python in python3 @PROGRAMS@; do
    command -v "$python" >/dev/null || continue
    if "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv[1:])' @PYTHONS@; then
        "$python" -c '
import sys, zipfile
try:
    code = zipfile.ZipFile(sys.argv[1]).read("unpack.py")
except Exception:
    sys.exit(f"sealegs: {sys.argv[1]} is damaged at unpack.py. Copy it again.")
exec(compile(code, "unpack.py", "exec"))' "$0" "$folder" || exit 1
        if [ "$open" != yes ]; then
            printf 'sealegs: unpacked. To open the lab: sh %s/lab\n' "$folder"
            exit 0
        fi
        exec sh "$folder/lab" "$@"
    fi
    found=$("$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')
done
die "this kit needs one of Python @PYTHONS@; this machine has $found."
