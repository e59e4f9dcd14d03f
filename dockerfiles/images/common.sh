# What every recipe's build.sh starts with: strict mode, a working folder, and reproducible tars.
# Usage, in build.sh OUT.tar:  source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
# Lines on stdout are progress for the learner; everything else goes to stderr.

set -euo pipefail
umask 022
export LC_ALL=C
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-0}"

here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 143' TERM
cd "$work"

# pack FOLDER FILE: a tar that depends on the folder's contents alone.
pack() {
    tar --create --file "$2" --directory "$1" --format gnu --sort name \
        --owner 0 --group 0 --numeric-owner --mtime "@$SOURCE_DATE_EPOCH" .
}

# unpack PACKAGE FOLDER: fetches a Debian package from the host's own sources and unpacks it, uninstalled.
# The image in ./root gets to say, as others without dpkg do, what it is made of, and under which licence.
unpack() {
    # The sandbox user _apt can't write to our private folder; apt would say so at length.
    apt-get --quiet --option APT::Sandbox::User=root download "$1" >&2
    dpkg-deb --extract "$1"_*.deb "$2"
    mkdir -p root/var/lib/dpkg/status.d "root/usr/share/doc/$1"
    dpkg-deb --field "$1"_*.deb >"root/var/lib/dpkg/status.d/$1"
    cp "$2/usr/share/doc/$1/copyright" "root/usr/share/doc/$1/"
}

# debian_sources: the host's own Debian sources for its release, one line each.
debian_sources() {
    local codename lines
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    lines=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI) $(RELEASE)' \
        'Created-By: Packages' 'Origin: Debian' |
        awk -v codename="$codename" '
            $1 ~ "^" codename "(-updates|-security)?$" && $2 == "main" { print "deb", $3, $4, $2 }' |
        sort --unique)
    if [[ -z $lines ]]; then
        echo "apt knows no Debian packages for $codename on this machine; run: apt-get update" >&2
        return 1
    fi
    echo "$lines"
}
