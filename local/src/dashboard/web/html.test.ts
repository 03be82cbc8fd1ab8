import { html } from './html.js';

const text = (value: unknown) => String(html`<p title="${value as string}">${value as string}</p>`);

it('escapes what could become an element or leave an attribute', () => {
  expect(text(`<img src=x onerror="alert('1')">&amp;`)).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</p>',
  );
});

it('shows characters that nobody sees or that turn the direction of the text', () => {
  expect(text('a\u202eb\u0000c\u001b[31m\nd\te')).toContain('a\\u202eb\\u0000c\\u001b[31m\nd\te');
});

it('leaves HTML as it is, and shows lists and numbers', () => {
  const items = ['<a>', 2].map((each) => html`<b>${each}</b>`);
  expect(String(html`<i>${items}</i>`)).toBe('<i><b>&lt;a&gt;</b><b>2</b></i>');
});

it('shows nothing for what is not there, and shows zero', () => {
  expect(String(html`${undefined}${false}${null}${0}`)).toBe('0');
});

it('takes no object for HTML because it has the same shape', () => {
  const forged = JSON.parse('["<script>"]') as string[];
  expect(String(html`${forged}`)).toBe('&lt;script&gt;');
});
