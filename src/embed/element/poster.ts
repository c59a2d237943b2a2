/** What stands in the slide's place until it is there. */

/** An element of the shadow tree, by a name that a page's styles can also reach it by. */
export function part<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  made.setAttribute('part', name);
  return made;
}

/** The page's own child with `slot="poster"`; else the picture at this address; else three quiet dots. */
export function drawPoster(box: HTMLElement, address: string | null): void {
  const named = document.createElement('slot');
  named.name = 'poster';
  if (address === null) {
    const mark = part('div', 'mark');
    mark.append(...[1, 2, 3].map(() => document.createElement('i')));
    named.append(mark);
  } else {
    const image = document.createElement('img');
    image.alt = '';
    image.src = address;
    named.append(image);
  }
  box.replaceChildren(named, document.createElement('slot'));
}
