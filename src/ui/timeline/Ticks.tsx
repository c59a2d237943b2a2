import type { ScaleLinear } from 'd3-scale';
import { textWidth } from './labelFit';

/** The times at the upper edge of the strip, with a line for each down through the lanes. */
export function Ticks(props: {
  readonly scale: ScaleLinear<number, number>;
  /** Where the playhead's bubble stands. */
  readonly taken: readonly [number, number];
  readonly row: number;
  readonly height: number;
  readonly fontSize: number;
  readonly width: number;
}) {
  const { scale, row, fontSize } = props;
  const right = scale.range()[1] ?? 0;
  const decimals =
    props.width <= 100_000 ? 3 : props.width <= 2_000_000 ? 2 : props.width <= 10_000_000 ? 1 : 0;
  const texts = scale
    .ticks(Math.max(3, Math.floor(right / 130)))
    .map((at) => ({ at, x: scale(at), text: (at / 1_000_000).toFixed(decimals) }));
  return (
    <g className="ui-ticks">
      {texts.map(({ at, x, text }) => {
        const half = textWidth(`${text} s`, fontSize) / 2;
        const middle = Math.min(right - half, Math.max(half, x));
        // A text pushed in at the edge would lie on its neighbour's.
        const isPushed = middle !== x && x > half;
        const isFree = !isPushed && (middle + half < props.taken[0] || middle - half > props.taken[1]);
        return (
          <g key={at}>
            <path d={`M${x} ${row}V${props.height}`} />
            {isFree && (
              <text x={middle} y={row / 2} textAnchor="middle">
                {text} s
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
