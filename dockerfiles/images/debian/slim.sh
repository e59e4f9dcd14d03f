# mmdebstrap's extract hook, run by sh: packages are unpacked into the root folder $1, not yet configured.
# Removes what dpkg leaves out from here on. Telling mmdebstrap instead (--dpkgopt) gives the same files,
# but it then filters each package in Python: 14 s instead of 4 s.
set -eu
cd "$1" # as an ordinary user's build, this runs as a user who can't read the folder it starts in
sed -n 's/^path-exclude=//p' etc/dpkg/dpkg.cfg.d/docker-small | while read -r pattern; do
    find ./usr -path ".$pattern" ! -type d ! -name copyright -delete
    find ./usr -depth -path ".$pattern" -type d -empty -delete
done
