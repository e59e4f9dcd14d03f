#!/bin/bash
# build.sh OUT.tar: the root filesystem of busybox, from Debian's busybox-static.
# This static build can't look up host names (it crashes in the resolver): use addresses.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

unpack busybox-static package
mkdir -p root/{bin,dev,etc,home,proc,root,sys,tmp,usr,var}
chmod 1777 root/tmp
chmod 700 root/root
cp package/bin/busybox root/bin/
for command in $(root/bin/busybox --list); do
    [[ $command == busybox ]] || ln -s busybox "root/bin/$command"
done
echo 'root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/home:/bin/false' >root/etc/passwd
echo 'root:x:0:
nobody:x:65534:' >root/etc/group
pack root "$out"
