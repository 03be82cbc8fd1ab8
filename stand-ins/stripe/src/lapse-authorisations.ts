import type { Settings } from './api/call.js';
import { Params } from './api/params.js';
import { lapse } from './api/payment-intents.js';
import type { Store } from './store/store.js';

/** Cancels the payments whose authorisation was not captured in time, each with its events. */
export function lapseAuthorisations(store: Store, settings: Settings, now: Date): void {
  for (const record of store.values('intents')) {
    if (record.lapsesAt === undefined || record.lapsesAt > now.getTime()) continue;
    const request = { id: null, idempotency_key: null };
    store.transact((transaction) =>
      lapse({ transaction, params: new Params({}), settings, now, caller: 'secret', request }, record),
    );
  }
}
