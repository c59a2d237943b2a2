import { useLayoutEffect, useRef, useState } from 'react';
import type { PodBox } from '../projection/picture';
import { AddressChip } from './AddressChip';
import type { MenuView } from './contract';
import { Icon } from './Icon';
import { IconButton } from './IconButton';
import { plain, useText } from './text';
import './PodMenu.css';

const GAP = 12;

/** `-n` only where it is needed, as one would type it. */
function namespaceFlag(podKey: string): string {
  const namespace = podKey.split('/')[0] ?? 'default';
  return namespace === 'default' ? '' : ` -n ${namespace}`;
}

/** The command that deleting a Pod stands for. */
export function deleteCommand(podKey: string): string {
  return `kubectl delete pod ${podKey.split('/')[1] ?? podKey}${namespaceFlag(podKey)}`;
}

/** The command that crashing a container stands for: its first process is told to end. */
export function crashCommand(podKey: string): string {
  return `kubectl exec ${podKey.split('/')[1] ?? podKey}${namespaceFlag(podKey)} -- kill 1`;
}

/** `namespace/name` of the Pod that stands at a place. */
export function podKeyOf(place: string): string {
  return place.replace(/^pod\//, '');
}

/**
 * What can be done to a Pod, beside it. A modal `<dialog>`: the browser keeps the focus
 * inside and closes it on Esc; a click outside closes it too.
 */
export function PodMenu(props: {
  readonly menu: MenuView;
  readonly pod: PodBox | null;
  onClose(): void;
  onDelete(podKey: string): void;
  onCrash(podKey: string): void;
  onDetails(place: string): void;
  onWhy?(podKey: string): void;
}) {
  const { menu, pod, onClose } = props;
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const [spot, setSpot] = useState<{ left: number; top: number } | null>(null);
  const podKey = podKeyOf(menu.place);

  // Opened before it is measured: a closed dialog has no size.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    const before = document.activeElement;
    if (typeof element.showModal === 'function') element.showModal();
    else element.setAttribute('open', '');
    return () => {
      if (typeof element.close === 'function') element.close();
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus();
    };
  }, []);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element !== null) setSpot(beside(menu.rect, element.offsetWidth || 340, element.offsetHeight || 280));
  }, [menu.rect]);

  const act = (run: (podKey: string) => void) => () => {
    run(podKey);
    onClose();
  };
  return (
    <dialog
      ref={dialog}
      className="ui-podmenu"
      aria-label={t('ui.pod.menu', { pod: podKey })}
      style={spot ?? { visibility: 'hidden' }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="ui-podmenu-body">
        <header>
          <h2>
            Pod <span>{pod === null ? podKey : `…${pod.shortName}`}</span>
          </h2>
          {pod?.ip && <AddressChip address={{ kind: 'pod', text: pod.ip }} small />}
          <span className="ui-spring" />
          <IconButton
            icon="inspect"
            label={t('ui.pod.details')}
            onPress={() => {
              props.onDetails(menu.place);
              onClose();
            }}
          />
          <IconButton icon="cross" label={t('ui.close')} onPress={onClose} />
        </header>
        <div className="ui-podmenu-choice">
          <button type="button" className="ui-button is-bad" onClick={act(props.onDelete)}>
            <Icon name="trash" /> {t('ui.pod.delete')}
          </button>
          <p>{t('ui.pod.delete.means')}</p>
          <code>{deleteCommand(podKey)}</code>
        </div>
        <div className="ui-podmenu-choice">
          <button type="button" className="ui-button" onClick={act(props.onCrash)}>
            <Icon name="bolt" /> {t('ui.pod.crash')}
          </button>
          <p>{t('ui.pod.crash.means')}</p>
          <code>{crashCommand(podKey)}</code>
        </div>
        {props.onWhy !== undefined && (
          <div className="ui-podmenu-choice">
            <button
              type="button"
              className="ui-button"
              onClick={() => {
                props.onWhy?.(podKey);
                onClose();
              }}
            >
              <Icon name="causes" />{' '}
              {plain(t('cause.ask.pod', { pod: pod === null ? podKey : `…${pod.shortName}` }))}
            </button>
          </div>
        )}
      </div>
    </dialog>
  );
}

/** Right of the Pod if there is room, else left, else under or over it; always inside the window. */
function beside(rect: MenuView['rect'], width: number, height: number) {
  const right = rect.left + rect.width + GAP;
  const left = rect.left - GAP - width;
  const bottom = rect.top + rect.height + GAP;
  const fitsTop = Math.max(GAP, Math.min(rect.top, window.innerHeight - height - GAP));
  if (right + width <= window.innerWidth - GAP) return { left: right, top: fitsTop };
  if (left >= GAP) return { left, top: fitsTop };
  const inside = Math.max(GAP, Math.min(rect.left, window.innerWidth - width - GAP));
  if (bottom + height <= window.innerHeight - GAP) return { left: inside, top: bottom };
  return { left: inside, top: Math.max(GAP, rect.top - GAP - height) };
}
