/** What stands in the slide's place until it is there. */

/** An element of the shadow tree, by a name that a page's styles can also reach it by. */
export function part<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  made.setAttribute('part', name);
  return made;
}

/** The page's own `slot="poster"`; else the picture at this address; else nothing. */
export function drawPoster(box: HTMLElement, address: string | null): void {
  const slot = document.createElement('slot');
  slot.name = 'poster';
  if (address !== null) {
    const image = document.createElement('img');
    image.alt = '';
    image.src = address;
    slot.append(image);
  }
  box.replaceChildren(slot);
}
