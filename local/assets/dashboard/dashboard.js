/* global document, fetch, DOMParser, EventSource, location, setInterval, CSS */
// The pages work without this script. It keeps them up to date.
'use strict';

const MOST_LINES = 1000;

/** Replaces a part of the page by the newer one that the server has, and keeps the focus and what is folded out. */
async function refresh(part) {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const notices = page.getElementById('notices');
  const own = document.getElementById('notices');
  if (notices && own && notices.innerHTML !== own.innerHTML) own.innerHTML = notices.innerHTML;
  const newer = page.getElementById(part.id);
  if (!newer || newer.innerHTML === part.innerHTML) return;
  for (const details of part.querySelectorAll('details[open][id]')) {
    const same = newer.querySelector(`#${CSS.escape(details.id)}`);
    if (same) same.setAttribute('open', '');
  }
  const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
  part.replaceChildren(...newer.childNodes);
  if (focused) document.getElementById(focused)?.focus();
}

/** A button that stops and goes on: what moves by itself must have one (WCAG 2.2.2). */
function pauseButton(before) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain pause';
  let paused = false;
  const label = () => (button.textContent = paused ? 'Go on' : 'Pause updates');
  button.addEventListener('click', () => {
    paused = !paused;
    label();
  });
  label();
  before.before(button);
  return () => paused;
}

function keepUpToDate(part) {
  const isPaused = pauseButton(part);
  let busy = false;
  setInterval(
    async () => {
      if (busy || isPaused() || document.hidden) return;
      if (part.contains(document.activeElement) && document.activeElement.matches('input, select')) return;
      busy = true;
      try {
        await refresh(part);
        document.body.classList.remove('away');
      } catch {
        document.body.classList.add('away'); // the system has stopped, or is starting again
      }
      busy = false;
    },
    Number(part.dataset.every) || 2000,
  );
}

function follow(list) {
  const isPaused = pauseButton(list);
  const atEnd = () => list.scrollTop + list.clientHeight >= list.scrollHeight - 30;
  list.scrollTop = list.scrollHeight;
  const source = new EventSource(list.dataset.tail);
  source.addEventListener('message', ({ data }) => {
    if (isPaused()) return;
    const stays = !atEnd();
    list.insertAdjacentHTML('beforeend', data); // the server has escaped it, and the policy lets no script in it run
    while (list.childElementCount > MOST_LINES) list.firstElementChild.remove();
    if (!stays) list.scrollTop = list.scrollHeight;
  });
}

for (const part of document.querySelectorAll('[data-every]')) keepUpToDate(part);
for (const list of document.querySelectorAll('[data-tail]')) follow(list);
