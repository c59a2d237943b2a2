import type { HeaderField, HeaderLayer, HeaderTurn } from '../../projection/headerLayers';
import type { Address } from '../../projection/picture';
import { AddressChip } from '../AddressChip';
import { Icon } from '../Icon';
import { useText } from '../text';

type KindOf = (socket: string) => Address;

/** The packet's headers, layer by layer; what changes is marked by a sign, by colour, and in words for those who listen. */
export function HeaderLayers(props: {
  readonly layers: readonly HeaderLayer[];
  readonly turn: HeaderTurn;
  readonly kindOf: KindOf;
}) {
  const { t } = useText();
  const isProgram = props.turn === 'program';
  const changes = props.layers.flatMap(({ fields }) => fields).filter(({ isChanged }) => isChanged).length;
  return (
    <section>
      <h4>
        {t(isProgram ? 'packet.message' : 'ui.hop.headers')} ·{' '}
        <small>{t(isProgram ? 'packet.differences' : 'packet.changes', { count: changes })}</small>
      </h4>
      <table className="ui-headers">
        <thead>
          <tr>
            <th scope="col">{t('packet.field')}</th>
            <th scope="col">{t(isProgram ? 'packet.received' : 'ui.hop.before')}</th>
            <th scope="col">{t(isProgram ? 'packet.sent' : 'ui.hop.after')}</th>
          </tr>
        </thead>
        {props.layers.map(({ layer, fields, isEncrypted }) => (
          <tbody key={layer}>
            <tr className="ui-headers-layer">
              <th colSpan={3} scope="rowgroup">
                {layer}
                {isEncrypted === true && <small> · {t('packet.encrypted')}</small>}
              </th>
            </tr>
            {fields.map((field) => (
              <Field key={field.name} layer={layer} field={field} turn={props.turn} kindOf={props.kindOf} />
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
  readonly turn: HeaderTurn;
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
        <span className="ui-unseen">
          {' '}
          {t(props.turn === 'program' ? 'packet.differs' : 'packet.changed')}
        </span>
      </th>
      <td>{show(field.before, props.turn === 'program' ? 'plain' : 'old')}</td>
      <td>
        <Icon name="arrow" size={16} />
        {show(field.after, 'fresh')}
      </td>
    </tr>
  );
}
