import { actionArguments } from './action-arguments.js';
import { compression } from './compression.js';
import { connections, upgrades } from './connections.js';
import { contentTypes } from './content-types.js';
import { cookies } from './cookies.js';
import { foreignThings } from './foreign-things.js';
import { forgedWebhooks } from './forged-webhooks.js';
import { headers } from './headers.js';
import { heads } from './heads.js';
import { json } from './json.js';
import type { Kind } from './kind.js';
import { methods } from './methods.js';
import { otherOrigins } from './other-origins.js';
import { paths } from './paths.js';
import { queries } from './queries.js';
import { smuggling } from './smuggling.js';
import { texts } from './texts.js';

export const KINDS: readonly Kind[] = [
  methods,
  contentTypes,
  texts,
  compression,
  json,
  queries,
  headers,
  heads,
  cookies,
  paths,
  otherOrigins,
  foreignThings,
  forgedWebhooks,
  actionArguments,
  upgrades,
  connections,
  smuggling,
];
