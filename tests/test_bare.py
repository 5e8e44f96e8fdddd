"""Modules of a library can be had without the library's own imports, and the whole library still afterwards."""

import subprocess
import sys

import pytest

from generator.bare import bare


def alone(program):
    """Run a program in a process of its own and return what it prints."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_a_module_comes_without_its_package():
    """Neither the package nor what it imports is loaded."""
    program = """
import sys
from generator.bare import bare
with bare("segno"):
    from segno.encoder import encode
print("segno.encoder" in sys.modules, "segno" in sys.modules, "segno.writers" in sys.modules)
"""

    assert alone(program) == "True False False"


def test_the_whole_package_can_follow():
    """It has everything, and the module is the one that was there."""
    program = """
from generator.bare import bare
with bare("pydantic_core"):
    from pydantic_core._pydantic_core import SchemaValidator
import pydantic_core, pydantic
print(pydantic_core.SchemaValidator is SchemaValidator, hasattr(pydantic_core, "core_schema"))
"""

    assert alone(program) == "True True"


def test_a_package_that_is_there_is_left_alone():
    """What others have imported stays."""
    import json

    with bare("json"):
        pass

    assert sys.modules["json"] is json


def test_an_unknown_package_is_refused():
    """With the error of an import."""
    with pytest.raises(ModuleNotFoundError), bare("no_such_package"):
        pass
