import { Fragment, useEffect, useRef } from 'react';
import type { HopCard, JourneyCard, JourneyHop } from '../../projection/cards';
import type { Question } from '../../projection/storyCards';
import type { PanelId } from '../contract';
import { Icon } from '../Icon';
import { RichText } from '../RichText';
import type { Message } from '../projected';
import { plain, useText } from '../text';
import { WhyButton } from '../WhyButton';
import './Journey.css';

/** The hops of the request in focus as a list, grouped by leg; the current one tells more. */
export function Journey(props: {
  readonly journey: JourneyCard | null;
  readonly hop: HopCard | null;
  onHop(hopId: string): void;
  onPanel(panel: PanelId): void;
  onAsk?(question: Question): void;
}) {
  const { journey, onAsk } = props;
  const { t, say } = useText();
  const list = useRef<HTMLDivElement>(null);
  const currentId = journey?.hops[journey.current]?.hopId ?? null;
  const outcome = journey?.outcome ?? null;
  const currentState = journey?.hops[journey.current]?.state ?? null;

  // Only this list scrolls: `scrollIntoView` would also move a slide or page that holds us.
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const row = box.querySelector<HTMLElement>('[data-current]');
    if (row === null) {
      box.scrollTop = currentId === null ? 0 : box.scrollHeight;
      return;
    }
    const top = row.offsetTop - box.offsetTop;
    const margin = Math.min(72, box.clientHeight / 4);
    if (top - margin < box.scrollTop) box.scrollTop = top - margin;
    const bottom = top + row.offsetHeight + margin;
    if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  }, [currentId, currentState, journey?.hops.length, outcome?.id]);

  if (journey === null || journey.hops.length === 0)
    return (
      <div className="ui-empty">
        <p>{t('ui.journey.empty')}</p>
        <p>{t('ui.journey.howTo')}</p>
        <SimplifiedLink onPanel={props.onPanel} />
      </div>
    );
  const groups = groupByLeg(journey.hops);
  const failedHop = outcome?.failedHop ?? null;
  return (
    <div className="ui-journey" ref={list} data-scrolls tabIndex={0}>
      <p className="ui-journey-url">
        <span>{journey.url}</span>
        <small>{t('ui.journey.since')}</small>
      </p>
      <ol>
        {groups.map((group) => (
          <Fragment key={group.hops[0]!.hopId}>
            <li className="ui-journey-leg" aria-hidden="true">
              {t(`ui.leg.${group.leg}`)}
              {group.isReturn && t('ui.leg.return')}
            </li>
            {group.hops.map((hop) => (
              <Row
                key={hop.hopId}
                row={hop}
                isLatest={hop.index === journey.current && outcome === null}
                reason={outcome?.failedHop === hop.hopId ? outcome.why : null}
                startAt={journey.startAt}
                hop={props.hop}
                onHop={props.onHop}
                onPanel={props.onPanel}
                {...(onAsk === undefined ? {} : { onAsk })}
              />
            ))}
          </Fragment>
        ))}
      </ol>
      {outcome !== null && (
        <div className={`ui-journey-outcome${outcome.isGood ? ' is-good' : ''}`}>
          <Icon name={outcome.isGood ? 'check' : 'cross'} size={22} />
          <p>
            <b>
              <RichText text={say(outcome.message)} />
            </b>
            <RichText text={say(outcome.why)} />
            {onAsk !== undefined && (
              <WhyButton
                what={plain(say(outcome.message))}
                onPress={() => onAsk({ about: 'request', request: journey.request })}
              />
            )}
            {failedHop !== null && (
              <button type="button" className="ui-link" onClick={() => props.onHop(failedHop)}>
                {t('ui.journey.toFailed')}
              </button>
            )}
          </p>
        </div>
      )}
      <SimplifiedLink onPanel={props.onPanel} />
    </div>
  );
}

/** What is left out of this simulation is never more than a click away. */
function SimplifiedLink({ onPanel }: { onPanel(panel: PanelId): void }) {
  const { t } = useText();
  return (
    <p className="ui-journey-simplified">
      <button type="button" className="ui-link" onClick={() => onPanel('help')}>
        {t('ui.help.simplified.link')}
      </button>
    </p>
  );
}

interface LegGroup {
  readonly leg: JourneyHop['leg'];
  readonly isReturn: boolean;
  readonly hops: JourneyHop[];
}

/** Neighbouring hops of one leg together; a leg that comes a second time is the way back. */
export function groupByLeg(hops: readonly JourneyHop[]): LegGroup[] {
  const groups: LegGroup[] = [];
  for (const hop of hops) {
    const last = groups.at(-1);
    if (last?.leg === hop.leg) last.hops.push(hop);
    else groups.push({ leg: hop.leg, isReturn: groups.some((group) => group.leg === hop.leg), hops: [hop] });
  }
  return groups;
}

const FAILED: readonly JourneyHop['verdict'][] = ['rejected', 'refused', 'dropped', 'failed'];

interface RowProps {
  readonly row: JourneyHop;
  /** The hop that is going on, or was the last to end: kept in view. */
  readonly isLatest: boolean;
  /** Why the request failed, on the hop that went wrong. */
  readonly reason: Message | null;
  readonly startAt: number;
  /** What is known of the current hop: only it has buttons. */
  readonly hop: HopCard | null;
  onHop(hopId: string): void;
  onPanel(panel: PanelId): void;
  onAsk?(question: Question): void;
}

function Row({ row, isLatest, reason, startAt, hop, onHop, onPanel, onAsk }: RowProps) {
  const { t, say } = useText();
  const isNow = row.state === 'now';
  const failed = FAILED.includes(row.verdict) && row.state !== 'future';
  return (
    <li
      className={`ui-journey-row is-${row.state} is-${row.level}${failed ? ' is-failed' : ''}`}
      data-current={isNow || isLatest || undefined}
    >
      <button
        type="button"
        className="ui-journey-title"
        aria-current={isNow ? 'step' : undefined}
        onClick={() => onHop(row.hopId)}
      >
        <span className="ui-journey-state">
          {failed ? (
            <Icon name="cross" size={14} />
          ) : row.state === 'past' ? (
            <Icon name="check" size={14} />
          ) : null}
          <span className="ui-unseen">{t(`ui.journey.${failed ? 'failed' : row.state}`)}</span>
        </span>
        <span className="ui-journey-index">{row.index + 1}</span>
        <span className="ui-journey-text">
          <RichText text={say(row.title)} />
        </span>
        <span className="ui-journey-time">
          {(((row.kind === 'timeout' ? row.endAt : row.startAt) - startAt) / 1000).toFixed(1)}
        </span>
      </button>
      {!isNow && reason !== null && (
        <p className="ui-journey-reason">
          <RichText text={say(reason)} />
        </p>
      )}
      {isNow && (
        <div className="ui-journey-more">
          <p>
            <RichText text={say(row.sentence)} />
          </p>
          <div className="ui-journey-doors">
            {doorsOf(hop?.hop.hopId === row.hopId ? hop : null).map(({ panel, key }) => (
              <button key={key} type="button" className="ui-button" onClick={() => onPanel(panel)}>
                {t(key)}
              </button>
            ))}
            {onAsk !== undefined && (
              <button
                type="button"
                className="ui-button"
                onClick={() => onAsk({ about: 'hop', hopId: row.hopId })}
              >
                {t('why.open')}
              </button>
            )}
          </div>
        </div>
      )}
    </li>
  );
}

/** Which panels know more about a hop, by what decided it. */
export function doorsOf(card: HopCard | null): { panel: PanelId; key: string }[] {
  if (card === null) return [];
  const { decision } = card.hop;
  const details = { panel: 'hop', key: 'ui.door.packet' } as const;
  switch (decision.by) {
    case 'rules':
      return [
        { panel: 'rules', key: 'ui.door.rules' },
        ...(decision.conntrackKey === null
          ? []
          : [{ panel: 'conntrack', key: 'ui.door.conntrack' } as const]),
        details,
      ];
    case 'conntrack':
      return [{ panel: 'conntrack', key: 'ui.door.conntrack' }, details];
    case 'dns':
      return [{ panel: 'hop', key: 'ui.door.dns' }];
    case 'ocelot':
      return [{ panel: 'hop', key: 'ui.door.route' }];
    case 'discovery':
      return [
        { panel: 'hop', key: 'ui.door.discovery' },
        { panel: 'endpoints', key: 'ui.door.endpoints' },
      ];
    case 'ingress':
      return [{ panel: 'hop', key: 'ui.door.ingress' }];
    case 'program':
    case 'socket':
    case 'routing':
      return [details];
  }
}
