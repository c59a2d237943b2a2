/** The layout of a picture in a lens, whatever the size of the screen. */
import type { Picture } from '../../projection/picture';
import { layersLayout } from './layers';
import { layersPhoneLayout } from './layersPhone';
import { machinesLayout } from './machines';
import { machinesPhoneLayout } from './machinesPhone';
import { formOf, type SceneSize } from './metrics';
import type { Layout, LensName } from './slots';

/** Chooses among the four layouts by lens and width. */
export function layoutOf(picture: Picture, lens: LensName, size: SceneSize): Layout {
  const phone = formOf(size.w) === 'phone';
  if (lens === 'layers') return phone ? layersPhoneLayout(picture, size) : layersLayout(picture, size);
  return phone ? machinesPhoneLayout(picture, size) : machinesLayout(picture, size);
}
