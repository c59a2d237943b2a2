import { translate } from '../../i18n/translate';
import type { Language } from '../../ui/contract';
import './storyboard.css';

/** One frame on paper. */
export interface Sheet {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** Address of the picture. */
  readonly picture: string;
  readonly caption: string;
  /** Paragraphs parted by an empty line. */
  readonly notes: string;
}

export interface StoryboardView {
  readonly language: Language;
  readonly title: string;
  readonly sheets: readonly Sheet[];
  readonly total: number;
  /** Why there is nothing to print. */
  readonly problem: string | null;
}

/** The storyboard as a page to be printed; `data-ready` says that all pictures stand on it. */
export function StoryboardPage({ view }: { readonly view: StoryboardView }) {
  const { language, title, sheets, total, problem } = view;
  const isDone = sheets.length === total;
  const t = (key: string, params?: Record<string, string | number>) => translate(language, key, params);
  return (
    <main className="storyboard" lang={language} data-ready={isDone || undefined}>
      <header>
        <h1>{title}</h1>
        {problem === null ? (
          <button type="button" disabled={!isDone} onClick={() => print()}>
            {isDone ? t('storyboard.print') : t('storyboard.drawing', { done: sheets.length, total })}
          </button>
        ) : (
          <p role="alert">{problem}</p>
        )}
      </header>
      {sheets.map((sheet) => (
        <section key={sheet.id} className="storyboard-sheet">
          <img src={sheet.picture} alt={sheet.caption} width={1280} height={720} />
          <div>
            <h2>
              {sheet.number}. {sheet.title}
            </h2>
            <p className="storyboard-caption">{sheet.caption}</p>
            {sheet.notes.split(/\n{2,}/).map((paragraph, i) => (
              <p key={i}>{paragraph}</p>
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}
