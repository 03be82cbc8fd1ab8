#!/usr/bin/env node
// A stand-in for kubectl and the cluster behind it, for the script that restores databases. FAKE_STATE names the file with the
// state of the cluster. Time goes on by one step whenever the script sleeps. What runs without a cluster, real kubectl does.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const FILE = process.env.FAKE_STATE;
const state = JSON.parse(readFileSync(FILE, 'utf8'));
const end = (text = '', status = 0) => {
  // the commands of a pipe run at the same time, and only the last one changes the cluster
  if (!/ --local | --dry-run/.test(process.argv.join(' '))) writeFileSync(FILE, JSON.stringify(state));
  process.stdout.write(text);
  process.exit(status);
};
const refuse = (text) => {
  process.stderr.write(`${text}\n`);
  end('', 1);
};
const stdin = () => readFileSync(0, 'utf8');

if (basename(process.argv[1]) === 'sleep') {
  step();
  end();
}

/** A pod stops, a backup ends, a restore goes on. */
function step() {
  state.steps += 1;
  if (state.steps === state.killedAt) process.kill(process.ppid, 'SIGTERM'); // somebody ends the script
  for (const one of Object.values(state.deployments)) one.pods += Math.sign(one.replicas - one.pods);
  for (const one of Object.values(state.cronjobs)) if (one.running > 0) one.running -= 1;
  for (const one of Object.values(state.jobs)) one.left -= 1;
}

const words = process.argv.slice(2);
if (words.shift() !== '--namespace' || words.shift() !== 'ticketing') refuse('another namespace');
state.log.push(words.join(' ').replace(/\s+/g, ' '));
const [verb, ...rest] = words;
const option = (name) => {
  const at = rest.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return undefined;
  return rest[at] === name ? rest[at + 1] : rest[at].slice(name.length + 1);
};

if (rest.includes('--local')) {
  const { stdout, stderr, status } = spawnSync(process.env.REAL_KUBECTL, words, {
    input: stdin(),
    encoding: 'utf8',
  });
  process.stderr.write(stderr);
  end(stdout, status);
}

const KINDS = { deployment: 'deployments', cronjob: 'cronjobs', hpa: 'hpas', job: 'jobs', secret: 'secrets' };
/** The object that `kind/name` names. */
function find(word) {
  const [kind, name] = word.split('/');
  const object = state[KINDS[kind]]?.[name];
  if (!object && !rest.includes('--ignore-not-found')) refuse(`${kind} "${name}" not found`);
  return { object, all: state[KINDS[kind]], name };
}
const named = rest.filter((word) => /^[a-z]+\/[a-z-]+$/.test(word));

switch (verb) {
  case 'get': {
    if (rest[0] === 'pods') {
      const deployment = state.deployments[`${option('-l').slice('app='.length)}-depl`];
      end(Array.from({ length: deployment.pods }, (_, index) => `pod/${index}\n`).join(''));
    }
    const [first] = named.map(find);
    const path = option('-o');
    if (path === 'name') end(named.map((name) => `${name}\n`).join(''));
    if (path === 'jsonpath={.spec.minReplicas}') end(String(first.object.minReplicas));
    if (path === 'jsonpath={.status.active[*].name}') end(first.object.running > 0 ? `${first.name}-1` : '');
    if (path === 'jsonpath={.status.conditions[?(@.status=="True")].type}') {
      const { left, fails } = first.object;
      end(left > 0 ? '' : fails ? 'FailureTarget Failed' : 'SuccessCriteriaMet Complete');
    }
    refuse(`unknown: get ${path}`);
    break;
  }
  case 'scale':
    find(named[0]).object.replicas = Number(option('--replicas'));
    end('scaled\n');
    break;
  case 'patch':
    Object.assign(find(named[0]).object, JSON.parse(option('-p')).spec);
    end('patched\n');
    break;
  case 'delete': {
    const { object, all, name } = find(named[0]);
    if (object) delete all[name];
    end();
    break;
  }
  case 'rollout': {
    const { object } = find(named[0]);
    while (object.pods !== object.replicas) step();
    end('rolled out\n');
    break;
  }
  case 'logs':
    end('logs of the job\n');
    break;
  case 'create':
    if (rest[0] === 'job') {
      const { object } = find(option('--from'));
      const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: rest[1] }, spec: object.jobSpec };
      end(JSON.stringify(job)); // which is YAML, too
    }
    if (rest[0] === 'secret') {
      if (state.secrets[rest[2]]) refuse('already exists');
      state.secrets[rest[2]] = { keys: rest.slice(3), text: stdin() };
      end('created\n');
    }
    create((await import('yaml')).parse(stdin()));
    end('created\n');
    break;
  default:
    refuse(`unknown: ${verb}`);
}

/** Starts a job of a restore, and notes what a cluster or the data would suffer from. */
function create({ metadata: { name }, spec }) {
  const service = name.replace('restore-', '');
  const { volumes, containers } = spec.template.spec;
  const blame = (wrong, what) => wrong && state.problems.push(`${name}: ${what}`);
  const cronjob = state.cronjobs[`${service}-mongo-backup`];
  blame(state.deployments[`${service}-depl`].pods > 0, 'the service still writes');
  blame(cronjob.running > 0 || !cronjob.suspend, 'a backup may have the volume');
  blame(state.jobs[name] !== undefined, 'it runs already');
  for (const { secret } of volumes)
    blame(secret && !state.secrets[secret.secretName], `there is no secret ${secret?.secretName}`);
  for (const mount of containers[0].volumeMounts)
    blame(!volumes.some((volume) => volume.name === mount.name), `there is no volume ${mount.name}`);
  state.jobs[name] = {
    left: 3,
    fails: state.failing.includes(service),
    env: containers[0].env,
    mounts: containers[0].volumeMounts,
    volumes,
  };
  state.created.push(state.jobs[name]);
}
