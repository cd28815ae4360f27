"""The bill of materials: each package of a bundle, its wheels' hashes and licence (CycloneDX 1.6, JSON)."""

from __future__ import annotations

from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from licences import licence
from wheels import Wheel

INSIDE = (
    # what the wheel of otzvuk carries of others, and where it lies in it
    ("natasha: slovnet_ner_news_v1, navec_news_v1, lists of names", "1.6.0", "MIT", "otzvuk/bundled/natasha"),
    ("multilingual-e5-small (tuned)", "", "MIT", "otzvuk/bundled/models/coders/b2b/encoder.onnx"),
)


def write_sbom(path: Path, own: Wheel, wheels: list[Wheel]) -> None:
    """Write the bill, checked by the schema; a package with wheels for several machines is one component."""
    text = bill(own, wheels)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise SystemExit(f"{path}: {fault}")
    path.write_text(text + "\n", "utf-8", newline="\n")


def bill(own: Wheel, wheels: list[Wheel]) -> str:
    """The bill of `own`, which needs the others, as JSON."""
    parts = {each.name: _component(each, ComponentType.LIBRARY) for each in wheels if each.name != own.name}
    for each in wheels:
        if each.name != own.name:
            parts[each.name].hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=each.digest))
    whole = _component(own, ComponentType.APPLICATION)
    whole.hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=own.digest))
    for name, version, spdx, place in INSIDE:
        kind = ComponentType.MACHINE_LEARNING_MODEL
        licences = [LicenseFactory().make_from_string(spdx)]
        whole.components.add(
            Component(name=name, version=version or None, type=kind, licenses=licences, description=place)
        )
    made = Bom()
    made.metadata.component = whole
    for each in parts.values():
        made.components.add(each)
    known = {**parts, own.name: whole}
    needs: dict[str, set[str]] = {}
    for each in wheels:
        lines = each.metadata.get_all("Requires-Dist", [])
        needs.setdefault(each.name, set()).update(canonicalize_name(Requirement(line).name) for line in lines)
    for name, needed in needs.items():
        made.register_dependency(known[name], [known[each] for each in sorted(needed) if each in known])
    text: str = JsonV1Dot6(made).output_as_string(indent=2)
    return text


def _component(wheel: Wheel, kind: ComponentType) -> Component:
    purl = PackageURL("pypi", None, wheel.name, wheel.version)
    said = licence(wheel)
    return Component(
        name=wheel.name,
        version=wheel.version,
        type=kind,
        bom_ref=str(purl),
        purl=purl,
        description=wheel.metadata.get("Summary"),
        licenses=[LicenseFactory().make_from_string(said)] if said else [],
    )
