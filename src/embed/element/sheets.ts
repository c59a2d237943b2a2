/** The element's looks. Constructed, not written into the page: a strict content policy forbids inline styles. */

const TEXT = `
:host{display:block;position:relative}
:host([hidden]),[hidden],.shown:empty,.printed{display:none!important}
.live,.shown{width:100%;height:100%;aspect-ratio:16/9}
.live{position:relative;overflow:hidden}
iframe,.poster{position:absolute;inset:0;width:100%;height:100%;border:0}
iframe{color-scheme:normal}
.poster{z-index:1}
img,::slotted(img){width:100%;height:100%;object-fit:contain}
@media print{
:host{height:auto!important;overflow:visible!important}
.printed{display:block!important}
.printed>*{break-inside:avoid;margin-block-end:1em}
.printed:not(:empty)~*{display:none!important}}`;

let screen: CSSStyleSheet | undefined;

/** One for all elements, made for the first. */
export function elementSheet(): CSSStyleSheet {
  return (screen ??= sheetOf(TEXT));
}

/** A sheet without a place in the document. */
export function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
