import { useEffect, useId, useRef } from 'react';
import { IconButton } from '../IconButton';
import { useText } from '../text';
import type { ModesActions, ModesView } from './contract';
import { GrowthSection } from './GrowthSection';
import { RunsSection } from './RunsSection';
import './modes.css';

const SOURCES = [
  ['proxies', 'https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-modes'],
  ['nftables', 'https://kubernetes.io/blog/2025/02/28/nftables-kube-proxy/'],
  ['ipvs', 'https://kubernetes.io/blog/2018/07/09/ipvs-based-in-cluster-load-balancing-deep-dive/'],
] as const;

/** The proxy modes side by side: the same requests under each, and what more Services cost. A modal `<dialog>`. */
export default function ModesDialog(props: { readonly view: ModesView; readonly actions: ModesActions }) {
  const { view, actions } = props;
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    const before = document.activeElement;
    if (typeof element.showModal === 'function') element.showModal();
    else element.setAttribute('open', '');
    return () => {
      if (typeof element.close === 'function') element.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="ui-modes"
      aria-labelledby={`${id}t`}
      onCancel={(event) => {
        event.preventDefault();
        actions.close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) actions.close();
      }}
    >
      <div className="ui-modes-body" data-scrolls>
        <header>
          <h2 id={`${id}t`}>{t('modes.title')}</h2>
          <IconButton icon="cross" label={t('ui.close')} onPress={() => actions.close()} />
        </header>
        <p className="ui-modes-lead">{t('modes.intro')}</p>
        {view.failure !== null && (
          <p className="ui-bad" role="alert">
            {t('modes.failure', { detail: view.failure })}
          </p>
        )}
        <RunsSection view={view} actions={actions} />
        <GrowthSection view={view} />
        <footer>
          <h3>{t('modes.sources')}</h3>
          <ul>
            {SOURCES.map(([name, url]) => (
              <li key={name}>
                <a href={url} target="_blank" rel="noreferrer">
                  {t(`modes.source.${name}`)}
                </a>
              </li>
            ))}
          </ul>
        </footer>
      </div>
    </dialog>
  );
}
