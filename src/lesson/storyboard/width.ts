/** How wide a text is: 1 for a Latin letter, 2 for a Chinese character or full-width sign (Unicode's East Asian Width). */
export function fullWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’]/.test(character) ? 2 : 1;
  return width;
}
