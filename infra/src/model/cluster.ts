import type { IContainer, IPersistentVolumeClaim, IPodTemplateSpec } from 'kubernetes-models/v1';
import type { Kind, KubeObject, OfKind } from './models.js';
import type { Overlay } from './overlays.js';

type Labels = Record<string, string>;

/** An object that runs pods. */
export interface Workload {
  kind: 'Deployment' | 'StatefulSet' | 'CronJob';
  name: string;
  /** The label `app` of its pods, by which everything finds them. */
  app: string;
  labels: Labels;
  template: IPodTemplateSpec;
  containers: IContainer[];
  /** The least number of its pods. It is 0 for a CronJob, whose pods run now and then. */
  replicas: number;
  /** The most pods that its autoscaler starts. Without an autoscaler it is the same as `replicas`. */
  mostReplicas: number;
  /** The volumes that each of its pods gets for itself. */
  claims: Pick<IPersistentVolumeClaim, 'metadata' | 'spec'>[];
}

/** The objects that an overlay applies, and the questions that rules ask about them. */
export class Cluster {
  readonly workloads: readonly Workload[];

  constructor(
    readonly overlay: Overlay,
    readonly objects: readonly KubeObject[],
  ) {
    this.workloads = objects.flatMap((object) => this.workload(object) ?? []);
  }

  ofKind<K extends Kind>(...kinds: K[]): OfKind<K>[] {
    return this.objects.filter((object): object is OfKind<K> => (kinds as Kind[]).includes(object.kind));
  }

  named<K extends Kind>(kind: K, name: string | undefined): OfKind<K> | undefined {
    return this.ofKind(kind).find(({ metadata }) => metadata?.name === name);
  }

  /** The workloads whose pods a selector of exact labels chooses. */
  chosenBy(selector: Labels | undefined): Workload[] {
    return this.workloads.filter(({ labels }) => selector && matches(selector, labels));
  }

  /** The workloads that run an image of this project. */
  get services(): Workload[] {
    return this.workloads.filter(({ containers }) => containers.some(({ image }) => isOurs(image)));
  }

  private workload(object: KubeObject): Workload | undefined {
    if (object.kind !== 'Deployment' && object.kind !== 'StatefulSet' && object.kind !== 'CronJob')
      return undefined;
    const { kind } = object;
    const template = kind === 'CronJob' ? object.spec?.jobTemplate.spec?.template : object.spec?.template;
    if (!template) return undefined;
    const name = object.metadata?.name ?? '';
    const labels = template.metadata?.labels ?? {};
    const scaled = this.scalerOf(kind, name);
    const replicas = kind === 'CronJob' ? 0 : (object.spec?.replicas ?? scaled?.minReplicas ?? 1);
    return {
      kind,
      name,
      app: labels.app ?? '',
      labels,
      template,
      containers: template.spec?.containers ?? [],
      replicas,
      mostReplicas: scaled?.maxReplicas ?? replicas,
      claims: kind === 'StatefulSet' ? (object.spec?.volumeClaimTemplates ?? []) : [],
    };
  }

  private scalerOf(kind: string, name: string) {
    return this.ofKind('HorizontalPodAutoscaler').find(
      ({ spec }) => spec?.scaleTargetRef.kind === kind && spec.scaleTargetRef.name === name,
    )?.spec;
  }
}

export const matches = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Whether the first container mounts a volume of the pod's own at a path that `fits`. */
export const isMounted = ({ containers, claims }: Workload, fits: (mountPath: string) => boolean): boolean =>
  containers[0]?.volumeMounts?.some(
    ({ name, mountPath }) => fits(mountPath) && claims.some(({ metadata }) => metadata?.name === name),
  ) ?? false;

/** The names of the pods of a StatefulSet. */
export const podsOfSet = ({ name, replicas }: Workload): string[] =>
  Array.from({ length: replicas }, (_, index) => `${name}-${index}`);

/** `Deployment/orders-depl`, as kubectl writes it. */
export const nameOf = (object: KubeObject | Workload): string =>
  `${object.kind}/${'metadata' in object ? object.metadata?.name : (object as Workload).name}`;

/** `registry/ticketing/orders:1.2.3` is an image of this project. */
export const isOurs = (image: string | undefined): boolean => /(^|\/)ticketing\//.test(image ?? '');
