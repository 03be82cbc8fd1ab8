#!/bin/bash
# Makes the certificates by which services and servers in the cluster trust each other: `certificates.sh <folder>`. A folder that
# has a CA already keeps it, and gets new certificates of servers. README.md says where they go.
set -euo pipefail
umask 077
mkdir -p "$1" && cd "$1"
DAYS=398

if [ ! -e ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650 -subj '/CN=ticketing internal' -keyout ca.key -out ca.crt \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
fi

# sign <server> <name>…: a certificate for the names by which others, and the server itself, connect to it
sign() {
  local server=$1 names=DNS:localhost,IP:127.0.0.1
  for name in "${@:2}"; do names+=,DNS:$name; done
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$server" -keyout "$server.key" -out "$server.csr" 2>/dev/null
  # members and brokers are clients of each other too
  openssl x509 -req -in "$server.csr" -CA ca.crt -CAkey ca.key -days $DAYS -out "$server.crt" -extfile <(
    printf '%s\n' "subjectAltName=$names" extendedKeyUsage=serverAuth,clientAuth basicConstraints=critical,CA:false
  ) 2>/dev/null
  rm "$server.csr"
}

for store in auth tickets orders payments; do
  sign "$store-mongo" "$store-mongo-"{0,1,2}".$store-mongo-srv"
done
sign expiration-redis expiration-redis-srv
sign nats nats-srv nats-{0,1,2}.nats-peers-srv
