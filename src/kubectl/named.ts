/**
 * Which objects arguments name: `TYPE/NAME …`, `TYPE NAME …`, `TYPE`.
 * Source: k8s.io/cli-runtime pkg/resource/builder.go ResourceTypeOrNameArgs, SplitResourceTypeName.
 */
import { typeNamed, typesNamed, unknownType, type ResourceType } from './resources';

/** One type, or one object of it. */
export interface Named {
  readonly type: ResourceType;
  /** Null for all objects of the type. */
  readonly name: string | null;
}

/** What the arguments name; a text says what is wrong, in kubectl's words. */
export function namedBy(args: readonly string[]): readonly Named[] | string {
  const [first = '', ...others] = args;
  if (args.some((arg) => arg.includes('/'))) return slashed(args);
  const types = typesNamed(first);
  if (typeof types === 'string') return types;
  if (others.length === 0) return types.map((type) => ({ type, name: null }));
  return types.flatMap((type) => others.map((name) => ({ type, name })));
}

function slashed(args: readonly string[]): readonly Named[] | string {
  const found: Named[] = [];
  for (const arg of args) {
    const parts = arg.split('/');
    if (parts.length === 1) {
      return (
        `error: there is no need to specify a resource type as a separate argument when passing arguments in ` +
        `resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'`
      );
    }
    const [typeText = '', name = ''] = parts;
    if (parts.length > 2) return 'error: arguments in resource/name form may not have more than one slash';
    if (typeText === '' || name === '') {
      return 'error: arguments in resource/name form must have a single resource and name';
    }
    const type = typeNamed(typeText);
    if (type === undefined) return unknownType(typeText);
    found.push({ type, name });
  }
  return found;
}
