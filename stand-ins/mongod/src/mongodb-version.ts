/** The stand-in answers as this MongoDB, and `TICKETING_MONGOD=download` downloads it. A cluster runs the same (`infra/` compares them). */
export const MONGODB_VERSION = '8.0.26';
