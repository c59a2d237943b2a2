/** The cases restated from Kubernetes' own unit tests; see the attribution in the JSON file. */
import file from './controllers-cases.json';

/* eslint-disable @typescript-eslint/no-explicit-any -- every group has its own shape */
export interface Case {
  readonly group: string;
  readonly id: string;
  readonly note: string;
  readonly input: any;
  readonly expect: any;
}

/** The cases of a group, optionally only those whose id begins with `prefix`. Throws if there are none. */
export function casesOf(group: string, prefix = ''): Case[] {
  const found = (file.cases as Case[]).filter((one) => one.group === group && one.id.startsWith(prefix));
  if (found.length === 0) throw new Error(`no cases in group "${group}" with "${prefix}"`);
  return found;
}
