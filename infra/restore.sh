#!/bin/bash
# Restores databases of production from dumps. The services that own them are off meanwhile.
#
#   bash infra/restore.sh <private key of backups> <service>=<dump> …
#   bash infra/restore.sh backup-private-key.pem orders=2026-01-31T0343Z.oplog.dump tickets=2026-01-31T0330Z.oplog.dump
#
# kubectl must lead to the cluster. If a restore fails, the services stay off, and the script says what to do. It may be run
# again after any failure.
set -euo pipefail
namespace=ticketing

fail() {
  echo "restore: $*" >&2
  exit 1
}
k() { kubectl --namespace "$namespace" "$@"; }
# eventually SECONDS WHAT COMMAND…: waits until the command prints nothing. An error of the command ends the script.
eventually() {
  local left=$1 what=$2 printed
  shift 2
  while true; do
    printed=$("$@")
    [ -n "$printed" ] || return 0
    [ "$left" -gt 0 ] || fail "$what"
    left=$((left - 5))
    sleep 5
  done
}

[ $# -ge 2 ] || fail 'name the private key of the backups, and <service>=<dump> for each service'
key=$1
shift
services=() dumps=() least=()
for word in "$@"; do
  [[ $word =~ ^[a-z]+=[0-9TZ-]+(\.oplog)?\.dump$ ]] || fail "$word is not <service>=<dump>"
  [[ " ${services[*]:-} " != *" ${word%%=*} "* ]] || fail "${word%%=*} is named twice"
  services+=("${word%%=*}")
  dumps+=("${word#*=}")
done

# Everything that may be missing is looked for before anything is stopped. While a Deployment has no pods, its autoscaler
# leaves it alone. So this script remembers the least number of its pods, and gives it that many again.
for service in "${services[@]}"; do
  k get "deployment/$service-depl" "cronjob/$service-mongo-backup" -o name
  pods=$(k get "hpa/$service" -o 'jsonpath={.spec.minReplicas}')
  [[ $pods =~ ^[1-9][0-9]*$ ]] || fail "the autoscaler of $service does not say how many pods it needs"
  least+=("$pods")
done
private_key=$(openssl pkey -in "$key") # asks for the passphrase

# Whatever happens, the private key leaves the cluster, no restore goes on unseen, and backups are made again.
are_off=no
clean_up() {
  set +e
  k delete secret/backup-restore --ignore-not-found
  for service in "${services[@]}"; do
    k delete "job/restore-$service" --ignore-not-found
    k patch "cronjob/$service-mongo-backup" -p '{"spec":{"suspend":false}}'
  done
  if [ "$are_off" = yes ]; then
    echo 'restore: these services are off. Restore again, or start them with the data that they have now:' >&2
    for i in "${!services[@]}"; do
      echo "  kubectl scale deployment/${services[$i]}-depl -n $namespace --replicas ${least[$i]}" >&2
    done
  fi
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

# A backup and a restore must not have the volume at the same time, and a dump of a half restored database is worth nothing.
for service in "${services[@]}"; do
  k delete "job/restore-$service" --ignore-not-found # of a run of this script that was killed
  k patch "cronjob/$service-mongo-backup" -p '{"spec":{"suspend":true}}'
done
for service in "${services[@]}"; do
  echo "waiting until no backup of $service runs"
  eventually 7500 "a backup of $service does not end" \
    k get "cronjob/$service-mongo-backup" -o 'jsonpath={.status.active[*].name}'
done

are_off=yes
for service in "${services[@]}"; do k scale "deployment/$service-depl" --replicas 0; done
for service in "${services[@]}"; do
  echo "waiting until no pod of $service runs"
  eventually 120 "pods of $service do not stop" k get pods -l "app=$service" -o name
done

k delete secret/backup-restore --ignore-not-found
k create secret generic backup-restore --from-file=private-key=/dev/stdin <<<"$private_key"

# start SERVICE DUMP: starts the job of its backup with the dump to restore, the private key and the password of the admin
start() {
  k create job "restore-$1" --from="cronjob/$1-mongo-backup" --dry-run=client -o yaml |
    k set env --local -f - "RESTORE_FILE=$2" -o yaml |
    k patch --local -f - -o yaml --type json -p '[
      {"op": "add", "path": "/spec/template/spec/volumes/-",
       "value": {"name": "restore", "secret": {"secretName": "backup-restore"}}},
      {"op": "add", "path": "/spec/template/spec/containers/0/volumeMounts/-",
       "value": {"name": "restore", "mountPath": "/restore", "readOnly": true}},
      {"op": "add", "path": "/spec/template/spec/containers/0/volumeMounts/-",
       "value": {"name": "secret", "mountPath": "/secret/admin-password", "subPath": "admin-password", "readOnly": true}}]' |
    k create -f -
}
for i in "${!services[@]}"; do start "${services[$i]}" "${dumps[$i]}"; done

failed=no
for i in "${!services[@]}"; do
  job="job/restore-${services[$i]}"
  echo "restoring ${services[$i]} from ${dumps[$i]}"
  # A job ends by itself, after two hours at the latest: it is complete, or it has failed.
  end=
  until [[ $end =~ Complete|Failed ]]; do
    sleep 5
    end=$(k get "$job" -o 'jsonpath={.status.conditions[?(@.status=="True")].type}') || end=
  done
  k logs "$job" --tail 20 || true
  if [[ $end =~ Failed ]]; then
    echo "restore: ${services[$i]} was not restored" >&2
    failed=yes
  fi
done
# Services whose databases belong together start together, or not at all.
[ "$failed" = no ] || exit 1

for i in "${!services[@]}"; do k scale "deployment/${services[$i]}-depl" --replicas "${least[$i]}"; done
are_off=no
for service in "${services[@]}"; do k rollout status "deployment/$service-depl" --timeout 300s; done
