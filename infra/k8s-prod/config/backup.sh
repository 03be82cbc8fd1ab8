#!/bin/bash
# Dumps a replica set to /backups, encrypted for the owner of the certificate. Nothing in the cluster has the private key, so
# nobody who takes over this job or its volume can read a dump. If RESTORE_FILE names a dump, the script restores it instead,
# with the private key and the password of the admin, which restore.sh adds to the job for this time.
set -euo pipefail
umask 077

members=()
for i in 0 1 2; do members+=("$DATABASE-mongo-$i.$DATABASE-mongo-srv:27017"); done
hosts=$(IFS=,; echo "${members[*]}")
# connect USER: sets the arguments with which both tools sign in. The password is in a file, because everybody who sees the
# processes can read a command line.
connect() {
  printf 'password: "%s"\n' "$(cat "/secret/$1-password")" >/tmp/config
  uri="mongodb://$1@$hosts/?replicaSet=$DATABASE-mongo&authSource=admin"
  as=(--config=/tmp/config --ssl --sslCAFile=/certificates/ca.crt)
}

if [ -n "${RESTORE_FILE:-}" ]; then
  connect admin # a replay changes and deletes documents, and the role `restore` may not
  # A dump with the oplog is of one instant, and mongorestore restores all of it or nothing, the users too. Dumps of earlier
  # versions have one database and no oplog.
  case $RESTORE_FILE in
    *.oplog.dump) what=(--oplogReplay) ;;
    *) what=("--nsInclude=$DATABASE.*") ;;
  esac
  for piece in "/backups/$RESTORE_FILE"/*.cms; do
    # openssl writes bytes before it knows that they are genuine, so only a whole piece goes on
    openssl cms -decrypt -binary -inform DER -in "$piece" -inkey /restore/private-key -out /tmp/piece
    cat /tmp/piece
  done | mongorestore "${as[@]}" --uri="$uri" "${what[@]}" --drop --gzip --archive
  exit
fi

connect backup
dump="/backups/$(date -u +%Y-%m-%dT%H%MZ).oplog.dump"
mkdir "$dump.part"
# With the oplog the dump has the state of one instant, its end: what changes meanwhile is in it too. It needs the whole
# instance, which has no other database. Each piece has an AES key of its own, which the public key of the certificate
# encrypts. A dump is many pieces, because openssl reads the whole of a file into memory before it decrypts it. split starts
# the filter once for each piece.
# shellcheck disable=SC2016
mongodump "${as[@]}" --uri="$uri&readPreference=secondaryPreferred" --oplog --gzip --archive |
  split --bytes=16M --numeric-suffixes --suffix-length=6 --additional-suffix=.cms --filter='
    openssl cms -encrypt -binary -stream -outform DER -aes-256-gcm -out "$FILE" -recip /recipient/certificate \
      -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256' - "$dump.part/"
mv "$dump.part" "$dump" # a dump without .part is complete
find /backups -mindepth 1 -maxdepth 1 -name '20*Z.*' -mtime +14 -exec rm -r {} +
ls -l /backups
