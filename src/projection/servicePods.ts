/** Which Pods stand behind a Service. */
import type { WorldView } from './view';

/** Keys of the Pods that a Service's selector matches. */
export function podsOf(view: WorldView, service: string): string[] {
  const object = view.tables.services[service];
  const pairs = Object.entries(object?.spec.selector ?? {});
  const first = pairs[0];
  if (object === undefined || first === undefined) return [];
  const namespace = object.metadata.namespace ?? 'default';
  return view.lookup('pods', 'byLabel', `${namespace}/${first[0]}=${first[1]}`).filter((key) => {
    const labels = view.tables.pods[key]!.metadata.labels;
    return pairs.every(([name, value]) => labels[name] === value);
  });
}
