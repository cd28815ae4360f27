#!/bin/sh
# Installs otzvuk from this folder, without a network: ./install.sh [FOLDER of the environment, ~/otzvuk by default]
# Another Python: PYTHON=/a/path/python3.12 ./install.sh
here=$(cd "$(dirname "$0")" && pwd)
if [ -n "${PYTHON:-}" ]; then
  "$PYTHON" -c pass 2>/dev/null && exec "$PYTHON" "$here/install.py" "$@"
  echo "Ошибка: $PYTHON не запускается; ожидается в переменной PYTHON путь к Python" >&2
  exit 2
fi
for python in python3 python3.14 python3.13 python3.12 python3.11; do
  if version=$("$python" -c 'import sys; print("linux-%d.%d" % sys.version_info[:2])' 2>/dev/null); then
    [ -f "$here/requirements/$version.txt" ] && exec "$python" "$here/install.py" "$@"
    found=$python
  fi
done
if [ -n "${found:-}" ]; then
  exec "$found" "$here/install.py" "$@" # none that the bundle is for: says which one is needed
fi
versions=$(cd "$here/requirements" && ls | sed -n 's/^linux-\(.*\)\.txt$/\1/p' | tr '\n' ' ')
echo "Ошибка: нет python3; ожидается 64-разрядный Python одной из версий: $versions" >&2
exit 2
