/** Every statechart of the world: what runs is what is drawn, and every state can be reached. */
import { describe, expect, it } from 'vitest';
import { ALL_CHARTS, chartById } from './charts';
import { checkChartAgreement } from './kernel/testing/chartAgreement';
import { simLaws } from './laws';

describe.each(ALL_CHARTS.map((chart) => [chart.id, chart] as const))('the chart %s', (id, chart) => {
  it('[TI16] agrees with XState on every path, and every state of it can be reached', () => {
    const { paths, steps, states } = checkChartAgreement(chart);
    expect(states).toEqual(Object.keys(chart.table).sort());
    expect(paths).toBeGreaterThanOrEqual(states.length);
    expect(steps).toBeGreaterThan(0);
  });

  it('[TI16] is found by its id, and its delays are handled by somebody', () => {
    expect(chartById(id)).toBe(chart);
    const arrows = [chart.initial, ...Object.values(chart.table).flatMap((row) => Object.values(row).flat())];
    const waits = arrows.some((arrow) => arrow.delays.length > 0);
    expect(`${id}/after` in simLaws.handlers).toBe(waits);
  });
});

it('[TI16] ids are unique; what is none is not found', () => {
  expect(new Set(ALL_CHARTS.map((chart) => chart.id)).size).toBe(ALL_CHARTS.length);
  expect(chartById('constructor')).toBeUndefined();
});
