#!/bin/bash
# build.sh OUT.tar: the root filesystem of hello-world, assembled without a compiler.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

mkdir root
as -I "$here" -o hello.o "$here/$(uname -m).s"
# -n and noseparate-code: no padding to pages, which would make it four times as large.
ld -n -z noseparate-code --build-id=none -s -o root/hello hello.o
pack root "$out"
