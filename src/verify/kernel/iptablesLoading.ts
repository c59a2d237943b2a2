/** Loads iptables rules into a namespace’s kernel, and holds what `iptables-save` says then to what was printed. */
import type { Family } from '../machines';
import type { Namespaces } from '../namespaces';
import { toolOf, type Loader } from './loaders';
import { firstDifference } from './readBack';

/** What became of rules: what went wrong, each in a sentence, and whether there is anything to ask the kernel. */
export interface Loaded {
  readonly complaints: readonly string[];
  readonly isIn: boolean;
}

/** `saved` is what iptables-save is to show; `fed` is loaded on top. */
export function loadIptables(
  namespaces: Namespaces,
  namespace: string,
  { backend }: Loader,
  family: Family,
  [saved, fed]: readonly [saved: string, fed: string],
): Loaded {
  const complaints: string[] = [];
  const restore = toolOf(backend, family, 'restore');
  const texts: [what: string, args: string[], text: string][] = [
    ['what iptables-save shows', [], saved],
    ['what kube-proxy feeds', ['--noflush'], fed],
  ];
  for (const [what, args, text] of texts) {
    const loaded = namespaces.run(namespace, [restore, ...args], text);
    if (loaded.status !== 0) {
      return { complaints: [...complaints, `${restore} refuses ${what}: ${loaded.err.trim()}`], isIn: false };
    }
    const given = namespaces.run(namespace, [toolOf(backend, family, 'save')]);
    const difference = firstDifference(saved, given.out);
    if (difference !== undefined) complaints.push(`after loading ${what}: ${difference}`);
  }
  return { complaints, isIn: true };
}
