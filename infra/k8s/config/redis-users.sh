#!/bin/sh
# An init container runs this. It writes the users of Redis into memory, with the digest of the password, so that the container
# of Redis has no password. redis-server reads no comments in that file.
set -eu
umask 077
: "${EXPIRATION_PASSWORD:?}" # here, because a failure inside of a pipe would not end the script
digest=$(printf %s "$EXPIRATION_PASSWORD" | sha256sum | cut -d ' ' -f 1)
sed -e '/^#/d' -e "s/\$EXPIRATION_PASSWORD/#$digest/" /config/users.acl >/users/users.acl
