/** @vitest-environment jsdom */
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanguageContext } from '../text';
import { button, click, mount, press, type Mounted } from '../testing/mount';
import type { TerminalActions, TerminalCandidate, TerminalEntry, TerminalView } from './contract';
import Terminal from './Terminal';

const ENTRY: TerminalEntry = {
  id: 1,
  line: 'kubectl get pods',
  output: ['NAME   READY', 'web    1/1'],
  state: 'done',
  isEcho: false,
  note: null,
};
const VIEW: TerminalView = {
  entries: [ENTRY],
  history: ['kubectl get svc', 'kubectl get pods'],
  height: 200,
  focusAsked: 1,
};

let mounted: Mounted;
let asked: unknown[][];
let candidates: readonly TerminalCandidate[];
let from: number;
const actions = new Proxy({} as TerminalActions, {
  get:
    (_, name) =>
    (...values: unknown[]) => {
      asked.push([name, ...values]);
      return name === 'complete' ? { from, candidates } : undefined;
    },
});
const show = (view: Partial<TerminalView> = {}) => (
  <LanguageContext value="en">
    <Terminal view={{ ...VIEW, ...view }} actions={actions} />
  </LanguageContext>
);
const field = () => mounted.root.querySelector('input')!;
const options = () => [...mounted.root.querySelectorAll('[role=option]')].map((one) => one.textContent);
const list = () => mounted.root.querySelector<HTMLElement>('[role=listbox]')!;

/** Types into the prompt, as React hears it. */
function type(text: string): void {
  act(() => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    set!.call(field(), text);
    field().dispatchEvent(new Event('input', { bubbles: true }));
  });
}

function control(key: string): boolean {
  const event = new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, cancelable: true });
  act(() => void field().dispatchEvent(event));
  return event.defaultPrevented;
}

beforeEach(() => {
  asked = [];
  candidates = [];
  from = 0;
  mounted = mount(show());
});
afterEach(() => mounted.unmount());

describe('the strip', () => {
  it('has the focus in its prompt, and speaks what is printed', () => {
    expect(document.activeElement).toBe(field());
    const log = mounted.root.querySelector('[role=log]')!;
    expect(log.getAttribute('aria-live')).toBe('polite');
    expect(log.querySelector('pre')!.textContent).toBe('NAME   READY\nweb    1/1');
  });

  it('marks lines that stand for a button, and what goes on', () => {
    mounted.render(
      show({
        entries: [
          { ...ENTRY, isEcho: true },
          { ...ENTRY, id: 2, state: 'watching', note: 'terminal.note.dottedName' },
        ],
      }),
    );
    const [echo, watching] = mounted.root.querySelectorAll('.ui-terminal-entry');
    expect(echo!.textContent).toContain('= button');
    expect(watching!.textContent).toContain('Ctrl+C');
    expect(watching!.textContent).toContain('search list');
  });

  it('shows markup in output as text', () => {
    mounted.render(show({ entries: [{ ...ENTRY, output: ['<img src=x onerror=alert(1)>'] }] }));
    expect(mounted.root.querySelector('img')).toBeNull();
  });

  it('closes, and is made higher with the keyboard', () => {
    click(button('Close the terminal'));
    press('ArrowUp', mounted.root.querySelector('[role=separator]')!);
    expect(asked).toEqual([['close'], ['resize', 224]]);
  });
});

it('gives the focus back when it is closed', () => {
  mounted.unmount();
  const opener = document.createElement('button');
  document.body.append(opener);
  opener.focus();
  mounted = mount(show());
  expect(document.activeElement).toBe(field());
  mounted.unmount();
  expect(document.activeElement).toBe(opener);
  opener.remove();
  mounted = mount(show());
});

describe('the prompt', () => {
  it('runs a line and is empty again', () => {
    type('kubectl get pods');
    press('Enter', field());
    expect(asked).toEqual([['run', 'kubectl get pods']]);
    expect(field().value).toBe('');
  });

  it('brings back what was typed, and what was being typed', () => {
    type('kub');
    press('ArrowUp', field());
    expect(field().value).toBe('kubectl get pods');
    press('ArrowUp', field());
    press('ArrowUp', field());
    expect(field().value).toBe('kubectl get svc');
    press('ArrowDown', field());
    press('ArrowDown', field());
    expect(field().value).toBe('kub');
  });

  it('clears with Ctrl+L, interrupts with Ctrl+C, leaves other keys alone', () => {
    expect(control('l')).toBe(true);
    type('kubectl get');
    expect(control('c')).toBe(true);
    expect(field().value).toBe('');
    expect(control('r')).toBe(false);
    expect(asked).toEqual([['clear'], ['interrupt']]);
  });
});

describe('Tab', () => {
  it('writes the only candidate, with a blank behind it', () => {
    candidates = [{ text: 'describe', note: '' }];
    from = 8;
    type('kubectl des');
    expect(press('Tab', field())).toBe(true);
    expect(asked).toEqual([['complete', 'kubectl des', 11]]);
    expect(field().value).toBe('kubectl describe ');
    expect(field().selectionStart).toBe(17);
  });

  it('writes what all have in common, and lists them; arrows choose, Enter takes', () => {
    candidates = [
      { text: 'deployments', note: 'deploy' },
      { text: 'deployment/web', note: '' },
    ];
    from = 12;
    type('kubectl get dep');
    press('Tab', field());
    expect(field().value).toBe('kubectl get deployment');
    expect(options()).toEqual(['deploymentsdeploy', 'deployment/web']);
    expect(field().getAttribute('aria-expanded')).toBe('true');
    press('ArrowDown', field());
    press('Tab', field());
    const chosen = mounted.root.querySelector('[aria-selected=true]')!;
    expect(chosen.textContent).toBe('deployment/web');
    expect(field().getAttribute('aria-activedescendant')).toBe(chosen.id);
    press('Enter', field());
    expect(field().value).toBe('kubectl get deployment/web ');
    expect(list().hidden).toBe(true);
    expect(asked.filter(([name]) => name === 'run')).toEqual([]);
  });

  it('is no trap: Escape closes the list, and then Tab leaves; so does it from an empty prompt', () => {
    expect(press('Tab', field())).toBe(false);
    candidates = [
      { text: 'get', note: '' },
      { text: 'help', note: '' },
    ];
    from = 8;
    type('kubectl ');
    expect(press('Tab', field())).toBe(true);
    expect(list().hidden).toBe(false);
    expect(press('Escape', field())).toBe(true);
    expect(list().hidden).toBe(true);
    expect(press('Tab', field())).toBe(false);
    expect(press('Tab', field(), true)).toBe(false);
    type('kubectl g');
    expect(press('Tab', field())).toBe(true);
  });

  it('leaves when there is nothing to complete', () => {
    type('kubectl nonsense');
    expect(press('Tab', field())).toBe(false);
  });
});
