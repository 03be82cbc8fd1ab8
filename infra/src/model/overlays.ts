/** A folder of `infra/` that is applied as a whole, and the facts that rules expect of it. */
export interface Overlay {
  name: string;
  /** The folder, and the components that an overlay of the operator adds to it. */
  folder: string;
  components: readonly string[];
  /** Each app has several pods, and there are replica sets, budgets and backups. Otherwise each app has one pod. */
  several: boolean;
  /** The Gateway API has routes too, beside those of the Ingress. */
  gatewayApi: boolean;
  /** A monitoring system may ask for metrics. */
  monitored: boolean;
}

const DEV = { folder: 'k8s-dev', several: false, gatewayApi: false };
const PRODUCTION = { folder: 'k8s-prod', several: true, gatewayApi: false };
const WITH_GATEWAY = { folder: 'k8s-prod-gateway', several: true, gatewayApi: true };

const alone = (of: typeof DEV): Overlay => ({ ...of, name: of.folder, components: [], monitored: false });
const monitored = (of: typeof DEV): Overlay => ({
  ...of,
  name: `${of.folder}+monitoring`,
  components: ['k8s-monitoring'],
  monitored: true,
});

export const OVERLAYS: readonly Overlay[] = [
  ...[DEV, PRODUCTION, WITH_GATEWAY].map(alone),
  ...[DEV, PRODUCTION, WITH_GATEWAY].map(monitored),
];
