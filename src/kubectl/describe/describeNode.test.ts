/** What kubectl shows of a node that lost its power, and of the Pods on it. */
import { expect, it } from 'vitest';
import { readingWorld } from '../testing/readingWorld';
import { tolerationLines } from './describeNode';

const line = (lines: readonly string[], start: string) =>
  lines
    .find((one) => one.trimStart().startsWith(start))
    ?.trim()
    .replace(/ {2,}/g, '|');

it('a node without power is Ready for a while, then NotReady, with taints; its Lease stands still', () => {
  const { one, type, pods } = readingWorld();
  const node = one.nodeOf(`default/${pods[0]}`);
  expect(line(type(`kubectl describe node ${node}`), 'Taints:')).toBe('Taints:|<none>');
  one.fail(node).run(20);
  const renewed = line(type(`kubectl describe node ${node}`), 'RenewTime:');
  expect(line(type('kubectl get nodes'), node)).toContain(`${node}|Ready|`);
  one.run(40);
  expect(line(type('kubectl get nodes'), node)).toContain(`${node}|NotReady|`);
  const page = type(`kubectl describe node ${node}`);
  expect(line(page, 'RenewTime:')).toBe(renewed);
  expect(line(page, 'Taints:')).toBe('Taints:|node.kubernetes.io/unreachable:NoExecute');
  expect(line(page, 'node.kubernetes.io/')).toBe('node.kubernetes.io/unreachable:NoSchedule');
  expect(line(page, 'Ready ')).toMatch(
    /^Ready\|Unknown\|.*\|NodeStatusUnknown\|Kubelet stopped posting node status\.$/,
  );
  expect(type(`kubectl get node ${node} -o yaml`).join('\n')).toMatch(
    /taints:\n\s+- effect: NoSchedule\n\s+key: node.kubernetes.io\/unreachable[\s\S]*status: Unknown/,
  );
  // Only the Pod's condition was changed: its containers' statuses are the last that the kubelet wrote.
  expect(line(type(`kubectl get pod ${pods[0]}`), pods[0]!)).toContain('|1/1|Running|');
  expect(line(type(`kubectl describe pod ${pods[0]}`), 'Ready ')).toBe('Ready|False');
  expect(line(type(`kubectl describe pod ${pods[0]}`), 'ContainersReady')).toBe('ContainersReady|True');
  one.run(310);
  expect(line(type(`kubectl get pod ${pods[0]}`), pods[0]!)).toContain('|Terminating|');
  one.recover(node).run(30);
  expect(line(type('kubectl get nodes'), node)).toContain(`${node}|Ready|`);
  expect(line(type(`kubectl describe node ${node}`), 'Taints:')).toBe('Taints:|<none>');
});

it('a Pod tolerates a lost node for 300 s unless it says otherwise', () => {
  const { type, pods } = readingWorld();
  const page = type(`kubectl describe pod ${pods[0]}`);
  const at = page.findIndex((one) => one.startsWith('Tolerations:'));
  expect(page.slice(at, at + 2).map((one) => one.replace(/^\S*\s+/, ''))).toEqual([
    'node.kubernetes.io/not-ready:NoExecute op=Exists for 300s',
    'node.kubernetes.io/unreachable:NoExecute op=Exists for 300s',
  ]);
  expect(
    tolerationLines('T', [
      { key: '', operator: 'Exists' },
      { key: 'a', operator: 'Equal', value: 'b' },
    ]),
  ).toEqual(['T:\top=Exists', '\ta=b']);
});
