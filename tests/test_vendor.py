"""What comes from others: pinned by its checksum, listed, and counted in the bill of materials."""

import json
import re
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from common import ROOT

REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


def _said(script: str, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, str(ROOT / "scripts" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The bill of materials, as the command prints it."""
    code, said, _ = _said("sbom.py")
    assert code == 0
    found: dict[str, Any] = json.loads(said)
    return found


def _pins(path: Path) -> list[tuple[str, str]]:
    return re.findall(r"(?m)^([^\s#=]+)==(\S+)", path.read_text("utf-8"))


def test_vendored_files_are_as_released() -> None:
    """No vendored file was changed, lost or added without a vendor.json saying so."""
    code, _, wrong = _said("vendor.py", "--check")
    assert (code, wrong) == (0, "")


def test_no_file_of_others_is_left_out(bill: dict[str, Any]) -> None:
    """Every typeface, minified script and schema that the project carries has its checksum in the bill."""
    listed = {file["name"]: file["hashes"] for one in bill["components"] for file in one.get("components", ())}
    foreign = [
        path.relative_to(ROOT).as_posix()
        for folder in ("docs", "scripts", "tests", "theme")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".woff2", ".woff", ".ttf", ".otf", ".xsd", ".wasm"} or path.name.endswith(".min.js")
    ]
    assert len(foreign) >= 7
    assert [name for name in foreign if name not in listed] == []
    assert {"scripts/catalogue/derived/contours.json", "tests/data/schema-org.json"} <= set(listed)
    assert all(re.fullmatch("[0-9a-f]{64}", one["content"]) for hashes in listed.values() for one in hashes)


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "theme").rglob("*AtkinsonHyperlegibleNext*.ttf")) + sorted((ROOT / "theme").rglob("*.woff2")),
    ids=lambda path: path.stem,
)
def test_the_zero_of_a_typeface_is_plain(path: Path) -> None:
    """A zero is an oval within an oval, in each weight: no slash across it, at which a big figure reads as code."""
    font = TTFont(path)
    for wanted in (200, 400, 800) if "fvar" in font else (None,):
        cut = font if wanted is None else instantiateVariableFont(TTFont(path), {"wght": wanted})
        zero = cut["glyf"]["zero"]
        assert zero.numberOfContours == 2
        (_, outer_end), points = zero.endPtsOfContours, zero.coordinates
        inner = [points[at] for at in range(zero.endPtsOfContours[0] + 1, outer_end + 1)]
        left, right = min(x for x, _ in inner), max(x for x, _ in inner)
        assert zero.xMin < left < right < zero.xMax
        assert right - left > (zero.xMax - zero.xMin) / 3


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_requirements_are_pinned_by_hash_and_name_no_host(path: Path) -> None:
    """Each requirement is one exact version with the hash of each of its files; nothing says where to fetch it."""
    text = path.read_text("utf-8")
    lines = [
        line for line in text.replace("\\\n", " ").splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z0-9.-]+==\S+( ;[^@]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line), line
    assert not re.search(r"://|index-url|find-links|trusted-host", text + path.with_suffix(".in").read_text("utf-8"))


def test_the_bill_names_every_pin_once(bill: dict[str, Any]) -> None:
    """All that is installed is in the bill, as needed by the site or not; no part is named twice."""
    references = [one["bom-ref"] for one in bill["components"]]
    assert len(references) == len(set(references))
    scopes = {(one["name"], one["version"]): one["scope"] for one in bill["components"]}
    for path in REQUIREMENTS:
        assert set(_pins(path)) <= set(scopes)
    assert {scopes[pin] for pin in _pins(ROOT / "requirements.txt")} == {"required"}
    assert scopes["pip-audit", dict(_pins(ROOT / "requirements-audit.txt"))["pip-audit"]] == "excluded"
    assert bill["specVersion"] == "1.6"


def test_the_bill_gives_licences_as_packages_say_them(bill: dict[str, Any]) -> None:
    """Each part has a licence: an SPDX expression or a name where it is installed as pinned, "unknown" where it is not."""
    needed = {one["name"]: one["licenses"] for one in bill["components"] if one["scope"] == "required"}
    found = {one["name"]: one["licenses"] for one in bill["components"]}
    unknown = [{"license": {"name": "unknown"}}]
    assert found["pydantic"] == [{"expression": "MIT"}]
    assert found["pyyaml"] == [{"license": {"name": "MIT"}}]
    assert found["jinja2"] == [{"license": {"name": "BSD License"}}]  # a classifier is all that it says
    assert found["minisearch"] == [{"license": {"id": "MIT"}}]
    assert found["pip-audit"] == unknown  # which has an environment of its own
    assert [name for name, licences in needed.items() if licences == unknown] == []
    assert not [said for said in found.values() if "\n" in json.dumps(said)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Version: 2\nLicense-Expression: MIT", [{"license": {"name": "unknown"}}]),  # not the one that is pinned
        ("Version: 1\nLicense-Expression: MIT OR ISC\nLicense: MIT", [{"expression": "MIT OR ISC"}]),
        ("Version: 1\nLicense: UNKNOWN", [{"license": {"name": "unknown"}}]),
        (
            "Version: 1\nLicense: Copyright\n  all of it\nClassifier: License :: OSI Approved :: MIT License\n"
            "Classifier: License :: OSI Approved :: Artistic License\nClassifier: Topic :: Text",
            [{"license": {"name": "MIT License"}}, {"license": {"name": "Artistic License"}}],
        ),
    ],
)
def test_a_licence_is_read_of_the_pinned_version_alone(
    said: str, expected: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is installed in another version says nothing; a whole text is no name of a licence."""
    (tmp_path / "essai-1.dist-info").mkdir()
    (tmp_path / "essai-1.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.4\nName: essai\n{said}\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(ROOT / "scripts")
    from sbom import licences

    assert licences("essai", "1") == expected


def test_the_bill_names_the_actions_with_their_pins(bill: dict[str, Any]) -> None:
    """Each action of a workflow is in the bill once, with its version and the commit that is run; the site needs none."""
    texts = "".join(path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    used = {tuple(found) for found in re.findall(r"uses: (\S+)@(\S+) # (\S+)", texts)}
    found = {
        (one["name"], one["purl"].rpartition("@")[2], one["version"])
        for one in bill["components"]
        if one["name"].startswith("actions/")
    }
    assert found == used
    assert {one["scope"] for one in bill["components"] if one["name"].startswith("actions/")} == {"excluded"}


def test_the_project_has_one_name(bill: dict[str, Any]) -> None:
    """Our distribution is named as the bill names the project, and as no other: `catalogue` is another's on the index."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    assert project["name"] == bill["metadata"]["component"]["name"] == "leviers-egalite"
    assert list(project["scripts"]) == ["catalogue"]


def test_the_yaml_test_suite_is_as_it_was_taken() -> None:
    """Its files are those that its vendor.json lists, each with its checksum."""
    folder = ROOT / "tests" / "data" / "yaml-test-suite"
    (package,) = json.loads((folder / "vendor.json").read_text("utf-8"))["packages"]
    listed = {file["to"]: file["sha256"] for file in package["files"]}
    found = {
        path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.name != "vendor.json"
    }
    assert found == listed
