import { Modal } from '../Modal';
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
  return (
    <Modal className="ui-modes" title={t('modes.title')} onDismiss={() => actions.close()}>
      <div className="ui-modes-body" data-scrolls>
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
    </Modal>
  );
}
