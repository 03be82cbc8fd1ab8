import { userOf } from '@ticketing/common/http';
import { Router } from 'express';

export const currentUser = Router().get('/api/users/currentuser', (req, res) => {
  res.json({ currentUser: userOf(req) ?? null });
});
