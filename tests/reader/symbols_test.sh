#!/bin/sh
# symbols_test.sh LIBRARY HEADER: the shared library shows every call of the C header, under a
# version; and nothing that is not of this project.
set -eu
shown=$(nm -D --defined-only --with-symbol-versions "$1" | awk '$2 != "A" {print $3}')

for name in $(grep -o '\bsk_[a-z_]*(' "$2" | tr -d '(' | sort -u); do
  echo "$shown" | grep -q "^$name@@SHEETKEEPER_READER_" || { echo "$name is not shown, or has no version"; exit 1; }
done

foreign=$(echo "$shown" | c++filt | grep -vE '^(sk_|sheetkeeper::reader::(HybridService|CacheManager|Row)::)' || true)
[ -z "$foreign" ] || { echo "shown, but not in the interface:"; echo "$foreign"; exit 1; }
echo "$(echo "$shown" | wc -l) names, all of them versioned"
