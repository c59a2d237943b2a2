import { useId, type ReactNode } from 'react';

/** One of a few: a radio group drawn as one bar. Arrow keys move in it, as in every radio group. */
export function SegmentedControl<T extends string | number>(props: {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: ReactNode; readonly lang?: string }[];
  onChange(value: T): void;
}) {
  const name = useId();
  return (
    <fieldset className="ui-segmented">
      <legend className="ui-unseen">{props.legend}</legend>
      {props.options.map((option) => (
        <label key={option.value} lang={option.lang} className={option.value === props.value ? 'is-on' : ''}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
