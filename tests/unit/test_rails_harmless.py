"""What the safety rails let through: harmless lines, and each of the course's own."""

import pytest

from tests.unit.test_rails import LAB, SHARED, WORK
from tui import paths
from tui.course import load
from tui.model.course import Block
from tui.rails import danger

HARMLESS = [
    "",
    "   ",
    "docker run hello-world",
    "docker run -it --rm debian:12 bash",
    "docker run -d --name web -p 8080:80 nginx",
    "docker run --network host alpine",
    "docker run -v $(pwd):/data alpine",
    'docker run -v "$PWD":/data alpine',
    "docker run -v .:/data alpine",
    "docker run -v ./html:/html:ro alpine",
    "docker run -v data:/var/lib/docker alpine",
    "docker run -v /data alpine",
    "docker run -v /tmp/x:/x alpine",
    f"docker run --mount type=bind,src={WORK}/a,dst=/a alpine",
    "docker run --mount type=volume,src=data,dst=/etc alpine",
    "docker run --mount type=tmpfs,dst=/etc alpine",
    "docker run -v ~/projects:/src alpine",
    "docker run -v $UNKNOWN:/src alpine",
    "docker run -v /etc/localtime:/etc/localtime:ro alpine",
    "docker run -v /etc/hosts:/x:ro,z alpine",
    "docker run -v /srv/www:/www alpine",
    "docker run --mount type=bind,src=/etc,dst=/e,readonly alpine",
    "docker run --privileged=false alpine",
    "docker run --cap-add NET_ADMIN alpine",
    "docker run --cap-drop ALL alpine",
    "docker run --device /dev/null alpine",
    "docker run --pid container:web alpine",
    "docker run alpine rm -rf /",
    "docker run alpine sh -c 'rm -rf /*'",
    "docker run alpine echo --privileged -v /:/host",
    "docker run -e OPTS=--privileged alpine",
    "docker run --name --privileged alpine",
    "docker exec web rm -rf /var/www",
    "docker image prune",
    "docker builder prune",
    "docker network prune",
    "docker system prune -a --filter label=course=sealegs",
    "docker rm -f web",
    "docker rm $(docker ps -aq --filter label=course)",
    "docker rm $(docker ps -lq)",
    "docker ps -a | grep web | awk '{print $1}' | xargs docker rm",
    "for id in $(docker ps -aq --filter name=web); do docker rm $id; done",
    "for id in $(docker ps -aq); do docker inspect $id; done; docker rm web",
    "docker ps -aq | while read id; do docker logs $id; done",
    "podman rm -f web",
    "podman stop web -t 1",
    "eval $(ssh-agent)",
    "cp /dev/sda image",
    "docker rm $(docker ps -q -n 1)",
    "docker rmi $(docker images -q mine)",
    "docker system df",
    "echo rm -rf /",
    "echo 'docker run --privileged'",
    "man rm",
    "grep -r privileged .",
    "rm file",
    "rm -rf build",
    "rm -rf *",
    "rm -rf ./*",
    "rm -rf .",
    f"rm -rf {WORK}",
    "rm -rf ~/sealegs-work/old",
    "rm -rf /tmp/build",
    "rm ~/notes.txt",
    'rm -rf "$dir"',
    "rm -rf build 2>/dev/null",
    "cd build && rm -rf *",
    "chmod -R u+w .",
    "chmod 600 ~/.ssh/config",
    "find . -name '*.o' -delete",
    "find / -name '*.log'",
    "dd if=/dev/zero of=file bs=1M count=1",
    "echo x > /dev/null",
    "cat > Dockerfile <<'EOF'\nFROM debian:12\nrm -rf /\nEOF",
    "cat > Dockerfile <<EOF\nrm -rf /",
    "ls # rm -rf /",
    "f() { echo a | cat; }",
    "echo \"unfinished",
    "'",
    "$(",
    "docker",
    "docker run",
    "docker run -v",
    "docker run --mount",
    "docker -H",
    "sudo",
    "rm -rf",
    "find",
    "sh -c",
]  # fmt: skip


@pytest.mark.parametrize("ground", [LAB, SHARED], ids=["private", "shared"])
@pytest.mark.parametrize("line", HARMLESS)
def test_a_harmless_line_is_let_through(line, ground):
    """A rail that is in the way of ordinary work would be switched off."""
    assert danger(line, ground) == ""


@pytest.mark.parametrize("ground", [LAB, SHARED], ids=["private", "shared"])
def test_no_command_of_the_course_is_stopped(ground):
    """Blocks, solutions, alternatives and wrong attempts, each as it would be typed."""
    course = load(paths.shipped("content"))
    typed = []
    for lesson in course.lessons:
        blocks = [part for page in lesson.pages for part in page.parts if isinstance(part, Block)]
        typed += ["\n".join(block.lines) for block in blocks]
        for task in lesson.tasks:
            ways = [task.solution, *task.alternatives, *task.wrong_attempts]
            typed += [line for way in ways for line in [*way.lines, "\n".join(way.lines)]]
    assert len(typed) > 300
    assert {line: said for line in typed if (said := danger(line, ground))} == {}
