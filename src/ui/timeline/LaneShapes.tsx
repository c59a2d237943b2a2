import { memo } from 'react';
import type { TimelineLane } from '../../projection/cards';
import { plain, useText } from '../text';
import { fitLabels, textWidth } from './labelFit';

export interface LaneBox {
  readonly y: number;
  readonly height: number;
  readonly width: number;
  readonly fontSize: number;
  /** Simulated microseconds to pixels. */
  readonly scale: (at: number) => number;
}

/** The bars of one lane. Bars after the playhead are drawn as an outline by the clip around them. */
export const LaneBars = memo(function LaneBars(props: {
  readonly lane: TimelineLane;
  readonly box: LaneBox;
  readonly hatch: string;
  readonly isFuture: boolean;
}) {
  const { lane, box, hatch } = props;
  const thickness = Math.min(box.height - 4, 18);
  return (
    <g className={props.isFuture ? 'is-future' : ''}>
      {visibleSpans(lane, box).map(({ span, from, to }) => (
        <rect
          key={span.id}
          className={`ui-span is-${span.tone}`}
          x={from}
          y={box.y + (box.height - thickness) / 2}
          width={Math.max(3, to - from)}
          height={thickness}
          rx={2}
          style={span.tone === 'stale' && !props.isFuture ? { fill: `url(#${hatch})` } : undefined}
        />
      ))}
    </g>
  );
});

/** Marks of one lane, and the words of bars and marks as far as they fit. */
export const LaneWords = memo(function LaneWords(props: {
  readonly lane: TimelineLane;
  readonly box: LaneBox;
}) {
  const { lane, box } = props;
  const { say } = useText();
  const middle = box.y + box.height / 2;
  const rows = box.height >= 44 ? 2 : 1;
  const marks = fitLabels(
    lane.marks.map((mark) => ({ id: mark.id, x: box.scale(mark.at), text: plain(say(mark.note)) })),
    { width: box.width, fontSize: box.fontSize, rows, markRoom: 10 },
  );
  const blocked = marks.map((label) => [label.textX - 12, label.textX + label.width + 12] as const);
  return (
    <g>
      {visibleSpans(lane, box).map(({ span, from, to }) => {
        if (span.note === null) return null;
        const text = plain(say(span.note));
        const words = textWidth(text, box.fontSize);
        const inside = to - from >= words + (span.tone === 'current' ? 26 : 44);
        const x = inside ? Math.max(0, from) + 16 : to + 6;
        const reach = [x, x + words] as const;
        const hits = (a: number, b: number) => reach[0] < b && reach[1] > a;
        const next = visibleSpans(lane, box).some(
          (other) => other.span !== span && hits(other.from, other.to),
        );
        if (next || reach[1] > box.width || blocked.some(([a, b]) => hits(a, b))) return null;
        return (
          <g key={span.id}>
            {inside && (
              <rect
                className={`ui-span-pill is-${span.tone}`}
                x={x - 6}
                y={middle - box.fontSize * 0.62}
                width={words + 12}
                height={box.fontSize * 1.24}
                rx={4}
              />
            )}
            <text className={`ui-span-note is-${span.tone}${inside ? ' is-inside' : ''}`} x={x} y={middle}>
              {text}
            </text>
          </g>
        );
      })}
      {lane.marks.map((mark) => {
        const x = box.scale(mark.at);
        if (x < -6 || x > box.width + 6) return null;
        const label = marks.find((each) => each.id === mark.id);
        return (
          <g key={mark.id} className={`ui-mark is-${mark.tone}`}>
            <title>{plain(say(mark.note))}</title>
            <MarkShape tone={mark.tone} x={x} y={middle} />
            {label && (
              <text
                x={label.textX}
                y={rows === 2 ? box.y + box.height * (label.row === 0 ? 0.3 : 0.74) : middle}
              >
                {label.text}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
});

function MarkShape({
  tone,
  x,
  y,
}: {
  readonly tone: 'good' | 'bad' | 'info';
  readonly x: number;
  readonly y: number;
}) {
  if (tone === 'bad') return <path d={`M${x - 5} ${y - 5}l10 10m0-10-10 10`} strokeWidth="3" />;
  return <path className="is-solid" d={`M${x} ${y - 6}l6 6-6 6-6-6z`} />;
}

function visibleSpans(lane: TimelineLane, box: LaneBox) {
  return lane.spans
    .map((span) => ({
      span,
      from: Math.max(-4, box.scale(span.startAt)),
      to: span.endAt === null ? box.width + 4 : Math.min(box.width + 4, box.scale(span.endAt)),
    }))
    .filter(({ from, to }) => to > -4 && from < box.width + 4);
}
