import 'server-only';
import { cache } from 'react';
import { getOrder, getTicket } from './api';

/** A page and its title need the same ticket or order: asked for once per request. */
export const ticketOfRequest = cache(getTicket);
export const orderOfRequest = cache(getOrder);
