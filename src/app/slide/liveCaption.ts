/** The sentence of the moment while it moves, as plain words. */
import { translate } from '../../i18n/translate';
import type { Picture } from '../../projection/picture';
import type { Language } from '../../ui/contract';

export function captionText(language: Language, { key, params }: Picture['caption']): string {
  return translate(language, key, params).replaceAll('**', '');
}
