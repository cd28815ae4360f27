#!/bin/sh
# pip 26.3: a folder of wheels that is downloaded for Windows lacks what only Windows needs
#
# One would guess: `pip download --platform win_amd64 --python-version 3.12` answers with all that
# `pip install --no-index` needs on that machine: that is what its options are for.
# What happens: the tags of the wheels are the other machine's, the conditions of the dependencies (markers such as
# `platform_system == "Windows"`, `python_version >= "3.12"`) are decided by the machine and the Python that pip
# itself runs on. Nothing is said. What only Linux needs comes along, too.
# Why it matters: on a closed machine the installation ends with «No matching distribution found», and nobody there
# can fetch the missing package.
# How otzvuk avoids it: bundle/wheels.py follows the dependencies itself, with the other machine's markers, and asks
# pip for one pinned wheel at a time.
set -eu
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pip==26.3 setuptools==81.0.0 wheel==0.45.1
cd "$dir"
mkdir -p report
cat > report/pyproject.toml <<'TOML'
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "report"
version = "1"
dependencies = [
  'colorama==0.4.6; platform_system == "Windows"',
  'idna==3.10; python_version == "3.12" and platform_system == "Windows"',
  'sniffio==1.3.1; platform_system == "Linux"',
]
[tool.setuptools]
py-modules = []
TOML
venv/bin/pip wheel -q --no-deps --no-build-isolation --wheel-dir built ./report
venv/bin/pip --version | cut -d' ' -f1-2
venv/bin/pip download -q --only-binary=:all: --platform win_amd64 --python-version 3.12 --dest windows built/*.whl
echo "for Windows and Python 3.12:" $(ls windows)
test -f windows/sniffio-1.3.1-py3-none-any.whl
test ! -e windows/colorama-0.4.6-py2.py3-none-any.whl
test ! -e windows/idna-3.10-py3-none-any.whl
