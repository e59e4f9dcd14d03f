# mmdebstrap's extract hook, run by sh: packages are unpacked into the root folder $1, not yet configured.
# Removes what dpkg leaves out from here on. Telling mmdebstrap instead (--dpkgopt) gives the same files,
# but it then filters each package in Python: 14 s instead of 4 s.
set -eu
sed -n 's/^path-exclude=//p' "$1/etc/dpkg/dpkg.cfg.d/docker-small" | while read -r pattern; do
    find "$1/usr" -path "$1$pattern" ! -type d ! -name copyright -delete
    find "$1/usr" -depth -path "$1$pattern" -type d -empty -delete
done
