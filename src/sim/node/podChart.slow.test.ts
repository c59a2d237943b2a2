import { expect, it } from 'vitest';
import { checkChartAgreement } from '../kernel/testing/chartAgreement';
import { podChart } from './podChart';

it('[KL20] the compiled Pod chart and XState agree on every path', () => {
  const { paths, steps, states } = checkChartAgreement(podChart);
  expect(states).toEqual(Object.keys(podChart.table).sort());
  expect(paths).toBeGreaterThan(50);
  expect(steps).toBeGreaterThan(200);
});

function altered(change: (chart: typeof podChart) => void) {
  const copy = { ...structuredClone({ ...podChart, machine: undefined }), machine: podChart.machine };
  change(copy);
  return () => checkChartAgreement(copy);
}

function set(arrows: readonly object[] | undefined, change: object) {
  for (const arrow of arrows!) Object.assign(arrow, change);
}

it('notices a table that differs in states, actions, delays or cancellations', () => {
  expect(altered(({ table }) => set(table['pending']!['BOUND'], { target: 'gone' }))).toThrow(/XState is in/);
  const created = (table: typeof podChart.table) => table['scheduled']!['xstate.after.sandbox.pod.scheduled'];
  expect(altered(({ table }) => set(created(table), { actions: [] }))).toThrow(/XState runs/);
  expect(altered(({ table }) => set(created(table), { delays: [] }))).toThrow(/XState waits for/);
});
