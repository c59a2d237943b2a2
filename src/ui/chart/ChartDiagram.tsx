import { curveBasis, line } from 'd3-shape';
import { useId, useLayoutEffect, useMemo, useRef } from 'react';
import type { ChartCard } from '../../projection/cards';
import { translate } from '../../i18n/translate';
import { useText } from '../text';
import { layoutChart, LINE_HEIGHT, type Point } from './chartLayout';
import './chart.css';

const path = line<Point>()
  .x((point) => point.x)
  .y((point) => point.y)
  .curve(curveBasis);

/** A statechart as the definition has it, with the state it is in lit. Loaded on demand: it brings dagre. */
export default function ChartDiagram({ card }: { readonly card: ChartCard }) {
  const { t, language } = useText();
  const id = useId().replaceAll(':', '');
  const picture = useMemo(
    () => layoutChart(card, (delay) => translate(language, 'ui.chart.after', { delay })),
    [card, language],
  );
  const frame = useRef<HTMLDivElement>(null);
  const active = picture.boxes.find(({ state, isCompound }) => state.isActive && !isCompound);
  const [middleX, middleY] =
    active === undefined ? [0, 0] : [active.x + active.width / 2, active.y + active.height / 2];

  // A chart is larger than a narrow panel: the state it is in comes to the middle.
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    element.scrollLeft = middleX - element.clientWidth / 2;
    element.scrollTop = middleY - element.clientHeight / 2;
  }, [middleX, middleY]);

  return (
    <div
      ref={frame}
      className="ui-chart"
      tabIndex={0}
      role="group"
      aria-label={t('ui.chart.label', { chart: card.chart })}
    >
      <svg
        width={picture.width}
        height={picture.height}
        role="img"
        aria-label={t('ui.chart.state', { entity: card.entity, state: card.active })}
      >
        <defs>
          {['rest', 'open'].map((look) => (
            <marker
              key={look}
              id={`${id}${look}`}
              className={`ui-chart-tip is-${look}`}
              viewBox="0 0 10 10"
              refX="9"
              refY="5"
              markerWidth="11"
              markerHeight="11"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 1 9.500 5 0 9z" />
            </marker>
          ))}
        </defs>
        {picture.boxes.map(({ state, x, y, width, height, isCompound }) => (
          <g
            key={state.path}
            className={`ui-state${state.isActive ? ' is-active' : ''}${isCompound ? ' is-compound' : ''}`}
          >
            <rect x={x} y={y} width={width} height={height} rx={isCompound ? 12 : 10} />
            <text x={x + width / 2} y={isCompound ? y + 18 : y + height / 2}>
              {state.id}
            </text>
          </g>
        ))}
        {picture.starts.map((start, index) => (
          <g key={index} className="ui-chart-start">
            <circle cx={start.dot.x} cy={start.dot.y} r={6} />
            <path
              d={`M${start.dot.x} ${start.dot.y}L${start.to.x} ${start.to.y}`}
              markerEnd={`url(#${id}rest)`}
            />
          </g>
        ))}
        {picture.arrows.map((arrow) => (
          <path
            key={arrow.id}
            className={`ui-arrow${arrow.isOpen ? ' is-open' : ''}`}
            d={path([...arrow.points]) ?? ''}
            markerEnd={`url(#${id}${arrow.isOpen ? 'open' : 'rest'})`}
          />
        ))}
        {picture.arrows.map((arrow) => (
          <g key={arrow.id} className={`ui-arrow-label${arrow.isOpen ? ' is-open' : ''}`}>
            <rect
              x={arrow.label.x - arrow.labelWidth / 2}
              y={arrow.label.y - (arrow.lines.length * LINE_HEIGHT) / 2}
              width={arrow.labelWidth}
              height={arrow.lines.length * LINE_HEIGHT}
              rx={4}
            />
            {arrow.lines.map((text, index) => (
              <text
                key={index}
                x={arrow.label.x}
                y={arrow.label.y + (index - (arrow.lines.length - 1) / 2) * LINE_HEIGHT}
              >
                {text}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
