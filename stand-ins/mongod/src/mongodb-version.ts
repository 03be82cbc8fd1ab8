/** `TICKETING_MONGOD=download` downloads this MongoDB. A cluster runs the same (`infra/` compares them). */
export const MONGODB_VERSION = '8.0.26';
