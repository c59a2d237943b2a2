/**
 * `kubectl exec`: a command that runs in a Pod's container, beside its program. What it sends goes the Pod's
 * own road: through its node's kernel, whose rules meet it like everything else from there.
 * Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_exec/
 */
import { beginExchange, type ExchangeEnd } from './exchanges';
import { nextId, podPlace, type TrafficDraft } from './places';
import { legTowards } from './servers/legs';
import type { ExecRow, PacketRow } from './tables';
import { TIMING } from './timing';
import { parseUrl } from './urls';

/** Why a command was not run, in kubectl's words. */
export interface ExecProblem {
  readonly code: 'notFound' | 'invalid';
  readonly message: string;
}

/** How a URL is asked for: what curl's options say. */
export interface CurlPlan {
  readonly pod: string;
  readonly url: string;
  readonly method: string;
  /** `-H 'Host: …'`: another name than the URL's. */
  readonly hostHeader?: string;
  /** `--connect-timeout`, in milliseconds; without it, until the kernel gives up. */
  readonly connectTimeoutMillis?: number;
  /** `--max-time`, in milliseconds; without it, for ever. */
  readonly maxTimeMillis?: number;
}

/**
 * Null if a command can be run in the Pod's container now; else why not.
 * Source: kubectl pkg/cmd/exec/exec.go Run; pkg/registry/core/pod/strategy.go streamLocation (no host);
 * pkg/kubelet/kubelet_pods.go GetExec (container not found).
 */
export function execProblem(draft: TrafficDraft, podKey: string): ExecProblem | null {
  const pod = draft.get('pods', podKey);
  const name = podKey.slice(podKey.indexOf('/') + 1);
  if (pod === undefined) return { code: 'notFound', message: `pods "${name}" not found` };
  const { phase } = pod.status;
  if (phase === 'Succeeded' || phase === 'Failed') {
    const message = `cannot exec into a container in a completed pod; current phase is ${phase}`;
    return { code: 'invalid', message };
  }
  if (pod.spec.nodeName === undefined) {
    return { code: 'invalid', message: `pod ${name} does not have a host assigned` };
  }
  const process = draft.get('processes', podKey);
  if (process === undefined || process.state === 'exited') {
    const container = pod.spec.containers[0]?.name ?? '';
    return {
      code: 'invalid',
      message: `unable to upgrade connection: container not found ("${container}")`,
    };
  }
  return null;
}

/**
 * Runs curl in a Pod: a process of its own, so a name of its own to look up and a connection of its own.
 * The request counts as nobody's page view. Ends in one `exec/ended`.
 */
export function execCurl(draft: TrafficDraft, plan: CurlPlan): ExecProblem | null {
  const problem = execProblem(draft, plan.pod);
  if (problem !== null) return problem;
  const url = parseUrl(plan.url);
  if (url === null) return { code: 'invalid', message: `"${plan.url}" is no http(s) URL` };
  const id = nextId(draft, 'exec', 'e');
  draft.put('execs', id, {
    id,
    kind: 'curl',
    pod: plan.pod,
    startedAt: draft.now,
    url: plan.url,
    method: plan.method,
    address: null,
    server: null,
  });
  draft.put('requests', id, {
    id,
    client: '',
    method: plan.method,
    url: plan.url,
    startedAt: draft.now,
    newConnections: draft.get('settings', 'traffic')?.newConnectionPerRequest ?? true,
    reason: null,
    servedBy: null,
  });
  draft.fact({ type: 'exec/started', exec: id, pod: plan.pod, kind: 'curl', url: plan.url });
  beginExchange(draft, {
    request: id,
    leg: legTowards(draft, url, plan.pod),
    owner: podPlace(plan.pod),
    parent: null,
    method: plan.method,
    url,
    ...(plan.hostHeader === undefined ? {} : { hostHeader: plan.hostHeader }),
    connectTimeoutMicros: (plan.connectTimeoutMillis ?? TIMING.synRetriesMillis) * 1000,
    requestTimeoutMicros: (plan.maxTimeMillis ?? TIMING.noTimeoutMillis) * 1000,
  });
  return null;
}

function curlOf(draft: TrafficDraft, id: string): Extract<ExecRow, { kind: 'curl' }> | undefined {
  const row = draft.get('execs', id);
  return row?.kind === 'curl' ? row : undefined;
}

/** curl has found an address for its host: what `-v` tells. */
export function noteResolved(draft: TrafficDraft, exchange: string, addresses: readonly string[]): void {
  const row = curlOf(draft, draft.get('exchanges', exchange)?.request ?? '');
  if (row !== undefined && draft.get('exchanges', exchange)?.parent === null) {
    draft.put('execs', row.id, { ...row, address: addresses[0] ?? null });
  }
}

/** An answer has come back to curl: which Pod had taken its connection. */
export function noteAnswered(draft: TrafficDraft, packet: PacketRow): void {
  const row = curlOf(draft, packet.request);
  const connection = draft.get('connections', packet.carrier);
  const exchange = draft.get('exchanges', connection?.exchange ?? '');
  if (row === undefined || connection === undefined || exchange?.parent !== null) return;
  draft.put('execs', row.id, {
    ...row,
    address: connection.flow.destination.ip,
    server: connection.server,
  });
}

/** curl's own exchange has ended: so has the command. */
export function endCurl(draft: TrafficDraft, end: ExchangeEnd): void {
  const row = curlOf(draft, end.exchange.request);
  if (row === undefined) return;
  const servedBy = draft.get('requests', row.id)?.servedBy ?? row.server;
  draft.remove('execs', row.id);
  draft.remove('requests', row.id);
  draft.fact({
    type: 'exec/ended',
    exec: row.id,
    kind: 'curl',
    pod: row.pod,
    startedAt: row.startedAt,
    url: row.url,
    method: row.method,
    address: row.address,
    status: end.status,
    cause: end.cause,
    servedBy: end.status === null ? null : servedBy,
  });
}

/** The container has stopped, and every command in it with it: SIGKILL, exit status 137. */
export function killExecs(draft: TrafficDraft, pod: string): void {
  for (const id of draft.lookup('execs', 'byPod', pod)) {
    const row = draft.get('execs', id)!;
    draft.remove('execs', id);
    draft.remove('requests', id);
    draft.cancel(execTimer(id));
    draft.fact({
      type: 'exec/ended',
      exec: id,
      kind: row.kind,
      pod,
      startedAt: row.startedAt,
      ...(row.kind === 'curl'
        ? { url: row.url, method: row.method, address: row.address, status: null, servedBy: null }
        : { name: row.name, server: row.flow.destination, answers: row.answers, unanswered: [] }),
      cause: 'killed',
    });
  }
}

/** The timer of a command's next try. */
export function execTimer(id: string): string {
  return `exec|${id}`;
}
