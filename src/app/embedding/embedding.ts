/** What the dialog for embedding asks for, and the slice of the store that it shows. */
import { create } from 'zustand';
import type { EmbedActions, EmbedChoice, EmbedTarget, EmbedView } from '../../ui/embed/contract';
import type { Language, Lens, ThemeChoice } from '../../ui/contract';
import { OWN } from '../ownOpening';
import { presenterAddress, slideAddress, snippet } from './snippets';

/** Null while the dialog is closed. */
export const useEmbedding = create<{ readonly view: EmbedView | null }>(() => ({ view: null }));

/** What is open on the page: where the dialog begins. */
export interface OpenNow {
  readonly scenario: string;
  readonly title: string;
  readonly language: Language;
  readonly lens: Lens;
  readonly theme: ThemeChoice;
}

/** Opens the dialog for what is on the page. */
export function openEmbedding({ scenario, title, language, theme }: OpenNow): void {
  const choice: EmbedChoice = {
    ...{ scenario, title, steps: '', detail: 'steps', lens: null, language, theme },
    ...{ controls: 'minimal', seed: '' },
  };
  useEmbedding.setState({ view: { choice, isOwn: scenario === OWN } });
}

function choiceNow(): EmbedChoice {
  return useEmbedding.getState().view!.choice;
}

/** The folder of this page, as others would reach it. */
function baseHere(): string {
  return new URL('./', location.href).href;
}

export const embedding: EmbedActions = {
  change(change) {
    useEmbedding.setState(({ view }) => ({
      view: view === null ? null : { ...view, choice: { ...view.choice, ...change } },
    }));
  },
  snippet: (target: EmbedTarget) => snippet(target, choiceNow(), baseHere()),
  preview: () => slideAddress(choiceNow(), baseHere()),
  present() {
    window.open(presenterAddress(choiceNow(), baseHere()), '_blank');
  },
  close: () => useEmbedding.setState({ view: null }),
};
