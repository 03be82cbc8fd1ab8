import { missing } from '../errors.js';
import { ok, type Handler } from './call.js';
import { readMethodData } from './read-method.js';

export const createMethod: Handler = ({ params, transaction, now }) => {
  const record = readMethodData(params, now);
  transaction.put('methods', record.method.id, record);
  return ok(record.method);
};

export const retrieveMethod: Handler = ({ params, transaction }, id = '') => {
  params.refuseOthers();
  const record = transaction.get('methods', id);
  if (!record) throw missing('PaymentMethod', id, 'payment_method');
  return ok(record.method);
};
