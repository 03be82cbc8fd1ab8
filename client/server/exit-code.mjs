/**
 * Gives the built site the exit code 0 when it stopped in good order. The build puts this file beside Next.js's own
 * server.js, which imports it first.
 *
 * On SIGTERM and SIGINT, Next.js finishes the requests in flight and then exits with 128 and the number of the signal. A
 * cluster counts that as a failure. If a signal ends the process before Next.js listens to it, nothing here runs.
 */
import { constants } from 'node:os';

const STOPPED = ['SIGTERM', 'SIGINT'].map((signal) => 128 + constants.signals[signal]);

process.once('exit', (code) => {
  if (STOPPED.includes(code)) process.exitCode = 0;
});
