import { type MongoOwner, mongoOwners } from '@ticketing/system';
import { Router } from 'express';
import type { Db } from 'mongodb';
import type { Context } from '../context.js';
import type { Answers } from '../data/databases.js';
import { masked } from '../data/masked.js';
import { awayNotices } from '../web/away.js';
import { html, type Html } from '../web/html.js';
import { table } from '../web/table.js';

const PAGE_SIZE = 20;
const MOST_PAGES = 500;
const MOST_CHARACTERS = 20_000;

export interface Collection {
  owner: string;
  name: string;
  documents: number;
}

export function collectionsPage({ found: collections, away }: Answers<Collection>): Html {
  const rows = collections.map(({ owner, name, documents }) => [
    owner,
    html`<a href="/data/${encodeURIComponent(owner)}/${encodeURIComponent(name)}">${name}</a>`,
    documents,
  ]);
  const columns = [{ name: 'Database' }, { name: 'Collection' }, { name: 'Documents', isNumber: true }];
  return html`<p>
      Each service has a database of its own. No other service reads it. Here nothing can be changed.
    </p>
    ${awayNotices(away)} ${table('The collections of each database', columns, rows)}`;
}

export function documentsPage(collection: Collection, documents: readonly object[], page: number): Html {
  const { owner, name, documents: total } = collection;
  const first = (page - 1) * PAGE_SIZE;
  const to = (number: number) =>
    `/data/${encodeURIComponent(owner)}/${encodeURIComponent(name)}?page=${number}`;
  return html`<p><a href="/data">All collections</a></p>
    <p>
      ${documents.length === 0 ? 'There is no document here.' : `${first + 1} to ${first + documents.length} of ${total}, the newest first. Secrets are hidden.`}
    </p>
    ${documents.map((document) => html`<pre>${short(masked(document))}</pre>`)}
    <nav class="buttons" aria-label="More documents">
      ${page > 1 && html`<a href="${to(page - 1)}">Newer</a>`}
      ${first + documents.length < total && documents.length > 0 && page < MOST_PAGES && html`<a href="${to(page + 1)}">Older</a>`}
    </nav>`;
}

const short = (text: string) =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text;

async function collectionsOf(db: Db, owner: MongoOwner): Promise<Collection[]> {
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
  return Promise.all(
    names
      .filter((name) => !name.startsWith('system.'))
      .sort()
      .map(async (name) => ({ owner, name, documents: await db.collection(name).estimatedDocumentCount() })),
  );
}

function documentsOf(db: Db, collection: string, page: number): Promise<object[]> {
  return db
    .collection(collection)
    .find()
    .sort({ _id: -1 })
    .skip((page - 1) * PAGE_SIZE)
    .limit(PAGE_SIZE)
    .toArray();
}

/** What the databases hold. */
export function data({ databases, show }: Context): Router {
  const router = Router();

  router.get('/', async (_request, response) => {
    const body = collectionsPage(await databases.askEach(collectionsOf));
    show(response, { path: '/data', title: 'Data', body });
  });

  router.get('/:owner/:name', async (request, response, next) => {
    const owner = mongoOwners.find((each) => each === request.params.owner);
    if (!owner) return next();
    const all = await databases.ask(owner, (db) => collectionsOf(db, owner));
    const collection = all.find(({ name }) => name === request.params.name);
    if (!collection) return next();
    const page = Math.min(Math.max(Math.trunc(Number(request.query.page)) || 1, 1), MOST_PAGES);
    const documents = await databases.ask(owner, (db) => documentsOf(db, collection.name, page));
    const title = `${owner}: ${collection.name}`;
    show(response, { path: '/data', title, body: documentsPage(collection, documents, page) });
  });
  return router;
}
