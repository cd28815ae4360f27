#!/usr/bin/env bash
# Zensical 0.0.73 (0.1.3 cannot be installed from every index: its zensical-ui may be missing): `zensical build --strict`.
#
# One would guess: strict mode fails on a picture that is not there, as on a page or a heading that is not there, and as
# MkDocs 1.6.1, whose projects it builds, does ("contains a link 'no.png', but the target is not found").
# What happens: the page and the heading are found missing; the picture is not, the build says "No issues found" and ends with 0.
# Why it matters: a picture that was renamed or never committed is a hole in a page that a green build has passed.
# How otzvuk avoids it: Sphinx with -W (image.not_readable), and a test that all pictures of pages are those drawn.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check zensical==0.0.73 mkdocs==1.6.1 2>/dev/null
mkdir docs
printf 'site_name: t\n' > mkdocs.yml
build() { "$@" >out.txt 2>&1 && echo 0 || echo $?; }

printf '# A page\n\n![a picture](no.png)\n' > docs/index.md
picture=$(build env/bin/zensical build --strict --clean)
mkdocs=$(build env/bin/mkdocs build --strict)
printf '# A page\n\n[a page](no.md)\n' > docs/index.md
page=$(build env/bin/zensical build --strict --clean)
echo "picture missing: zensical $picture, mkdocs $mkdocs; page missing: zensical $page"
[ "$picture" = 0 ] && [ "$mkdocs" != 0 ] && [ "$page" != 0 ]
