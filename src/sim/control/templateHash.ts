/**
 * The hash of a Pod template, which names its ReplicaSet and labels its Pods.
 * Source: kubernetes pkg/controller/controller_utils.go ComputeHash, pkg/util/hash/hash.go:
 * 32-bit FNV-1a over a dump of the template, in the safe alphabet. The dump here is
 * JSON with sorted keys and not Go's, so the letters differ from a real cluster's.
 */
import type { PodTemplate } from '../cluster/objects';
import { safeEncode } from './safeNames';

/** The label by which a Deployment tells the Pods of its templates apart. */
export const POD_TEMPLATE_HASH = 'pod-template-hash';

/** Templates are values that never change, so their text is worked out once. Derived, not part of the world. */
const texts = new WeakMap<PodTemplate, string>();

/** A template as text without its hash label: equal templates give equal texts. */
export function templateText(template: PodTemplate): string {
  let text = texts.get(template);
  if (text === undefined) {
    const { [POD_TEMPLATE_HASH]: _own, ...labels } = template.labels;
    text = canonicalJson({ ...template, labels });
    texts.set(template, text);
  }
  return text;
}

/** The hash of a template, without the hash label itself. */
export function templateHash(template: PodTemplate): string {
  return safeEncode(String(fnv1a32(templateText(template))));
}

/** 32-bit FNV-1a of the text's UTF-16 code units. Source: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** JSON whose object keys are sorted, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
