/**
 * Names that Kubernetes makes up.
 * Source: k8s.io/apimachinery pkg/util/rand/rand.go (String, SafeEncodeString);
 * k8s.io/apiserver pkg/storage/names/generate.go (SimpleNameGenerator).
 */
import type { ClusterDraft } from '../cluster/apiServer';

/** No vowels and nothing that looks like one, so that no word comes out. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const MAX_NAME_LENGTH = 63;
const SUFFIX_LENGTH = 5;

/** A generated name: the base, cut so that all fits in 63 characters, and five random letters of the stream. */
export function generateName(draft: ClusterDraft, base: string, stream: string): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) {
    suffix += ALPHABET[draft.drawUint31(stream) % ALPHABET.length]!;
  }
  return base.slice(0, MAX_NAME_LENGTH - SUFFIX_LENGTH) + suffix;
}

/** The text in the safe alphabet, letter by letter. */
export function safeEncode(text: string): string {
  let encoded = '';
  for (const letter of text) encoded += ALPHABET[letter.charCodeAt(0) % ALPHABET.length]!;
  return encoded;
}
