"""Packs the sample project into the wheel, so that `leafdeck init` has it where there is no checkout."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithSample(build_py):
    """Copies content.toml and assets/ beside the packaged data."""

    def run(self) -> None:
        """Build as usual, then add the sample."""
        super().run()
        if self.editable_mode:
            return
        sample = Path(self.build_lib) / "generator" / "data" / "sample"
        shutil.copytree(
            HERE / "assets", sample / "assets", dirs_exist_ok=True, ignore=shutil.ignore_patterns("readme", "source")
        )
        shutil.copy(HERE / "content.toml", sample / "content.toml")


setup(cmdclass={"build_py": BuildWithSample})
