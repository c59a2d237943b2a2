/** Base64 without the browser's or Node's decoder: this room runs in both. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes base64 to UTF-8 text; characters outside the alphabet are skipped. Source: RFC 4648 §4. */
export function decodeBase64(text: string): string {
  let bits = 0;
  let held = 0;
  let percent = '';
  for (const letter of text.replace(/=+\s*$/, '')) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    percent += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
  }
  try {
    return decodeURIComponent(percent);
  } catch {
    return '';
  }
}
