import {
  Gateway,
  HTTPRoute,
  type IGateway,
  type IHTTPRoute,
} from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import { Deployment, type IDeployment, type IStatefulSet, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler, type IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { CronJob, type ICronJob } from 'kubernetes-models/batch/v1';
import {
  type IIngress,
  type INetworkPolicy,
  Ingress,
  NetworkPolicy,
} from 'kubernetes-models/networking.k8s.io/v1';
import { type IPodDisruptionBudget, PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import {
  ConfigMap,
  type IConfigMap,
  type INamespace,
  type IPersistentVolumeClaim,
  type IService,
  Namespace,
  PersistentVolumeClaim,
  Service,
} from 'kubernetes-models/v1';

/** Every kind of object that an overlay may have. */
export type KubeObject =
  | IDeployment
  | IStatefulSet
  | ICronJob
  | IService
  | IConfigMap
  | INamespace
  | IPersistentVolumeClaim
  | IIngress
  | INetworkPolicy
  | IPodDisruptionBudget
  | IHorizontalPodAutoscaler
  | IGateway
  | IHTTPRoute;

export type Kind = KubeObject['kind'];
export type OfKind<K extends Kind> = Extract<KubeObject, { kind: K }>;

interface ModelClass {
  apiVersion: string;
  kind: string;
  new (data: never): { validate(): void };
}

const GATEWAY_API = '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';

interface Known {
  model: ModelClass;
  /** The module with the type of this kind. The type is named `I` and the kind, such as `IService`. */
  module: string;
}

const entry = (module: string, ...models: ModelClass[]) =>
  models.map((model): [string, Known] => [`${model.apiVersion} ${model.kind}`, { model, module }]);

/** The known kinds, by apiVersion and kind. */
export const MODELS: ReadonlyMap<string, Known> = new Map([
  ...entry('kubernetes-models/apps/v1', Deployment, StatefulSet),
  ...entry('kubernetes-models/batch/v1', CronJob),
  ...entry('kubernetes-models/v1', Service, ConfigMap, Namespace, PersistentVolumeClaim),
  ...entry('kubernetes-models/networking.k8s.io/v1', Ingress, NetworkPolicy),
  ...entry('kubernetes-models/policy/v1', PodDisruptionBudget),
  ...entry('kubernetes-models/autoscaling/v2', HorizontalPodAutoscaler),
  ...entry(GATEWAY_API, Gateway, HTTPRoute),
]);

/** The key of an object in `MODELS`. */
export const modelKey = ({ apiVersion, kind }: KubeObject): string => `${apiVersion} ${kind}`;
