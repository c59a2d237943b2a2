import { useState, type ReactNode } from 'react';
import { CopyButton } from '../CopyButton';
import { Modal } from '../Modal';
import { useText } from '../text';
import { EMBED_TARGETS, type EmbedActions, type EmbedTarget, type EmbedView } from './contract';
import './embed.css';

interface Props {
  readonly view: EmbedView;
  readonly actions: EmbedActions;
}

/** A slide of what is open: its options, how it looks, and the lines to copy for each kind of deck. A modal dialog. */
export default function EmbedDialog({ view, actions }: Props) {
  const { t } = useText();
  const [target, setTarget] = useState<EmbedTarget>('element');
  const { choice } = view;

  const text = actions.snippet(target);
  return (
    <Modal className="ui-embed" title={t('embed.title')} onDismiss={() => actions.close()}>
      <div className="ui-embed-body">
        <section className="ui-embed-choices" aria-label={t('embed.options')}>
          <Field label={t('embed.steps')} hint={t('embed.steps.hint')}>
            <input
              type="text"
              inputMode="numeric"
              placeholder={t('embed.steps.all')}
              value={choice.steps}
              onChange={(event) => actions.change({ steps: event.target.value.trim() })}
            />
          </Field>
          <Choice
            label={t('embed.detail')}
            value={choice.detail}
            options={['steps', 'hops']}
            say={(value) => t(`embed.detail.${value}`)}
            onChange={(detail) => actions.change({ detail })}
          />
          <Choice
            label={t('embed.lens')}
            value={choice.lens ?? 'own'}
            options={['own', 'layers', 'machines']}
            say={(value) => t(`embed.lens.${value}`)}
            onChange={(lens) => actions.change({ lens: lens === 'own' ? null : lens })}
          />
          <Choice
            label={t('embed.language')}
            value={choice.language}
            options={['zh-CN', 'en']}
            say={(value) => (value === 'en' ? 'English' : '简体中文')}
            onChange={(language) => actions.change({ language })}
          />
          <Choice
            label={t('embed.theme')}
            value={choice.theme}
            options={['auto', 'light', 'dark']}
            say={(value) => t(`embed.theme.${value}`)}
            onChange={(theme) => actions.change({ theme })}
          />
          <Choice
            label={t('embed.controls')}
            value={choice.controls}
            options={['minimal', 'full', 'none']}
            say={(value) => t(`embed.controls.${value}`)}
            onChange={(controls) => actions.change({ controls })}
          />
        </section>
        <section className="ui-embed-preview" aria-label={t('embed.preview')}>
          <iframe key={actions.preview()} src={actions.preview()} title={t('embed.preview')} />
          <button type="button" className="ui-button" onClick={() => actions.present()}>
            {t('embed.present')}
          </button>
        </section>
        <section className="ui-embed-code">
          <div className="ui-embed-targets" role="group" aria-label={t('embed.target')}>
            {EMBED_TARGETS.map((one) => (
              <button
                key={one}
                type="button"
                className={`ui-button${one === target ? ' is-on' : ''}`}
                aria-pressed={one === target}
                onClick={() => setTarget(one)}
              >
                {t(`embed.target.${one}`)}
              </button>
            ))}
          </div>
          <p className="ui-dim">{t(`embed.about.${target}`)}</p>
          <label>
            <span className="ui-unseen">{t('embed.code')}</span>
            <textarea
              readOnly
              rows={6}
              spellCheck={false}
              value={text}
              onFocus={(event) => event.target.select()}
            />
          </label>
          <CopyButton text={text} label={t('embed.copy')} />
          {view.isOwn && (
            <p className="ui-embed-own" role="note">
              {t('embed.own')}
            </p>
          )}
        </section>
      </div>
    </Modal>
  );
}

function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <label className="ui-embed-field" title={hint}>
      <span>{label}</span>
      {children}
    </label>
  );
}

function Choice<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  say(value: T): string;
  onChange(value: T): void;
}) {
  return (
    <Field label={props.label}>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value as T)}>
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.say(option)}
          </option>
        ))}
      </select>
    </Field>
  );
}
