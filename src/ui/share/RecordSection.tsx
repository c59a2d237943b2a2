import { useEffect, useId, useRef, useState } from 'react';
import { CopyButton } from '../CopyButton';
import { Icon } from '../Icon';
import { useText } from '../text';
import type { RecordView, ShareActions } from './contract';

/** What was done, as the files of a lesson; and where to put them. */
export function RecordSection({
  record,
  isBusy,
  actions,
}: {
  readonly record: RecordView;
  readonly isBusy: boolean;
  readonly actions: Pick<ShareActions, 'writeLesson' | 'saveLessonFile'>;
}) {
  const { t, say } = useText();
  const id = useId();
  const [title, setTitle] = useState('');
  const { refusal, lesson } = record;
  const written = useRef<HTMLDivElement>(null);
  const isWritten = lesson !== null;
  // The button that was pressed is gone; this also scrolls to what has come of it.
  useEffect(() => {
    if (isWritten) written.current?.focus();
  }, [isWritten]);
  return (
    <section className="ui-share-record">
      <h3>{t('share.record')}</h3>
      <p className="ui-dim">{t('share.record.about')}</p>
      {refusal !== null ? (
        <p className="ui-share-message">{say(refusal)}</p>
      ) : (
        <form
          className="ui-share-form"
          onSubmit={(event) => {
            event.preventDefault();
            actions.writeLesson(title);
          }}
        >
          <label htmlFor={id}>{t('share.record.title')}</label>
          <div className="ui-share-row">
            <input
              id={id}
              type="text"
              maxLength={60}
              autoComplete="off"
              value={title}
              onChange={(event) => {
                setTitle(event.target.value);
                if (lesson !== null) actions.writeLesson(event.target.value);
              }}
            />
            {lesson === null && (
              <button type="submit" className="ui-button" disabled={isBusy}>
                {t('share.record.write')}
              </button>
            )}
          </div>
        </form>
      )}
      <div ref={written} tabIndex={-1} role="status" className="ui-share-record">
        {lesson !== null && <Written lesson={lesson} save={(path) => actions.saveLessonFile(path)} />}
      </div>
    </section>
  );
}

function Written({
  lesson: { id, files, alsoFrom },
  save,
}: {
  readonly lesson: NonNullable<RecordView['lesson']>;
  readonly save: (path: string | null) => void;
}) {
  const { t } = useText();
  return (
    <>
      <p>
        {t('share.record.folder')} <code>scenarios/{id}/</code>
      </p>
      <ul className="ui-share-files">
        {files.map(({ path, text }) => (
          <li key={path} className="ui-share-row">
            <code>{path}</code>
            <CopyButton text={text} label={t('share.record.copy')} />
            <button
              type="button"
              className="ui-button"
              aria-label={t('share.record.saveOf', { path })}
              onClick={() => save(path)}
            >
              <Icon name="save" /> {t('share.record.save')}
            </button>
          </li>
        ))}
      </ul>
      <div className="ui-share-row">
        <button type="button" className="ui-button" onClick={() => save(null)}>
          <Icon name="save" /> {t('share.record.saveAll')}
        </button>
      </div>
      {alsoFrom !== null && (
        <p>
          {t('share.record.alsoFrom')} <code>scenarios/{alsoFrom}/manifests</code>
        </p>
      )}
      <p>{t('share.record.then')}</p>
      <pre>
        <code>{`npm run -s hopscope -- check scenarios/${id}\nnpm run dev`}</code>
      </pre>
      <p>
        {t('share.record.address')} <code>#s={id}</code>
      </p>
    </>
  );
}
