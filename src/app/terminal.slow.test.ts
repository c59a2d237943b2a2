/** @vitest-environment jsdom */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareFiles } from '../scenario/prepareFiles';
import type { Intent } from '../sim/intent';
import { seconds } from '../sim/kernel/time';
import type { Host } from './parts';
import { Session } from './session';
import { Terminal } from './terminal';
import { useTerminal } from './terminalStore';

const FOLDER = `${process.cwd()}/scenarios/where-a-service-works/`;
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.\w+$/.test(path))
  .map((path) => ({ path, text: readFileSync(FOLDER + path, 'utf8') }));
const loaded = prepareFiles('where-a-service-works', files);

let session: Session;
let terminal: Terminal;
const looked: string[] = [];

const entries = () => useTerminal.getState().view!.entries;
const last = () => entries().at(-1)!;
const go = (at: number) => {
  session.seek(seconds(at));
  terminal.refresh();
};

beforeEach(async () => {
  localStorage.clear();
  looked.length = 0;
  session = new Session(loaded, 'terminal');
  const host = {
    session,
    looked: (reference: string) => looked.push(reference),
    act: (intent: Intent) => {
      session.act(intent);
      terminal.acted(intent);
    },
  } as unknown as Host;
  terminal = new Terminal(host);
  terminal.open();
  await vi.waitFor(() => expect(terminal.complete('kub', 3).candidates).toHaveLength(1));
});

describe('lines', () => {
  it('that ask are answered at the moment shown, and count as looks', () => {
    terminal.run('kubectl get endpointslices -l kubernetes.io/service-name=user-api-service');
    expect(last().output[0]).toMatch(/^NAME +ADDRESSTYPE/);
    expect(looked).toEqual(['EndpointSlice/default/user-api-service']);
  });

  it('that ask for something act on the world; what is refused is said', () => {
    terminal.run('kubectl scale deploy/user-api-deployment --replicas=4');
    expect(last()).toMatchObject({ output: ['deployment.apps/user-api-deployment scaled'], isEcho: false });
    expect(entries()).toHaveLength(1);
    expect(session.view().tables.deployments['default/user-api-deployment']!.spec.replicas).toBe(4);
    terminal.run('kubectl scael');
    expect(last()).toMatchObject({ state: 'refused' });
  });

  it('are kept on the device, each once', () => {
    terminal.run('kubectl get pods');
    terminal.run('kubectl version');
    terminal.run('kubectl get pods');
    const next = new Terminal({ session } as unknown as Host);
    next.open();
    expect(useTerminal.getState().view!.history).toEqual(['kubectl version', 'kubectl get pods']);
  });

  it('stand for buttons, too', () => {
    const [pod = ''] = Object.keys(session.view().tables.pods).filter((key) => key.includes('user-api'));
    terminal.acted({ type: 'deletePod', pod });
    terminal.acted({ type: 'crashPod', pod });
    expect(entries().map(({ line, isEcho }) => [line, isEcho])).toEqual([
      [`kubectl delete pod ${pod.slice(8)}`, true],
    ]);
  });
});

describe('a command in a container', () => {
  it('has printed when its end is shown, and not before', () => {
    terminal.run('kubectl exec deploy/web-mvc -- nslookup user-api-service');
    expect(last()).toMatchObject({ state: 'running', output: [] });
    expect(session.isPlaying()).toBe(true);
    go(0.0002);
    expect(last().state).toBe('running');
    go(1);
    expect(last()).toMatchObject({ state: 'done', note: 'terminal.note.searchList' });
    expect(last().output[0]).toBe('Server:         10.96.0.10');
  });

  it('is forgotten where somebody acts before it', () => {
    go(2);
    terminal.run('kubectl exec deploy/web-mvc -- curl --connect-timeout 9 http://10.244.1.250');
    go(1);
    terminal.run('kubectl scale deploy/user-api-deployment --replicas=1');
    terminal.refresh();
    expect(entries()[0]).toMatchObject({ state: 'done', output: [] });
  });
});

describe('a watch', () => {
  const rows = () => entries()[0]!.output.length;

  it('grows with time, shortens when one goes back, goes on beside other lines, and ends with Ctrl+C', () => {
    go(1);
    terminal.run('kubectl get pods -l app=user-api -w');
    expect(last().state).toBe('watching');
    expect(rows()).toBe(4);
    terminal.run('kubectl scale deploy/user-api-deployment --replicas=4');
    go(9);
    const grown = rows();
    expect(grown).toBeGreaterThan(7);
    go(2);
    expect(rows()).toBeLessThan(grown);
    expect(rows()).toBeGreaterThan(4);
    go(9);
    expect(rows()).toBe(grown);
    terminal.interrupt();
    expect(entries()[0]!.output.at(-1)).toBe('^C');
    go(2);
    expect(rows()).toBe(grown + 1);
  });

  it('ends where somebody acts before it began', () => {
    terminal.run('kubectl scale deploy/user-api-deployment --replicas=4');
    go(5);
    terminal.run('kubectl get pods -w');
    go(1);
    terminal.run('kubectl scale deploy/user-api-deployment --replicas=2');
    terminal.refresh();
    expect(entries()[1]!.state).toBe('done');
  });
});

it('closes, opens as it was, and clears', () => {
  terminal.run('kubectl version');
  terminal.close();
  expect(useTerminal.getState().view).toBeNull();
  terminal.toggle();
  expect(entries()).toHaveLength(1);
  terminal.resize(300);
  terminal.run('clear');
  expect(useTerminal.getState().view).toMatchObject({ entries: [], height: 300 });
});
