#!/bin/bash
# build.sh OUT.tar: the root filesystem of debian:12, from the host's own Debian sources.
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

# commit FOLDER: its contents as one commit, with an id that depends on them alone.
commit() {
    local when="@$SOURCE_DATE_EPOCH +0000"
    # Neither the user's nor the system's settings (signing, hooks, line ends) may change the commit.
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    git -C "$1" init --quiet --template= --initial-branch main
    git -C "$1" add --all
    GIT_AUTHOR_DATE=$when GIT_COMMITTER_DATE=$when git -C "$1" \
        -c user.name=sealegs -c user.email=sealegs@example.invalid commit --quiet --message 'The course repository'
}

mkdir -p repository overlay/etc overlay/opt/sealegs/git
cp -R "$here/repository/." repository/
chmod +x repository/02_docker_intro/scripts/hello_docker.sh
ln -s 02_docker_intro repository/02_docker_into
commit repository
git clone --quiet --bare --template= repository overlay/opt/sealegs/git/docker_tutorial.git
git -C overlay/opt/sealegs/git/docker_tutorial.git remote remove origin
cp -R "$here/files/etc/." overlay/etc/
pack overlay overlay.tar

debian_sources >sources.list
# How this machine gets at its mirror (proxies, clocks); customize.sh takes it out of the image again.
apt-config dump --format '%F "%v";%n' \
    Acquire::http Acquire::https Acquire::Check-Valid-Until Acquire::Check-Date >host-apt.conf

echo 'installing the base system and fetching git for it'
# As root, mmdebstrap mounts /proc and /dev into what it builds. In a mount namespace of its own none of that
# outlives an interrupted build; its folder goes with ours, which others must be able to pass through.
private=()
if unshare --mount true 2>/dev/null; then private=(unshare --mount); fi
chmod 711 "$work"
# merged-usr: otherwise the usrmerge package comes along, and all of perl with it (49 MB).
TMPDIR=$work "${private[@]}" mmdebstrap --quiet --variant=apt --skip=output/dev --format=tar \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --aptopt="$work/host-apt.conf" \
    --aptopt='Acquire::Languages "none"' --aptopt='Apt::Install-Recommends "false"' \
    --include=usr-is-merged --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --setup-hook='mkdir -p "$1/etc/dpkg/dpkg.cfg.d"' \
    --setup-hook='copy-in overlay/etc/dpkg/dpkg.cfg.d/docker-small /etc/dpkg/dpkg.cfg.d' \
    --extract-hook="$(<"$here/slim.sh")" \
    --customize-hook="$(<"$here/customize.sh")" \
    --customize-hook='tar-in overlay.tar /' \
    '' root.tar - <sources.list
mv root.tar "$out"
