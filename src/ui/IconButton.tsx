import { Icon, type IconName } from './Icon';

/** A square button that is an icon to the eye and its label to everyone else. */
export function IconButton(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly expanded?: boolean;
  readonly keys?: string;
  onPress(): void;
}) {
  return (
    <button
      type="button"
      className={`ui-button ui-square${props.primary ? ' is-primary' : ''}`}
      aria-label={props.label}
      aria-keyshortcuts={props.keys}
      aria-expanded={props.expanded}
      title={props.keys ? `${props.label} (${props.keys})` : props.label}
      disabled={props.disabled}
      onClick={props.onPress}
    >
      <Icon name={props.icon} size={20} />
    </button>
  );
}
