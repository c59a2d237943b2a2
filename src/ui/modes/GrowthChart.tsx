import { scaleLinear } from 'd3-scale';
import { line, symbol, symbolCircle, symbolSquare, symbolTriangle, type SymbolType } from 'd3-shape';
import type { GrowthPoint } from '../../projection/modesGrowth';
import { useText } from '../text';

const WIDTH = 640;
const HEIGHT = 380;
const LEFT = 84;
const RIGHT = 128;
const TOP = 44;
const BOTTOM = 68;
const MARKS: Readonly<Record<string, SymbolType>> = {
  iptables: symbolTriangle,
  ipvs: symbolSquare,
  nftables: symbolCircle,
};
/** Names of lines that end in one place stand apart. */
const NAME_HEIGHT = 28;

/** Rules examined over the number of Services: a line, a shape and a name for each mode. */
export function GrowthChart(props: {
  readonly modes: readonly string[];
  readonly growth: Readonly<Record<string, readonly GrowthPoint[]>>;
}) {
  const { t } = useText();
  const lines = props.modes.flatMap((mode) => {
    const points = props.growth[mode] ?? [];
    return points.length === 0 ? [] : [{ mode, points }];
  });
  const all = lines.flatMap(({ points }) => points);
  const x = scaleLinear([0, Math.max(100, ...all.map(({ services }) => services))], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([0, Math.max(40, ...all.map(({ worst }) => worst))], [HEIGHT - BOTTOM, TOP]).nice(5);
  const pathOf = (value: 'mean' | 'worst') =>
    line<GrowthPoint>(
      (point) => x(point.services),
      (point) => y(point[value]),
    );
  const last = (points: readonly GrowthPoint[]) => points.at(-1)!;
  const names = placedNames(lines.map(({ mode, points }) => ({ mode, y: y(last(points).mean) })));
  const services = Math.max(0, ...all.map((point) => point.services));
  const list = lines
    .map(({ mode, points }) => t('modes.growth.item', { mode, count: Math.round(last(points).mean) }))
    .join(', ');
  return (
    <svg
      className="ui-modes-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('modes.growth.chart', { services, list })}
    >
      <text className="ui-modes-axis" x={0} y={22}>
        {t('modes.growth.y')}
      </text>
      {y.ticks(5).map((tick) => (
        <g key={tick} className="ui-modes-tick">
          <path d={`M${LEFT} ${y(tick)}H${WIDTH - RIGHT}`} />
          <text x={LEFT - 10} y={y(tick)} dy="0.35em" textAnchor="end">
            {tick.toLocaleString('en')}
          </text>
        </g>
      ))}
      {x.ticks(5).map((tick) => (
        <text key={tick} className="ui-modes-axis" x={x(tick)} y={HEIGHT - BOTTOM + 27} textAnchor="middle">
          {tick.toLocaleString('en')}
        </text>
      ))}
      <text className="ui-modes-axis" x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 8} textAnchor="middle">
        {t('modes.growth.x')}
      </text>
      {lines.map(({ mode, points }) => (
        <g key={mode} className={`ui-modes-line is-${mode}`}>
          {points.some(({ mean, worst }) => worst > mean + 1) && (
            <>
              <path className="is-worst" d={pathOf('worst')(points) ?? ''} />
              <text
                className="is-worst"
                x={x(last(points).services) + 10}
                y={y(last(points).worst)}
                dy="0.35em"
              >
                {t('modes.growth.worst')}
              </text>
            </>
          )}
          <path className="is-mean" d={pathOf('mean')(points) ?? ''} />
          {points.map((point) => (
            <path
              key={point.services}
              className="is-mark"
              transform={`translate(${x(point.services)} ${y(point.mean)})`}
              d={symbol(MARKS[mode] ?? symbolCircle, 60)() ?? ''}
            />
          ))}
          <text x={x(last(points).services) + 10} y={names[mode]} dy="0.35em">
            {mode}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Where the names stand: at the ends of their lines, pushed apart upwards where those are close together. */
function placedNames(ends: readonly { readonly mode: string; readonly y: number }[]): Record<string, number> {
  const placed: Record<string, number> = {};
  let lowest = HEIGHT - BOTTOM + 8;
  for (const { mode, y } of [...ends].sort((a, b) => b.y - a.y)) {
    placed[mode] = Math.min(y, lowest);
    lowest = placed[mode] - NAME_HEIGHT;
  }
  return placed;
}
