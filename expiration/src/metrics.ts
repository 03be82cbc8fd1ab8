import { Histogram } from '@ticketing/common/telemetry';

export const timerLate = new Histogram({
  name: 'timer_late_seconds',
  help: 'Time from the end of a reservation until the event that says so was published',
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
});
