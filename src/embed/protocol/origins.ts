/** Who may talk to a slide. */

/**
 * An origin in the form in which both sides compare it. Files and sandboxed frames have none of their own: browsers
 * say `null`, and some say `file://`.
 */
export function originName(origin: string): string {
  return origin === 'file://' || origin === '' ? 'null' : origin;
}

/**
 * The origins that a slide listens to, from its address: `origin=https://a.example,https://b.example`. `*` is any.
 * Without the field only a page of the slide's own origin; a slide without an origin of its own then hears nobody.
 * What is no origin is left out.
 */
export function allowedOrigins(field: string | null, own: string): readonly string[] {
  if (field === null || field.trim() === '') return originName(own) === 'null' ? [] : [own];
  return field
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text === '*' || originName(text) === 'null' || isOrigin(text))
    .map(originName);
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

export function isAllowed(origin: string, allowed: readonly string[]): boolean {
  return allowed.includes('*') || allowed.includes(originName(origin));
}

/** For `postMessage`, which has no word for windows without an origin but "any". */
export function targetOf(origin: string): string {
  return originName(origin) === 'null' ? '*' : origin;
}
