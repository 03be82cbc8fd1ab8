import { cookiePolicy } from '@ticketing/common/cookies';
import { Sessions } from '@ticketing/common/http';
import { connectToBus, connectToDatabase, runService } from '@ticketing/common/service';
import { paymentsApp } from './app.js';
import { readConfig } from './config.js';
import { stripeAccount } from './stripe/stripe-account.js';

void runService('payments', readConfig, async (service) => {
  const { config, logger, health } = service;
  await connectToDatabase(service, []);
  await connectToBus(service);

  const sessions = new Sessions(config.JWT_KEY, cookiePolicy(config));
  await service.listen(paymentsApp({ logger, health, sessions, account: stripeAccount(config) }));
});
