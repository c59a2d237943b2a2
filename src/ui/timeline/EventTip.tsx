import type { TimelineLane } from '../../projection/cards';
import { formatSeconds } from '../../projection/notation';
import type { Message } from '../projected';
import { RichText } from '../RichText';
import { useText } from '../text';

export interface NamedEvent {
  readonly id: string;
  readonly at: number;
  readonly sentence: Message;
}

/** What happened at a moment, of all lanes. */
export function eventsAt(lanes: readonly TimelineLane[], at: number): NamedEvent[] {
  return lanes.flatMap((lane) => eventsOf(lane).filter((event) => event.at === at));
}

/** The event of a lane that is nearest to a moment, if one is near enough. */
export function eventsNear(lane: TimelineLane, at: number, reach: number): NamedEvent[] {
  const near = eventsOf(lane).filter((event) => Math.abs(event.at - at) <= reach);
  return near.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at)).slice(0, 1);
}

function eventsOf(lane: TimelineLane): NamedEvent[] {
  return [
    ...lane.marks.map(({ id, at, note, sentence }) => ({ id, at, sentence: sentence ?? note })),
    ...lane.spans.flatMap(({ id, startAt, sentence }) =>
      sentence === undefined || sentence === null ? [] : [{ id, at: startAt, sentence }],
    ),
  ];
}

/** The sentences of events, beside the place where they stand. Spoken when the playhead comes to one. */
export function EventTip(props: {
  readonly events: readonly NamedEvent[];
  readonly x: number;
  /** It keeps so far from there. */
  readonly gap: number;
  /** Its lower edge. */
  readonly y: number;
  readonly fieldWidth: number;
}) {
  const { events, x, gap, fieldWidth } = props;
  const { t, say } = useText();
  const isRight = x > fieldWidth / 2;
  const first = events[0];
  return (
    <div
      className="ui-event-tip"
      role="status"
      style={{
        bottom: `calc(100% - ${props.y - 2}px)`,
        ...(isRight ? { right: Math.max(0, fieldWidth - x + gap) } : { left: Math.max(0, x + gap) }),
      }}
    >
      {first !== undefined && (
        <>
          <b>{t('ui.seconds', { value: formatSeconds(first.at) })}</b>
          {events.slice(0, 3).map((event) => (
            <p key={event.id}>
              <RichText text={say(event.sentence)} />
            </p>
          ))}
        </>
      )}
    </div>
  );
}
