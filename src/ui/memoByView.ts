import { memo, type ComponentType, type NamedExoticComponent } from 'react';
import type { View } from './contract';

/**
 * `memo` for a component that reads only some parts of the `View`: while playing, the View is new on
 * every frame, but most of its parts are not. All other props are compared as `memo` does.
 */
export function memoByView<Props extends { readonly view: View }>(
  component: ComponentType<Props>,
  parts: (view: View) => readonly unknown[],
): NamedExoticComponent<Props> {
  return memo(component, (before, after) => {
    const keys = Object.keys(after) as (keyof Props)[];
    if (keys.some((key) => key !== 'view' && !Object.is(before[key], after[key]))) return false;
    const old = parts(before.view);
    return parts(after.view).every((part, index) => Object.is(part, old[index]));
  }) as NamedExoticComponent<Props>;
}
