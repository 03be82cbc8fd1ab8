import { SITE } from '@ticketing/system';
import { NodeService, type NodeServiceOptions } from './servers/node-service.js';
import { readSettings } from './settings.js';
import { topology } from './topology.js';

it('gives the site the key that the data directory keeps', () => {
  const options = new Map<string, NodeServiceOptions>();
  topology(
    readSettings({}),
    { jwt: 'of sessions', site: 'of the site' },
    {
      run: (given) => {
        options.set(given.name, given);
        return new NodeService({ ...given, port: 1 });
      },
    },
  );
  expect(options.get(SITE.name)?.env?.()).toMatchObject({ [SITE.keySetting]: 'of the site' });
});
