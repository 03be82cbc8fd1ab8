#!/bin/bash
# Dumps one database to /backups, encrypted for the owner of the certificate. Nothing in the cluster has the private key, so
# nobody who takes over this job or its volume can read a dump. If RESTORE_FILE names a dump, the script restores it instead,
# with the private key that the operator adds to the job for this time (infra/README.md).
set -euo pipefail
umask 077

members=()
for i in 0 1 2; do members+=("$DATABASE-mongo-$i.$DATABASE-mongo-srv:27017"); done
hosts=$(IFS=,; echo "${members[*]}")
uri="mongodb://backup@$hosts/?replicaSet=$DATABASE-mongo&authSource=admin"
tls=(--ssl --sslCAFile=/certificates/ca.crt)
# the password is in a file, because everybody who sees the processes can read a command line
printf 'password: "%s"\n' "$(cat /secret/backup-password)" >/tmp/config

if [ -n "${RESTORE_FILE:-}" ]; then
  for piece in "/backups/$RESTORE_FILE"/*.cms; do
    # openssl writes bytes before it knows that they are genuine, so only a whole piece goes on
    openssl cms -decrypt -binary -inform DER -in "$piece" -inkey /restore/private-key -out /tmp/piece
    cat /tmp/piece
  done | mongorestore --config=/tmp/config "${tls[@]}" --uri="$uri" --nsInclude="$DATABASE.*" --drop --gzip --archive
  exit
fi

dump="/backups/$(date -u +%Y-%m-%dT%H%MZ).dump"
mkdir "$dump.part"
# Each piece has an AES key of its own, which the public key of the certificate encrypts. A dump is many pieces, because
# openssl reads the whole of a file into memory before it decrypts it. split starts the filter once for each piece.
# shellcheck disable=SC2016
mongodump --config=/tmp/config "${tls[@]}" --uri="$uri&readPreference=secondaryPreferred" --db="$DATABASE" --gzip --archive |
  split --bytes=16M --numeric-suffixes --suffix-length=6 --additional-suffix=.cms --filter='
    openssl cms -encrypt -binary -stream -outform DER -aes-256-gcm -out "$FILE" -recip /recipient/certificate \
      -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256' - "$dump.part/"
mv "$dump.part" "$dump" # a dump without .part is complete
find /backups -mindepth 1 -maxdepth 1 -name '20*Z.*' -mtime +14 -exec rm -r {} +
ls -l /backups
