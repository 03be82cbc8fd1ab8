import { createRequire } from 'node:module';
import { refuseArguments } from './refuse-arguments';

type EncodeReply = (args: unknown[]) => Promise<FormData | string>;
// the part of React that writes the arguments in a browser has no name of its own in Next.js
const { encodeReply } = createRequire(__filename)(
  'next/dist/compiled/react-server-dom-turbopack/client.node.js',
) as { encodeReply: EncodeReply };

const ID = `60${'a'.repeat(40)}`;
const ADDRESS = 'http://localhost/tickets/new';
const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
afterEach(() => warn.mockClear());

async function statusOf(fields: [string, string | File][], headers: Record<string, string> = {}) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  const request = new Request(ADDRESS, {
    method: 'POST',
    body,
    headers: { 'next-action': ID, ...headers },
  });
  return (await refuseArguments(request))?.status;
}
const called = (args: string, ...more: [string, string | File][]) =>
  statusOf([['_1_title', 'Opera'], ['0', args], ...more]);

it.each<[string, unknown]>([
  ['no state', undefined],
  ['null', null],
  ['the state of a form', { values: { title: '$5' }, formErrors: ['x'], attempt: 1.5, note: undefined }],
  ['numbers that JSON lacks', [NaN, -0, Infinity, -Infinity]],
  ['one object twice', [{ a: ['b'] }].flatMap((twice) => [{ deep: [twice] }, twice])],
])('lets pass what React writes for %s', async (_, state) => {
  const form = new FormData();
  for (const name of ['title', 'title', '$ACTION_KEY', '']) form.append(name, '$1');
  form.append('photo', new File(['x'], 'x.png'));
  const body = await encodeReply([state, form]);
  const request = new Request(ADDRESS, { method: 'POST', body, headers: { 'next-action': ID } });
  expect(await refuseArguments(request)).toBeUndefined();
});

it.each([
  ['no state', '["$undefined","$K1"]'],
  ['a state', '[{"values":{"title":"$$5"},"formErrors":["x"],"attempt":1.5,"link":null},"$K1"]'],
  ['a state with one object twice', '[{"a":{"b":["c"]},"d":"$0:0:a"},"$K1"]'],
])('lets arguments pass with %s', async (_, args) => {
  expect(await called(args)).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
});

it.each([
  ['are no JSON', 'junk'],
  ['are half of JSON', '["$undefined","$K1"'],
  ['are no list', '{"0":"$undefined","1":"$K1"}'],
  ['are nothing', 'null'],
  ['are too few', '["$undefined"]'],
  ['are too many', '["$undefined","$K1",1]'],
  ['have no form', '["$undefined",{}]'],
  ['have a form without its fields', '["$undefined","$K2"]'],
  ['refer to another field', '["$1","$K1"]'],
  ['refer to a promise', '["$@2","$K1"]'],
  ['refer to an action', '["$F2","$K1"]'],
  ['refer to a map', '["$Q2","$K1"]'],
  ['refer to a stream', '["$R2","$K1"]'],
  ['have a date that is none', '["$Dx","$K1"]'],
  ['have a large number', `["$n${'9'.repeat(1000)}","$K1"]`],
  ['refer to nothing', '["$0:5:x","$K1"]'],
  ['refer to a method', '["$0:0:constructor","$K1"]'],
  ['go too deep', `[${'['.repeat(100_000)}${']'.repeat(100_000)},"$K1"]`],
  ['refer deeper than they go', '[{"a":[["$2"]]},"$K1"]'],
])('refuses arguments that %s, and says so once', async (_, args) => {
  expect(await called(args)).toBe(400);
  expect(warn.mock.calls).toEqual([['A call of a server action was refused: 400, /tickets/new']]);
});

it('refuses fields that belong to no argument, and arguments that stand twice', async () => {
  const good = '["$undefined","$K1"]';
  expect(await called(good, ['2', '{}'])).toBe(400);
  expect(await called(good, ['0', good])).toBe(400);
  expect(await statusOf([['0', new File([good], 'x')]])).toBe(400);
  expect(await statusOf([])).toBe(400);
});

it.each([
  ['JSON', '["$undefined","$K1"]', 'application/json'],
  ['text', '["$undefined","$K1"]', 'text/plain;charset=UTF-8'],
  ['a form without a boundary', 'x', 'multipart/form-data'],
  ['nothing', '', 'multipart/form-data; boundary=x'],
])('refuses a body that is %s', async (_, body, type) => {
  const headers = { 'next-action': ID, 'content-type': type };
  expect((await refuseArguments(new Request(ADDRESS, { method: 'POST', body, headers })))?.status).toBe(400);
});

it('refuses a body that is too large', async () => {
  expect(await statusOf([], { 'content-length': '1048577' })).toBe(413);
});

it('leaves all other requests alone', async () => {
  expect(await refuseArguments(new Request(ADDRESS, { method: 'POST', body: 'junk' }))).toBeUndefined();
  expect(await refuseArguments(new Request(ADDRESS, { headers: { 'next-action': ID } }))).toBeUndefined();
});

describe('an id that this build does not know', () => {
  const call = async (id: string) => {
    const headers = { 'next-action': id };
    const request = new Request(ADDRESS, { method: 'POST', body: 'junk', headers });
    const answer = await refuseArguments(request, () => false);
    return [answer?.status, answer?.headers.get('x-nextjs-action-not-found')];
  };

  it('gets the answer by which the page sends its form anew, and one line in the log', async () => {
    expect(await call(ID)).toEqual([409, '1']);
    expect(warn.mock.calls).toEqual([['A call of a server action was refused: 409, /tickets/new']]);
  });

  it.each(['', 'x', '%00', 'a'.repeat(41), 'a'.repeat(43), 'A'.repeat(42), '__proto__', `${ID},${ID}`])(
    'gets it too when Next.js never makes such an id: %j',
    async (id) => {
      expect(await call(id)).toEqual([400, '1']);
      expect(warn).toHaveBeenCalledTimes(1);
    },
  );
});
