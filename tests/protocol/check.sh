#!/bin/sh
# check.sh holds|fails FOLDER [-DNAME=VALUE...]
#
# Has spin go through every state of the model under the given definitions. `holds`: nothing may be
# violated; otherwise the steps that lead there are printed. `fails`: a property must be violated,
# and not because the model ran out of room. FOLDER is made and keeps what spin generates.
set -eu
model=$(cd "$(dirname "$0")" && pwd)/write_protocol.pml
expected=$1
folder=$2
shift 2
# A violation is found so soon that compiling costs more.
case $expected in holds) optimised=1 ;; *) optimised=0 ;; esac

mkdir -p "$folder"
cd "$folder"
rm -f ./*.trail
cp "$model" model.pml
spin -a "$@" model.pml
cc "-O$optimised" -w -DSAFETY -DCOLLAPSE -DNOREDUCE -DVECTORSZ=2048 -o pan pan.c
./pan -m1000000 -w22 >found.txt
grep -E 'assertion violated|errors:|states, stored' found.txt

if grep -qE 'out of memory|max search depth too small|\|\|0' found.txt; then
  echo "The model is too large, or too small, for these sizes." >&2
  exit 1
fi
case $expected in
  holds)
    grep -q 'errors: 0' found.txt && exit 0
    ./pan -r -S | sed '/^spin: trail ends/,$d' >&2
    echo "The protocol does not hold." >&2
    exit 1
    ;;
  fails)
    grep -q 'assertion violated' found.txt && exit 0
    echo "Nothing is violated, although it ought to be: the model does not bite." >&2
    exit 1
    ;;
esac
