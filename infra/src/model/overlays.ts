/** A folder of `infra/` that is applied as a whole, and the facts that rules expect of it. */
export interface Overlay {
  name: string;
  /** Each app has several pods, and there are replica sets, budgets and backups. Otherwise each app has one pod. */
  several: boolean;
  /** The Gateway API has routes too, beside those of the Ingress. */
  gatewayApi: boolean;
}

export const OVERLAYS: readonly Overlay[] = [
  { name: 'k8s-dev', several: false, gatewayApi: false },
  { name: 'k8s-prod', several: true, gatewayApi: false },
  { name: 'k8s-prod-gateway', several: true, gatewayApi: true },
];
