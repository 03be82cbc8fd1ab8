#!/bin/bash
# Runs beside each mongod: on its localhost, the one place from which the first user can be made.
trap 'exit 0' TERM
until mongosh --quiet --norc 'mongodb://127.0.0.1:27017/?directConnection=true' /scripts/replica-set.js; do
  sleep 5 &
  wait $!
done
sleep infinity &
wait
