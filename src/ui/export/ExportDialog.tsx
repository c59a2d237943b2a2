import { useId, type ReactNode } from 'react';
import { Icon } from '../Icon';
import { Modal } from '../Modal';
import { useText } from '../text';
import { EXPORT_FORMATS, type ExportActions, type ExportChoice, type ExportView } from './contract';
import './export.css';

/** Files of a lesson for where no script can run. A modal `<dialog>`. */
export default function ExportDialog({
  view,
  actions,
}: {
  readonly view: ExportView;
  readonly actions: ExportActions;
}) {
  const { t, say } = useText();
  const id = useId();
  const { choice, frames, preview, progress, message, isOwn } = view;

  const isBusy = progress !== null;
  const isRefused = isOwn && (choice.format === 'html' || choice.format === 'pdf');
  const change = (next: Partial<ExportChoice>) => actions.change(next);
  return (
    <Modal className="ui-export" title={t('export.title')} onDismiss={() => actions.close()}>
      <div className="ui-export-body">
        <fieldset className="ui-export-formats" disabled={isBusy}>
          <legend>{t('export.format')}</legend>
          {EXPORT_FORMATS.map((format) => (
            <label key={format}>
              <input
                type="radio"
                name={`${id}f`}
                checked={choice.format === format}
                onChange={() => change({ format })}
              />
              <strong>{t(`export.format.${format}`)}</strong>
              <small>{t(`export.about.${format}`)}</small>
            </label>
          ))}
        </fieldset>
        <div className="ui-export-middle">
          <fieldset className="ui-export-choices" disabled={isBusy}>
            <legend>{t('export.choices')}</legend>
            <Choice
              name={t('export.language')}
              value={choice.language}
              options={[
                ['zh-CN', '简体中文'],
                ['en', 'English'],
              ]}
              onChange={(language) => change({ language })}
            />
            <Choice
              name={t('export.theme')}
              value={choice.theme}
              options={[
                ['light', t('export.theme.light')],
                ['dark', t('export.theme.dark')],
              ]}
              onChange={(theme) => change({ theme })}
            />
            <Choice
              name={t('export.detail')}
              value={choice.detail}
              options={[
                ['steps', t('export.detail.steps')],
                ['hops', t('export.detail.hops')],
              ]}
              onChange={(detail) => change({ detail })}
            />
            <Choice
              name={t('export.from')}
              value={String(choice.from ?? 1)}
              options={framesFrom(frames, 1)}
              onChange={(from) => {
                const first = Number(from);
                const isPast = choice.to !== null && choice.to < first;
                change({ from: first === 1 ? null : first, ...(isPast ? { to: null } : {}) });
              }}
            />
            <Choice
              name={t('export.to')}
              value={String(choice.to ?? frames.length)}
              options={framesFrom(frames, choice.from ?? 1)}
              onChange={(to) => change({ to: Number(to) === frames.length ? null : Number(to) })}
            />
            {choice.format === 'gif' && (
              <label className="ui-check">
                <input
                  type="checkbox"
                  checked={choice.withMotion}
                  onChange={(event) => change({ withMotion: event.target.checked })}
                />
                {t('export.motion')}
              </label>
            )}
          </fieldset>
          <div className="ui-export-preview">
            {preview === null ? (
              <p>{t('export.drawing')}</p>
            ) : (
              <img src={preview} alt={t('export.preview')} />
            )}
          </div>
        </div>
        <footer>
          <Said>
            {isRefused ? (
              <p className="ui-export-said is-bad">{t('export.own')}</p>
            ) : (
              message !== null && <p className={`ui-export-said is-${message.tone}`}>{say(message.what)}</p>
            )}
          </Said>
          {progress !== null && (
            <progress max={progress.total} value={progress.done} aria-label={t('export.progress')} />
          )}
          {isBusy ? (
            <button type="button" className="ui-button" onClick={() => actions.stop()}>
              {t('export.stop')}
            </button>
          ) : (
            <button
              type="button"
              className="ui-button is-primary"
              disabled={isRefused || frames.length === 0}
              onClick={() => actions.start()}
            >
              <Icon name="save" /> {t(choice.format === 'pdf' ? 'export.print' : 'export.start')}
            </button>
          )}
        </footer>
      </div>
    </Modal>
  );
}

function Said({ children }: { readonly children: ReactNode }) {
  return <div role="status">{children}</div>;
}

function framesFrom(frames: readonly string[], first: number): readonly (readonly [string, string])[] {
  return frames.map((name, i) => [String(i + 1), name] as const).slice(first - 1);
}

function Choice<Value extends string>(props: {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  onChange(value: Value): void;
}) {
  return (
    <label className="ui-export-choice">
      <span>{props.name}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value as Value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
