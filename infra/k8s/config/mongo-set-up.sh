#!/bin/bash
# Runs beside each mongod, on its localhost, because MongoDB lets only localhost make the first user. An init container has
# copied the passwords into memory. They are deleted once the users exist, so that no running container keeps them.
trap 'exit 0' TERM
if [ -e /setup/admin-password ]; then # otherwise this container was restarted after its work
  until mongosh --quiet --norc "mongodb://127.0.0.1:27017/?directConnection=true${URI_OPTIONS:-}" /scripts/mongo-set-up.js; do
    sleep 5 &
    wait $!
  done
  rm -f /setup/*
fi
sleep infinity &
wait
