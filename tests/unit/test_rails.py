"""The safety rails: lines that could hurt are told from those that couldn't, and the course's own are let through."""

import time

import pytest
from msgspec.structs import replace

from tui.rails import Ground, danger

HOME, WORK = "/home/ada", "/home/ada/sealegs-work"
LAB = Ground(WORK, HOME, private=True, socket="/run/sealegs/engine/docker.sock", directory=WORK)
SHARED = replace(LAB, private=False, socket="/var/run/docker.sock")

ENGINE = "rule the engine"
KERNEL = "whatever it likes"
MOUNT = "could change"
OUTSIDE = "outside the lab's folder"
DISK = "a disk of this machine"

ANYWHERE = [
    ("docker run -v /:/host alpine", "could change everything"),
    ("docker run -v/:/host alpine", MOUNT),
    ("docker run -it --rm -v /:/host:rw busybox sh", MOUNT),
    ("docker run -itv /:/host busybox", MOUNT),
    ("docker container run --volume=/etc:/etc alpine", "could change /etc"),
    ("docker create --volume /root:/r alpine", MOUNT),
    ("docker run -v ~:/home alpine", "could change ~"),
    ("docker run -v $HOME:/home alpine", MOUNT),
    ('docker run -v "${HOME}":/home alpine', MOUNT),
    ("docker run -v /home:/home alpine", MOUNT),
    ("docker run -v ~/.ssh:/keys alpine", MOUNT),
    ("docker run -v ..:/up alpine", MOUNT),
    ("docker run -v $(pwd)/..:/up alpine", MOUNT),
    ("docker run -v /var/lib/docker:/d alpine", MOUNT),
    ("docker run -v /etc/hosts:/etc/hosts alpine", MOUNT),
    ("docker run --mount type=bind,source=/,target=/host alpine", MOUNT),
    ("docker run --mount=type=bind,src=/usr,dst=/u alpine", MOUNT),
    ("docker run --mount type=bind,src=/usr,dst=/u,readonly=false alpine", MOUNT),
    ("docker run -v /:/host:ro alpine", ENGINE),
    ("docker run -v /run:/run:ro alpine", ENGINE),
    ("docker run -v /var/run/docker.sock:/var/run/docker.sock docker", ENGINE),
    ("docker run -v /var/run/docker.sock:/var/run/docker.sock:ro docker", ENGINE),
    ("docker run -v /run/sealegs/engine/docker.sock:/s docker", ENGINE),
    ("docker run --mount type=bind,src=/run/docker.sock,dst=/s docker", ENGINE),
    ("docker run --privileged alpine", KERNEL),
    ("docker run -d --name x --privileged=true alpine", KERNEL),
    ("docker run -it --privileged", KERNEL),
    ("docker exec --privileged web sh", KERNEL),
    ("docker run --cap-add=ALL alpine", KERNEL),
    ("docker run --cap-add SYS_ADMIN alpine", KERNEL),
    ("docker run --cap-add cap_sys_admin alpine", KERNEL),
    ("docker run --device /dev/sda alpine", "overwrite /dev/sda"),
    ("docker run --device=/dev/nvme0n1:/dev/x alpine", "overwrite /dev/nvme0n1"),
    ("docker run --pid=host alpine", "end this machine's processes"),
    ("docker run --pid host alpine", "end this machine's processes"),
    ("sudo docker run --pid host alpine", "end this machine's processes"),
    ("docker --context other -l debug run --privileged alpine", KERNEL),
    ("docker run \\\n  --rm \\\n  --privileged alpine", KERNEL),
    ("echo one\ndocker run --privileged alpine\necho two", KERNEL),
    ("cd /tmp && docker run -v ..:/up alpine", MOUNT),
    ("FOO=bar docker run --privileged alpine", KERNEL),
    ("docker run --privileged 'alpine", KERNEL),
    ("if true; then docker run --privileged alpine; fi", KERNEL),
    ("x=$(docker run -d --privileged alpine)", KERNEL),
    ("docker ps | grep x; (docker run --privileged alpine)", KERNEL),
    ("sh -c 'docker run --privileged alpine'", KERNEL),
    ("bash -lc 'docker run --privileged alpine'", KERNEL),
    ("eval 'docker run --privileged' alpine", KERNEL),
    ("coproc docker run --privileged alpine", KERNEL),
    ("podman run --privileged alpine", KERNEL),
    ("sudo docker system prune", "not only what is yours"),
    ("DOCKER_HOST=unix:///var/run/docker.sock docker system prune -a", "not only what is yours"),
    ("docker -H unix:///var/run/docker.sock volume prune", "not only what is yours"),
    ("podman container prune", "not only what is yours"),
    ("podman rm --all", "all there are"),
    ("podman container stop -a", "all there are"),
    ("podman rm -af", "all there are"),
    ("podman system reset", "all there are"),
    ("docker system prune -a", "course's images"),
    ("docker system prune -af --volumes", "course's images"),
    ("docker image prune --all", "course's images"),
    ("rm -rf /", "removes /, outside"),
    ("rm -rf / --no-preserve-root", OUTSIDE),
    ("rm -fr ~", OUTSIDE),
    ("rm -r -f $HOME", OUTSIDE),
    ("rm -rf ~/*", OUTSIDE),
    ("rm -rf ..", OUTSIDE),
    ("rm -rf ../*", OUTSIDE),
    ("rm --recursive ../other", OUTSIDE),
    ("cd .. && rm -rf *", OUTSIDE),
    ("cd; rm -rf *", OUTSIDE),
    ("cd -- / && rm -rf *", OUTSIDE),
    ("eval rm -rf /usr", OUTSIDE),
    ("rm ~/*", OUTSIDE),
    ("rm -rf /tmp/*", OUTSIDE),
    ("rm -rf -- /etc", OUTSIDE),
    ("sudo rm /etc/passwd", OUTSIDE),
    ("sudo -n rm -rf /usr", OUTSIDE),
    ("sudo -u root rm -rf /usr", OUTSIDE),
    ("/bin/rm -rf /usr 2>/dev/null", OUTSIDE),
    ("ls | xargs -n 1 rm -rf /usr", OUTSIDE),
    ("timeout 5 rm -rf /usr", OUTSIDE),
    ("chmod -R 777 /", OUTSIDE),
    ("sudo chown -R ada: /usr/local", OUTSIDE),
    ("find / -name '*.log' -delete", OUTSIDE),
    ("mkfs.ext4 /dev/sda1", DISK),
    ("sudo dd if=/dev/zero of=/dev/sda bs=1M", DISK),
    ("echo x > /dev/sda", DISK),
    ("> /dev/sda", DISK),
    ("cat image | sudo tee /dev/sda", DISK),
    ("cp image /dev/sda", DISK),
    ("wipefs -a /dev/nvme0n1", DISK),
    (":(){ :|:& };:", "starts itself anew"),
    ("bomb() { bomb | bomb & }; bomb", "starts itself anew"),
]
ON_ANOTHERS_ENGINE = [
    ("docker system prune", "not only what is yours"),
    ("docker system prune -a", "not only what is yours"),
    ("docker container prune", "not only what is yours"),
    ("docker volume prune -a", "not only what is yours"),
    ("docker image prune -af", "not only what is yours"),
    ("docker rm -f $(docker ps -aq)", "all there are"),
    ("docker container rm $(docker container ls -aq)", "all there are"),
    ("docker rmi `docker images -q`", "all there are"),
    ("docker stop $(docker ps -q)", "all there are"),
    ("docker ps -aq | xargs docker rm -f", "all there are"),
    ("docker volume rm $(docker volume ls -q)", "all there are"),
    ("sudo docker rm -f $(sudo docker ps -aq)", "all there are"),
    ("docker restart $(docker ps -q)", "all there are"),
    ("docker ps -a | awk '{print $1}' | tail -n +2 | xargs docker rm -f", "all there are"),
    ("for id in $(docker ps -aq); do docker rm -f $id; done", "all there are"),
    ("docker ps -aq | while read id; do docker rm -f $id; done", "all there are"),
]


@pytest.mark.parametrize("ground", [LAB, SHARED], ids=["private", "shared"])
@pytest.mark.parametrize(("line", "told"), ANYWHERE)
def test_a_line_that_could_hurt_is_told(line, told, ground):
    """Whichever way it is spelt. (On an engine of others a prune is more than the course's images.)"""
    said = danger(line, ground)
    assert (told if ground.private or "prune" not in line else "not only what is yours") in said


@pytest.mark.parametrize(("line", "told"), ON_ANOTHERS_ENGINE)
def test_what_others_have_on_an_engine_is_not_cleared_away_unawares(line, told):
    """And it is on the lab's own engine: there, all is the learner's."""
    assert told in danger(line, SHARED)
    assert told not in danger(line, LAB)


def test_where_the_shell_is_counts():
    """The same line in another folder."""
    away = replace(LAB, directory="/home/ada/projects")
    assert danger("rm -rf build", LAB) == ""
    assert OUTSIDE in danger("rm -rf build", away)
    assert MOUNT in danger("docker run -v .:/x alpine", replace(LAB, directory="/etc"))
    assert danger("docker run -v .:/x alpine", away) == ""


def test_roots_home_is_a_home_like_others():
    """Its working folder is in a folder of the system."""
    root = Ground("/root/sealegs-work", "/root", private=True, directory="/root/sealegs-work")
    assert danger("docker run -v .:/x alpine", root) == ""
    assert danger("rm -rf *", root) == ""
    assert danger("docker run -v /root/projects:/x alpine", root) == ""
    assert MOUNT in danger("docker run -v /root:/x alpine", root)


@pytest.mark.parametrize(
    "line",
    ["a" * 9000, ":" * 9000, "docker rm x; " * 700, "'" * 9001, "(" * 9000, "<<E\n" * 2000, "<<E" * 3000],
)
def test_a_long_line_is_judged_at_once(line):
    """Enter must not be felt: as much as fills a large screen."""
    began = time.thread_time()
    assert danger(line, SHARED) == ""
    assert time.thread_time() - began < 0.2


def test_a_sentence_fits_beside_the_keys():
    """One sentence, in the narrowest command pane of a wide screen, also where it names something long."""
    lines = [line for line, _ in [*ANYWHERE, *ON_ANOTHERS_ENGINE]] + [f"rm -rf /{'x' * 99}"]
    said = {danger(line, SHARED) for line in lines} | {danger(line, LAB) for line, _ in ANYWHERE}
    assert max(map(len, said)) <= 60
    assert all(each.startswith("Th") and each.endswith(".") for each in said)
