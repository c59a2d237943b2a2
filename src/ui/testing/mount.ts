/** Mounts a component into a jsdom page and takes it away again. */
import '../../i18n/later';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Actions } from '../contract';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

export interface Mounted {
  readonly root: HTMLElement;
  render(node: ReactNode): void;
  unmount(): void;
}

/** Renders, and returns the element that holds it. */
export function mount(node: ReactNode): Mounted {
  const root = document.createElement('div');
  document.body.append(root);
  const reactRoot = createRoot(root);
  act(() => reactRoot.render(node));
  return {
    root,
    render: (next) => act(() => reactRoot.render(next)),
    unmount: () => {
      act(() => reactRoot.unmount());
      root.remove();
    },
  };
}

/** Lets what was loaded on demand arrive: React hears of it within the test, not after it. */
export async function arrived(): Promise<void> {
  await act(async () => {
    await new Promise((done) => setTimeout(done, 20));
  });
}

/** The button whose text or label has these words. */
export function button(words: string, within: ParentNode = document): HTMLButtonElement {
  const found = [...within.querySelectorAll('button')].find((each) =>
    `${each.getAttribute('aria-label') ?? ''} ${each.textContent}`.includes(words),
  );
  if (found === undefined) throw new Error(`no button says "${words}"`);
  return found;
}

/** Clicks and lets React settle. */
export function click(element: Element): void {
  act(() => element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })) as never);
}

/** Presses a key where the focus is. Returns whether someone took it. */
export function press(key: string, target: Element = document.body, shiftKey = false): boolean {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, shiftKey });
  act(() => {
    target.dispatchEvent(event);
  });
  return event.defaultPrevented;
}

/** Actions that write down what was asked: `['seek', 4000000]`, `['story.light', 2]`. */
export function recordedActions(): { actions: Actions; asked: unknown[][] } {
  const asked: unknown[][] = [];
  const recorder = <T extends object>(prefix: string, inner: Partial<T>) =>
    new Proxy(inner as T, {
      get: (target, name) =>
        Reflect.get(target, name) ??
        ((...values: unknown[]) => {
          asked.push([`${prefix}${String(name)}`, ...values]);
        }),
    });
  const story = recorder<Actions['story']>('story.', {});
  const time = recorder<Actions['time']>('time.', {});
  const modes = recorder<Actions['modes']>('modes.', {});
  return { actions: recorder<Actions>('', { story, time, modes }), asked };
}
