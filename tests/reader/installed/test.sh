#!/bin/sh
# test.sh BUILD MAKE_DATABASE: installs the library aside and builds a program with it, once as
# pkg-config says and once as CMake does.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cmake --install "$1" --component reader --prefix "$folder/usr" >/dev/null
library=$(dirname "$(find usr -name libsheetkeeper-reader.so)")
"$2" "$folder/rates.db"
mkdir -p include && ln -s "$folder/usr/include/sheetkeeper" include/sheetkeeper

# The .pc file names the prefix that was configured, so the headers' folder is given here.
export PKG_CONFIG_PATH="$folder/$library/pkgconfig"
# shellcheck disable=SC2046 # words are meant
c++ -std=c++20 -Wall -Wextra -Werror "$here/example.cc" -Iinclude -o by_pkg_config \
  $(pkg-config --libs sheetkeeper-reader)
cmake -S "$here" -B cmake -DCMAKE_PREFIX_PATH="$folder/usr" >/dev/null
cmake --build cmake >/dev/null

for program in ./by_pkg_config cmake/by_cmake; do
  printed=$(LD_LIBRARY_PATH="$folder/$library" "$program" "$folder/rates.db")
  [ "$printed" = "one two three " ] || { echo "$program printed '$printed'"; exit 1; }
done
