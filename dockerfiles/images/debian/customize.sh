# mmdebstrap's customize hook, run by sh: the system in the root folder $1 is complete and still has the
# network's sources. Adds the packages that `apt install git` needs as a package source of the image's own.
set -eu
cd "$1"
mkdir -p opt/sealegs/apt

APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get --quiet --yes --download-only install git >&2
mv var/cache/apt/archives/*.deb opt/sealegs/apt
# Nothing of the machine that builds may stay, nor what apt and dpkg make again by themselves.
rm etc/apt/apt.conf.d/99mmdebstrap etc/hostname etc/resolv.conf
rm -f var/cache/apt/*.bin var/cache/debconf/*-old var/lib/dpkg/*-old

cd opt/sealegs/apt
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
