import { refusal } from './refusal';

const check = { passed: false, origin: 'https://evil.example', hosts: ['ticketing.dev', '<script>'] };

it('is a page that says what was compared and what to do', async () => {
  const answer = refusal(check, new Headers());
  const html = await answer.text();
  expect(answer.status).toBe(403);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(html).toContain(
    'from https://evil.example, and this site was asked for as ticketing.dev, &#60;script&#62;',
  );
  expect(html).toContain('<a href="/">Open Ticketing</a>');
  expect(html).not.toContain('<script>');
});

it('is plain text for a script of a page', async () => {
  const answer = refusal({ ...check, origin: undefined }, new Headers({ 'next-action': 'x' }));
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await answer.text()).toContain('from nowhere that was named');
});
