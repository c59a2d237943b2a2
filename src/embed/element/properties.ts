/** Attributes as properties, and what their texts mean. */

/** All attributes but `lang`, which every element has, and `sandbox`, which is for the author's hand only. */
export const REFLECTED = [
  'scenario',
  'step',
  'steps',
  'detail',
  'lens',
  'theme',
  'seed',
  'controls',
  'autoplay',
  'motion',
  'base',
  'poster',
] as const;

/** Gives a class a property for each attribute: empty where it is missing; null and '' take it away. */
export function reflectAttributes(prototype: object): void {
  for (const name of REFLECTED) {
    Object.defineProperty(prototype, name, {
      enumerable: true,
      get(this: Element) {
        return this.getAttribute(name) ?? '';
      },
      set(this: Element, value: unknown) {
        reflect(this, name, value);
      },
    });
  }
}

function reflect(element: Element, name: string, value: unknown): void {
  if (value === null || value === undefined || value === '') element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/** A step's number, or an id; null for none. */
export function placeOf(text: string | null): number | string | null {
  if (text === null || text === '') return null;
  return /^\d+$/.test(text) ? Number(text) : text;
}
