import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { ChartCard, InspectorCard } from '../../projection/cards';
import type { Picture, WorkloadBox } from '../../projection/picture';
import { formatSeconds } from '../../projection/notation';
import { AddressChip } from '../AddressChip';
import type { Actions } from '../contract';
import { Icon } from '../Icon';
import { IconButton } from '../IconButton';
import { podKeyOf } from '../PodMenu';
import { SegmentedControl } from '../SegmentedControl';
import { useText } from '../text';
import './InspectorPanel.css';

const ChartDiagram = lazy(() => import('../chart/ChartDiagram'));
const GatewaySection = lazy(() => import('./GatewaySection'));
const NodePower = lazy(() => import('./NodePower'));
const PoolsSection = lazy(() => import('./PoolsSection'));

/** Whatever is selected: its facts, what can be done to it, and its statechart with the current state lit. */
export function InspectorPanel(props: {
  readonly card: InspectorCard | null;
  readonly picture: Picture;
  readonly actions: Actions;
}) {
  const { t, say } = useText();
  const { card, picture, actions } = props;
  if (card === null) return <p className="ui-empty">{t('ui.inspector.empty')}</p>;
  const workload = card.kind === 'workload' ? workloadAt(picture, card.place) : null;
  return (
    <div className="ui-panel-body" data-scrolls tabIndex={0}>
      <p className="ui-inspector-kind">{t(`ui.kindOf.${card.kind}`)}</p>
      <h3 className="ui-break">{card.title}</h3>
      {workload !== null && (
        <ReplicaStepper workload={workload} onScale={(count) => actions.scale(workload.key, count)} />
      )}
      {card.kind === 'pod' && (
        <p className="ui-chips">
          <button
            type="button"
            className="ui-button is-bad"
            onClick={() => actions.deletePod(podKeyOf(card.place))}
          >
            <Icon name="trash" /> {t('ui.pod.delete')}
          </button>
          <button type="button" className="ui-button" onClick={() => actions.crashPod(podKeyOf(card.place))}>
            <Icon name="bolt" /> {t('ui.pod.crash')}
          </button>
        </p>
      )}
      {card.gateway !== undefined && (
        <Suspense fallback={null}>
          <GatewaySection
            card={card.gateway}
            onDiscovery={(discovery) => actions.setGatewayDiscovery(card.gateway!.key, discovery)}
          />
        </Suspense>
      )}
      {card.power !== undefined && (
        <Suspense fallback={null}>
          <NodePower
            node={card.title}
            power={card.power}
            onPower={(node, on) => actions.setPower(node, on)}
          />
        </Suspense>
      )}
      <dl className="ui-facts">
        {card.properties.map((row, index) => (
          <PropertyLine key={index} label={say(row.label)}>
            {row.address === undefined ? (
              row.word === undefined ? (
                row.value
              ) : (
                say(row.word)
              )
            ) : (
              <AddressChip address={row.address} small />
            )}
          </PropertyLine>
        ))}
      </dl>
      <Suspense fallback={null}>
        {card.pools !== undefined && card.pools.length > 0 && <PoolsSection pools={card.pools} />}
      </Suspense>
      <Charts key={card.place} charts={card.charts} />
    </div>
  );
}

function PropertyLine({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="ui-break">{children}</dd>
    </>
  );
}

function workloadAt(picture: Picture, place: string): WorkloadBox | null {
  return picture.workloads.find((each) => place === each.key || place.endsWith(`/${each.key}`)) ?? null;
}

function ReplicaStepper(props: { readonly workload: WorkloadBox; onScale(count: number): void }) {
  const { t } = useText();
  const { workload } = props;
  return (
    <p className="ui-stepper" role="group" aria-label={t('ui.scale', { name: workload.name })}>
      <span>{t('ui.scale.desired')}</span>
      <IconButton
        icon="minus"
        label={t('ui.scale.fewer')}
        disabled={workload.desired === 0}
        onPress={() => props.onScale(workload.desired - 1)}
      />
      <output aria-live="polite">{workload.desired}</output>
      <IconButton
        icon="plus"
        label={t('ui.scale.more')}
        onPress={() => props.onScale(workload.desired + 1)}
      />
      <span className="ui-dim">{t('ui.scale.ready', { count: workload.ready })}</span>
    </p>
  );
}

function Charts({ charts }: { readonly charts: readonly ChartCard[] }) {
  const { t } = useText();
  const [chosen, setChosen] = useState(0);
  const card = charts[chosen] ?? charts[0];
  if (card === undefined) return null;
  return (
    <section>
      <h4>{t('ui.chart')}</h4>
      {charts.length > 1 && (
        <SegmentedControl<number>
          legend={t('ui.chart.choose')}
          value={charts.indexOf(card)}
          options={charts.map((each, index) => ({ value: index, label: t(`chart.${each.chart}`) }))}
          onChange={setChosen}
        />
      )}
      <p>
        {t('ui.chart.now')} <b>{t(`chartState.${card.chart}.${card.active}`)}</b> <code>{card.active}</code>{' '}
        <span className="ui-dim">
          {card.since < 0
            ? t('ui.chart.sinceBefore')
            : t('ui.chart.since', { at: formatSeconds(card.since) })}
        </span>
      </p>
      <Suspense fallback={<p className="ui-dim">{t('ui.chart.loading')}</p>}>
        <ChartDiagram card={card} />
      </Suspense>
      <p className="ui-dim">{t('ui.chart.legend')}</p>
    </section>
  );
}
