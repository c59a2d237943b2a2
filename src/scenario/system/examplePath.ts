/** Paths that somebody could really ask for, out of templates with placeholders. */

/** Ocelot's names for “whatever follows”. Source: https://ocelot.readthedocs.io/en/latest/features/routing.html#catch-all-routing */
const CATCH_ALL = /^(?:everything|catchall|all|any|url|path|rest|remainder|slug)$/i;

/** `/users/{id}` → `/users/123`. */
export function examplePath(template: string): string {
  const path = template.replace(/\{([^{}]*)\}/g, (_, name: string) => exampleValue(name));
  return path.startsWith('/') ? path : `/${path}`;
}

function exampleValue(name: string): string {
  if (CATCH_ALL.test(name)) return 'items';
  if (/^(?:api)?version$/i.test(name)) return 'v1';
  if (/name|user|login/i.test(name) && !/id$/i.test(name)) return 'alice';
  return '123';
}

/** True if a path lies under a prefix, segment by segment, as an Ingress path of type Prefix has it. */
export function isUnder(path: string, prefix: string): boolean {
  const base = prefix.replace(/\/+$/, '');
  return base === '' || path === base || path.startsWith(`${base}/`);
}
