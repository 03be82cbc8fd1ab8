import { Router } from 'express';
import type { ProcessState } from '../../supervisor/supervised.js';
import type { Context } from '../context.js';
import { isFrozen } from '../data/frozen.js';
import { type Usage, UsageMeter } from '../data/usage.js';
import { button } from '../web/button.js';
import type { Token } from '../web/guards.js';
import { html, type Html } from '../web/html.js';
import { live } from '../web/layout.js';
import { table } from '../web/table.js';
import { count, duration } from '../web/time.js';

export interface ProcessRow {
  name: string;
  state: ProcessState | 'frozen';
  pid: number | undefined;
  port: number | undefined;
  restarts: number;
  upSince: number | undefined;
  usage: Usage | undefined;
}

const EVERY_MS = 2_000;
const COLUMNS = [
  { name: 'Process' },
  { name: 'State' },
  { name: 'Up for', isNumber: true },
  { name: 'Restarts', isNumber: true },
  { name: 'CPU', isNumber: true },
  { name: 'Memory', isNumber: true },
  { name: 'Port', isNumber: true },
  { name: 'Process id', isNumber: true },
  { name: 'Do', isWide: true },
];
const UNKNOWN = 'not known here';

export function processesPage(rows: readonly ProcessRow[], token: Token, now = Date.now()): Html {
  const total = rows.reduce((sum, { usage }) => sum + (usage?.memory ?? 0), 0);
  const running = rows.filter(({ state }) => state === 'running' || state === 'elsewhere').length;
  return live(
    EVERY_MS,
    html`<p>
        ${running} of ${count(rows.length, 'process', 'processes')}
        run${total > 0 && `, in ${megabytes(total)}`}. After kill -9 the supervisor starts a process again, as
        a cluster does.${token !== undefined && ' A process that you stop stays down until you start it.'}
      </p>
      ${table(
        'The processes of this system',
        token === undefined ? COLUMNS.slice(0, -1) : COLUMNS,
        rows.map((row) => cells(row, token, now)),
      )}`,
  );
}

function cells({ name, state, pid, port, restarts, upSince, usage }: ProcessRow, token: Token, now: number) {
  const figure = (text: string | undefined) => (pid === undefined ? '–' : (text ?? UNKNOWN));
  return [
    html`<a href="/logs?process=${encodeURIComponent(name)}">${name}</a>`,
    html`<span class="state ${state}">${state}</span>`,
    upSince === undefined ? '–' : duration(now - upSince),
    restarts,
    figure(usage && `${Math.round(usage.cores * 100)} %`),
    figure(usage && megabytes(usage.memory)),
    port ?? '–',
    pid ?? '–',
    html`<div class="buttons">${buttons(name, state).map((each) => button(token, each))}</div>`,
  ];
}

function buttons(name: string, state: ProcessRow['state']) {
  const to = (what: string) => ({ action: `/processes/${encodeURIComponent(name)}/${what}`, about: name });
  if (state === 'elsewhere') return [];
  if (state === 'stopped' || state === 'stopping') return [{ ...to('start'), label: 'Start' }];
  return [
    { ...to('stop'), label: 'Stop' },
    { ...to('kill'), label: 'Kill -9', kind: 'danger' as const },
  ];
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** What runs, and the buttons that start and end it. */
export function processes({ system, token, notices, show }: Context): Router {
  const meter = new UsageMeter();
  const router = Router();

  router.get('/', (_request, response) => {
    const rows = system.processes.map((process): ProcessRow => {
      const { name, pid, restarts, upSince } = process;
      const state = pid !== undefined && isFrozen(pid) ? 'frozen' : process.state;
      const usage = pid === undefined ? undefined : meter.of(pid);
      return { name, state, pid, port: portOf(process), restarts, upSince, usage };
    });
    meter.keepOnly(rows.flatMap(({ pid }) => pid ?? []));
    show(response, { path: '/', title: 'Processes', body: processesPage(rows, token) });
  });

  router.post('/processes/:name/:what', (request, response, next) => {
    const { name, what } = request.params;
    if (!system.processNames().includes(name)) return next();
    const process = system.process(name);
    if (what === 'kill') {
      notices.add(process.pid === undefined ? `${name} does not run` : `${name} was killed`);
      process.kill();
    } else if (what === 'stop') {
      notices.follow(process.stop(), `${name} has stopped`, `${name} could not be stopped`);
    } else if (what === 'start') {
      notices.follow(process.start(), `${name} runs`, `${name} could not be started`);
    } else return next();
    response.redirect(303, '/');
  });
  return router;
}

/** A server that was never started may have no port yet. */
function portOf(process: { port: number }): number | undefined {
  try {
    return process.port;
  } catch {
    return undefined;
  }
}
