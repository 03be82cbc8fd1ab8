#!/bin/bash
# Runs beside each mongod, on its localhost, because MongoDB lets only localhost make the first user.
trap 'exit 0' TERM
until mongosh --quiet --norc 'mongodb://127.0.0.1:27017/?directConnection=true' /scripts/replica-set.js; do
  sleep 5 &
  wait $!
done
sleep infinity &
wait
