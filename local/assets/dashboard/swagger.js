/* global document, window */
// Shows the OpenAPI document. Requests can't be sent from here: the API is at another origin, which refuses them.
const element = document.getElementById('swagger');
window.SwaggerUIBundle({
  domNode: element,
  url: element.dataset.url,
  deepLinking: true,
  supportedSubmitMethods: [],
  validatorUrl: null,
});
