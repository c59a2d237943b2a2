import { useEffect, useRef } from 'react';
import { commandOf, type Command } from './keyMap';

/**
 * Listens for the keys of the whole app while the shell is on the page. Keys that belong to
 * what has the focus (typing, radio groups, sliders), or come with Ctrl, Alt or Meta, pass by.
 */
export function useShellKeys(charactersAreOn: boolean, run: (command: Command) => boolean): void {
  const latest = useRef({ charactersAreOn, run });
  useEffect(() => {
    latest.current = { charactersAreOn, run };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const target = event.target instanceof Element ? event.target : null;
      const command = commandOf(event.key, target, latest.current.charactersAreOn);
      if (command !== null && latest.current.run(command)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
