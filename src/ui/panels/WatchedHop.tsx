import type { ComponentProps } from 'react';
import type { Actions } from '../contract';
import { HopPanel } from './HopPanel';
import { useWatch } from './useWatch';

/** One hop in full, with all that is worked out only while it is on the screen. */
export default function WatchedHop(props: ComponentProps<typeof HopPanel> & { readonly actions: Actions }) {
  const { actions, ...panel } = props;
  useWatch(actions, 'hop');
  return <HopPanel {...panel} />;
}
