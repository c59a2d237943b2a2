/** The dialog for exports, as React is told of it; null while it is closed. */
import { create } from 'zustand';
import type { ExportView } from '../ui/export/contract';

export const useExport = create<{ readonly view: ExportView | null }>(() => ({ view: null }));
