import { SITE } from '@ticketing/system';
import { CALLED_SERVICES } from './called-services';

it('are the services that the description of the system names', () => {
  expect([...CALLED_SERVICES]).toEqual([...SITE.calls]);
});
