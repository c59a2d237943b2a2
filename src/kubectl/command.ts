/** One verb of kubectl: how it is used, and what it asks of the world. */
import type { Intent } from '../sim/intent';

/** What a line asks for, or why kubectl would not run it. */
export type Reading =
  | { readonly ok: true; readonly intents: readonly Intent[] }
  | { readonly ok: false; readonly message: string; readonly usage: string };

/** The words after the verb, told apart. */
export interface Words {
  readonly args: readonly string[];
  /** By long name, without dashes: `replicas`, `namespace`. */
  readonly flags: Readonly<Record<string, string>>;
}

export interface Verb {
  /** `scale`. */
  readonly name: string;
  /** `kubectl scale deployment/NAME --replicas=N [-n NAMESPACE]`. */
  readonly usage: string;
  /** Flags that it knows; each takes a value. */
  readonly flags: readonly string[];
  readonly read: (words: Words) => readonly Intent[] | { readonly problem: string };
}

/** Short forms of kubectl's flags. Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl/ */
export const SHORT_FLAGS: Readonly<Record<string, string>> = { n: 'namespace' };

const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  deployment: 'deployment',
  deployments: 'deployment',
  deploy: 'deployment',
  'deployments.apps': 'deployment',
  'deployment.apps': 'deployment',
  pod: 'pod',
  pods: 'pod',
  po: 'pod',
};

/**
 * The objects that arguments name, as `TYPE/NAME …` or `TYPE NAME …`; a text says what is wrong.
 * Source: k8s.io/cli-runtime pkg/resource/builder.go `ResourceTypeOrNameArgs`.
 */
export function namedObjects(
  args: readonly string[],
): readonly { readonly type: string; readonly name: string }[] | string {
  const typeOf = (text: string) => RESOURCE_NAMES[text.toLowerCase()];
  const unknown = (type: string) => `the server doesn't have a resource type "${type}"`;
  if (args.length === 0) return 'You must name an object, as TYPE/NAME or TYPE NAME.';
  if (args.some((arg) => arg.includes('/'))) {
    const found: { type: string; name: string }[] = [];
    for (const arg of args) {
      const [kind = '', name = ''] = arg.split('/');
      const type = typeOf(kind);
      if (name === '' || arg.split('/').length !== 2) return `"${arg}" is not TYPE/NAME.`;
      if (type === undefined) return unknown(kind);
      found.push({ type, name });
    }
    return found;
  }
  const type = typeOf(args[0]!);
  if (type === undefined) return unknown(args[0]!);
  if (args.length === 1) return `Name the ${type}: ${type}/NAME.`;
  return args.slice(1).map((name) => ({ type, name }));
}
