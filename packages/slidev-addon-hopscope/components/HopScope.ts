/**
 * `<HopScope scenario="…" steps="2-5" />` in a slide: its steps after the first are clicks of that slide, so that
 * clickers, the presenter's window and the audience's need nothing of their own. Print and export show pictures.
 */
import { useIsSlideActive, useNav, useSlideContext } from '@slidev/client';
import { computed, defineComponent, h, onMounted, onUnmounted, ref, shallowRef, watch } from 'vue';
import { defaultBase, loadElement, TAG } from '../scope/loader';
import { clicksOf, readRange, stepAfter, type StepRange } from '../scope/range';
import { picturesOf, type Attributes, type Pictures } from '../scope/stills';

/** The part of `<hop-scope>` that a slide of Slidev uses. */
interface Scope extends HTMLElement {
  readonly isReady: boolean;
  readonly currentStep: number;
  readonly firstStep: number;
  readonly lastStep: number;
  goTo(step: number, how?: { still?: boolean }): Promise<boolean>;
  sleep?(): void;
  wake?(): void;
}

const FIELDS = ['detail', 'lens', 'lang', 'theme', 'seed', 'controls', 'poster', 'motion'] as const;
const text = [String, Number];

export default defineComponent({
  name: 'HopscopeSlide',
  props: {
    scenario: { type: String, required: true },
    /** `2-5` or `[2, 5]`: the first and the last step. Without it the clicks are known when the lesson has loaded. */
    steps: { type: [String, Number, Array], default: undefined },
    /** The click that shows the second step, as for `v-click`: `3`, `'+1'`. */
    at: { type: text, default: '+1' },
    /** The folder with Hopscope's files. */
    base: { type: String, default: undefined },
    ...Object.fromEntries(FIELDS.map((name) => [name, { type: text, default: undefined }])),
  },
  setup(given) {
    const props = given as typeof given & Partial<Record<(typeof FIELDS)[number], string | number>>;
    const { $clicksContext: clicks, $renderContext: context } = useSlideContext();
    const { isPrintMode, isPrintWithClicks } = useNav();
    const isActive = useIsSlideActive();
    const key = Symbol('hop-scope') as unknown as string;
    const scope = shallowRef<Scope | null>(null);
    const pictures = shallowRef<Pictures | null>(null);
    const range = shallowRef<StepRange | null>(readRange(props.steps));
    const start = ref<number | null>(null);

    const base = computed(() => props.base ?? defaultBase(import.meta.env.BASE_URL));
    const isLive = computed(() => !isPrintMode.value && ['slide', 'presenter'].includes(context.value));
    const isPictured = computed(() => isPrintMode.value || context.value === 'previewNext');
    const attributes = computed<Attributes>(() => {
      const own = FIELDS.flatMap((name) => (props[name] === undefined ? [] : [[name, String(props[name])]]));
      const steps = range.value === null ? [] : [['steps', `${range.value.first}-${range.value.last}`]];
      return Object.fromEntries([['scenario', props.scenario], ['base', base.value], ...steps, ...own]);
    });
    /** How many of its clicks the slide has done. */
    const done = computed(() => (start.value === null ? 0 : clicks.current - start.value + 1));
    const step = computed(() => (range.value === null ? 0 : stepAfter(range.value, done.value)));

    function register(): void {
      clicks.unregister(key);
      if (range.value === null || clicksOf(range.value) === 0) return;
      const info = clicks.calculateSince(props.at, clicksOf(range.value));
      if (info === null) return;
      clicks.register(key, info);
      start.value = info.start;
    }

    function learn(found: StepRange): void {
      if (found.first === range.value?.first && found.last === range.value.last) return;
      range.value = found;
      register();
    }

    function lead(still: boolean): void {
      const element = scope.value;
      if (element?.isReady !== true || step.value === 0 || element.currentStep === step.value) return;
      void element.goTo(step.value, { still });
    }

    function rest(): void {
      if (isActive.value) scope.value?.wake?.();
      else scope.value?.sleep?.();
    }

    function onReady(): void {
      const element = scope.value!;
      if (element.firstStep > 0) learn({ first: element.firstStep, last: element.lastStep });
      rest();
      lead(true);
    }

    /** Someone pressed a button inside: the slide follows, and with it the other window. */
    function onStep(): void {
      const element = scope.value!;
      if (!isActive.value || range.value === null || start.value === null) return;
      if (element.currentStep === step.value) return;
      clicks.current = start.value - 1 + element.currentStep - range.value.first;
    }

    onMounted(async () => {
      register();
      if (!isLive.value && !isPictured.value) return;
      await loadElement(base.value);
      rest();
      if (!isPictured.value) return;
      pictures.value = await picturesOf(attributes.value);
      learn({
        first: pictures.value.first,
        last: pictures.value.first + pictures.value.addresses.length - 1,
      });
    });
    onUnmounted(() => clicks.unregister(key));
    watch(step, (now, before) => lead(now < before));
    watch(isActive, rest);

    function drawPictures(): ReturnType<typeof h> {
      const all = pictures.value?.addresses ?? [];
      const isSheet = isPrintMode.value && !isPrintWithClicks.value;
      const shown = isSheet ? all : all.slice(step.value - (pictures.value?.first ?? 1)).slice(0, 1);
      // Slidev's export waits until this is to be seen: `data-waitfor`, https://sli.dev/builtin/cli#export.
      return h(
        'div',
        { class: ['hopscope-stills', { 'is-sheet': isSheet }], 'data-waitfor': 'img' },
        shown.map((src) => h('img', { src, alt: '' })),
      );
    }

    return () => {
      if (isPictured.value) return drawPictures();
      if (!isLive.value) return h('div', { class: 'hopscope-stills is-empty' }, props.scenario);
      return h(TAG, { ref: scope, ...attributes.value, onReady, onStepchange: onStep });
    };
  },
});
