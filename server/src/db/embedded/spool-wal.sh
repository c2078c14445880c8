#!/bin/sh
# archive_command: PostgreSQL calls it in the data folder as: spool-wal.sh PATH NAME
# Writes under another name, syncs, then renames, so that a file in the spool is always whole. Never
# overwrites: the same file again is fine (PostgreSQL repeats after a crash), another one is a fault.
set -eu
spool=../spool
if [ -e "$spool/$2" ]; then
  [ "$(cksum <"$1")" = "$(cksum <"$spool/$2")" ]
  exit
fi
cp -p "$1" "$spool/.$2.new"
sync "$spool/.$2.new" 2>/dev/null || sync
mv "$spool/.$2.new" "$spool/$2"
sync "$spool" 2>/dev/null || sync
