/** Requests of one kind that each pod of an app is to carry. */
export interface Load {
  what: string;
  perSecond: number;
  /** CPU of one request in the process of this app, in milliseconds. */
  cpuMs: number;
  /** How that was measured. A process that just started compiles as it goes, so its requests cost two or three times more. */
  measured: 'in a pod, Node 24' | 'Node 20' | 'Node 20, just started';
}

/** The load that one pod of each scaled app carries before its autoscaler starts another one. */
export const LOADS: Readonly<Record<string, readonly Load[]>> = {
  auth: [
    { what: 'sign-ups and sign-ins', perSecond: 20, cpuMs: 14.6, measured: 'in a pod, Node 24' },
    { what: 'questions who is signed in', perSecond: 20, cpuMs: 3.8, measured: 'Node 20, just started' },
  ],
  tickets: [
    { what: 'lists of tickets', perSecond: 40, cpuMs: 3.6, measured: 'in a pod, Node 24' },
    { what: 'looks at one ticket', perSecond: 60, cpuMs: 1, measured: 'Node 20' },
    { what: 'new tickets', perSecond: 5, cpuMs: 2.2, measured: 'Node 20' },
  ],
  orders: [
    { what: 'orders placed', perSecond: 30, cpuMs: 3.6, measured: 'Node 20' },
    { what: 'lists of orders', perSecond: 30, cpuMs: 3.3, measured: 'Node 20, just started' },
  ],
  payments: [{ what: 'payments', perSecond: 5, cpuMs: 40, measured: 'Node 20' }],
  client: [{ what: 'pages', perSecond: 10, cpuMs: 18, measured: 'Node 20, just started' }],
};

/** The CPUs that this load takes. */
export const cpuOf = (app: string): number =>
  (LOADS[app] ?? []).reduce((sum, { perSecond, cpuMs }) => sum + (perSecond * cpuMs) / 1000, 0);
