/**
 * What is fed to `iptables-restore`, ready to be compared. Order inside a chain counts, save where kube-proxy itself
 * has none: Services within the chains that all share, chains that are deleted, and the node's addresses at the end
 * of KUBE-SERVICES. For tests only.
 */

/** Lines by declared chain, `:NAME - [0:0]`, by table; chains to delete stand under `-X`. */
export type RestoreTables = Record<string, Record<string, string[]>>;

const SHARED = /^-A (KUBE-SERVICES|KUBE-NODEPORTS|KUBE-EXTERNAL-SERVICES|KUBE-PROXY-FIREWALL) /;
const NODE_ADDRESSES = /must be the last rule in this chain" (?:-d|-m addrtype)/;

/** The Service port of a line; what stands behind all Services comes last. */
function sortKey(line: string): string {
  if (NODE_ADDRESSES.test(line)) return `~ ${line}`;
  return /--comment "?([a-z0-9-]+\/[^\s"]+)/.exec(line)?.[1] ?? '~';
}

function inOrder(lines: readonly string[]): string[] {
  if (!lines.some((line) => SHARED.test(line))) return [...lines];
  return lines
    .map((line, at) => ({ line, at, key: sortKey(line) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at))
    .map(({ line }) => line);
}

/** One table's lines by chain. */
export function chainsOf(lines: readonly string[]): Record<string, string[]> {
  const chains: Record<string, string[]> = {};
  const add = (chain: string, line?: string) =>
    (chains[chain] ??= []).push(...(line === undefined ? [] : [line]));
  for (const line of lines) {
    if (line.startsWith(':')) add(line);
    else if (line.startsWith('-X')) add('-X', line);
    else if (line.startsWith('-A')) add(`:${line.split(' ')[1]} - [0:0]`, line);
  }
  chains['-X']?.sort();
  return Object.fromEntries(Object.entries(chains).map(([name, own]) => [name, inOrder(own)]));
}

/** The text table by table. A rule that must be last and is not stands under a name that no other text has. */
export function restoreTables(text: string): RestoreTables {
  const tables: RestoreTables = {};
  for (const part of text.split('COMMIT\n').filter((each) => each.startsWith('*'))) {
    const [name = '', ...lines] = part.trim().split('\n');
    const services = lines.filter((line) => line.startsWith('-A KUBE-SERVICES '));
    const first = services.findIndex((line) => NODE_ADDRESSES.test(line));
    const isLast = first === -1 || services.slice(first).every((line) => NODE_ADDRESSES.test(line));
    tables[isLast ? name : `${name}, NodePorts before Services`] = chainsOf(lines);
  }
  return tables;
}
