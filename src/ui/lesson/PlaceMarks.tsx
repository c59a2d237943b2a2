import { useEffect, useRef } from 'react';
import { LessonIcon } from './LessonIcon';
import './ghost.css';

/** A mark over the picture: a place that can be chosen, that the lesson points at, or where the ghost is now. */
export interface PlaceMark {
  readonly place: string;
  readonly kind: 'choice' | 'chosen' | 'pointed' | 'ghost';
}

export interface Picture {
  /** Where a place is drawn, in CSS pixels of the window; null if it is not. */
  rectOf(
    place: string,
  ): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } | null;
  /** Where the packet is drawn; null while there is none. */
  packetRect(): {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  } | null;
  /** Calls back at every frame; returns the way to end that. */
  onFrame(listener: () => void): () => void;
}

/**
 * Marks that follow their places while the picture moves. They take no clicks and say nothing: what they
 * show stands in the lesson's column, too.
 */
export default function PlaceMarks(props: {
  readonly marks: readonly PlaceMark[];
  readonly picture: Picture;
}) {
  const { marks, picture } = props;
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = () => {
      const box = root.current?.getBoundingClientRect();
      if (box === undefined) return;
      for (const element of root.current!.children) {
        if (!(element instanceof HTMLElement)) continue;
        put(element, picture.rectOf(element.dataset['place'] ?? ''), box);
        const badge = element.querySelector('b');
        if (badge !== null) keepOff(element, badge, picture.packetRect());
      }
    };
    follow();
    return picture.onFrame(follow);
  }, [picture, marks]);
  return (
    <div className="les-marks" ref={root} aria-hidden="true">
      {marks.map((mark) => (
        <span key={`${mark.kind} ${mark.place}`} className={`is-${mark.kind}`} data-place={mark.place} hidden>
          {mark.kind === 'ghost' && (
            <b>
              <LessonIcon name="ghost" size={18} />
            </b>
          )}
        </span>
      ))}
    </div>
  );
}

/** The ghost's badge goes to the first corner of its place at which it does not cover the packet. */
function keepOff(element: HTMLElement, badge: HTMLElement, packet: ReturnType<Picture['packetRect']>): void {
  for (const corner of ['nw', 'sw', 'se', 'ne']) {
    element.dataset['corner'] = corner;
    const own = badge.getBoundingClientRect();
    const isFree =
      packet === null ||
      own.right < packet.left ||
      own.left > packet.right ||
      own.bottom < packet.top ||
      own.top > packet.bottom;
    if (isFree) return;
  }
}

/** Lays a mark around its place, within the picture. */
function put(
  element: HTMLElement,
  rect: ReturnType<Picture['rectOf']>,
  within: { readonly left: number; readonly top: number },
): void {
  element.hidden = rect === null;
  if (rect === null) return;
  const { style } = element;
  style.transform = `translate(${Math.round(rect.x - within.left)}px, ${Math.round(rect.y - within.top)}px)`;
  style.width = `${Math.round(rect.w)}px`;
  style.height = `${Math.round(rect.h)}px`;
}
