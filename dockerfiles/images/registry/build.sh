#!/bin/bash
# build.sh OUT.tar: the root filesystem of registry, from Debian's docker-registry and libc6.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

unpack docker-registry package
unpack libc6 libc
mkdir -p root/{bin,etc/docker/registry,tmp,var/lib/registry}
chmod 1777 root/tmp
cp package/usr/bin/docker-registry root/bin/registry
cp "$here/config.yml" root/etc/docker/registry/
# The program needs libc.so.6 and the loader, which has another path on every architecture.
(cd libc && find lib* \( -name 'ld-linux-*' -o -name libc.so.6 \) \
    -exec cp --parents --no-dereference {} ../root/ \;)
pack root "$out"
