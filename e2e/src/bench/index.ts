import { expiry } from './expiry.js';

void expiry();
