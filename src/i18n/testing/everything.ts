/** All sentences of both languages, for tests that do not care when they are loaded. */
import '../embedding';
import '../exports';
import '../later';
import '../presenting';
import '../slides';
import { en as enNow } from '../en/catalogue';
import { embed as enEmbed } from '../en/embed';
import { exports as enExports } from '../en/exports';
import { later as enLater } from '../en/later';
import { presenter as enPresenter } from '../en/presenter';
import { slide as enSlide } from '../en/slide';
import { zhCN as zhNow } from '../zh-CN/catalogue';
import { embed as zhEmbed } from '../zh-CN/embed';
import { exports as zhExports } from '../zh-CN/exports';
import { later as zhLater } from '../zh-CN/later';
import { presenter as zhPresenter } from '../zh-CN/presenter';
import { slide as zhSlide } from '../zh-CN/slide';

export const en = { ...enNow, ...enLater, ...enSlide, ...enPresenter, ...enEmbed, ...enExports };
export const zhCN = { ...zhNow, ...zhLater, ...zhSlide, ...zhPresenter, ...zhEmbed, ...zhExports };
