/** The services that the site calls. The setting `<NAME>_URL` says where a service is. */
export const CALLED_SERVICES = ['auth', 'tickets', 'orders', 'payments'] as const;

export type CalledService = (typeof CALLED_SERVICES)[number];
