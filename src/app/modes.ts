/** Proxy modes on the page: the scenario under another one, and all of them side by side. */
import { SIMULATED_MODES } from '../sim/dataplane/nodeRules/nodeRules';
import type { ModesActions, ModesView } from '../ui/modes/contract';
import { useModes } from './modesStore';
import type { Host } from './parts';
import { modeNamed, sessionInMode } from './proxyMode';

export class Modes implements ModesActions {
  /** Work for an older opening stops by itself. */
  private opening = 0;

  constructor(private readonly host: Pick<Host, 'session' | 'replaceSession' | 'looked'>) {
    useModes.setState({ view: null });
  }

  switchTo(name: string): void {
    const mode = modeNamed(name);
    const { session } = this.host;
    const isShown = session.view().tables.proxyDefaults['cluster']?.mode === mode;
    if (mode === null || isShown) return;
    const wasPlaying = session.isPlaying();
    session.pause();
    const next = sessionInMode(session, mode);
    this.host.replaceSession(next);
    if (wasPlaying) next.play();
    if (useModes.getState().view !== null) this.show({ shown: mode });
  }

  open(): void {
    const { session } = this.host;
    const shown = session.view().tables.proxyDefaults['cluster']?.mode ?? session.loaded.scenario.proxyMode;
    useModes.setState({
      view: {
        ...{ modes: SIMULATED_MODES, shown, columns: {}, isUsual: false },
        ...{ growth: {}, isMeasured: false, failure: null },
      },
    });
    this.host.looked('panel/modes');
    void this.work(++this.opening);
  }

  close(): void {
    this.opening++;
    useModes.setState({ view: null });
  }

  private async work(opening: number): Promise<void> {
    try {
      const { compareModes, measureModes } = await import('./modesRun');
      for await (const found of compareModes(this.host.session)) {
        if (opening !== this.opening) return;
        this.show(found);
      }
      for await (const found of measureModes()) {
        if (opening !== this.opening) return;
        this.show(found);
      }
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      if (opening === this.opening) this.show({ failure });
    }
  }

  private show(change: Partial<ModesView>): void {
    useModes.setState(({ view }) => ({ view: view === null ? null : { ...view, ...change } }));
  }
}
