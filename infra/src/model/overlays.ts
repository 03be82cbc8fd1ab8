/** What is expected of a folder that is applied as a whole. */
export interface Overlay {
  name: string;
  /** Several pods of each, replica sets, budgets, backups; else one of each. */
  several: boolean;
  /** Routes of the Gateway API beside the Ingress. */
  gatewayApi: boolean;
}

export const OVERLAYS: readonly Overlay[] = [
  { name: 'k8s-dev', several: false, gatewayApi: false },
  { name: 'k8s-prod', several: true, gatewayApi: false },
  { name: 'k8s-prod-gateway', several: true, gatewayApi: true },
];
