import { Router } from 'express';

export const currentUser = Router().get('/api/users/currentuser', (req, res) => {
  res.json({ currentUser: req.currentUser ?? null });
});
