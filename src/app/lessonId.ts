/** Names for the folder of a new lesson. */

/** A folder's name is a DNS label: so long at most. */
const MOST = 63;

/** The title as a folder's name, where it is written in Latin letters; else made of the other lesson's; never one that is taken. */
export function lessonIdOf(title: string, from: string, taken: readonly string[]): string {
  const words = title.normalize('NFKD').replace(/\p{Mark}|['’]/gu, '');
  const isLatin = /[a-z]/i.test(words) && !/[^\p{Script=Latin}\p{Script=Common}]/u.test(words);
  const label = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const name = isLatin && label !== '' ? label : `${from.slice(0, MOST - 12)}-recorded`;
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : `-${number}`;
    const id = `${name.slice(0, MOST - end.length).replace(/-$/, '')}${end}`;
    if (!taken.includes(id)) return id;
  }
}
