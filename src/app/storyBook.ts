/** What the story panels are made of: loaded on demand. */
import { FactIndex } from '../projection/causesIndex';
import { whyCard } from '../projection/causes';
import type { FactLog } from '../projection/factLog';
import type { Focus } from '../projection/focus';
import { packetCard, type PacketCard } from '../projection/packetCard';
import type { ObjectSources } from '../projection/ruleTruth';
import { sequenceCard } from '../projection/sequence';
import type { LogCard, Question, SequenceCard, TopologyCard, WhyCard } from '../projection/storyCards';
import { StoryLog } from '../projection/storyLog';
import { topologyCard } from '../projection/topology';
import type { WorldView } from '../projection/view';
import type { Fact } from '../sim/kernel/draft';

export class StoryBook {
  private readonly index = new FactIndex();
  private readonly lines = new StoryLog();

  /** Takes in what is new. False if it is another branch's trace. */
  follow(facts: readonly Fact[]): boolean {
    return this.index.follow(facts);
  }

  why(view: WorldView, question: Question, service: string | null): WhyCard | null {
    return whyCard(this.index, view, question, service);
  }

  sequence(view: WorldView, focus: Focus): SequenceCard | null {
    return sequenceCard(view, focus);
  }

  log(facts: readonly Fact[], at: number): LogCard {
    this.lines.follow(facts);
    return this.lines.card(at);
  }

  packet(view: WorldView, log: FactLog, focus: Focus, sources: ObjectSources): PacketCard | null {
    return packetCard(view, log, focus, sources);
  }

  topology(view: WorldView, focus: Focus): TopologyCard {
    return topologyCard(view, focus);
  }
}
