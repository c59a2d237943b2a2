/** What someone may do to the programs inside Pods. Each returns null, or what is wrong. */
import { endProcess } from './podLifecycle';
import type { NodeDraft } from './tables';
import { recordFact } from './facts';

/** Why an intent was refused. */
export interface NodeIntentProblem {
  readonly code: 'notFound' | 'invalid';
  readonly message: string;
}

/** The program in the Pod's container ends at once. Nobody knows yet; the Pod stays, with its address. */
export function crashContainer(draft: NodeDraft, key: string): NodeIntentProblem | null {
  if (draft.get('pods', key) === undefined) return notFound(key);
  if (endProcess(draft, key, 'crash')) return null;
  return { code: 'invalid', message: `container of pod "${nameOf(key)}" is not running` };
}

/** Makes an HTTP path of the program answer 503, or well again: what an HTTP probe notices and a TCP probe does not. */
export function setPathFailing(
  draft: NodeDraft,
  key: string,
  path: string,
  failing: boolean,
): NodeIntentProblem | null {
  if (draft.get('pods', key) === undefined) return notFound(key);
  const process = draft.get('processes', key);
  if (process === undefined || process.state === 'exited') {
    return { code: 'invalid', message: `container of pod "${nameOf(key)}" is not running` };
  }
  const others = (process.failingPaths ?? []).filter((one) => one !== path);
  if (failing === (process.failingPaths ?? []).includes(path)) return null;
  recordFact(draft, 'pod/failingPathSet', { pod: key, path, failing });
  draft.put('processes', key, { ...process, failingPaths: failing ? [...others, path] : others });
  return null;
}

function notFound(key: string): NodeIntentProblem {
  return { code: 'notFound', message: `pods "${nameOf(key)}" not found` };
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
