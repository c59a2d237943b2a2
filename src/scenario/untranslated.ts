/** Whether a sentence is in the language that its file says: a heuristic that leaves code and names alone. */
import type { Language } from './scenario';

const HAN = /\p{Script=Han}/u;
/** Han, and the punctuation that only Chinese text has. */
const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;

/** Names that are written in small letters in every language. */
const NAMES = new Set(
  'kubectl kubelet kube proxy iptables ipvs nftables conntrack netfilter nginx etcd containerd coredns ocelot curl dig localhost http https tcp udp dns vs ms s v'.split(
    ' ',
  ),
);

/** True if the sentence is in another language, or was left as it is in the other file. */
export function isUntranslated(sentence: string, language: Language): boolean {
  const words = withoutCode(sentence);
  if (language === 'en') return CHINESE.test(words);
  return !HAN.test(words) && hasPlainWord(words);
}

/** The text without code, places, addresses of links: what a translator works on. */
function withoutCode(sentence: string): string {
  return sentence
    .replace(/(`+)[\s\S]*?\1/g, ' ')
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/https?:\/\/\S+/g, ' ');
}

/** A word in small letters that is no name: names are capitalised, or have hyphens, dots, digits. */
function hasPlainWord(text: string): boolean {
  return text
    .split(/[\s"“”'’‘()[\],;:!?…*_→/–—]+/)
    .map((word) => word.replace(/\.$/, ''))
    .some((word) => /^[a-z]+$/.test(word) && !NAMES.has(word));
}
