import { useState } from 'react';
import { CopyButton } from '../CopyButton';
import { Icon } from '../Icon';
import { Modal } from '../Modal';
import { useText } from '../text';
import type { ShareActions, ShareView } from './contract';
import { QrCode } from './QrCode';
import { RecordSection } from './RecordSection';
import './share.css';

/** A link to what is seen now, its QR code, and the trace file. A modal `<dialog>`. */
export default function ShareDialog({
  share,
  actions,
}: {
  readonly share: ShareView;
  readonly actions: ShareActions;
}) {
  const { t, say } = useText();
  const [withMoment, setMoment] = useState(true);
  const [withDeeds, setDeeds] = useState(true);
  const [dragDepth, setDragDepth] = useState(0);
  const link = actions.link({ withMoment, withDeeds });

  return (
    <Modal
      className="ui-share"
      title={t('share.title')}
      onDismiss={() => actions.close()}
      data-dropping={dragDepth > 0 || undefined}
      onDragEnter={() => setDragDepth((depth) => depth + 1)}
      onDragLeave={() => setDragDepth((depth) => Math.max(0, depth - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setDragDepth(0);
        const file = event.dataTransfer.files[0];
        if (file !== undefined) actions.openTrace(file);
      }}
    >
      <div className="ui-share-body">
        <section className="ui-share-link">
          <div>
            <fieldset>
              <legend>{t('share.holds')}</legend>
              <label className="ui-check">
                <input type="checkbox" checked disabled />
                {t('share.holds.lesson')}
              </label>
              <label className="ui-check">
                <input
                  type="checkbox"
                  checked={withDeeds}
                  onChange={(event) => setDeeds(event.target.checked)}
                />
                {t('share.holds.deeds', { deeds: share.deeds, branches: share.branches })}
              </label>
              <label className="ui-check">
                <input
                  type="checkbox"
                  checked={withMoment}
                  onChange={(event) => setMoment(event.target.checked)}
                />
                {t('share.holds.moment')}
              </label>
            </fieldset>
            <label className="ui-share-field">
              <span className="ui-unseen">{t('share.link')}</span>
              <textarea readOnly rows={4} value={link} onFocus={(event) => event.target.select()} />
            </label>
            <div className="ui-share-row">
              <CopyButton text={link} label={t('share.copy')} />
              <small>{t('share.length', { count: link.length })}</small>
            </div>
            {share.isOwn && <p className="ui-dim">{t('share.own')}</p>}
          </div>
          <QrCode text={link} />
        </section>
        <section>
          <h3>{t('share.trace')}</h3>
          <p className="ui-dim">{t('share.trace.about')}</p>
          <div className="ui-share-row">
            <button
              type="button"
              className="ui-button"
              disabled={share.isBusy}
              onClick={() => actions.saveTrace()}
            >
              <Icon name="save" /> {t('share.trace.save')}
            </button>
            <label className="ui-button ui-share-file">
              <Icon name="open" /> {t('share.trace.open')}
              <input
                type="file"
                accept=".jsonl,.json,.txt,application/jsonl"
                disabled={share.isBusy}
                onChange={(event) => {
                  const file = event.target.files?.[0];
                  event.target.value = '';
                  if (file !== undefined) actions.openTrace(file);
                }}
              />
            </label>
          </div>
          <div role="status">
            {share.message !== null && (
              <p className={`ui-share-message is-${share.message.tone}`}>
                {say(share.message.what)} {share.message.mend !== null && say(share.message.mend)}
              </p>
            )}
          </div>
        </section>
        <RecordSection record={share.record} isBusy={share.isBusy} actions={actions} />
      </div>
    </Modal>
  );
}
