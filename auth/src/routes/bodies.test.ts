import { authApi, authDatabase } from '../testing/auth-api.js';
import { signIn, signUp } from '../testing/requests.js';

authDatabase();
const api = authApi();

describe.each(['signup', 'signin'])('a body sent to %s', (path) => {
  const post = (type: string) => api().post(`/api/users/${path}`).set('Content-Type', type);

  it.each(['{"email":', 'email=ada', '"text"', 'null', '5'])('must be JSON: %s is a 400', async (body) => {
    const res = await post('application/json').send(body).expect(400);
    expect(res.body).toEqual({ errors: [{ message: 'The request body is not valid JSON' }] });
  });

  // a form of another site can send only these types
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'must be declared as JSON: %s is a 415',
    async (type) => {
      const res = await post(type).send('{"email":"ada@example.com","password":"12345678"}').expect(415);
      expect(res.body).toEqual({ errors: [{ message: 'Send the body as application/json in UTF-8' }] });
    },
  );

  it('must not be larger than 100 kB', async () => {
    const res = await post('application/json')
      .send({ email: 'x'.repeat(102_400) })
      .expect(413);
    expect(res.body).toEqual({ errors: [{ message: expect.stringContaining('100kb') as string }] });
  });
});

it.each(['a.b.c', '%', 'null', 'x'.repeat(3000)])(
  'treats the device cookie %s as no cookie',
  async (value) => {
    await signUp(api, { cookie: `device=${value}` }).expect(201);
    await signIn(api, { cookie: `session=${value}; device=${value}` }).expect(200);
  },
);

it('answers 404 for other paths and methods', async () => {
  await api()
    .get('/api/users/signup')
    .expect(404, { errors: [{ message: 'Not found' }] });
  await api()
    .get('/api/users/1')
    .expect(404, { errors: [{ message: 'Not found' }] });
});
