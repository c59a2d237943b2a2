/** What someone may ask of the control plane: the `kubectl` of the simulated world. Each returns null, or what is wrong. */
import { deleteObject, updateObject, type ClusterDraft } from '../cluster/apiServer';
import type { Deployment, Kind, Labels, Pod } from '../cluster/objects';
import { requestPodDeletion } from '../cluster/podDeletion';
import { TABLE_OF_KIND } from '../cluster/tables';
import { recordFact } from './facts';

/** Why an intent was refused. `message` is in kubectl's words. */
export interface IntentProblem {
  readonly code: 'notFound' | 'invalid';
  readonly message: string;
}

/** `kubectl scale deployment`: only the number changes, so no rollout begins. */
export function scaleDeployment(draft: ClusterDraft, key: string, replicas: number): IntentProblem | null {
  const deployment = draft.get('deployments', key);
  if (deployment === undefined) return notFound('deployments.apps', key);
  if (!Number.isInteger(replicas) || replicas < 0) {
    return invalid(`spec.replicas: Invalid value: ${replicas}: must be a whole number, 0 or more`);
  }
  const from = deployment.spec.replicas;
  if (from === replicas) return null;
  recordFact(draft, 'deployment/scaled', { deployment: key, from, to: replicas });
  putSpec(draft, deployment, { ...deployment.spec, replicas });
  return null;
}

/** `kubectl set image`: a new Pod template, so a rollout begins. */
export function setImage(
  draft: ClusterDraft,
  key: string,
  container: string,
  image: string,
): IntentProblem | null {
  const deployment = draft.get('deployments', key);
  if (deployment === undefined) return notFound('deployments.apps', key);
  const { template } = deployment.spec;
  const old = template.spec.containers.find((one) => one.name === container);
  if (old === undefined)
    return { code: 'notFound', message: `unable to find container named "${container}"` };
  if (old.image === image) return null;
  recordFact(draft, 'deployment/changedImage', { deployment: key, container, from: old.image, to: image });
  const containers = template.spec.containers.map((one) => (one === old ? { ...one, image } : one));
  putSpec(draft, deployment, {
    ...deployment.spec,
    template: { ...template, spec: { ...template.spec, containers } },
  });
  return null;
}

/** `kubectl rollout restart`: the template gets an annotation and so a new ReplicaSet. `stamp` tells restarts apart. */
export function restartDeployment(draft: ClusterDraft, key: string, stamp: string): IntentProblem | null {
  const deployment = draft.get('deployments', key);
  if (deployment === undefined) return notFound('deployments.apps', key);
  const { template } = deployment.spec;
  const annotations = { ...template.annotations, 'kubectl.kubernetes.io/restartedAt': stamp };
  recordFact(draft, 'deployment/restarted', { deployment: key });
  putSpec(draft, deployment, { ...deployment.spec, template: { ...template, annotations } });
  return null;
}

/** `kubectl rollout pause` and `resume`. */
export function pauseDeployment(draft: ClusterDraft, key: string, paused: boolean): IntentProblem | null {
  const deployment = draft.get('deployments', key);
  if (deployment === undefined) return notFound('deployments.apps', key);
  if (deployment.spec.paused === paused) return null;
  recordFact(draft, paused ? 'deployment/paused' : 'deployment/resumed', { deployment: key });
  putSpec(draft, deployment, { ...deployment.spec, paused });
  return null;
}

/**
 * `kubectl set selector`: the selector as a whole is replaced, and who watches the Service looks for Pods anew.
 * Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_set/kubectl_set_selector/
 */
export function setServiceSelector(draft: ClusterDraft, key: string, selector: Labels): IntentProblem | null {
  const service = draft.get('services', key);
  if (service === undefined) return notFound('services', key);
  const from = service.spec.selector;
  if (from !== null && sameLabels(from, selector)) return null;
  recordFact(draft, 'service/selectorSet', { service: key, from, to: selector });
  updateObject<'Service'>(draft, { ...service, spec: { ...service.spec, selector } }, { specChanged: true });
  return null;
}

function sameLabels(one: Labels, other: Labels): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

/** `kubectl delete pod`. Without `graceSeconds` the Pod's own grace period counts. */
export function deletePod(draft: ClusterDraft, key: string, graceSeconds?: number): IntentProblem | null {
  if (graceSeconds !== undefined && !(graceSeconds >= 0)) {
    return invalid(`--grace-period must be 0 or more, not ${graceSeconds}`);
  }
  const options = graceSeconds === undefined ? { by: 'user' } : { by: 'user', graceSeconds };
  return requestPodDeletion(draft, key, options) ? null : notFound('pods', key);
}

/** `kubectl delete` of anything that has no grace period; what it owned follows. */
export function deleteApiObject(
  draft: ClusterDraft,
  kind: Exclude<Kind, 'Pod'>,
  key: string,
): IntentProblem | null {
  if (draft.get(TABLE_OF_KIND[kind], key) === undefined) return notFound(TABLE_OF_KIND[kind], key);
  recordFact(draft, 'object/deleted', { kind, object: key });
  deleteObject(draft, kind, key);
  return null;
}

/** `kubectl label pod`; null takes the label away. The Pod runs on, but Services and ReplicaSets may drop it. */
export function setPodLabel(
  draft: ClusterDraft,
  key: string,
  label: string,
  value: string | null,
): IntentProblem | null {
  const pod = draft.get('pods', key);
  if (pod === undefined) return notFound('pods', key);
  const from = pod.metadata.labels[label] ?? null;
  if (from === value) return null;
  const { [label]: _old, ...rest } = pod.metadata.labels;
  const labels = value === null ? rest : { ...rest, [label]: value };
  recordFact(draft, 'pod/labelled', { pod: key, key: label, from, to: value });
  updateObject<'Pod'>(draft, { ...pod, metadata: { ...pod.metadata, labels } } satisfies Pod);
  return null;
}

function putSpec(draft: ClusterDraft, deployment: Deployment, spec: Deployment['spec']): void {
  updateObject<'Deployment'>(draft, { ...deployment, spec }, { specChanged: true });
}

function notFound(resource: string, key: string): IntentProblem {
  const name = key.slice(key.indexOf('/') + 1);
  return { code: 'notFound', message: `${resource} "${name}" not found` };
}

function invalid(message: string): IntentProblem {
  return { code: 'invalid', message };
}
