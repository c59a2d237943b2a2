import { useState, type RefObject } from 'react';
import { useElementSize } from '../useSpace';

/** How large the scene is laid out, and how many times larger it is shown. */
export interface SceneBox {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** The scene of a slide is laid out on a smaller sheet of always the same width, and enlarged: so its type is. */
const SHEET_WIDTH = 826;
/** Upright, on a phone: the sheet is as wide as phones are. */
const UPRIGHT_WIDTH = 390;

export function sceneBoxOf(width: number, height: number): SceneBox {
  const scale = width / (width > height ? SHEET_WIDTH : UPRIGHT_WIDTH);
  return { width: Math.round(width / scale), height: Math.round(height / scale), scale };
}

/** The box for an area of the page, kept up to date. */
export function useSceneScale(area: RefObject<HTMLElement | null>): SceneBox {
  const [box, setBox] = useState<SceneBox>({ width: 0, height: 0, scale: 1 });
  useElementSize(area, (width, height) => {
    const now = sceneBoxOf(width, height);
    setBox((old) =>
      old.width === now.width && old.height === now.height && old.scale === now.scale ? old : now,
    );
  });
  return box;
}
