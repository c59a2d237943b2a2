/** Who is who in a picture: which workload stands where, whichever lens is drawn. */
import type { Picture, PodBox, ServiceBox, WorkloadBox } from '../../projection/picture';

export interface Cast {
  /** The Service in the middle, if there is any. */
  readonly focus: ServiceBox | null;
  /** Layer 1, in the order of the road. */
  readonly front: readonly WorkloadBox[];
  /** The workload whose Pods stand under the Service box. */
  readonly main: WorkloadBox | null;
  /** Its Pods, those of the Service's endpoint rows first and in their order. */
  readonly mainPods: readonly PodBox[];
  /** Layer 2 besides `main`. */
  readonly others: readonly WorkloadBox[];
  readonly dns: WorkloadBox | null;
  /** The gateway's workload, for its route card. */
  readonly gateway: WorkloadBox | null;
  readonly gatewayService: ServiceBox | null;
}

const FRONT_ORDER = ['ingress', 'web', 'gateway', 'service', 'other', 'dns'];

/** Finds the parts that the workloads of a picture play. */
export function castOf(picture: Picture): Cast {
  const focus = picture.services.find((s) => s.isFocus) ?? null;
  const front = picture.workloads
    .filter((w) => w.layer === 1)
    .sort((a, b) => FRONT_ORDER.indexOf(a.role) - FRONT_ORDER.indexOf(b.role));
  const behind = picture.workloads.filter((w) => w.layer !== 1 && w.role !== 'dns');
  const main =
    behind.find((w) => focus !== null && w.service === focus.key) ??
    behind.find((w) => w.role === 'service') ??
    behind[0] ??
    null;
  const gateway = front.find((w) => w.role === 'gateway') ?? null;
  return {
    focus,
    front,
    main,
    mainPods: orderByEndpoints(main?.pods ?? [], focus),
    others: behind.filter((w) => w !== main),
    dns: picture.workloads.find((w) => w.role === 'dns') ?? null,
    gateway,
    gatewayService:
      gateway && gateway.service !== focus?.key
        ? (picture.services.find((s) => s.key === gateway.service) ?? null)
        : null,
  };
}

function orderByEndpoints(pods: readonly PodBox[], focus: ServiceBox | null): PodBox[] {
  const rank = new Map((focus?.endpoints ?? []).map((row, i) => [row.pod, i] as const));
  const last = rank.size;
  return pods
    .map((pod, i) => ({ pod, rank: rank.get(pod.place) ?? last + i }))
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.pod);
}

/** The Pods of the DNS box, whichever list they come in. */
export function dnsPods(picture: Picture, cast: Cast): readonly PodBox[] {
  return picture.dns?.pods ?? cast.dns?.pods ?? [];
}
