import { useEffect, useId, useRef, type ComponentProps } from 'react';
import { IconButton } from './IconButton';
import { useText } from './text';
import './Modal.css';

type Props = Omit<ComponentProps<'dialog'>, 'ref' | 'open' | 'title' | 'onCancel' | 'onClose' | 'onClick'> & {
  /** Its head, with a cross to close it. Without one the content brings a head of its own, and names it. */
  readonly title?: string;
  /** Escape was pressed, or, if it `closesOutside`, somebody pressed beside it, or the cross. */
  onDismiss(): void;
  /** Whether a press beside it dismisses it too. It is, if not said otherwise. */
  readonly closesOutside?: boolean;
};

/**
 * A modal `<dialog>`, open as long as it is mounted. The keyboard stays inside; when it goes, the focus returns to
 * where it came from. Source: https://developer.mozilla.org/docs/Web/API/HTMLDialogElement/showModal
 */
export function Modal({ title, onDismiss, closesOutside = true, className = '', children, ...rest }: Props) {
  const { t } = useText();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    const before = document.activeElement;
    // Where tests draw the page there is no top layer.
    if (typeof element.showModal === 'function') element.showModal();
    else element.setAttribute('open', '');
    return () => {
      if (typeof element.close === 'function') element.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <dialog
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
      {...rest}
      ref={dialog}
      className={`ui-modal ${className}`}
      onCancel={(event) => {
        event.preventDefault();
        onDismiss();
      }}
      onClick={(event) => {
        if (closesOutside && event.target === dialog.current) onDismiss();
      }}
    >
      {title !== undefined && (
        <header className="ui-modal-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="cross" label={t('ui.close')} onPress={onDismiss} />
        </header>
      )}
      {children}
    </dialog>
  );
}
