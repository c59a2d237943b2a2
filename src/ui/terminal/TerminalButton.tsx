import { Icon } from '../Icon';

/** Opens and closes the strip. Its word is the program's name, in every language. */
export function TerminalButton(props: { readonly isOpen: boolean; onToggle(): void }) {
  return (
    <button type="button" className="ui-button" aria-expanded={props.isOpen} onClick={props.onToggle}>
      <Icon name="terminal" /> <span>kubectl</span>
    </button>
  );
}
