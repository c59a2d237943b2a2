import type { HeaderField, HeaderLayer } from '../../projection/headerLayers';
import type { Address } from '../../projection/picture';
import { AddressChip } from '../AddressChip';
import { Icon } from '../Icon';
import { useText } from '../text';

type KindOf = (socket: string) => Address;

/** The packet's headers, layer by layer; what changes is marked by a sign, by colour, and in words for those who listen. */
export function HeaderLayers(props: { readonly layers: readonly HeaderLayer[]; readonly kindOf: KindOf }) {
  const { t } = useText();
  const changes = props.layers.flatMap(({ fields }) => fields).filter(({ isChanged }) => isChanged).length;
  return (
    <section>
      <h4>
        {t('ui.hop.headers')} · <small>{t('packet.changes', { count: changes })}</small>
      </h4>
      <table className="ui-headers">
        <thead>
          <tr>
            <th scope="col">{t('packet.field')}</th>
            <th scope="col">{t('ui.hop.before')}</th>
            <th scope="col">{t('ui.hop.after')}</th>
          </tr>
        </thead>
        {props.layers.map(({ layer, fields }) => (
          <tbody key={layer}>
            <tr className="ui-headers-layer">
              <th colSpan={3} scope="rowgroup">
                {layer}
              </th>
            </tr>
            {fields.map((field) => (
              <Field key={field.name} layer={layer} field={field} kindOf={props.kindOf} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Field(props: {
  readonly layer: HeaderLayer['layer'];
  readonly field: HeaderField;
  readonly kindOf: KindOf;
}) {
  const { t } = useText();
  const { field, layer, kindOf } = props;
  const isAddress = layer === 'IP' && field.name !== 'protocol';
  const show = (text: string, look: 'plain' | 'old' | 'fresh') => {
    if (isAddress) return <AddressChip address={kindOf(text)} look={look} small />;
    const Tag = look === 'old' ? 'del' : look === 'fresh' ? 'ins' : 'code';
    return <Tag className={`ui-header-text is-${look}`}>{text}</Tag>;
  };
  if (!field.isChanged)
    return (
      <tr>
        <th scope="row">{field.name}</th>
        <td colSpan={2}>
          {show(field.before, 'plain')} <span className="ui-unseen">{t('ui.hop.same')}</span>
        </td>
      </tr>
    );
  return (
    <tr className="is-changed">
      <th scope="row">
        <Icon name="pen" size={15} /> {field.name}
        <span className="ui-unseen"> {t('packet.changed')}</span>
      </th>
      <td>{show(field.before, 'old')}</td>
      <td>{show(field.after, 'fresh')}</td>
    </tr>
  );
}
