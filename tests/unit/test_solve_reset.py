"""A reset removes exactly what came since: the plan, and how it is carried out."""

from tui.solve.reset import Holdings, Removal, carry_out, difference, look, removal

BASELINE = Holdings(
    containers=frozenset({"c1"}),
    images={"i1": frozenset({"busybox:latest"})},
    volumes=frozenset({"v1"}),
    networks=frozenset({"bridge"}),
    files=frozenset({"work", "work/mine"}),
)


class FakeDaemon:
    """Removes what it is told, except images that others were built from."""

    def __init__(self, holdings: Holdings, parents: dict[str, str] | None = None) -> None:
        self._now = holdings
        self._images = dict(holdings.images)
        self._parents = parents or {}
        self.asked: list[str] = []

    def remove(self, path: str) -> bool:
        """Whether it went."""
        self.asked.append(path)
        name = path.removeprefix("/images/").partition("?")[0]
        if any(parent == name and child in self._images for child, parent in self._parents.items()):
            return False
        self._images.pop(name, None)
        return True

    def containers(self):
        """Ids."""
        return self._now.containers

    def images(self):
        """Tags by id."""
        return self._images

    def volumes(self):
        """Names."""
        return self._now.volumes

    def networks(self):
        """Ids."""
        return self._now.networks


def test_nothing_new_nothing_to_remove():
    """Not even what was there before and is gone."""
    assert removal(BASELINE, BASELINE) == Removal()
    assert removal(BASELINE, Holdings()) == Removal()


def test_only_what_is_new_is_removed():
    """Of every kind."""
    now = Holdings(
        containers=frozenset({"c1", "c2"}),
        images={"i1": frozenset({"busybox:latest"}), "i2": frozenset({"new:1", "new:2"}), "i3": frozenset()},
        volumes=frozenset({"v1", "v2"}),
        networks=frozenset({"bridge", "n2"}),
        files=BASELINE.files | {"work/new"},
    )
    assert removal(BASELINE, now) == Removal(
        containers=("c2",),
        tags=("new:1", "new:2"),
        images=("i2", "i3"),
        volumes=("v2",),
        networks=("n2",),
        files=("work/new",),
    )


def test_a_new_tag_of_an_old_image_goes_and_the_image_stays():
    """It is the tag alone that came."""
    now = Holdings(images={"i1": frozenset({"busybox:latest", "mine:1"})})
    assert (removal(BASELINE, now).tags, removal(BASELINE, now).images) == (("mine:1",), ())


def test_a_new_folder_goes_as_a_whole():
    """What is in it isn't named."""
    now = Holdings(files=BASELINE.files | {"work/deep", "work/deep/er", "work/deep/er/file"})
    assert removal(BASELINE, now).files == ("work/deep",)


def test_an_image_goes_after_those_built_from_it(tmp_path):
    """In whatever order they are named; what can't go at all is asked for no more than once."""
    plan = Removal(images=("a-parent", "b-child"))
    daemon = FakeDaemon(Holdings(images={"a-parent": frozenset(), "b-child": frozenset()}), {"b-child": "a-parent"})
    carry_out(plan, daemon, tmp_path)
    assert daemon.images() == {}
    stuck = FakeDaemon(Holdings(images={"p": frozenset(), "c": frozenset()}), {"c": "p"})
    carry_out(Removal(images=("p",)), stuck, tmp_path)
    assert len(stuck.asked) == 1


def test_files_and_folders_are_removed_and_links_not_followed(tmp_path):
    """What a link in the folder points to is nobody's to remove."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    home = tmp_path / "home"
    (home / "new" / "deep").mkdir(parents=True)
    (home / "file").write_text("x")
    (home / "link").symlink_to(outside)
    daemon = FakeDaemon(Holdings())
    carry_out(removal(Holdings(), look(daemon, home)), daemon, home)
    assert list(home.iterdir()) == []
    assert (outside / "kept").exists()


def test_nothing_is_ever_pruned(tmp_path):
    """Each thing is named."""
    daemon = FakeDaemon(Holdings())
    carry_out(Removal(("c",), ("t:1",), ("i",), ("v",), ("n",)), daemon, tmp_path)
    assert daemon.asked == [
        "/containers/c?force=1&v=1",
        "/images/t:1?noprune=1",
        "/images/i?noprune=1&force=1",
        "/volumes/v",
        "/networks/n",
    ]


def test_differences_are_told_in_words():
    """What is left, and what is gone."""
    now = Holdings(images={"i1": frozenset()}, volumes=frozenset({"v1", "v2"}), files=BASELINE.files)
    assert difference(BASELINE, BASELINE) == []
    assert difference(BASELINE, now) == [
        "container c1 is gone",
        "tag busybox:latest of i1 is gone",
        "volume v2 is left",
        "network bridge is gone",
    ]
