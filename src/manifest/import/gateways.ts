/**
 * Which workload runs which Ocelot configuration. Certain where a ConfigMap is in the files; where the
 * ConfigMap is made by `kubectl create configmap --from-file`, or the file is baked into the image,
 * the names of files, keys and workloads decide.
 */
import type { ReadWorkload } from '../workloads';
import type { OcelotSource } from './ocelotSource';
import type { ClusterNames } from './targets';

export interface PlacedOcelot {
  readonly source: OcelotSource;
  /** The workload that runs it; absent if none does. */
  readonly gateway?: ReadWorkload;
}

/** A ConfigMap's entry that is an Ocelot configuration. */
export interface OcelotEntry {
  readonly source: OcelotSource;
  readonly namespace: string;
  readonly configMap: string;
  readonly key: string;
}

interface Bid {
  readonly source: OcelotSource;
  readonly workload: ReadWorkload;
  readonly score: number;
}

const GATEWAY_NAME = /gateway|ocelot|apigw|api-gw|bff/i;

export function placeOcelot(
  entries: readonly OcelotEntry[],
  files: readonly OcelotSource[],
  workloads: readonly ReadWorkload[],
  knownConfigMaps: ReadonlySet<string>,
  names: ClusterNames,
): PlacedOcelot[] {
  const placed: PlacedOcelot[] = [];
  const served = new Set<ReadWorkload>();
  for (const { source, namespace, configMap, key } of entries) {
    const users = workloads.filter(
      (workload) =>
        workload.namespace === namespace &&
        workload.mounts.some((mount) => mount.configMap === configMap && (mount.key ?? key) === key),
    );
    if (users.length === 0) placed.push({ source });
    for (const gateway of users) {
      placed.push({ source, gateway });
      served.add(gateway);
    }
  }
  // A file whose text a ConfigMap holds is where the ConfigMap was made from.
  const remaining = files.filter(
    (file) => !entries.some((entry) => entry.source.text.trim() === file.text.trim()),
  );
  const bids = remaining.flatMap((source) =>
    workloads
      .filter((workload) => !served.has(workload))
      .map((workload) => ({ source, workload, score: scoreOf(source, workload, knownConfigMaps, names) }))
      .filter((bid) => bid.score > 0),
  );
  const taken = new Map<OcelotSource, ReadWorkload>();
  for (const bid of bids.sort(byScore)) {
    if (taken.has(bid.source) || served.has(bid.workload)) continue;
    taken.set(bid.source, bid.workload);
    served.add(bid.workload);
  }
  for (const source of remaining) {
    const gateway = taken.get(source);
    placed.push(gateway === undefined ? { source } : { source, gateway });
  }
  return placed;
}

function byScore(a: Bid, b: Bid): number {
  return (
    b.score - a.score ||
    (a.source.file < b.source.file ? -1 : a.source.file > b.source.file ? 1 : 0) ||
    (a.workload.ref < b.workload.ref ? -1 : 1)
  );
}

function scoreOf(
  source: OcelotSource,
  workload: ReadWorkload,
  knownConfigMaps: ReadonlySet<string>,
  names: ClusterNames,
): number {
  const hosts = [...new Set(source.routes.flatMap((route) => route.targets.map((target) => target.host)))];
  const known = hosts.filter((host) => names.find(host, workload.namespace) !== undefined).length;
  const share = hosts.length === 0 ? 0.5 : known / hosts.length;
  const missing = workload.mounts.filter(
    (mount) => !knownConfigMaps.has(`${workload.namespace}/${mount.configMap}`),
  );
  const byKey = missing.some((mount) => mount.key !== undefined && namesFile(mount.key, source.file));
  if (byKey && share > 0) return 10 + share + nearness(source, workload);
  if (missing.some((mount) => baseOf(mount.file) === baseOf(source.file)) && share > 0.5) {
    return 5 + share + nearness(source, workload);
  }
  const isGateway =
    workload.annotations['hopscope.dev/role'] === 'gateway' ||
    GATEWAY_NAME.test(workload.name) ||
    workload.containers.some((container) => GATEWAY_NAME.test(container.image));
  if (!isGateway || share <= 0.5) return 0;
  const shared = tokensOf(source.file).filter((token) => tokensOf(workload.name).includes(token)).length;
  return 1 + share + shared + nearness(source, workload);
}

/** A key names a file by its name, a part of it, or the initials of its last words: `ws` and `…-web-shopping.json`. */
function namesFile(key: string, file: string): boolean {
  const base = baseOf(file);
  if (key === base || key === base.replace(/\.json$/i, '')) return true;
  const tokens = base
    .replace(/\.json$/i, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const wanted = key.replace(/\.json$/i, '').toLowerCase();
  if (wanted.length < 2) return false;
  const initials = tokens.slice(-wanted.length).map((token) => token[0] ?? '');
  return initials.join('') === wanted || tokens.slice(-wanted.split('-').length).join('-') === wanted;
}

/** A small bonus for a file beside the manifest: between 0 and 0.5. */
function nearness(source: OcelotSource, workload: ReadWorkload): number {
  const a = folderOf(source.file);
  const b = folderOf(workload.place.file);
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  return a.length + b.length === 0 ? 0.5 : same / (a.length + b.length);
}

function folderOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function tokensOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token.length > 2 && token !== 'json');
}
