import { encode } from 'uqr';
import { useMemo } from 'react';
import { useText } from '../text';

/** Denser ones are read by hardly any phone from a projector. */
const MAX_VERSION = 22;

/** The link as a QR code, for a room of phones; or why there is none. */
export function QrCode({ text }: { readonly text: string }) {
  const { t } = useText();
  const code = useMemo(() => qrPath(text), [text]);
  if (code === null) return <p className="ui-share-noqr">{t('share.noQr')}</p>;
  const { size, path } = code;
  return (
    <svg
      className="ui-share-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('share.qr')}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** The dark modules as one path, with the quiet zone of four that ISO/IEC 18004 asks for; null if too long. */
function qrPath(text: string): { readonly size: number; readonly path: string } | null {
  try {
    const { data, size } = encode(text, { ecc: 'M', border: 4, maxVersion: MAX_VERSION });
    let path = '';
    data.forEach((row, y) => {
      for (let x = 0; x < row.length; x++) {
        if (row[x] !== true) continue;
        const from = x;
        while (row[x + 1] === true) x++;
        path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
      }
    });
    return { size, path };
  } catch {
    return null;
  }
}
