/** The comparison of the proxy modes, as React is told of it; null while it is closed. */
import { create } from 'zustand';
import type { ModesView } from '../ui/modes/contract';

export const useModes = create<{ readonly view: ModesView | null }>(() => ({ view: null }));
