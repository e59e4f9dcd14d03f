#!/bin/sh
# The program of the course's first own image: says where it runs.

. /etc/os-release
cat <<END
Hello from your own image!

  container  $(hostname)
  system     $PRETTY_NAME
  kernel     $(uname -r)
  user       $(id -u):$(id -g)
  folder     $(pwd)

The system comes from the image; the kernel is the one of the machine you sit at.
END
