/**
 * The sequence diagram as Mermaid text. Syntax and escapes: https://mermaid.js.org/syntax/sequenceDiagram.html and
 * sequenceDiagram.jison: a message ends at `#`, `;` or a line break, so these are written as entity codes.
 */
import type { Message } from '../sim/packet/hop';
import type { Participant, SequenceCard, SequenceItem } from './storyCards';

export interface MermaidWords {
  say(message: Message): string;
  /** What to call a kernel beside its node's name. */
  readonly kernel: string;
  readonly publicDns: string;
}

const ARROWS: Readonly<Record<Exclude<SequenceItem['kind'], 'note'>, string>> = {
  request: '->>',
  rewrite: '->>',
  reply: '-->>',
  refused: '--x',
  lost: '-x',
};

/** The whole diagram, ready to paste. */
export function sequenceMermaid(card: SequenceCard, words: MermaidWords): string {
  const ids = new Map(card.participants.map((one, index) => [one.id, `p${index + 1}`]));
  const lines = ['sequenceDiagram'];
  for (const one of card.participants) {
    const keyword = one.kind === 'client' ? 'actor' : 'participant';
    lines.push(`    ${keyword} ${ids.get(one.id)!} as ${escapeMermaid(participantName(one, words))}`);
  }
  for (const item of card.items) lines.push(...linesOf(item, ids, words));
  return `${lines.join('\n')}\n`;
}

/** `api-gateway …l6mn4`, `node-2 kernel`. */
export function participantName(
  { kind, name, note }: Participant,
  words: Pick<MermaidWords, 'kernel' | 'publicDns'>,
): string {
  if (kind === 'kernel') return `${name} ${words.kernel}`;
  if (kind === 'publicDns') return words.publicDns;
  return note === '' ? name : `${name} ${note}`;
}

function linesOf(item: SequenceItem, ids: ReadonlyMap<string, string>, words: MermaidWords): string[] {
  const from = ids.get(item.from)!;
  const to = ids.get(item.to)!;
  const text = escapeMermaid(words.say(item.message).replaceAll('**', ''));
  if (item.kind === 'note') return [`    Note over ${from}: ${text}`];
  const label = escapeMermaid(item.label);
  const arrow = ARROWS[item.kind];
  if (item.kind === 'rewrite') return [`    ${from}${arrow}${to}: ${label}`, `    Note over ${to}: ${text}`];
  return [`    ${from}${arrow}${to}: ${escapeMermaid(messageText(item.label, words.say(item.message)))}`];
}

/** What stands on an arrow: what is on the wire and the sentence, which may name it already. */
export function messageText(label: string, sentence: string): string {
  const plain = sentence.replaceAll('**', '');
  return label === '' || plain.includes(label) ? plain : `${label} · ${plain}`;
}

/** Text that Mermaid takes as it stands: what would end it, or be taken for markup, as entity codes. */
export function escapeMermaid(text: string): string {
  const clean = text.replace(/\s+/g, ' ').trim();
  const codes = clean.replace(/[#;%<>]/g, (sign) => `#${sign.charCodeAt(0)};`);
  return codes === '' ? '–' : codes;
}
