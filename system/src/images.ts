import { services, SITE } from './system.js';

// `npm run -s images -w system` prints, as JSON, how the Dockerfile makes each image. A workflow builds them from that.

const ofServices = services.map(({ name }) => ({ image: name, target: 'service', workspace: name }));
console.log(JSON.stringify([...ofServices, { image: SITE.name, target: SITE.name, workspace: SITE.name }]));
