/** The element's looks. Constructed, not written into the page: a strict content policy forbids inline styles. */

const SCREEN = `
:host { display: block; position: relative; }
:host([hidden]) { display: none; }
.live, .shown { width: 100%; height: 100%; aspect-ratio: 16 / 9; }
.live { position: relative; overflow: hidden; background: light-dark(#f5f3ed, #16181d); }
iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; color-scheme: normal; }
.poster { position: absolute; inset: 0; display: grid; place-items: center; z-index: 1; background: inherit; }
.poster img, ::slotted(img) { width: 100%; height: 100%; object-fit: contain; }
.poster .mark { display: flex; gap: 1.5em; }
.poster .mark i { width: 1em; height: 1em; border-radius: 50%; background: light-dark(#d8d3c6, #3a3f4a); }
.poster[hidden], .live[hidden], .shown:empty, .printed { display: none; }
`;

/** While there are stills to print. */
const PRINT = `
@media print {
  :host { height: auto !important; max-height: none !important; overflow: visible !important; }
  .live, .shown { display: none; }
  .printed { display: block; }
  .printed > * { break-inside: avoid; margin-block-end: 1em; }
}
`;

export interface Sheets {
  readonly screen: CSSStyleSheet;
  readonly print: CSSStyleSheet;
}

let made: Sheets | null = null;

/** One pair for all elements, made when the first is. */
export function sheets(): Sheets {
  return (made ??= { screen: sheetOf(SCREEN), print: sheetOf(PRINT) });
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
