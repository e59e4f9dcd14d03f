"""The world as the Engine API words it: pure functions, a container or an image in, JSON values out.

Formats: Docker Engine API v1.41 (https://docs.docker.com/reference/api/engine/version/v1.41/), with the keys that
clients are known to read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.engine_api.world import Container, Image, Network, Volume, World, digits

Record = dict[str, Any]

API, OLDEST = "1.41", "1.12"
LIMIT = 8 << 30
"""The memory of the machine, in bytes."""


def stamp(moment: float) -> str:
    """A time as the engine writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")


def status(container: Container, now: float) -> str:
    """The STATUS of `docker ps`, for the first two days."""
    seconds = max(0, int(now - container.since))
    age = f"{seconds} seconds" if seconds < 60 else f"{seconds // 60} minutes"
    if seconds >= 7200:
        age = f"{seconds // 3600} hours"
    match container.state:
        case "running":
            return f"Up {age}"
        case "paused":
            return f"Up {age} (Paused)"
        case "exited":
            return f"Exited ({container.exit_code}) {age} ago"
        case _:
            return container.state.capitalize()


def image_id(world: World, container: Container) -> str:
    """The id of the image a container was made from."""
    image = world.image(container.image)
    return image.id if image else f"sha256:{digits(container.image)}"


def container_row(world: World, container: Container) -> Record:
    """One row of `GET /containers/json`."""
    return {
        "Id": container.id,
        "Names": [f"/{container.name}"],
        "Image": container.image,
        "ImageID": image_id(world, container),
        "Command": container.command,
        "Created": int(container.created),
        "Ports": [{"PrivatePort": 80, "Type": "tcp"}],
        "Labels": dict(container.labels),
        "State": container.state,
        "Status": status(container, world.now()),
        "HostConfig": {"NetworkMode": "default"},
        "NetworkSettings": {"Networks": {"bridge": _attached(world)}},
        "Mounts": [_mount()],
    }


def inspected_container(world: World, container: Container) -> Record:
    """`GET /containers/{id}/json`."""
    program, *arguments = container.command.split()
    running = container.state in {"running", "paused"}
    return {
        "Id": container.id,
        "Name": f"/{container.name}",
        "Created": stamp(container.created),
        "Path": program,
        "Args": arguments,
        "Image": image_id(world, container),
        "RestartCount": 0,
        "Driver": "overlay2",
        "Platform": "linux",
        "State": {
            "Status": container.state, "Running": running, "Paused": container.state == "paused",
            "Restarting": False, "OOMKilled": False, "Dead": False, "Pid": 4242 if running else 0,
            "ExitCode": container.exit_code, "Error": "", "StartedAt": stamp(container.since),
            "FinishedAt": stamp(container.since) if container.state == "exited" else "0001-01-01T00:00:00Z",
        },
        "Config": {
            "Hostname": container.id[:12], "User": "", "Tty": container.tty, "Env": ["PATH=/usr/bin:/bin"],
            "Cmd": container.command.split(), "Entrypoint": None, "Image": container.image, "WorkingDir": "",
            "Labels": dict(container.labels), "ExposedPorts": {"80/tcp": {}},
        },
        "HostConfig": {
            "NetworkMode": "default", "Binds": ["data:/data"], "PortBindings": {}, "AutoRemove": False, "Memory": 0,
            "NanoCpus": 0, "RestartPolicy": {"Name": "no", "MaximumRetryCount": 0},
            "LogConfig": {"Type": "json-file", "Config": {}},
        },
        "Mounts": [_mount()],
        "NetworkSettings": {
            "IPAddress": "172.17.0.2", "Gateway": "172.17.0.1", "Ports": {"80/tcp": None},
            "Networks": {"bridge": _attached(world)},
        },
    }  # fmt: skip


def image_row(image: Image) -> Record:
    """One row of `GET /images/json`."""
    return {
        "Id": image.id,
        "ParentId": "",
        "RepoTags": [image.tag],
        "RepoDigests": [f"{image.tag.partition(':')[0]}@sha256:{digits('digest ' + image.tag)}"],
        "Created": int(image.created),
        "Size": image.size,
        "VirtualSize": image.size,
        "SharedSize": -1,
        "Containers": -1,
        "Labels": {},
    }


def inspected_image(image: Image) -> Record:
    """`GET /images/{name}/json`."""
    return {
        **image_row(image),
        "Created": stamp(image.created),
        "Architecture": "amd64",
        "Os": "linux",
        "Config": {"Cmd": ["sh"], "Env": ["PATH=/usr/bin:/bin"], "User": "", "WorkingDir": "", "ExposedPorts": None},
        "RootFS": {"Type": "layers", "Layers": [f"sha256:{digits(f'{image.tag} {n}')}" for n in range(2)]},
    }


def image_history(image: Image) -> list[Record]:
    """`GET /images/{name}/history`, newest first: two layers, and a step that made none."""
    created = int(image.created)
    return [
        {"Id": image.id, "Created": created, "CreatedBy": '/bin/sh -c #(nop)  CMD ["sh"]', "Size": 0,
         "Tags": [image.tag], "Comment": ""},
        {"Id": "<missing>", "Created": created, "CreatedBy": "/bin/sh -c apt-get install git",
         "Size": image.size // 2, "Tags": None, "Comment": ""},
        {"Id": "<missing>", "Created": created, "CreatedBy": "/bin/sh -c #(nop) ADD file:base in / ",
         "Size": image.size // 2, "Tags": None, "Comment": ""},
    ]  # fmt: skip


def volume_record(volume: Volume) -> Record:
    """One volume of `GET /volumes`."""
    return {
        "Name": volume.name,
        "Driver": "local",
        "Mountpoint": f"/var/lib/docker/volumes/{volume.name}/_data",
        "CreatedAt": stamp(volume.created),
        "Labels": {},
        "Options": {},
        "Scope": "local",
    }


def network_record(network: Network) -> Record:
    """One network of `GET /networks`."""
    return {
        "Id": network.id,
        "Name": network.name,
        "Driver": network.driver,
        "Created": stamp(network.created),
        "Scope": "local",
        "Internal": False,
        "Attachable": False,
        "EnableIPv6": False,
        "IPAM": {"Driver": "default", "Config": [{"Subnet": network.subnet}] if network.subnet else []},
        "Containers": {},
        "Options": {},
        "Labels": {},
    }


def stats(container: Container, now: float, tick: int) -> Record:
    """One message of `GET /containers/{id}/stats`; `tick` is how many have gone before it.

    The container uses a tenth of one of two processors, and a little more memory from message to message.
    """
    return {
        "id": container.id,
        "name": f"/{container.name}",
        "read": stamp(now),
        "preread": stamp(now - 1),
        "num_procs": 0,
        "pids_stats": {"current": 3},
        "cpu_stats": _cpu(tick + 1),
        "precpu_stats": _cpu(tick),
        "memory_stats": {"usage": (20 << 20) + (tick << 12), "limit": LIMIT, "stats": {"inactive_file": 4 << 20}},
        "networks": {"eth0": {"rx_bytes": 1000 * tick, "tx_bytes": 500 * tick}},
        "blkio_stats": {"io_service_bytes_recursive": [{"major": 8, "minor": 0, "op": "read", "value": 4096 * tick}]},
    }


def disk_usage(world: World) -> Record:
    """`GET /system/df`."""
    images = [{**image_row(each), "SharedSize": 0, "Containers": 0} for each in world.images.values()]
    rows = [{**container_row(world, each), "SizeRw": 100, "SizeRootFs": 10_000} for each in world.containers.values()]
    volumes = [{**volume_record(each), "UsageData": {"Size": 1000, "RefCount": 0}} for each in world.volumes.values()]
    size = sum(each.size for each in world.images.values())
    return {"LayersSize": size, "Images": images, "Containers": rows, "Volumes": volumes, "BuildCache": []}


def version() -> Record:
    """`GET /version`."""
    return {
        "Version": "20.10.24", "ApiVersion": API, "MinAPIVersion": OLDEST, "Os": "linux", "Arch": "amd64",
        "KernelVersion": "6.1", "GoVersion": "go1.19", "GitCommit": "fake", "Platform": {"Name": "fake"},
        "Components": [{"Name": "Engine", "Version": "20.10.24", "Details": {"ApiVersion": API}}],
    }  # fmt: skip


def info(world: World) -> Record:
    """`GET /info`."""
    running = sum(each.state == "running" for each in world.containers.values())
    count = len(world.containers)
    return {
        "ID": "FAKE", "Name": "fake", "ServerVersion": "20.10.24", "OSType": "linux", "Architecture": "x86_64",
        "OperatingSystem": "Debian GNU/Linux 12", "KernelVersion": "6.1", "NCPU": 2, "MemTotal": LIMIT,
        "Containers": count, "ContainersRunning": running, "ContainersPaused": 0, "ContainersStopped": count - running,
        "Images": len(world.images), "Driver": "overlay2", "DockerRootDir": "/var/lib/docker",
        "SecurityOptions": ["name=seccomp,profile=default"], "Swarm": {"LocalNodeState": "inactive"}, "Warnings": None,
    }  # fmt: skip


def _cpu(tick: int) -> Record:
    second = 1_000_000_000
    used = tick * second // 10
    return {
        "cpu_usage": {"total_usage": used, "usage_in_kernelmode": 0, "usage_in_usermode": used},
        "system_cpu_usage": tick * second * 2,
        "online_cpus": 2,
        "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
    }


def _attached(world: World) -> Record:
    id = world.networks["bridge"].id
    return {"NetworkID": id, "IPAddress": "172.17.0.2", "Gateway": "172.17.0.1", "MacAddress": "", "Aliases": None}


def _mount() -> Record:
    return {
        "Type": "volume", "Name": "data", "Source": "/var/lib/docker/volumes/data/_data", "Destination": "/data",
        "Driver": "local", "Mode": "z", "RW": True, "Propagation": "",
    }  # fmt: skip
