/** Which windows belong together: the `room` of their address. */

/** The room that an address names, or null; only short plain names are taken. */
export function roomOf(hash: string): string | null {
  const room = new URLSearchParams(hash.replace(/^#/, '')).get('room');
  return room !== null && /^[\w-]{1,40}$/.test(room) ? room : null;
}

/** The same address in another view, in a room. */
export function addressIn(hash: string, view: 'presenter' | 'audience', room: string): string {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  fields.set('view', view);
  fields.set('room', room);
  return `#${fields.toString()}`;
}

/** A name for a new room, and for a window: unlike any other. */
export function newName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).reduce((text, part) => text + part.toString(36), '');
}
