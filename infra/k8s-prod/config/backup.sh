#!/bin/bash
# Dumps one database to /backups. If RESTORE_FILE names a dump there, the script restores that dump instead.
set -euo pipefail
umask 077

members=()
for i in 0 1 2; do members+=("$DATABASE-mongo-$i.$DATABASE-mongo-srv:27017"); done
hosts=$(IFS=,; echo "${members[*]}")
uri="mongodb://backup@$hosts/?replicaSet=$DATABASE-mongo&authSource=admin"
# the password is in a file, because everybody who sees the processes can read a command line
printf 'password: "%s"\n' "$(cat /secret/backup-password)" >/tmp/config

if [ -n "${RESTORE_FILE:-}" ]; then
  exec mongorestore --config=/tmp/config --uri="$uri" --nsInclude="$DATABASE.*" --drop --gzip --archive="/backups/$RESTORE_FILE"
fi

file="/backups/$(date -u +%Y-%m-%dT%H%MZ).archive.gz"
mongodump --config=/tmp/config --uri="$uri&readPreference=secondaryPreferred" --db="$DATABASE" --gzip --archive="$file.part"
mv "$file.part" "$file" # a file without .part is a complete dump
find /backups -name '*.archive.gz*' -mtime +14 -delete
ls -l /backups
