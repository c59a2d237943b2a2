/** Loads what defines `<hop-scope>`, once, from the folder with Hopscope's files. */

export const TAG = 'hop-scope';

/** Where that folder is unless a slide says otherwise: `public/hopscope/` of the deck. */
export function defaultBase(deckBase: string): string {
  return new URL('hopscope/', new URL(deckBase, document.baseURI)).href;
}

const loading = new Map<string, Promise<void>>();

/** Resolves when the element is known. Says in the console what is missing, and where it was looked for. */
export function loadElement(base: string): Promise<void> {
  if (customElements.get(TAG) !== undefined) return Promise.resolve();
  const address = new URL('embed/hop-scope.js', new URL(base, document.baseURI)).href;
  const known = loading.get(address);
  if (known !== undefined) return known;
  const made = new Promise<void>((done) => {
    const script = document.createElement('script');
    script.type = 'module';
    script.src = address;
    script.addEventListener('error', () => {
      console.error(`Hopscope is not at ${address}: put its files into public/hopscope/, or set "base".`);
    });
    document.head.append(script);
    void customElements.whenDefined(TAG).then(() => done());
  });
  loading.set(address, made);
  return made;
}
