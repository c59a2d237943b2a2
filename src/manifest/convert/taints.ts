/** Taints of Nodes and tolerations of Pods, as the API server stores them. Source: k8s.io/api core/v1 types.go. */
import type { Taint, TaintEffect, Toleration } from '../../sim/cluster/objects';
import { asInt, asList, asRecord, asText, ifThere } from './plain';

const EFFECTS: readonly TaintEffect[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function effectOf(value: unknown): TaintEffect | undefined {
  return EFFECTS.find((effect) => effect === value);
}

/** `spec.taints`; nothing where there are none. An entry without a known effect is left out. */
export function toTaints(value: unknown): { taints?: readonly Taint[] } {
  const taints = asList(value).flatMap((item): Taint[] => {
    const raw = asRecord(item);
    const key = asText(raw['key']);
    const effect = effectOf(raw['effect']);
    return key === undefined || effect === undefined
      ? []
      : [{ key, value: asText(raw['value']) ?? '', effect }];
  });
  return taints.length === 0 ? {} : { taints };
}

/** `spec.tolerations`; nothing where there are none. Without an operator it is `Equal`. */
export function toTolerations(value: unknown): { tolerations?: readonly Toleration[] } {
  const tolerations = asList(value).map((item): Toleration => {
    const raw = asRecord(item);
    return {
      key: asText(raw['key']) ?? '',
      operator: raw['operator'] === 'Exists' ? 'Exists' : 'Equal',
      ...ifThere('value', asText(raw['value'])),
      ...ifThere('effect', effectOf(raw['effect'])),
      ...ifThere('tolerationSeconds', asInt(raw['tolerationSeconds'])),
    };
  });
  return tolerations.length === 0 ? {} : { tolerations };
}
