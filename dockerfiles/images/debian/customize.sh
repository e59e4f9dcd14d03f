# mmdebstrap's customize hook, run by sh: the system in the root folder $1 is complete and still has the
# network's sources. Adds the packages that `apt install git` needs as a package source of the image's own.
set -eu
source=$1/opt/sealegs/apt
mkdir -p "$source"

APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get --quiet --yes --download-only install git >&2
mv "$1"/var/cache/apt/archives/*.deb "$source"
# Nothing of the machine that builds may stay, nor what apt and dpkg make again by themselves.
rm "$1"/etc/apt/apt.conf.d/99mmdebstrap "$1"/etc/hostname "$1"/etc/resolv.conf
rm -f "$1"/var/cache/apt/*.bin "$1"/var/cache/debconf/*-old "$1"/var/lib/dpkg/*-old

cd "$source"
dpkg-scanpackages --multiversion . >Packages
cat >Release <<END
Origin: sealegs
Label: sealegs
Suite: sealegs
Codename: sealegs
Date: $(date --utc --rfc-email --date "@$SOURCE_DATE_EPOCH")
Architectures: $(dpkg --print-architecture) all
Components: main
SHA256:
 $(sha256sum Packages | cut -d ' ' -f 1) $(stat --format %s Packages) Packages
END
