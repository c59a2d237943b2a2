import { useEffect, useRef } from 'react';
import type { RulesCard } from '../../projection/cards';
import type { NodeBox, Picture } from '../../projection/picture';
import { formatSeconds } from '../../projection/notation';
import { CopyButton } from '../CopyButton';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { SegmentedControl } from '../SegmentedControl';
import { useText } from '../text';
import { ChainName } from './ChainName';
import { NodeTabs } from './NodeTabs';
import { RuleText } from './RuleText';
import { WatchDelay } from './WatchDelay';
import './RulesPanel.css';

/** The rules in one node's kernel, in the words of the tool that prints them, with what the packet met. */
export function RulesPanel(props: {
  readonly rules: readonly RulesCard[];
  readonly picture: Picture;
  readonly node: string | null;
  readonly acting: string | null;
  readonly mode: string;
  /** Those that can be chosen. */
  readonly modes: readonly string[];
  onMode(mode: string): void;
  /** The modes side by side. */
  onModes(): void;
  onNode(node: string): void;
  onWatchDelay(node: string, milliseconds: number): void;
}) {
  const { t } = useText();
  const body = useRef<HTMLDivElement>(null);
  const card = props.rules.find((each) => each.node === props.node) ?? props.rules[0];
  const lit = card === undefined ? '' : litRules(card);
  // The rule that decided comes into view when it lights up; only this panel scrolls.
  useEffect(() => {
    const box = body.current;
    const rule =
      box?.querySelector<HTMLElement>('.ui-rule.is-decided') ??
      [...(box?.querySelectorAll<HTMLElement>('.ui-rule.is-hit') ?? [])].at(-1);
    if (lit === '' || box === null || rule === undefined) return;
    const top = rule.offsetTop - box.offsetTop;
    const isSeen = top >= box.scrollTop && top + rule.offsetHeight <= box.scrollTop + box.clientHeight;
    if (!isSeen) box.scrollTop = top - box.clientHeight / 3;
  }, [lit]);
  if (card === undefined) return <p className="ui-empty">{t('ui.rules.empty')}</p>;
  const box = props.picture.nodes.find((each) => each.name === card.node) ?? null;
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0} ref={body}>
      <NodeTabs
        nodes={props.rules.map((each) => each.node)}
        current={card.node}
        acting={props.acting}
        onNode={props.onNode}
      />
      <div className="ui-rules-mode">
        <SegmentedControl
          legend={t('modes.choose')}
          value={props.mode}
          options={props.modes.map((mode) => ({ value: mode, label: mode }))}
          onChange={props.onMode}
        />
        <IconButton icon="modes" label={t('modes.open')} onPress={() => props.onModes()} />
      </div>
      {box !== null && <ProxyState box={box} />}
      {box !== null && (
        <WatchDelay
          key={card.node}
          node={card.node}
          milliseconds={Math.round(box.proxy.watchDelayMicros / 1000)}
          onChange={props.onWatchDelay}
        />
      )}
      <div className="ui-rules-head">
        <h3>{t('ui.rules.title', { mode: card.mode })}</h3>
        <span className="ui-dim">{t('ui.rules.count', { count: card.ruleCount })}</span>
        <CopyButton text={card.printed} label={t('ui.rules.copy')} />
      </div>
      {card.service !== null && (
        <p className="ui-dim ui-break">{t('rules.concern', { service: card.service })}</p>
      )}
      {card.mode === 'ipvs' && <p className="ui-dim">{t('modes.deprecated.ipvs')}</p>}
      {card.chains.map((chain) => (
        <section key={`${chain.table} ${chain.name}`} className="ui-chain">
          <h4>
            <ChainName mode={card.mode} table={chain.table} chain={chain.name} />
          </h4>
          <ol>
            {chain.rules.map((rule, index) => (
              <li
                key={index}
                className={`ui-rule is-${rule.verdict ?? 'idle'}${rule.isStale ? ' is-stale' : ''}${rule.isDecisive ? ' is-decided' : ''}`}
              >
                {(rule.verdict !== null || rule.isStale) && (
                  <span className="ui-rule-verdict">
                    {rule.verdict === 'hit' && <Icon name="check" size={15} />}
                    {rule.verdict === 'miss' && <Icon name="cross" size={15} />}
                    {rule.verdict !== null && t(`ui.rule.${rule.verdict}`)}
                    {rule.isDecisive && <b className="ui-rule-decided">{t('rules.decided')}</b>}
                    {rule.drawn !== null && card.mode !== 'nftables' && (
                      <span className="ui-rule-draw">
                        <Icon name="die" size={16} /> {rule.drawn.toFixed(2)}
                      </span>
                    )}
                    {rule.isStale && (
                      <span className="ui-bad">
                        <Icon name="hourglass" size={15} /> {t('ui.rule.stale')}
                      </span>
                    )}
                  </span>
                )}
                <RuleText text={rule.text} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** Which rules the packet in focus has hit: a name for it, empty for none. */
function litRules({ node, chains }: RulesCard): string {
  return chains
    .flatMap((chain) =>
      chain.rules.flatMap((rule, index) =>
        rule.verdict === 'hit' ? [`${node} ${chain.name} ${index}`] : [],
      ),
    )
    .join();
}

function ProxyState({ box }: { readonly box: NodeBox }) {
  const { t } = useText();
  const { proxy } = box;
  const isBehind = proxy.staleMicros > 0;
  return (
    <p className={isBehind ? 'ui-bad' : 'ui-good'}>
      <Icon name={isBehind ? 'hourglass' : 'check'} />{' '}
      {isBehind ? t('ui.node.behind', { ms: Math.round(proxy.staleMicros / 1000) }) : t('ui.node.current')}
      <span className="ui-dim">
        {proxy.syncedAt !== null &&
          ` · ${proxy.syncedAt < 0 ? t('ui.node.syncedBefore') : t('ui.node.synced', { at: formatSeconds(proxy.syncedAt) })}`}
        {proxy.resourceVersion !== null && ` · rv ${proxy.resourceVersion}`}
      </span>
    </p>
  );
}
