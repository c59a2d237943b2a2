import { Icon } from './Icon';

/** A button that is on or off. The tick is there only when on, so colour is not alone. */
export function ToggleButton(props: {
  readonly on: boolean;
  readonly label: string;
  readonly hint?: string;
  onChange(on: boolean): void;
}) {
  return (
    <button
      type="button"
      className={`ui-button ui-toggle${props.on ? ' is-on' : ''}`}
      aria-pressed={props.on}
      title={props.hint}
      onClick={() => props.onChange(!props.on)}
    >
      <span className="ui-tickbox">{props.on && <Icon name="check" size={14} />}</span>
      {props.label}
    </button>
  );
}
